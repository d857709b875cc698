"""Who watches over the process, and who judges it afterwards: GP9, GP10, GP11."""

from __future__ import annotations

from deliberate.core.principles.answers import (
    Answer,
    done_in_time,
    filled_in,
    judged,
    step_done,
    steps_of,
)
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.questionnaire import EVALUATION

REMIT = "remit"
AT_THE_END = "end"


def organiser(process: Process) -> Answer:
    """Somebody runs the process who is not the agency by another spelling."""
    said = filled_in(process, "conduct.organiser")
    agency, runs = process.pilot.agency.name, process.pilot.conduct.organiser
    same = any(words.strip() == agency.get(language) for language, words in runs.versions)
    if said.state == "missed" or not same:
        return said
    return Answer("missed", (), ("conduct", "organiser"))


def group(process: Process) -> Answer:
    return filled_in(process, "oversight.composition")


def signed_off(process: Process) -> Answer:
    """The question and something more; each group does it in time."""
    steps = steps_of(process, "oversight")
    subjects = {subject for step in steps for subject in step.parameters.signs_off}
    if REMIT not in subjects or len(subjects) < 2:
        return Answer("missed")
    return done_in_time(process, steps)


def complaints(process: Process) -> Answer:
    hearing = [step for step in steps_of(process, "oversight") if step.parameters.hears_complaints]
    return judged(bool(hearing), *(step_done(process, step) for step in hearing))


def influence(process: Process) -> Answer:
    return filled_in(process, "conduct.influence")


def end_survey(process: Process) -> Answer:
    """Members answer the questions of the evaluation anonymously."""
    steps = tuple(step for step in steps_of(process, "survey") if _judges_the_process(step))
    return done_in_time(process, steps) if steps else Answer("missed")


def _judges_the_process(step: Step) -> bool:
    params = step.parameters
    about = params.questionnaire == EVALUATION or params.wave == AT_THE_END
    return about and params.who == "members" and bool(params.anonymous)


def evaluator(process: Process) -> Answer:
    return filled_in(process, "conduct.evaluator")
