"""Refusals of a draw that no panel can satisfy: what stands in the way, and the least change."""

from __future__ import annotations

from collections.abc import Iterable

from deliberate.core.errors import Finding, Message, Refused, message
from deliberate.core.recruitment.lottery.feasibility import (
    Advice,
    advice,
    conflict,
    is_feasible,
)
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.polytope import polytope
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets


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
    """Which quotas cannot be kept together, and the least that would have to give way."""
    population = merge(pool, targets.features)
    whole = polytope(population, targets)
    if is_feasible(whole):
        return unsolved(ArithmeticError("a panel exists and the lottery did not find it"))
    quotas = conflict(whole, targets)
    return Refused(
        "NO_PANEL",
        message("No panel keeps these quotas together; nothing is drawn.")
        if quotas
        else message("No panel of {size} can be drawn from this pool.", size=targets.size),
        fix=smallest_change(advice(whole, targets)),
        findings=tuple(
            Finding("CONFLICT", "must", _numbers_and_pool(quota, pool)) for quota in quotas
        ),
    )


def in_the_way(quotas: Iterable[Quota]) -> tuple[Finding, ...]:
    """Quotas that cannot be kept together."""
    return tuple(
        Finding("CONFLICT", "must", _numbers(quota, quota.least, quota.most)) for quota in quotas
    )


def smallest_change(way: Advice | None) -> Message | None:
    """What to do: the least that has to give way; None where nothing helps."""
    if way is None:
        return None
    changes = tuple(_numbers(item.quota, item.least, item.most) for item in way.relaxed)
    return (
        message("The smallest change within the flex columns: {changes}.", changes=changes)
        if way.within_flex
        else message("The smallest change: {changes}.", changes=changes)
    )


def _numbers_and_pool(quota: Quota, pool: Pool) -> Message:
    """A quota beside what there is: often one of them asks for more than all who are there."""
    place = pool.features.index(quota.feature)
    return message(
        "{quota}: {least}–{most}; in the pool: {count}",
        quota=quota.name,
        least=quota.least,
        most=quota.most,
        count=sum(person.values[place] == quota.value for person in pool.people),
    )


def _numbers(quota: Quota, least: int, most: int) -> Message:
    return message("{quota}: {least}–{most}", quota=quota.name, least=least, most=most)
