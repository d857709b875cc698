"""Kind `registration`: people say whether they are willing, until the pool is closed.

Answers are no facts: they stay beside the record. When the pool is closed the record gets how many
there are, a hash over lines that are each salted with a value that its person holds, and counts of
which none tells about fewer than five people.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.common.survey_result import answered
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import not_before
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.respondents import ANSWERS
from deliberate.core.recruitment.registered import pool_hash, pool_lines, pool_of
from deliberate.core.recruitment.small_counts import counted, published
from deliberate.core.rulebook.fields import Choice, ListOf, StrictStr
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
OPEN = "open"
"""The value of `from` with which anybody may register, invited or not."""


ONE_MEMBER_EACH, ANY = "one_member_each", "any"


@dataclass(frozen=True, slots=True)
class RegistrationParameters:
    """`fields`: the features that everybody is asked; `until`: a step whose beginning ends the
    registration, where its own end does not come first; `from_`: the step that invites to it, the
    survey in which people said that they are willing, or `open`; `households`: whether whoever
    comes uninvited is asked for an address, so that one household has one member at most."""

    fields: tuple[str, ...] = ()
    until: str = ""
    from_: str = OPEN
    households: str = ONE_MEMBER_EACH

    @property
    def asks_address(self) -> bool:
        return self.from_ == OPEN and self.households == ONE_MEMBER_EACH


def close(command: Command) -> list[Draft]:
    """Close the pool at its end: from now on nobody comes in and no answer changes."""
    if command.view.first("registration.closed"):
        raise Refused("TWICE", message("The pool is closed already."))
    not_before(command, closes_at(command.view), message("Closing the pool"))
    everybody = command.respondents()
    pool = pool_of(everybody)
    if not pool:
        raise Refused("EMPTY", message("Nobody is willing; there is no pool to close."))
    standings = Counter(one.standing for one in everybody)
    _require_answered(command, len(pool))
    exact = counted([one.values for one in pool], command.params.fields)
    body: dict[str, Any] = {
        "count": len(pool),
        "sha256": pool_hash(everybody),
        "lines": pool_lines(everybody),
        "invited": len(everybody),
        "answers": {name: standings.get(name, 0) for name in ANSWERS},
        "values": exact,
    }
    draft = command.fact("registration.closed", body)
    public = {
        **draft.public,
        "answers": dict(published(body["answers"])),
        "values": {name: dict(published(counts)) for name, counts in exact.items()},
    }
    return [Draft(draft.kind, draft.step, draft.n, draft.strand, draft.body, public)]


def _require_answered(command: Command, willing: int) -> None:
    """Where people said in a survey that they are willing, they are no more than answered it."""
    most = answered(command.process, command.params.from_)
    if most is not None and willing > most:
        raise Refused(
            "COUNT",
            message(
                "{willing} people are willing, and {answered} answered the survey.",
                willing=willing,
                answered=most,
            ),
            fix=message("Only those who answered are taken in."),
        )


def closes_at(view: StepView) -> datetime | None:
    """When answers are no longer taken: the planned end, or the beginning of `until`."""
    calendar = view.process.calendar
    ends = [calendar.end_moment(view.ends)] if view.ends is not None else []
    follows = view.process.planned_start(view.params.until) if view.params.until else None
    if follows is not None:
        ends.append(calendar.start_moment(follows))
    return min(ends, default=None)


def progress(view: StepView) -> Progress:
    facts, closed = view.facts(), view.first("registration.closed")
    started = facts[0].at if facts else None
    if closed is not None:
        return Progress(True, started, closed.at, count=(closed.body["count"],) * 2)
    end = closes_at(view)
    waits = (
        message("Answers are taken until {end}.", end=end)
        if end is not None and view.process.now < end
        else message("The pool waits to be closed.")
    )
    return Progress(False, started, outstanding=(waits,), not_before=end)


REGISTRATION = StepKind(
    "registration",
    schema_of(
        RegistrationParameters,
        fields=ListOf(StrictStr(blank=False)),
        until=StrictStr(),
        from_=StrictStr(data_key="from"),
        households=Choice((ONE_MEMBER_EACH, ANY)),
    ),
    actions(
        Action("close", STAFF, close, message("close the pool"), two_persons=True),
    ),
    progress,
)
