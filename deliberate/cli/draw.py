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
        "panel. For a public draw it makes a list of equally likely panels, from which dice pick "
        "one."
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
@click.option(
    "--panels",
    type=click.IntRange(1, 10_000),
    help=_("Draw from a list of so many equally likely panels (1000 with --list or --pick)."),
)
@click.option("--list", "list_file", metavar="FILE", help=_("The list, as .html, .pdf or .csv."))
@click.option(
    "--pick", type=click.IntRange(min=0), metavar="NUMBER", help=_("The number that dice showed.")
)
@click.option("--list-only", is_flag=True, help=_("Make the list, and pick no panel yet."))
@click.option(
    "--alternates",
    type=click.IntRange(min=0),
    help=_("People who stand by; one for ten seats unless told otherwise."),
)
@click.option("--rates", metavar="RATES.csv", help=_("Dropout rates: feature,value,rate."))
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
    panels: int | None,
    list_file: str | None,
    pick: int | None,
    list_only: bool,
    alternates: int | None,
    rates: str | None,
    as_json: bool,
) -> None:
    from rich.console import Console

    from deliberate.cli.drawn_lists import (
        Wanted,
        drawn_and_listed,
        listed_json,
        show_listed,
        write_list,
    )
    from deliberate.cli.standing_by import show_standby, stand_by, standby_json
    from deliberate.core.services.lottery_files import read_pool, read_targets
    from deliberate.core.services.panel_files import read_rates

    lists = Wanted.of(panels, list_file, pick, list_only)
    wanted = read_targets(Path(targets), size)
    people = read_pool(Path(pool), wanted, id_column=id_column, household=household)
    dropouts = read_rates(Path(rates), wanted) if rates else None
    with Console(stderr=True).status("") as status:

        def tell(_what: str, done: int, total: int) -> None:
            words = message("Panels looked for: {done} of {total}", done=done, total=total)
            status.update(house.translator.render(words))

        drawn, listed = drawn_and_listed(people, wanted, seed, objective, lists, tell)
        standby = stand_by(people, wanted, drawn, alternates, dropouts)
    if listed is not None and lists.file is not None:
        write_list(house, lists.file, listed)
    if as_json:
        house.tell_machine({**_as_json(drawn), **listed_json(listed), **standby_json(standby)})
        return
    _show(house, drawn)
    if listed is not None:
        show_listed(house, listed)
    if standby is not None:
        show_standby(house, standby)


def _show(house: House, drawn: DrawnPanel) -> None:
    """The panel, a person in each line, then how fair the lottery was."""
    for name in drawn.panel:
        click.echo(name)
    if drawn.panel:
        click.echo()
    certificate = drawn.fairest.certificate
    house.say(
        message(
            "People in the pool: {people}. On the panel: {panel}.",
            people=len(drawn.chances),
            panel=int(sum(drawn.chances.values())),
        )
    )
    house.say(message("Smallest chance: {chance}.", chance=f"{float(drawn.smallest):.5f}"))
    if drawn.objective == "nash":
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
        "status": "drawn" if drawn.panel else "listed",
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
