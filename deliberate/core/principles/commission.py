"""What the agency asks, promises and makes public: purpose, accountability, transparency."""

from __future__ import annotations

from datetime import datetime

from deliberate.core.calendar import Moment
from deliberate.core.principles.answers import (
    Answer,
    done_in_time,
    filled_in,
    in_file,
    judged,
    step_done,
    steps_of,
)
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step

RECRUITING = ("invitation", "registration", "nomination", "public_vote", "lottery")
"""Steps that turn to people who could become members."""


def question(process: Process) -> Answer:
    return filled_in(process, "remit.question")


def problem(process: Process) -> Answer:
    return filled_in(process, "remit.background")


def neutrality(process: Process) -> Answer:
    """Whom the pilot names, else who signed when the question was frozen."""
    frozen = process.latest("remit.frozen")
    if frozen is not None and frozen.body.get("signed_off_by") and frozen.step is not None:
        step = process.step(frozen.step)
        if step is not None:
            return Answer("kept", (step_done(process, step),))
    return filled_in(process, "remit.neutrality_signed_off_by")


def commissioned(process: Process) -> Answer:
    return filled_in(process, "agency.name", "agency.commitment")


def commitment(process: Process) -> Answer:
    """Its date is not later than the day on which the first people are turned to."""
    said = filled_in(process, "agency.commitment", "agency.committed_on")
    promised, begins = process.pilot.agency.committed_on, _recruitment_begins(process)
    if said.state == "missed" or promised is None or begins is None:
        return said
    in_time = process.calendar.start_moment(promised) <= begins
    return judged(in_time, *said.evidence, place=("agency", "committed_on"))


def answers(process: Process) -> Answer:
    """The agency answers each recommendation, or each point of the protocol is followed."""
    response, execution = steps_of(process, "response"), steps_of(process, "execution")
    if response:
        return done_in_time(process, response)
    return judged(bool(execution), *(step_done(process, step) for step in execution))


def deadline(process: Process) -> Answer:
    """Execution reports at a fixed period; a response is owed within one, or on a planned day."""
    bound = [
        step
        for step in steps_of(process, "response", "execution")
        if step.kind == "execution"
        or process.parameter(step.parameters.within)
        or process.planned(step.id) is not None
    ]
    evidence = (step_done(process, step) for step in bound)
    return judged(bool(bound), *evidence, place=("calendar", "response"))


def announced(process: Process) -> Answer:
    """An announcement comes before the recruitment; without one, before the first meeting."""
    steps = steps_of(process, "announcement")
    begins = _recruitment_begins(process) or _begins(process, "session")
    done = [step for step in steps if process.progress(step.id).done]
    if done:
        first = min(done, key=lambda step: process.progress(step.id).at or process.now)
        at = process.progress(first.id).at
        in_time = begins is None or at is None or at <= begins
        return judged(in_time, step_done(process, first), place=("calendar", first.id))
    planned = [_start(process, step) for step in steps]
    if not steps or (begins and all(day is not None and day > begins for day in planned)):
        return Answer("missed", (), ("calendar",))
    if process.facts and begins is not None and begins <= process.reached:
        return Answer("missed", (), ("calendar", steps[0].id))
    return Answer("waiting", tuple(step_done(process, step) for step in steps))


def agenda(process: Process) -> Answer:
    """Items in the pilot file, or those that the model itself gives to its meetings."""
    sessions = steps_of(process, "session")
    if not sessions:
        return Answer("not_asked")
    if process.pilot.agenda:
        return Answer("kept", (in_file("agenda"),))
    stated = [step for step in sessions if step.parameters.items]
    return judged(bool(stated), *(step_done(process, step) for step in stated), place=("agenda",))


def materials(process: Process) -> Answer:
    steps = steps_of(process, "materials")
    if not process.pilot.materials:
        return Answer("missed", (), ("materials",))
    return done_in_time(process, steps) if steps else Answer("kept", (in_file("materials"),))


def funding(process: Process) -> Answer:
    return filled_in(process, "budget.lines", "budget.funding")


def results(process: Process) -> Answer:
    """A report, or the result of a survey, and the conclusion of the whole."""
    found = steps_of(process, "report") or steps_of(process, "survey")
    closing = steps_of(process, "evaluation")
    if not found or not closing:
        return Answer("missed")
    return done_in_time(process, (*found, *closing))


def last_word(process: Process) -> Answer:
    """Members write the points, vote on their text, comment on the draft, or sign it."""
    own = [step for step in steps_of(process, "proposals") if step.parameters.who == "members"]
    reports = steps_of(process, "report")
    if not reports and not steps_of(process, "proposals"):
        return Answer("not_asked")
    own += [step for step in reports if _theirs(process, step)]
    return judged(bool(own), *(step_done(process, step) for step in own))


def _theirs(process: Process, report: Step) -> bool:
    params = report.parameters
    return bool(params.adopted_by or params.comment_window or process.parameter(params.member_mark))


def _recruitment_begins(process: Process) -> datetime | None:
    return _begins(process, *RECRUITING)


def _begins(process: Process, *kinds: str) -> datetime | None:
    """When the first step of these kinds began, or will by its plan."""
    known = [_start(process, step) for step in steps_of(process, *kinds)]
    return min((moment for moment in known if moment is not None), default=None)


def _start(process: Process, step: Step) -> datetime | None:
    started: Moment | None = process.progress(step.id, 1).started
    started = started or process.planned_start(step.id)
    return None if started is None else process.calendar.start_moment(started)
