"""The list of those who were drawn, for the people who call them; what came of each call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from deliberate.core.errors import Refused, UnusableInput, message
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.recruitment.call_outcomes import FINAL, OUTCOMES
from deliberate.core.recruitment.drawn import Drawn, drawn_in
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.setting import registration_of, require_organiser
from deliberate.core.services.respondents import Known, known_respondents
from deliberate.core.storage.rows import CallRow
from deliberate.core.storage.store import Unit


@dataclass(frozen=True, slots=True)
class Called:
    """One person to call. `place`: on the panel, or which alternate (from 1); `due`: whether a call
    is to be made now; `calls`: oldest first."""

    respondent: Respondent
    person: Mapping[str, Any]
    place: int
    calls: tuple[CallRow, ...]
    due: bool

    @property
    def number(self) -> str:
        return printed(self.respondent.number)

    @property
    def outcome(self) -> str:
        """The last outcome; empty before the first call."""
        return self.calls[-1].outcome if self.calls else ""

    @property
    def reached(self) -> Literal["yes", "no", "open"]:
        if self.outcome in FINAL:
            return "yes" if self.outcome == "accepted" else "no"
        return "open"


def call_list(context: Context, actor: Actor, process_id: str) -> tuple[Called, ...]:
    """The panel by number, then the alternates in their order; refuses before the draw.

    Alternates are to be called once as many of the panel have declined or are not eligible.
    """
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        drawn = _drawn(process)
        return _listed(unit, process, drawn)


def record_call(
    context: Context,
    actor: Actor,
    process_id: str,
    number: int,
    outcome: str,
    again_at: datetime | None = None,
) -> Called:
    """Keep what came of a call, who made it and when; `call_back` says when to call again."""
    if outcome not in OUTCOMES:
        raise UnusableInput(
            "OUTCOME",
            message("There is no outcome “{outcome}”.", outcome=outcome),
            fix=message("Known: {options}.", options=OUTCOMES),
        )
    with context.store.transaction() as unit:
        unit.hold_pool(process_id)
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        listed = _listed(unit, process, _drawn(process))
        found = next((item for item in listed if item.respondent.number == number), None)
        if found is None:
            raise Refused(
                "NOT_DRAWN",
                message("Number {number} was not drawn; nobody calls.", number=printed(number)),
            )
        _check_again(process, outcome, again_at)
        registration = registration_of(process)
        row = unit.respondent(process_id, registration.id, number)
        if row is None:
            raise Refused(
                "NO_RESPONDENT", message("Nobody has the number {number}.", number=number)
            )
        unit.add_call(
            CallRow(row.code_hash, len(found.calls) + 1, process.now, actor.id, outcome, again_at)
        )
        after = _listed(unit, process, _drawn(process))
        return next(item for item in after if item.respondent.number == number)


def _check_again(process: Process, outcome: str, again_at: datetime | None) -> None:
    if (outcome == "call_back") is not (again_at is not None):
        raise UnusableInput(
            "AGAIN",
            message("A time to call again belongs to the outcome “call back”, and only to it."),
        )
    if again_at is not None and again_at <= process.now:
        raise UnusableInput("AGAIN", message("The time to call again lies ahead."))


def _drawn(process: Process) -> Drawn:
    found = drawn_in(process)
    if found is None:
        raise Refused("ORDER", message("Nobody has been drawn yet."))
    return found


def _listed(unit: Unit, process: Process, drawn: Drawn) -> tuple[Called, ...]:
    registration = registration_of(process)
    everybody = {
        item.respondent.number: item
        for item in known_respondents(unit, process.id, registration.id)
    }
    calls: dict[str, list[CallRow]] = {}
    for call in unit.calls(process.id, registration.id):
        calls.setdefault(call.respondent, []).append(call)
    panel = [_called(everybody[n], 0, calls, process.now) for n in drawn.panel if n in everybody]
    alternates = [
        _called(everybody[n], place, calls, process.now)
        for place, n in enumerate(drawn.alternates, 1)
        if n in everybody
    ]
    missing = sum(item.reached == "no" for item in panel)
    gone = 0
    listed = list(panel)
    for item in alternates:
        wanted = item.place <= missing + gone
        gone += wanted and item.reached == "no"
        listed.append(item if wanted else _not_due(item))
    return tuple(listed)


def _called(item: Known, place: int, calls: Mapping[str, list[CallRow]], now: datetime) -> Called:
    own = tuple(calls.get(item.row.code_hash, ()))
    last = own[-1] if own else None
    due = last is None or (
        last.outcome not in FINAL and (last.again_at is None or last.again_at <= now)
    )
    return Called(item.respondent, item.row.person or {}, place, own, due)


def _not_due(item: Called) -> Called:
    return Called(item.respondent, item.person, item.place, item.calls, due=False)
