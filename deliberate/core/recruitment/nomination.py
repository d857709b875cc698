"""Kind `nomination`: candidates are proposed, checked only against the published requirements.

A refusal names the requirement and the reason; it can be appealed, once. While somebody may still
appeal, the list of candidates is not fixed. Somebody who is nominated has
consented to be named as a candidate, and is one with the acceptance: name and portfolio enter the
record with that fact and not before it. Who is refused or withdraws is an identifier only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat, known, not_before
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.recruitment.nominees import (
    PERSONAL,
    PORTFOLIO,
    Nominee,
    appeal_ends,
    appeals_end,
    candidates,
    nominees,
)
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    PeriodField,
    StrictBool,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of
from deliberate.core.text import Text

STAFF = frozenset({"agency", "secretary"})


@dataclass(frozen=True, slots=True)
class NominationParameters:
    """`portfolio`: the parts that every candidate fills in; `appeal_within`: time to appeal a
    refusal; `self_nomination`: whether people may nominate themselves; `seat_organisations`:
    whether an organisation that has a seat may nominate."""

    seats: str
    portfolio: tuple[str, ...] = PORTFOLIO
    appeal_within: Period | None = None
    self_nomination: Any = True
    seat_organisations: Any = True


class Nominate(StrictSchema):
    """`nominator`: the candidate, several people, or an organisation; `nominated_by` names it, and
    `by_seat` the seat of an organisation that has one. `general`, `experience` and `results`: the
    parts of the portfolio that the rulebook asks for."""

    candidate = IdentifierField(required=True)
    name = TextField(required=True)
    nominator = Choice(("self", "people", "organisation"), required=True)
    nominated_by = TextField(required=True)
    by_seat = StrictStr()
    field_of_work = StrictStr()
    general = TextField()
    experience = TextField()
    results = TextField()
    consent = StrictBool(required=True)


class OneCandidate(StrictSchema):
    candidate = StrictStr(required=True)


class RefuseCandidate(OneCandidate):
    requirement = StrictStr(required=True)
    reason = TextField(required=True)


class Appeal(OneCandidate):
    text = TextField(required=True)


class DecideAppeal(OneCandidate):
    upheld = StrictBool(required=True)
    reason = TextField(required=True)


def nominate(command: Command) -> list[Draft]:
    """Propose a candidate within the published window; consent to publication is a condition.

    Until the acceptance the record knows the identifier alone.
    """
    body = command.body
    calendar = command.process.calendar
    start, end = command.view.starts, command.view.ends
    begin = None if start is None else calendar.start_moment(start)
    not_before(command, begin, message("Nomination"))
    if end is not None and command.now >= calendar.end_moment(end):
        raise Refused("LATE", message("Nominations closed on {end}.", end=end))
    if body["candidate"] in nominees(command.view):
        raise Refused(
            "TWICE",
            message("Candidate {candidate} is already nominated.", candidate=body["candidate"]),
        )
    _may_nominate(command)
    _fills_in(command)
    if not body["consent"]:
        raise Refused("CONSENT", message("A portfolio is published only with consent."))
    return [command.fact("nomination.received", body, private=PERSONAL)]


def _fills_in(command: Command) -> None:
    """The portfolio has the parts that the rulebook asks for, and no others."""
    given = tuple(key for key in PORTFOLIO if command.body.get(key))
    lacking = tuple(key for key in command.params.portfolio if key not in given)
    if lacking:
        raise Refused(
            "PORTFOLIO",
            message("The portfolio lacks: {parts}.", parts=lacking),
            fix=message("It has: {parts}.", parts=tuple(command.params.portfolio)),
        )
    foreign = tuple(key for key in given if key not in command.params.portfolio)
    if foreign:
        raise Refused(
            "PORTFOLIO",
            message("The portfolio does not have: {parts}.", parts=foreign),
            fix=message("It has: {parts}.", parts=tuple(command.params.portfolio)),
        )


def _may_nominate(command: Command) -> None:
    """Hold who nominates against what the pilot decided about it, by what is said and by names."""
    process, body = command.process, command.body
    themselves = body["nominator"] == "self" or _alike(body["nominated_by"], body["name"])
    if themselves and not process.parameter(command.params.self_nomination):
        raise Refused("SELF_NOMINATION", message("Nobody may nominate themselves here."))
    bodies = {seat.id: process.organisation(seat.id) for seat in process.roster.seats}
    seat = body.get("by_seat") or next(
        (name for name, own in bodies.items() if _alike(body["nominated_by"], own)), None
    )
    if seat is None:
        return
    filled_seat(command.view, seat)
    if not process.parameter(command.params.seat_organisations):
        raise Refused(
            "SEAT_ORGANISATION",
            message("The organisation of seat {seat} has a seat and may not nominate.", seat=seat),
        )


def _alike(one: Text, other: Text) -> bool:
    """Whether two texts say the same in one of their languages, but for case and blanks."""
    said = {(code, " ".join(words.casefold().split())) for code, words in one.versions}
    return any(
        (code, " ".join(words.casefold().split())) in said
        for code, words in other.versions
        if words.strip()
    )


def accept(command: Command) -> list[Draft]:
    """Make somebody a candidate, and publish name and portfolio."""
    nominee = _pending(command)
    return [command.fact("nomination.accepted", {**command.body, **_published(command, nominee)})]


def refuse(command: Command) -> list[Draft]:
    """Refuse a candidate, by a published requirement and with a reason."""
    nominee = _pending(command)
    complete_in(command.view, command.body["reason"], "reason")
    _names_nobody(nominee, command.body["reason"])
    requirements = tuple(item.id for item in command.process.pilot.requirements)
    known(command.body["requirement"], requirements, "requirement")
    return [command.fact("nomination.refused", command.body)]


def appeal(command: Command) -> list[Draft]:
    """The refused candidate's appeal, within the time the rulebook gives, and one only."""
    nominee = _nominee(command, {"refused"})
    if nominee.heard:
        raise Refused("HEARD", message("An appeal was decided already; the refusal is final."))
    last = appeal_ends(command.view, nominee)
    if last is not None and command.now >= last:
        raise Refused("LATE", message("The time for an appeal ended on {end}.", end=last))
    return [command.fact("nomination.appealed", command.body, private=("text",))]


def decide_appeal(command: Command) -> list[Draft]:
    """Uphold an appeal, which makes somebody a candidate, or let the refusal stand."""
    nominee = _nominee(command, {"appealed"})
    complete_in(command.view, command.body["reason"], "reason")
    if not command.body["upheld"]:
        _names_nobody(nominee, command.body["reason"])
    made = _published(command, nominee) if command.body["upheld"] else {}
    return [command.fact("nomination.appeal_decided", {**command.body, **made})]


def withdraw(command: Command) -> list[Draft]:
    _nominee(command, {"nominated", "accepted"})
    return [command.fact("nomination.withdrawn", command.body)]


def close(command: Command) -> list[Draft]:
    """Close nominations and fix the list of candidates: enough of them, none undecided, and
    nobody who may still appeal."""
    end = command.view.ends
    not_before(
        command,
        None if end is None else command.process.calendar.end_moment(end),
        message("Closing nominations"),
    )
    listed = nominees(command.view)
    undecided = tuple(
        key for key, item in listed.items() if item.state in {"nominated", "appealed"}
    )
    if undecided:
        raise Refused("UNDECIDED", message("Not decided yet: {candidates}.", candidates=undecided))
    until = appeals_end(command.view)
    if until is not None and command.now < until:
        raise Refused(
            "APPEALS",
            message("Who was refused may appeal until {end}.", end=until),
            fix=message("Close nominations from that moment on."),
        )
    accepted = candidates(command.view)
    seats = len(command.process.roster.group(command.params.seats))
    if len(accepted) < seats:
        raise Refused(
            "TOO_FEW",
            message("{have} candidates for {seats} seats.", have=len(accepted), seats=seats),
            fix=message("Extend the nomination: process reschedule."),
        )
    return [command.fact("nomination.closed", {"candidates": sorted(accepted)})]


def _names_nobody(nominee: Nominee, reason: Text) -> None:
    """The reason of a refusal is published; the person who is refused is not."""
    names = {words.casefold() for _code, words in nominee.name.versions if words.strip()}
    if any(name in words.casefold() for name in names for _code, words in reason.versions):
        raise Refused(
            "NAMED",
            message("The reason is published and names the candidate."),
            fix=message("Give the reason without the name."),
        )


def _published(command: Command, nominee: Nominee) -> dict[str, Any]:
    """What becomes public about somebody who becomes a candidate, as it was received."""
    received = next(
        fact
        for fact in command.view.facts("nomination.received")
        if fact.body["candidate"] == nominee.id
    )
    return {key: received.body[key] for key in PERSONAL if key in received.body}


def _pending(command: Command) -> Nominee:
    return _nominee(command, {"nominated"})


def _nominee(command: Command, states: set[str]) -> Nominee:
    nominee = nominees(command.view).get(command.body["candidate"])
    if nominee is None:
        raise Refused(
            "NO_CANDIDATE",
            message("There is no candidate “{candidate}”.", candidate=command.body["candidate"]),
        )
    if nominee.state not in states:
        raise Refused(
            "DECIDED",
            message(
                "Candidate {candidate} is already: {state}.",
                candidate=nominee.id,
                state=nominee.state,
            ),
        )
    return nominee


def progress(view: StepView) -> Progress:
    facts = view.facts()
    closed = view.first("nomination.closed")
    if closed is not None:
        count = len(closed.body["candidates"])
        return Progress(True, facts[0].at, closed.at, count=(count, count))
    accepted = len(candidates(view))
    seats = len(view.process.roster.group(view.params.seats))
    outstanding = [
        message("{have} candidates accepted for {seats} seats.", have=accepted, seats=seats)
    ]
    until = appeals_end(view)
    if until is not None and view.process.now < until:
        outstanding.append(message("Who was refused may appeal until {end}.", end=until))
    return Progress(
        False,
        facts[0].at if facts else None,
        outstanding=tuple(outstanding),
        count=(accepted, seats),
        not_before=until,
    )


NOMINATION = StepKind(
    "nomination",
    schema_of(
        NominationParameters,
        seats=StrictStr(required=True),
        portfolio=ListOf(Choice(PORTFOLIO)),
        appeal_within=PeriodField(),
        self_nomination=AnyField(),
        seat_organisations=AnyField(),
    ),
    actions(
        Action(
            "nominate", STAFF | {"citizen"}, nominate, message("nominate a candidate"), Nominate
        ),
        Action("accept", STAFF, accept, message("accept a candidate"), OneCandidate),
        Action(
            "refuse", STAFF, refuse, message("refuse a candidate with a reason"), RefuseCandidate
        ),
        Action("appeal", STAFF | {"citizen"}, appeal, message("appeal a refusal"), Appeal),
        Action("decide_appeal", STAFF, decide_appeal, message("decide an appeal"), DecideAppeal),
        Action("withdraw", STAFF, withdraw, message("withdraw a candidacy"), OneCandidate),
        Action("close", STAFF, close, message("close nominations")),
    ),
    progress,
)
