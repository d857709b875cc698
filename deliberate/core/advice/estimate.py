"""What a process of a model would take: people, days, person-days and weeks. Exact arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from deliberate.core.rulebook.fit import Cost, Fit


@dataclass(frozen=True, slots=True)
class Estimate:
    """A process of so many members who meet on so many days.

    `staff_days` are person-days of those who prepare, run and report; `member_days` those that
    members give; `weeks` run from the decision to begin to the report.
    """

    people: int
    days: int
    staff_days: int
    member_days: int
    weeks: int


def estimate(cost: Cost, people: int, days: int) -> Estimate:
    """The formula of `Cost`; parts of a day or a week count as a whole one in the sum."""
    moderators = ceil(Fraction(people, cost.table)) if cost.table else 0
    staff = cost.fixed + cost.per_day * days + cost.per_person * people + moderators * days
    meetings = ceil(days / cost.days_per_week)
    return Estimate(
        people=people,
        days=days,
        staff_days=ceil(staff),
        member_days=people * days,
        weeks=cost.preparation + cost.recruitment + meetings + cost.report,
    )


def smallest(fit: Fit) -> Estimate:
    """The smallest process with which the model still is what it is."""
    return estimate(fit.cost, fit.people.least, fit.days.least)


def usual(fit: Fit) -> Estimate:
    """A process of the usual size."""
    return estimate(fit.cost, fit.people.usual, fit.days.usual)
