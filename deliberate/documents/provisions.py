"""Fields for what rulebook and pilot provide: lengths of time, pay and support, the venue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from deliberate.core.period import Period
from deliberate.documents.making import Making


def _length(kind: str, key: str) -> Callable[[Making], str | None]:
    """A length of time that the first step of a kind lays down."""

    def read(making: Making) -> str | None:
        for step in making.process.rulebook.steps:
            length = getattr(step.parameters, key, None) if step.kind == kind else None
            if isinstance(length, Period):
                return making.say.period(length)
        return None

    return read


def _repeat_gap(making: Making) -> str | None:
    """How long after a session without a decision the repeat session follows."""
    for step in making.process.rulebook.steps:
        on_fail: Any = getattr(step.parameters, "on_fail", None) if step.kind == "ballot" else None
        if on_fail:
            return making.say.period(Period.parse(on_fail["after"]))
    return None


def _hearing_minutes(making: Making) -> str | None:
    """How long the invited experts are heard, all together, by the published agenda."""
    sessions = [step for step in making.process.rulebook.steps if step.kind == "session"]
    kinds = {
        item["kind"]
        for step in sessions
        for item in step.parameters.items
        if "witness" in item["speakers"]
    }
    # Sessions that share an agenda do not hear the same experts twice.
    items = {item for step in sessions for item in making.process.pilot.agenda_of(step, 1)}
    minutes = sum(item.minutes for item in items if item.kind in kinds)
    return making.say.number(minutes) if minutes else None


def _honorarium(making: Making) -> str | None:
    support = making.process.pilot.member_support
    if not support.honorarium_per_day:
        return None
    return making.say.money(support.honorarium_per_day, support.currency)


def _expenses(making: Making) -> str | None:
    expenses = making.process.pilot.member_support.expenses
    return ", ".join(making.say.word("expense", name) for name in expenses) or None


PROVISIONS: Mapping[str, Callable[[Making], str | None]] = MappingProxyType(
    {
        "appeal_period": _length("nomination", "appeal_within"),
        "complaint_period": _length("execution", "complaint_period"),
        "expenses": _expenses,
        "hearing_minutes": _hearing_minutes,
        "honorarium": _honorarium,
        "notice_period": _length("execution", "notice_period"),
        "oversight": lambda m: m.text(m.process.pilot.oversight.composition),
        "repeat_gap": _repeat_gap,
        "report_interval": _length("execution", "every"),
        "venue": lambda m: m.text(m.process.pilot.territory.venue),
    }
)
"""By the names of `rulebook.template_names.FIELDS`."""
