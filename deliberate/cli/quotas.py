"""`deliberate quotas`: from what a population consists of to the targets of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import Message, UnusableInput, Where, message
from deliberate.core.rounded import Rounded

if TYPE_CHECKING:
    from deliberate.core.recruitment.lottery.examination import Feasibility
    from deliberate.core.recruitment.quotas.making import Owed, Room

HEADINGS = (_("Group of people"), _("Share"), _("Exact seats"), _("Quota"))


@command(
    _(
        "Make the targets of a panel from the make-up of a population.\n\n"
        "POPULATION.csv has the columns feature,value and count or share. Each group is owed its "
        "exact share of the seats; its quota runs from the whole number below to the whole number "
        "above, further apart by the tolerance. With a pool it is checked that a panel exists."
    )
)
@click.argument("population", metavar="POPULATION.csv")
@click.option(
    "--size", type=click.IntRange(1, 100_000), required=True, help=_("People on the panel.")
)
@click.option(
    "--tolerance",
    default="0",
    show_default=True,
    metavar="SEATS|PERCENT%",
    help=_("Room around the exact share: seats, or percent of the panel."),
)
@click.option(
    "--flex",
    type=click.IntRange(0, 100_000),
    default=None,
    metavar="SEATS",
    help=_("By how much more a quota could give way; writes the flex columns."),
)
@click.option(
    "--one-each", is_flag=True, help=_("Give every group that has people one seat at least.")
)
@click.option("--pool", metavar="POOL.csv", help=_("Check that a panel can be drawn from it."))
@click.option("--id", "id_column", default="", metavar="COLUMN", help=_("Column of identifiers."))
@click.option(
    "--household",
    multiple=True,
    metavar="COLUMN",
    help=_("At most one of those who agree in this column; repeatable."),
)
@click.option(
    "--out", metavar="TARGETS.csv", help=_("Where to write; an existing file is never overwritten.")
)
@json_option
@click.pass_obj
def quotas(
    house: House,
    population: str,
    size: int,
    tolerance: str,
    flex: int | None,
    one_each: bool,
    pool: str | None,
    id_column: str,
    household: tuple[str, ...],
    out: str | None,
    as_json: bool,
) -> int:
    from deliberate.core.recruitment.lottery.examination import examine
    from deliberate.core.recruitment.lottery.pool import Targets
    from deliberate.core.recruitment.quotas.making import make_quotas
    from deliberate.core.services.composition_files import read_composition, write_targets
    from deliberate.core.services.lottery_files import read_pool

    if pool is None and (household or id_column):
        raise _without_pool("--household" if household else "--id")
    groups = read_composition(Path(population))
    room = _room(tolerance, size, flex)
    owed = make_quotas(groups, size, room, one_each=one_each)
    found = None
    if pool is not None:
        targets = Targets(size, tuple(one.quota for one in owed))
        people = read_pool(Path(pool), targets, id_column=id_column, household=household)
        found = examine(people, targets)
    if out is not None:
        write_targets(Path(out), [one.quota for one in owed])
    if as_json:
        house.tell_machine(_as_json(owed, size, found))
    else:
        _show(house, owed, found, out)
    return 0 if found is None or found.feasible else 1


def _room(words: str, size: int, flex: int | None) -> Room:
    from fractions import Fraction

    from deliberate.core.recruitment.quotas.making import Room
    from deliberate.core.services.composition_files import number_of

    value = number_of(words)
    if value is None or value > (1 if "%" in words else size):
        raise UnusableInput(
            "TOLERANCE",
            message("“{value}” is no tolerance.", value=words),
            where=Where("--tolerance"),
            fix=message("Write seats, such as 1, or percent of the panel, such as {example}.",
                        example="5%"),
        )  # fmt: skip
    if "%" in words:
        return Room(percent=value * 100, flex=flex)
    return Room(seats=Fraction(value), flex=flex)


def _without_pool(option: str) -> UnusableInput:
    return UnusableInput(
        "OPTIONS",
        message("{option} says how a pool is read, and no pool was named.", option=option),
        fix=message("Name it with: {command}", command="--pool POOL.csv"),
    )


def _show(house: House, owed: Sequence[Owed], found: Feasibility | None, out: str | None) -> None:
    from deliberate.cli.tables import show_table
    from deliberate.core.services.feasibility import told, verdict

    say = house.translator.gettext
    show_table(
        house,
        [say(head) for head in HEADINGS],
        [
            (
                one.group.name,
                house.translator.share(one.share, 1) if one.group.counted else "—",
                house.translator.value(Rounded(one.seats, 2)),
                f"{one.quota.least}–{one.quota.most}",
            )
            for one in owed
        ],
        numbers=(1, 2, 3),
    )
    click.echo()
    answer = () if found is None else (verdict(found), *told(found))
    for text in [*_raised(owed), *_sources(owed), *answer]:
        house.say(text)
    if out is not None:
        house.say(message("{file}: written.", file=out))


def _raised(owed: Sequence[Owed]) -> list[Message]:
    """Who has a seat for certain though the share alone would not give one."""
    return [
        message(
            "{group} is owed {seats} seats and has one for certain: more than its share.",
            group=one.group.name,
            seats=Rounded(one.seats, 2),
        )
        for one in owed
        if one.raised
    ]


def _sources(owed: Sequence[Owed]) -> list[Message]:
    """Groups whose number has a status of its own: approximate, proposed, of an older day."""
    return [
        message("{group}: {status}", group=one.group.name, status=one.group.status)
        for one in owed
        if one.group.status not in ("", "reported")
    ]


def _as_json(owed: Sequence[Owed], size: int, found: Feasibility | None) -> dict[str, Any]:
    from deliberate.core.services.feasibility import feasibility_data

    return {
        "size": size,
        "quotas": [
            {
                "feature": one.quota.feature,
                "value": one.quota.value,
                "min": one.quota.least,
                "max": one.quota.most,
                "min_flex": one.quota.least_flex,
                "max_flex": one.quota.most_flex,
                "share": str(one.share),
                "seats": str(one.seats),
                "raised": one.raised,
                "source": one.group.source,
                "on": one.group.on,
                "status": one.group.status,
            }
            for one in owed
        ],
        "feasibility": None if found is None else feasibility_data(found),
    }
