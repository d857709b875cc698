"""The board of execution: what anybody may read about the points and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class PointReport:
    """What a report said about one point: percent 0 to 100, in the owner's words.

    `before`: the percentage of the report before it, where this one says less; `spent`: so far.
    """

    at: datetime
    week: int
    percent: int
    text: Text
    evidence: str = ""
    spent: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class DueChange:
    at: datetime
    before: date
    after: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a point was returned, and when."""

    at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What the responsible body answered to a letter."""

    at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class PointLetter:
    """A notice (`stage` noticed), a complaint (complained) or the draft of a claim (claimed).

    `closed_at`: since then it is without object, because a later date was agreed.
    """

    stage: str
    at: datetime
    text: Text
    deadline: date | None
    answers: tuple[Answer, ...]
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the protocol, or an accepted recommendation (`answered`), which `office` carries
    out for its owner and nobody judges. `first_due` never changes; `due` is the date in force.

    `stage` and `deadline` tell how far the chair has gone, also while evidence waits to be judged;
    `late`: the date in force has passed and the point is not accepted. Execution is over with
    `published_at`, when a report has told that the point is accepted.
    """

    id: str
    kind: str
    text: Text
    owner: Body
    co_executors: tuple[Body, ...]
    first_due: date
    due: date
    state: str
    stage: str
    late: bool
    percent: int
    evidence: Text
    depends_on: Text
    funding: Text
    cost: int | None
    reports: tuple[PointReport, ...]
    changes: tuple[DueChange, ...]
    remarks: tuple[Remark, ...]
    letters: tuple[PointLetter, ...]
    deadline: date | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    published_at: datetime | None = None
    executed_at: datetime | None = None
    answered: bool = False
    office: Text = field(default_factory=Text)

    @property
    def latest(self) -> PointReport | None:
        return self.reports[-1] if self.reports else None

    @property
    def spent(self) -> int | None:
        """What was last said to be spent so far."""
        return next((item.spent for item in self.reports[::-1] if item.spent is not None), None)


@dataclass(frozen=True, slots=True)
class Week:
    """One reporting period; `due` is its end, `reported_at` when its report came out.

    One that ended while the process was `suspended` owes no report.
    """

    number: int
    due: datetime
    reported_at: datetime | None
    missing: bool
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Execution:
    """The board of points. `week` is the period that runs now, None when nothing is owed any more.

    `accepted`: how many points are carried out: accepted, or told so where nobody judges.
    `next_due`: when the report of the period after it is due; `stopped_at`: when the process was
    cancelled before its points were executed.
    """

    step: str
    points: tuple[Point, ...]
    weeks: tuple[Week, ...]
    week: Week | None
    accepted: int
    currency: str
    next_due: datetime | None = None
    completed_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def owed(self) -> bool:
        """Whether reports or points are still owed."""
        if self.judged:
            return self.week is not None
        return self.stopped_at is None and self.accepted < len(self.points)

    @property
    def judged(self) -> bool:
        """Whether somebody accepts what is carried out."""
        return any(not point.answered for point in self.points)

    @property
    def missing(self) -> tuple[Week, ...]:
        return tuple(week for week in self.weeks if week.missing)

    @property
    def last_missing(self) -> bool:
        """Whether the report of the period before the one that runs is missing."""
        return self.week is not None and any(
            week.missing for week in self.weeks if week.number == self.week.number - 1
        )
