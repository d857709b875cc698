"""`deliberate replace`: new people for the seats of those who left a panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.services.replacing import Replaced


@command(
    _(
        "Replace people who left a panel.\n\n"
        "Alternates go first: if they alone can fill the seats within the quotas, the first in "
        "their order who fit together are called. If not, each alternate who fits is called, and "
        "the seats left are filled by a fair lottery from the rest of the pool. Who left is "
        "written down, why is not."
    )
)
@click.argument("pool", metavar="POOL.csv")
@click.option(
    "--targets", required=True, metavar="TARGETS.csv", help=_("Quotas: feature,value,min,max.")
)
@click.option("--size", type=click.IntRange(min=1), required=True, help=_("People on the panel."))
@click.option(
    "--panel",
    required=True,
    metavar="FILE",
    help=_("Who is on the panel: CSV, or the JSON of draw or replace."),
)
@click.option("--left", multiple=True, metavar="ID", help=_("Who left the panel; repeatable."))
@click.option(
    "--refused",
    multiple=True,
    metavar="ID",
    help=_("Who of the pool or the alternates will not come; repeatable."),
)
@click.option("--alternates", metavar="FILE", help=_("Who stands by, in order: CSV or JSON."))
@click.option(
    "--seed",
    default="",
    metavar="TEXT",
    help=_("What the draw is made from; without it chance makes one, which is told."),
)
@click.option("--id", "id_column", default="", metavar="COLUMN", help=_("Column of identifiers."))
@click.option(
    "--household",
    multiple=True,
    metavar="COLUMN",
    help=_(
        "At most one of those who agree in this column; repeatable. Without it as in the JSON of "
        "the panel."
    ),
)
@json_option
@click.pass_obj
def replace(
    house: House,
    pool: str,
    targets: str,
    size: int,
    panel: str,
    left: tuple[str, ...],
    refused: tuple[str, ...],
    alternates: str | None,
    seed: str,
    id_column: str,
    household: tuple[str, ...],
    as_json: bool,
) -> None:
    from deliberate.cli.seeds import given_or_new
    from deliberate.core.services.lottery_files import read_draw
    from deliberate.core.services.panel_files import read_household, read_standing
    from deliberate.core.services.replacing import replace_left

    household = household or read_household(Path(panel))
    wanted, people = read_draw(
        Path(pool), Path(targets), size, id_column=id_column, household=household
    )
    standing = read_standing(
        Path(panel), people,
        alternates=Path(alternates) if alternates else None, id_column=id_column,
    )  # fmt: skip
    done = replace_left(people, wanted, standing, left, given_or_new(seed), refused=refused)
    if as_json:
        house.tell_machine({**_as_json(done), "household": list(household)})
    else:
        _show(house, done)


def _show(house: House, done: Replaced) -> None:
    """The new people, one in each line, then where they come from."""
    new = done.replacement
    for name in (*new.called, *new.drawn):
        click.echo(name)
    click.echo()
    quotas = tuple(
        message("{quota}: {least}–{most}", quota=quota.name, least=quota.least, most=quota.most)
        for quota in new.conditional.quotas
        if quota.most
    )
    house.say(
        message(
            "Free seats: {size}. Their quotas: {quotas}.", size=new.conditional.size, quotas=quotas
        )
    )
    house.say(message("Called from the alternates: {people}.", people=new.called or None))
    house.say(message("Drawn from the pool: {people}.", people=new.drawn or None))
    house.say(message("Alternates who still stand by: {people}.", people=new.alternates or None))
    house.say(message("Seed: {seed}", seed=done.seed))
    hashed = done.input_hash
    house.say(message("SHA-256 of pool, targets, panel and alternates: {hash}", hash=hashed))


def _as_json(done: Replaced) -> dict[str, Any]:
    new = done.replacement
    return {
        "status": "replaced",
        "panel": list(new.panel),
        "called": list(new.called),
        "drawn": list(new.drawn),
        "alternates": list(new.alternates),
        "left": list(done.standing.left),
        "refused": list(done.standing.refused),
        "conditional": {
            "size": new.conditional.size,
            "quotas": [
                {"feature": q.feature, "value": q.value, "min": q.least, "max": q.most}
                for q in new.conditional.quotas
            ],
        },
        "probabilities": {name: float(chance) for name, chance in sorted(new.chances.items())},
        "seed": done.seed,
        "input_hash": done.input_hash,
    }
