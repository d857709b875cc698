"""The fields of templates: what `{agency}` or `{day.agenda}` stands for in a document.

A field without a value is a blank line to fill in: a draft shows what is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from deliberate.core.decision.signing import marks
from deliberate.core.deliberation.session import present_seats
from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.follow_up.late import late
from deliberate.core.period import Period
from deliberate.core.process.kind import StepView
from deliberate.core.rulebook.pilot import AgendaItem
from deliberate.core.rulebook.templates import FIELD
from deliberate.core.services.portal.decisions import decision_rules_of
from deliberate.core.services.portal.people import body_of, name_of, number_of
from deliberate.core.text import Text
from deliberate.documents import fields_of_execution as following
from deliberate.documents.fields_of_lottery import OF_LOTTERY
from deliberate.documents.making import BLANK, Making
from deliberate.documents.provisions import PROVISIONS

Field = Callable[[Making], str | None]


def fill(words: str, making: Making) -> str:
    """The words with every field filled in; a field without a value becomes a blank line."""

    def value(found: re.Match[str]) -> str:
        name, of = found[1], found[2]
        return (named_field(making, name, of) if of else FIELDS[name](making)) or BLANK

    return FIELD.sub(value, words)


def named_field(making: Making, name: str, of: str) -> str | None:
    """A field with a name behind its full stop."""
    process = making.process
    match name:
        case "count":
            return making.say.number(len(process.roster.group(of)))
        case "parameter":
            return _parameter(making, of)
        case "number" | "date":
            return _registration(making, of, name)
        case "day":
            return making.moment(process.planned_start(of, process.occurrence(of)))
        case "span":
            return making.span(of, process.occurrence(of))
        case "until":
            return making.moment(process.planned_end(of, process.occurrence(of)))
        case "period":
            step = process.rulebook.step(of)
            length: Period | None = (step.lasts or step.at_least) if step is not None else None
            return making.say.period(length) if length is not None else None
        case "source":
            return _source(making, of)
    return None


def _parameter(making: Making, name: str) -> str:
    """What the pilot chose, in the words of the rulebook where it has some."""
    value = making.process.open_parameter(name)
    label = making.process.rulebook.open_parameters[name].labels.get(str(value))
    return making.text(label) if label is not None else making.say.value(value)


def _source(making: Making, name: str) -> str:
    """A source as a document quotes it: its name, its address, the day on which it was checked."""
    source = making.process.rulebook.sources[name]
    title = making.text(source.title) or source.text
    parts = [title] if source.url is None else [title, source.url]
    if source.checked_on is not None:
        checked = making.say.gettext("checked on: {day}")
        parts.append(checked.format(day=making.say.date(source.checked_on)))
    return ", ".join(parts)


def _of_pilot(read: Callable[[Making], Text]) -> Field:
    return lambda making: making.text(read(making))


def _of_point(read: Callable[[Making, Commitment], str | None]) -> Field:
    return lambda making: read(making, making.point) if making.point is not None else None


def _of_vote(key: str) -> Field:
    def read(making: Making) -> str | None:
        counted = making.vote.first("ballot.counted") if making.vote is not None else None
        number = counted.body.get(key) if counted is not None else None
        return making.say.number(int(number)) if number is not None else None

    return read


def _press_contact(making: Making) -> str:
    """Whom the press asks: the contact of the pilot, else the working body."""
    pilot = making.process.pilot
    return making.text(pilot.publicity.press_contact) or _body(making, pilot.agency.working_body)


def _body(making: Making, seat: str) -> str:
    return making.text(body_of(making.process, seat).name)


def _needed(making: Making) -> str | None:
    needed = [rule.needed for rule in decision_rules_of(making.process)]
    return making.say.number(needed[0]) if needed and needed[0] is not None else None


def _present_to_open(making: Making) -> str | None:
    found = [rule.present_to_open for rule in decision_rules_of(making.process)]
    return making.say.number(found[0]) if found else None


def _session_days(making: Making) -> str | None:
    if making.session is None:
        return None
    step, n = making.session
    return making.span(step.id, n)


def _session_time(making: Making) -> str | None:
    agenda = _agenda(making)
    return making.say.time(agenda[0].start) if agenda else None


def _agenda(making: Making) -> tuple[AgendaItem, ...]:
    """The items of the session that the document is about; else those of the first one."""
    return making.process.pilot.agenda_of(*(making.session or (None, 1)))


def _present(making: Making) -> str | None:
    if making.session is None:
        return None
    step, n = making.session
    view = StepView(making.process, step, n)
    return making.say.number(len(present_seats(view))) if view.first("session.opened") else None


def _registered(key: str) -> Field:
    """Number and date of the document's own registration, from its own step."""
    return lambda making: _registration(making, making.paper.template.step, key)


def _registration(making: Making, step: str, key: str) -> str | None:
    """Number and date with which the document of a step was registered."""
    fact = None
    for kind in ("document.frozen", "report.frozen"):
        found = making.process.select(kind, step=step) if step else ()
        fact = found[-1] if found else fact
    if fact is None:
        return None
    return _written(making, key, str(fact.body[key]))


def _written(making: Making, key: str, value: str) -> str:
    return making.say.date(date.fromisoformat(value)) if key == "date" else value


def _protocol(key: str) -> Field:
    def read(making: Making) -> str | None:
        frozen = making.report.last("report.frozen") if making.report is not None else None
        return _written(making, key, str(frozen.body[key])) if frozen is not None else None

    return read


def _signed(making: Making) -> str | None:
    if making.report is None:
        return None
    signed, _ = marks(making.report)
    offices = set(making.report.params.also_signed_by)
    return making.say.number(len(signed - offices))


def _refusals(making: Making) -> str | None:
    return None if making.report is None else making.say.number(len(marks(making.report)[1]))


def _comment_window(making: Making) -> str | None:
    window = making.report.params.comment_window if making.report is not None else None
    return making.say.period(window) if isinstance(window, Period) else None


def _witness(making: Making) -> str | None:
    found = [item for item in making.process.pilot.witnesses if item.id == making.paper.subject]
    return making.text(found[0].organisation) if found else None


def _proposer(making: Making) -> str | None:
    found = [item for item in making.process.pilot.witnesses if item.id == making.paper.subject]
    return making.proposer(found[0].proposed_by) if found else None


def _votes_cast(making: Making) -> str | None:
    closed = making.process.latest("public_vote.closed")
    return making.say.count(int(closed.body["lines"])) if closed is not None else None


def _seat_name(making: Making) -> str | None:
    """The holder's name where it may be told, else the number with which somebody was drawn."""
    process, seat = making.process, making.paper.subject
    return making.text(name_of(process, seat)) or number_of(process, seat) or None


def _candidates(making: Making) -> str | None:
    closed = making.process.latest("nomination.closed")
    return making.say.number(len(closed.body["candidates"])) if closed is not None else None


def _conclusion(making: Making) -> str | None:
    code = making.body("conclusion")
    return making.say.word("conclusion", str(code)) if code is not None else None


def _vote_text(making: Making) -> str | None:
    opened = making.vote.first("ballot.opened") if making.vote is not None else None
    return making.text(Text.of(opened.body["text"])) if opened is not None else None


def _outcome(making: Making) -> str | None:
    counted = making.vote.first("ballot.counted") if making.vote is not None else None
    if counted is None:
        return None
    return making.say.word("outcome", str(counted.body["outcome"]))


def _minutes(making: Making) -> str:
    return making.say.number(sum(item.minutes for item in _agenda(making)))


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        **PROVISIONS,
        **OF_LOTTERY,
        "agency": _of_pilot(lambda m: m.process.pilot.agency.name),
        "agency_commitment": _of_pilot(lambda m: m.process.pilot.agency.commitment),
        "background": _of_pilot(lambda m: m.process.pilot.remit.background),
        "candidates": _candidates,
        "chair": lambda m: m.named(m.office("chair")) if m.office("chair") else None,
        "chair_seat": lambda m: m.office("chair") or None,
        "comment_window": _comment_window,
        "complaint_date": following.last("execution.complained", "at"),
        "complaint_deadline": following.last("execution.complained", "deadline"),
        "conclusion": _conclusion,
        "date": _registered("date"),
        "deadline": following.deadline,
        "decision_needed": _needed,
        "funding": _of_pilot(lambda m: m.process.pilot.budget.funding),
        "id": lambda m: m.process.id,
        "legal_form": _of_pilot(lambda m: m.process.pilot.agency.legal_form),
        "minutes": _minutes,
        "missing_weeks": following.missing_reports,
        "model": lambda m: m.text(m.process.rulebook.title),
        "next_report": following.next_report,
        "notice_date": following.last("execution.noticed", "at"),
        "notice_deadline": following.last("execution.noticed", "deadline"),
        "notice_text": following.last("execution.noticed", "text"),
        "number": _registered("number"),
        "point": lambda m: m.paper.subject or None,
        "point_due": _of_point(lambda m, p: m.say.date(p.due)),
        "point_first_due": _of_point(lambda m, p: m.say.date(p.first_due)),
        "point_owner": _of_point(lambda m, p: m.organisation(p.owner)),
        "point_text": _of_point(lambda m, p: m.text(p.text)),
        "points": lambda m: m.say.number(len(commitments(m.process))),
        "points_accepted": following.points_accepted,
        "points_late": lambda m: m.say.number(len(late(m.process))),
        "portal_address": lambda m: m.process.pilot.publicity.portal_address or None,
        "present": _present,
        "present_to_open": _present_to_open,
        "press_contact": _press_contact,
        "proposer": _proposer,
        "protocol_date": _protocol("date"),
        "protocol_number": _protocol("number"),
        "published": following.published,
        "question": _of_pilot(lambda m: m.process.pilot.remit.whole),
        "refusals": _refusals,
        "responsible_body": lambda m: _body(m, m.process.pilot.agency.responsible_body),
        "result_abstain": _of_vote("abstain"),
        "result_absent": _of_vote("absent"),
        "result_against": _of_vote("against"),
        "result_for": _of_vote("for"),
        "result_outcome": _outcome,
        "rulebook": lambda m: f"{m.process.rulebook.name} {m.process.rulebook.version}",
        "scope_in": _of_pilot(lambda m: m.process.pilot.remit.scope_in),
        "scope_out": _of_pilot(lambda m: m.process.pilot.remit.scope_out),
        "seat": lambda m: m.paper.subject or None,
        "seat_body": lambda m: _body(m, m.paper.subject) or None,
        "seat_name": _seat_name,
        "seats": lambda m: m.say.number(m.process.rulebook.seats),
        "secretary": lambda m: m.named(m.office("secretary")) if m.office("secretary") else None,
        "session_days": _session_days,
        "session_time": _session_time,
        "sha256": _protocol("sha256"),
        "signed": _signed,
        "status_quo": _of_pilot(lambda m: m.process.pilot.remit.status_quo),
        "territory": _of_pilot(lambda m: m.process.pilot.territory.name),
        "text": lambda m: m.text(m.words("text")) or None,
        "title": _of_pilot(lambda m: m.process.pilot.title),
        "today": lambda m: m.day(m.process.now),
        "vote_number": lambda m: m.say.number(m.vote.n) if m.vote is not None else None,
        "vote_text": _vote_text,
        "votes_cast": _votes_cast,
        "week": lambda m: m.say.number(m.paper.n),
        "week_due": following.week_due,
        "witness": _witness,
        "working_body": lambda m: _body(m, m.process.pilot.agency.working_body),
    }
)
"""What each simple field stands for. The names are those of `rulebook.template_names.FIELDS`."""
