"""`deliberate draw`: a civic lottery over files, alone or before a process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.recruitment.lottery.fair_shares import Objective
    from deliberate.core.services.civic_lottery import DrawnPanel

OBJECTIVES = ("leximin", "maximin", "nash")


@command(
    _(
        "Draw a panel by a civic lottery.\n\n"
        "The lottery gives everybody in the pool the fairest chance that the quotas allow; from "
        "it one panel is drawn with the seed. The same files and the same seed give the same "
        "panel."
    )
)
@click.argument("pool", metavar="POOL.csv")
@click.option(
    "--targets", required=True, metavar="TARGETS.csv", help=_("Quotas: feature,value,min,max.")
)
@click.option("--size", type=click.IntRange(min=1), required=True, help=_("People on the panel."))
@click.option("--seed", default="", metavar="TEXT", help=_("What the draw is made from."))
@click.option(
    "--objective",
    type=click.Choice(OBJECTIVES),
    default="leximin",
    show_default=True,
    help=_("What the fairest chances are."),
)
@click.option("--id", "id_column", default="", metavar="COLUMN", help=_("Column of identifiers."))
@click.option(
    "--household",
    multiple=True,
    metavar="COLUMN",
    help=_("At most one of those who agree in this column; repeatable."),
)
@json_option
@click.pass_obj
def draw(
    house: House,
    pool: str,
    targets: str,
    size: int,
    seed: str,
    objective: Objective,
    id_column: str,
    household: tuple[str, ...],
    as_json: bool,
) -> None:
    from rich.console import Console

    from deliberate.core.services.civic_lottery import draw as draw_lots
    from deliberate.core.services.lottery_files import read_pool, read_targets

    wanted = read_targets(Path(targets), size)
    people = read_pool(Path(pool), wanted, id_column=id_column, household=household)
    with Console(stderr=True).status("") as status:

        def tell(_what: str, done: int, total: int) -> None:
            words = message("Panels looked for: {done} of {total}", done=done, total=total)
            status.update(house.translator.render(words))

        drawn = draw_lots(people, wanted, seed, objective=objective, tell=tell)
    if as_json:
        house.tell_machine(_as_json(drawn))
    else:
        _show(house, drawn)


def _show(house: House, drawn: DrawnPanel) -> None:
    """The panel, a person in each line, then how fair the lottery was."""
    for name in drawn.panel:
        click.echo(name)
    click.echo()
    certificate = drawn.fairest.certificate
    house.say(
        message(
            "People in the pool: {people}. On the panel: {panel}.",
            people=len(drawn.chances),
            panel=len(drawn.panel),
        )
    )
    house.say(message("Smallest chance: {chance}.", chance=f"{float(drawn.smallest):.5f}"))
    if drawn.objective == "nash" or certificate.method == "herding":
        gap = f"{certificate.gap:.1e}"
        house.say(message("Nobody lacks more than {gap} to the chances of the optimum.", gap=gap))
    else:
        bound = f"{certificate.bound:.5f}"
        house.say(message("No lottery can give everybody more than {bound}.", bound=bound))
    for group in drawn.never:
        house.say(
            message(
                "Cannot be chosen: {people}. Quotas in the way: {quotas}.",
                people=group.people,
                quotas=tuple(quota.name for quota in group.because) or None,
            )
        )
    house.say(message("Seed: {seed}", seed=drawn.seed or "—"))
    house.say(message("SHA-256 of pool and targets: {hash}", hash=drawn.input_hash))


def _as_json(drawn: DrawnPanel) -> dict[str, Any]:
    certificate = drawn.fairest.certificate
    return {
        "status": "drawn",
        "panel": list(drawn.panel),
        "probabilities": {name: float(chance) for name, chance in drawn.chances.items()},
        "min_probability": float(drawn.smallest),
        "gini": drawn.gini,
        "objective": drawn.objective,
        "certificate": {
            "bound": certificate.bound,
            "gap": certificate.gap,
            "method": certificate.method,
        },
        "never": [
            {"people": list(group.people), "because": [quota.name for quota in group.because]}
            for group in drawn.never
        ],
        "lottery_size": len(drawn.fairest.lottery.panels),
        "seed": drawn.seed,
        "input_hash": drawn.input_hash,
        "seconds": drawn.seconds,
    }
