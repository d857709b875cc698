"""What members hear, how they talk, and for how long: GP6, GP7, GP8, the tables of GP10."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from deliberate.core.calendar import Moment
from deliberate.core.errors import message
from deliberate.core.principles.answers import (
    Answer,
    Evidence,
    in_file,
    judged,
    step_done,
    steps_of,
)
from deliberate.core.process.process import Process
from deliberate.core.process.roster import AGENCY_BODY
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.opposed import named_sides, opposed_sides

FULL_DAY = 6 * 60
"""Minutes of agenda that make a full day: one that takes a morning and an afternoon."""
ENOUGH_DAYS, LEAST_DAYS = 4, 1
RECOMMENDATIONS = "recommendations"
TABLES = "tables"
"""The kind of an item of the agenda, and of the step that plans who sits where."""
LONGEST = 366
"""Days of one meeting that are counted at most."""


def sides(process: Process) -> Answer:
    """Viewpoints of the pilot's materials and witnesses and of those proposed since: opposed ones
    among the papers, among those who are heard, or between them."""
    pilot = process.pilot
    named = (named_sides(process.rulebook), pilot.oversight.sides)
    papers = [item.viewpoint for item in pilot.materials]
    heard = [item.viewpoint for item in pilot.witnesses]
    heard += [str(fact.body["side"]) for fact in process.select("witnesses.proposed")]
    if any(len(opposed_sides(views, *named)) > 1 for views in (papers, heard, papers + heard)):
        return Answer("kept", _sources(process))
    foreseen = [s for s in steps_of(process, "witnesses") if len(s.parameters.sides) > 1]
    return _to_come(process, foreseen)


def authors(process: Process) -> Answer:
    """Somebody else than the agency wrote a paper, or is heard as a witness."""
    pilot = process.pilot
    own = {AGENCY_BODY, pilot.agency.responsible_body, pilot.agency.working_body}
    others = {item.author for item in pilot.materials} - own - {""}
    if others or pilot.witnesses or process.select("witnesses.proposed"):
        return Answer("kept", _sources(process))
    return _to_come(process, list(steps_of(process, "witnesses")))


def more(process: Process) -> Answer:
    """Members write or choose questions, propose or choose witnesses, or a part of a meeting is
    theirs to ask in."""
    found = [
        step
        for step in steps_of(process, "questions")
        if "members" in (step.parameters.written_by, step.parameters.chosen_by)
    ]
    found += [
        step
        for step in steps_of(process, "witnesses")
        if "members" in (*step.parameters.proposed_by, step.parameters.chosen_by)
    ]
    found += [step for step in steps_of(process, "session") if _asked_there(step)]
    return judged(bool(found), *(step_done(process, step) for step in found))


def _asked_there(session: Step) -> bool:
    return any(
        item.get("kind") == "questions" and "member" in item.get("speakers", ())
        for item in session.parameters.items
    )


def groups(process: Process) -> Answer:
    """A step plans tables, or the agenda of a session gives them time beside the plenary."""
    tables, sessions = steps_of(process, TABLES), steps_of(process, "session")
    kinds = {item.kind for item in process.pilot.agenda}
    if not tables and sessions and TABLES in kinds and kinds - {TABLES}:
        return judged(True, in_file("agenda"), step_done(process, sessions[0]))
    evidence = (step_done(process, step) for step in (*tables[:1], *sessions[:1]))
    return judged(bool(tables) and bool(sessions), *evidence)


def facilitators(process: Process) -> Answer:
    tables = steps_of(process, TABLES)
    return judged(
        bool(tables) and all(step.parameters.moderated for step in tables),
        *(step_done(process, step) for step in tables),
    )


def private_tables(process: Process) -> Answer:
    """Who sits where is published in numbers, and nothing of what is said there."""
    tables = steps_of(process, TABLES)
    if not tables:
        return Answer("not_asked")
    return Answer("kept", tuple(step_done(process, step) for step in tables))


def four_days(process: Process) -> Answer:
    """Not asked of a model whose rulebook says that it was made for another purpose."""
    purposes = made_for(process)
    if purposes and RECOMMENDATIONS not in purposes:
        return Answer("not_asked", note=message("This model asks for an opinion."))
    return _days(process, ENOUGH_DAYS)


def one_day(process: Process) -> Answer:
    return _days(process, LEAST_DAYS)


def made_for(process: Process) -> frozenset[str]:
    """The purposes that the fit of the rulebook says the model was made for."""
    fit = process.rulebook.fit
    found = () if fit is None else fit.suits
    return frozenset(
        answer
        for item in found
        if item.question == "purpose" and item.strength == "made_for"
        for answer in item.answers
    )


def _days(process: Process, least: int) -> Answer:
    sessions = steps_of(process, "session")
    days = full_days(process)
    place = ("calendar", sessions[0].id) if sessions else ("calendar",)
    evidence = (step_done(process, step) for step in sessions)
    note = message("Full days of meetings: {days}.", days=days)
    return judged(days >= least, *evidence, place=place, note=note)


def full_days(process: Process) -> int:
    """Full days of meetings as planned; shorter ones are added up. Of meetings that are held side
    by side in several strands, each day counts once."""
    minutes = dict[date, int]()
    for strand in {step.strand for step in steps_of(process, "session")}:
        for day, spent in _minutes(process, strand).items():
            minutes[day] = max(minutes.get(day, 0), spent)
    full = sum(spent >= FULL_DAY for spent in minutes.values())
    return full + sum(spent for spent in minutes.values() if spent < FULL_DAY) // FULL_DAY


def _minutes(process: Process, strand: str) -> Counter[date]:
    """Minutes of meetings on each day, of one strand."""
    found: Counter[date] = Counter()
    for step in steps_of(process, "session"):
        if step.strand == strand:
            for n in range(1, process.scheduled(step.id) + 1):
                for number, day in enumerate(_dates(process, step, n), start=1):
                    found[day] += _agenda(process, step, n, number)
    return found


def _agenda(process: Process, step: Step, n: int, day: int) -> int:
    """Minutes on one day of a meeting; where nobody says how many, the day counts as full."""
    items = process.pilot.agenda_of(step, n)
    alone = len({item.origin or item.id for item in steps_of(process, "session")}) == 1
    if items and (alone or any(item.step for item in items)):
        return sum(item.minutes for item in items if item.day == day)
    stated = sum(int(item.get("minutes", 0)) for item in step.parameters.items)
    return stated or FULL_DAY


def _dates(process: Process, step: Step, n: int) -> Iterator[date]:
    planned = process.planned(step.id, n)
    if planned is None:
        return
    if planned.days:
        yield from planned.days
        return
    first, last = _day(process, planned.starts), _day(process, planned.ends or planned.starts)
    for number in range(min((last - first).days + 1, LONGEST)):
        yield first + timedelta(days=number)


def _day(process: Process, moment: Moment) -> date:
    return (
        moment.astimezone(process.calendar.zone).date() if isinstance(moment, datetime) else moment
    )


def _sources(process: Process) -> tuple[Evidence, ...]:
    return tuple(in_file(key) for key in ("materials", "witnesses") if getattr(process.pilot, key))


def _to_come(process: Process, foreseen: list[Step]) -> Answer:
    """What witnesses will say is known when they are proposed; until then it waits."""
    left = [step for step in foreseen if not process.progress(step.id).done]
    if left and process.ended_at is None:
        return Answer("waiting", tuple(step_done(process, step) for step in left))
    return Answer("missed", (), ("materials",))
