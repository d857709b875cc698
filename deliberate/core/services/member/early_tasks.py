"""Things to do before the session: agree to drafts, declare interests, read the papers."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.common.agreement import refusals, version
from deliberate.core.errors import Message, message
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.roster import Seat
from deliberate.core.services.member.shapes import Task
from deliberate.core.services.member.task_states import done, in_time, standing, task_at


def agree_task(view: StepView, seat: Seat) -> Task:
    """Agree to the draft in force, or refuse it; a new version asks again."""
    task = task_at(view, "agree")
    own = own_answer(view, seat)
    if own is not None:
        return done(task, own, _answered(own))
    if view.last("document.frozen") is not None:
        return standing(task, "over", message("The document was adopted without your answer."))
    if version(view) == 0:
        return standing(task, "not_yet", message("No version has been drafted yet."))
    if refusals(view):
        text = message("Another member refused this version; a new one will follow.")
        return standing(task, "not_yet", text)
    return in_time(view, task)


def own_answer(view: StepView, seat: Seat) -> Fact | None:
    """What this seat answered to the version in force."""
    answers = [
        fact
        for fact in view.facts("document.agreed", "document.refused")
        if fact.body["seat"] == seat.id and fact.body["version"] == version(view)
    ]
    return answers[-1] if answers else None


def _answered(fact: Fact) -> Message:
    number = fact.body["version"]
    if fact.kind == "document.agreed":
        return message("You agreed to version {version}.", version=number)
    return message("You refused version {version}; a new one will follow.", version=number)


def declare_task(view: StepView, seat: Seat) -> Task:
    """Declare interests: asked of the seats that the step names, open to all others."""
    task = task_at(view, "declare")
    own = own_declaration(view, seat)
    if own is not None:
        said = (
            message("You declared a conflict of interest.")
            if own.body["conflict"]
            else message("You declared that you have no conflict of interest.")
        )
        return done(task, own, said)
    if view.process.state(view.step.id, view.n).state == "waiting":
        return standing(task, "not_yet")
    asked = seat.group == view.params.seats and view.params.declarations
    return in_time(view, task) if asked else replace(standing(task, "may"), due=None)


def own_declaration(view: StepView, seat: Seat) -> Fact | None:
    """The last declaration of whoever holds the seat now; a predecessor's does not count."""
    own = [
        fact
        for fact in view.facts("confirmation.declared")
        if fact.body["seat"] == seat.id and (seat.since is None or fact.at >= seat.since)
    ]
    return own[-1] if own else None


def read_task(view: StepView, seat: Seat) -> Task:
    """Read the papers once they are sent, before the session; later one still may."""
    before = view.step.before
    session = None if before is None else view.process.planned_start(before, view.n)
    task = replace(task_at(view, "read"), due=session)
    marks, need = read_marks(view, seat), len(view.process.pilot.materials)
    result = message("Marked as read: {have} of {need}.", have=len(marks), need=need)
    if len(marks) >= need:
        return done(task, max(marks.values(), key=lambda fact: fact.seq), result)
    if not view.process.select("materials.sent", step=view.step.id):
        return standing(task, "not_yet")
    if before is not None and view.process.progress(before, view.n).done:
        return replace(task, state="may", due=None, result=result)
    return replace(task, result=result)


def read_marks(view: StepView, seat: Seat) -> dict[str, Fact]:
    """The first mark of each paper by whoever holds this seat now, before whichever session."""
    marks: dict[str, Fact] = {}
    for fact in view.process.select("materials.read", step=view.step.id):
        if fact.body["seat"] == seat.id and (seat.since is None or fact.at >= seat.since):
            marks.setdefault(str(fact.body["material"]), fact)
    return marks
