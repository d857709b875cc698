"""What a document is made from: a process at a moment, the paper, and a language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from deliberate.core.calendar import Moment
from deliberate.core.follow_up.commitments import Commitment, commitments, report_view
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.model import Step
from deliberate.core.services.papers import Paper
from deliberate.core.services.portal.people import body_of, candidates_of, name_of, number_of
from deliberate.core.text import Text
from deliberate.i18n import Translator

BLANK = "____________________"
"""Where something is to be filled in by hand."""


@dataclass(frozen=True)
class Making:
    """One document in the making. `process` is as it was when the document's cause happened."""

    process: Process
    paper: Paper
    say: Translator

    @property
    def cause(self) -> Fact | None:
        return self.paper.cause

    def body(self, key: str) -> Any:
        """A value of the fact that the document goes with; None in a draft."""
        return self.paper.cause.body.get(key) if self.paper.cause is not None else None

    def words(self, key: str) -> Text:
        """A multilingual value of that fact."""
        return text_of(self.paper.cause.body, key) if self.paper.cause is not None else Text()

    def text(self, text: Text) -> str:
        """Words of an agency in this language; a visible fallback where it is missing."""
        words, language = text.best(self.say.locale)
        return words if not words or language == self.say.locale else f"{words} [{language}]"

    # ------------------------------------------------------------------ moments
    def day(self, moment: Moment | None) -> str | None:
        if moment is None:
            return None
        return self.say.date(self.process.calendar.local_day(moment))

    def moment(self, moment: Moment | None) -> str | None:
        if isinstance(moment, datetime):
            return self.say.datetime(moment, self.process.calendar.zone)
        return self.day(moment)

    def span(self, step: str, n: int = 1) -> str | None:
        """The days of a step from the first to the last, both inclusive."""
        planned = self.process.planned(step, n)
        if planned is None:
            return None
        if planned.days:
            return self.say.days(planned.days[0], planned.days[-1])
        first = self.process.calendar.local_day(planned.starts)
        return self.say.days(first, self.last_day(planned.ends, first))

    def last_day(self, end: Moment | None, first: date) -> date:
        """The last day of a span: one that ends at midnight does not reach into the new day."""
        if end is None:
            return first
        calendar = self.process.calendar
        local = calendar.local_day(end)
        if isinstance(end, datetime) and calendar.start_of(local) == end:
            return local - timedelta(days=1)
        return local

    # ------------------------------------------------------------------ people
    def office(self, name: str) -> str:
        """The seat that holds an office, or an empty text."""
        holder = self.process.roster.office(name) or ""
        return holder if self.process.roster.seat(holder) is not None else ""

    def named(self, seat: str) -> str:
        """The public name of a seat's holder; without one, the body that holds the seat, or the
        number with which somebody was drawn by lot."""
        name = self.text(name_of(self.process, seat))
        return name or self.text(body_of(self.process, seat).name) or number_of(self.process, seat)

    def proposer(self, name: str) -> str:
        """Who proposed an expert: a member, or a candidate who became none."""
        candidate = candidates_of(self.process).get(name)
        return self.named(name) or (self.text(candidate.name) if candidate else name)

    def in_order(self, group: str = "") -> tuple[Seat, ...]:
        """All seats, or those of a group, by groups in the order of the rulebook."""
        names = [item.name for item in self.process.rulebook.seat_groups]
        return tuple(
            seat
            for name in names
            if group in {"", name}
            for seat in self.process.roster.group(name)
        )

    def organisation(self, seat: str) -> str:
        """The body that holds a seat; a seat of no body has its holder's name."""
        return self.text(body_of(self.process, seat).name) or seat

    # ------------------------------------------------------------------ what it is about
    @cached_property
    def session(self) -> tuple[Step, int] | None:
        """The session that the document goes with, or the next one, with its number."""
        step = next((item for item in self.process.rulebook.steps if item.kind == "session"), None)
        if step is None:
            return None
        own = self.paper.template.step
        cause_step = self.process.step(own) if own else None
        follows = cause_step is not None and cause_step.occurs is not None
        return step, self.paper.n if follows else self.process.occurrence(step.id)

    @cached_property
    def vote(self) -> StepView | None:
        """The vote of the members that the document is about, or the latest one."""
        step = next((item for item in self.process.rulebook.steps if item.kind == "ballot"), None)
        if step is None:
            return None
        if self.paper.template.about == "vote":
            return StepView(self.process, step, self.paper.n)
        return StepView(self.process, step, self.process.occurrence(step.id))

    @cached_property
    def report(self) -> StepView | None:
        """The step of the protocol or report."""
        return report_view(self.process)

    @cached_property
    def point(self) -> Commitment | None:
        """The point of the protocol that the document is about."""
        return commitments(self.process).get(self.paper.subject)
