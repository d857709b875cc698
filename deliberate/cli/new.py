"""`deliberate new`: a commented pilot file for a model."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.usage import WrongUsage
from deliberate.core.errors import UnusableInput, Where, message

SUFFIX = ".toml"


@command(
    _(
        "Write a commented pilot file for a model.\n\n"
        "The comments are in your language. An existing file is never overwritten."
    )
)
@click.argument("file", metavar="PILOT.toml")
@click.option(
    "--model",
    metavar="NAME",
    help=_("The model, or model/variant; see: deliberate models"),
)
@click.option(
    "--advice",
    metavar="ISSUE.toml",
    help=_("An issue file: the model is the one it chooses, else the one advised first."),
)
@click.pass_obj
def new(house: House, file: str, model: str | None, advice: str | None) -> None:
    from deliberate.core.services.advising import model_for, read_issue
    from deliberate.core.services.pilot_template import new_pilot

    if model is None and advice is None:
        raise WrongUsage(message("Give --model, or --advice with an issue file."))
    path = Path(file)
    if path.suffix != SUFFIX:
        raise UnusableInput(
            "NAME",
            message("The name of a pilot file ends in {suffix}.", suffix=SUFFIX),
            where=Where(file),
            fix=message("Write: {example}", example=f"{file}{SUFFIX}"),
        )
    issue = None if advice is None else read_issue(house.registry, advice)
    if model is None and issue is not None:
        model = model_for(house.registry, issue)
    say = house.translator.value
    rulebook, files = new_pilot(house.registry, str(model), path, say, issue)
    house.say(message("{file}: written for “{title}”.", file=str(path), title=rulebook.title))
    for other in files[1:]:
        house.say(message("{file}: written.", file=str(other)))
    if len(files) > 1:
        house.say(
            message(
                "These quotas follow the whole country; put your territory’s figures in their "
                "place and make them anew with: {command}",
                command=_quotas_again(path),
            )
        )
    house.say(message("Fill it in, then run: {command}", command=f"deliberate check {path}"))


def _quotas_again(path: Path) -> str:
    return f"deliberate quotas {path.with_suffix('.population.csv')} --size N --out FILE"
