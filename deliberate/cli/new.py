"""`deliberate new`: a commented pilot file for a model."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message


@command(
    _(
        "Write a commented pilot file for a model.\n\n"
        "The comments are in your language. An existing file is never overwritten."
    )
)
@click.argument("file", metavar="PILOT.toml")
@click.option(
    "--model",
    required=True,
    metavar="NAME",
    help=_("The model, or model/variant; see: deliberate models"),
)
@click.pass_obj
def new(house: House, file: str, model: str) -> None:
    from deliberate.core.services.pilot_template import new_pilot

    path = Path(file)
    rulebook, files = new_pilot(house.registry, model, path, house.translator.value)
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
