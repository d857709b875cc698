"""What an examination of pool and targets found: in words for people, as data for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.recruitment.lottery.examination import Feasibility, LeftOut
from deliberate.core.recruitment.lottery.feasibility import Relaxed
from deliberate.core.recruitment.lottery.no_panel import (
    households_told,
    impasse_data,
    no_panel_of,
    people_of,
    quota_data,
    without_households,
)
from deliberate.core.recruitment.lottery.pool import Quota

SMALL = 0.001
"""Below this a chance in percent has a figure more."""
Name = Callable[[str, str], str]
"""What people call a value of a feature."""


def plain_name(feature: str, value: str) -> str:
    """As files write them."""
    return f"{feature}: {value}"


def verdict(found: Feasibility, name: Name = plain_name) -> Message:
    """Whether a panel can be drawn, in one sentence."""
    if found.undecided is not None:
        return found.undecided.message
    if found.feasible:
        return message("A panel can be drawn.")
    if found.people < found.size:
        return message(
            "People in the pool: {people}; on the panel: {size}.",
            people=found.people,
            size=found.size,
        )
    if not found.conflict:
        return no_panel_of(found)
    quotas = tuple(_span(one, one.least, one.most, name) for one in found.conflict)
    if found.households:
        return message(
            "No panel keeps these quotas and the household rule: {quotas}.", quotas=quotas
        )
    if found.smallest:
        return message("No panel keeps these quotas together: {quotas}.", quotas=quotas)
    return message(
        "No panel keeps these quotas together, and none of them can be left out: {quotas}.",
        quotas=quotas,
    )


def told(found: Feasibility, name: Name = plain_name) -> tuple[Message, ...]:
    """What follows from the verdict: chances and who has none, or what would have to give way."""
    if found.undecided is not None:
        return () if found.undecided.fix is None else (found.undecided.fix,)
    if not found.feasible:
        return _ways(found, name)
    lines = []
    if found.bound is not None:
        lines.append(
            message(
                "Smallest chance, at best: {chance}%. Equal chances would be {equal}%.",
                chance=percent(found.bound),
                equal=percent(found.equal),
            )
        )
    return (*lines, *(left_out(group, name) for group in found.never))


def left_out(group: LeftOut, name: Name = plain_name) -> Message:
    """People who can never be chosen: how many and why, not who."""
    who = "; ".join(name(feature, value) for feature, value in group.values)
    if not group.because:
        return message("Cannot be chosen: {count} ({who}).", count=len(group.people), who=who)
    quotas = tuple(_span(one, one.least, one.most, name) for one in group.because)
    if group.households:
        return message(
            "Cannot be chosen: {count} ({who}). In the way are the household rule and quotas: "
            "{quotas}.",
            count=len(group.people),
            who=who,
            quotas=quotas,
        )
    return message(
        "Cannot be chosen: {count} ({who}). Quotas in the way: {quotas}.",
        count=len(group.people),
        who=who,
        quotas=quotas,
    )


def _ways(found: Feasibility, name: Name) -> tuple[Message, ...]:
    lines: list[Message] = []
    if found.households_matter:
        lines.append(households_told(found))
    if found.households:
        lines.append(without_households())
    if found.in_flex is not None:
        lines.append(
            message(
                "The smallest change within the flex columns: {changes}.",
                changes=_changes(found.in_flex, name),
            )
        )
    within = None if found.in_flex is None else people_of(found.in_flex)
    if found.least is not None and people_of(found.least) != within:
        lines.append(
            message("The smallest change: {changes}.", changes=_changes(found.least, name))
        )
    return tuple(lines)


def _changes(relaxed: Sequence[Relaxed], name: Name) -> tuple[Message, ...]:
    return tuple(_span(one.quota, one.least, one.most, name) for one in relaxed)


def _span(quota: Quota, least: int, most: int, name: Name) -> Message:
    words = name(quota.feature, quota.value)
    return message("{quota}: {least}–{most}", quota=words, least=least, most=most)


def percent(chance: float | Fraction) -> Decimal:
    """A chance in percent, with a figure more where it is small."""
    return Decimal(f"{float(chance) * 100:.{2 if chance < SMALL else 1}f}")


def feasibility_data(found: Feasibility) -> dict[str, Any]:
    """For a program; it names no people, only how many they are."""
    return {
        "feasible": None if found.undecided is not None else found.feasible,
        "people": found.people,
        "size": found.size,
        "equal": float(found.equal),
        "bound": found.bound,
        "never": [
            {
                "people": len(group.people),
                "values": dict(group.values),
                "because": [quota_data(one) for one in group.because],
                "households": group.households,
            }
            for group in found.never
        ],
        **impasse_data(found),
    }
