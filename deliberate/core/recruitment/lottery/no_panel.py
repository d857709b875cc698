"""Refusals of a draw that no panel can satisfy: what stands in the way, and the least change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deliberate.core.errors import Finding, Message, Refused, message
from deliberate.core.recruitment.lottery.examination import Feasibility, examine, homes_of
from deliberate.core.recruitment.lottery.feasibility import Advice, Relaxed
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets
from deliberate.core.recruitment.lottery.program import Patience


def unsolved(error: ArithmeticError) -> Refused:
    """The refusal of a draw whose numbers the solver did not master, though a panel exists."""
    return Refused(
        "SOLVER",
        message("The lottery could not be computed ({error}); nothing is drawn.", error=str(error)),
        fix=message(
            "This is a fault of the software, not of the files: report it with both files."
            " Another objective may work meanwhile."
        ),
    )


def no_panel(pool: Pool, targets: Targets) -> Refused:
    """What cannot be kept together, and the least that would have to give way."""
    try:
        found = examine(pool, targets, Patience())
    except ArithmeticError as error:
        return unsolved(error)
    if found.undecided is not None:
        return found.undecided
    if found.feasible:
        return unsolved(ArithmeticError("a panel exists and the lottery did not find it"))
    quotas = tuple(
        Finding("CONFLICT", "must", _numbers_and_pool(quota, pool, homes=found.households))
        for quota in found.conflict
    )
    return Refused(
        "NO_PANEL",
        _refusal(found),
        fix=_ways(found),
        findings=(*quotas, *_households(found)),
        data=impasse_data(found),
    )


def _refusal(found: Feasibility) -> Message:
    if not found.conflict:
        return no_panel_of(found)
    if found.households:
        return message("No panel keeps these quotas and the household rule; nothing is drawn.")
    if found.smallest:
        return message("No panel keeps these quotas together; nothing is drawn.")
    return message(
        "No panel keeps these quotas together, and none of them can be left out; nothing is drawn."
    )


def no_panel_of(found: Feasibility) -> Message:
    """That the size is out of reach, whatever the quotas."""
    if found.households:
        return message(
            "No panel of {size} can be drawn from this pool with the household rule.",
            size=found.size,
        )
    return message("No panel of {size} can be drawn from this pool.", size=found.size)


def households_told(found: Feasibility) -> Message:
    """How many may sit on a panel by the household rule."""
    return message(
        "Of each household one person at most. Households in the pool: {homes}; people: {people}.",
        homes=found.homes,
        people=found.people,
    )


def without_households() -> Message:
    """That the household rule is the way out."""
    return message("Without the household rule a panel can be drawn.")


def _households(found: Feasibility) -> tuple[Finding, ...]:
    if not found.households_matter:
        return ()
    return (Finding("HOUSEHOLDS", "must", households_told(found)),)


def _ways(found: Feasibility) -> Message | None:
    """What to do: quotas that give way, or the household rule where that is enough."""
    changes = _both_changes(found)
    if not found.households:
        return changes
    if changes is None:
        return without_households()
    return message(
        "Without the household rule a panel can be drawn; or keep it and change quotas. {change}",
        change=changes,
    )


def _both_changes(found: Feasibility) -> Message | None:
    """The smallest change within the flex columns and the smallest of all, where they differ."""
    if found.in_flex is None:
        return None if found.least is None else smallest_change(Advice(found.least, False))
    if found.least is None or people_of(found.least) == people_of(found.in_flex):
        return smallest_change(Advice(found.in_flex, True))
    return message(
        "The smallest change within the flex columns: {within}. The smallest of all: {least}.",
        within=_changes(found.in_flex),
        least=_changes(found.least),
    )


def people_of(relaxed: Iterable[Relaxed]) -> int:
    """By how many people quotas give way in all."""
    return sum(one.quota.least - one.least + one.most - one.quota.most for one in relaxed)


def impasse_data(found: Feasibility) -> dict[str, Any]:
    """Why there is no panel and what would have to give way, for a program."""
    return {
        "conflict": [quota_data(one) for one in found.conflict],
        "smallest": found.smallest,
        "households": found.households,
        "homes": found.homes if found.households_matter else None,
        "in_flex": None if found.in_flex is None else [change_data(one) for one in found.in_flex],
        "least": None if found.least is None else [change_data(one) for one in found.least],
    }


def quota_data(quota: Quota) -> dict[str, Any]:
    """A quota for a program."""
    return {
        "feature": quota.feature,
        "value": quota.value,
        "min": quota.least,
        "max": quota.most,
    }


def change_data(one: Relaxed) -> dict[str, Any]:
    """A quota that gives way, and to which numbers, for a program."""
    return {**quota_data(one.quota), "to_min": one.least, "to_max": one.most}


def in_the_way(quotas: Iterable[Quota]) -> tuple[Finding, ...]:
    """Quotas that cannot be kept together."""
    return tuple(
        Finding("CONFLICT", "must", _numbers(quota, quota.least, quota.most)) for quota in quotas
    )


def smallest_change(way: Advice | None) -> Message | None:
    """What to do: the least that has to give way; None where nothing helps."""
    if way is None:
        return None
    changes = _changes(way.relaxed)
    return (
        message("The smallest change within the flex columns: {changes}.", changes=changes)
        if way.within_flex
        else message("The smallest change: {changes}.", changes=changes)
    )


def _changes(relaxed: Iterable[Relaxed]) -> tuple[Message, ...]:
    return tuple(_numbers(item.quota, item.least, item.most) for item in relaxed)


def _numbers_and_pool(quota: Quota, pool: Pool, *, homes: bool) -> Message:
    """A quota beside what there is: often one of them asks for more than all who are there.

    `homes`: how many households they live in is told too.
    """
    place = pool.features.index(quota.feature)
    there = [person for person in pool.people if person.values[place] == quota.value]
    if homes:
        return message(
            "{quota}: {least}–{most}; in the pool: {count}, households: {homes}",
            quota=quota.name,
            least=quota.least,
            most=quota.most,
            count=len(there),
            homes=len(homes_of(there)),
        )
    return message(
        "{quota}: {least}–{most}; in the pool: {count}",
        quota=quota.name,
        least=quota.least,
        most=quota.most,
        count=len(there),
    )


def _numbers(quota: Quota, least: int, most: int) -> Message:
    return message("{quota}: {least}–{most}", quota=quota.name, least=least, most=most)
