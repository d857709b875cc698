"""What members ask and whom they hear, as a page of the process shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.learning.questions import QUESTIONS, Question, put, questions
from deliberate.core.learning.witnesses import WITNESSES, Witness, heard, witnesses
from deliberate.core.process.process import Process
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with its answer, once there is one. `to`: the body asked, empty for all."""

    id: str
    text: Text
    to: Text
    put: bool
    answered_at: datetime | None
    answer: Text


@dataclass(frozen=True, slots=True)
class HeardWitness:
    """`state`: proposed, chosen, left_out (others were chosen) or withdrawn. `declared`: what ties
    the witness to the question, empty before it was said."""

    id: str
    organisation: Text
    name: str
    side: str
    by: str
    state: str
    declared: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class Hearing:
    """Questions and witnesses; `questions_at` and `witnesses_at` say when each was chosen."""

    questions: tuple[AskedQuestion, ...]
    questions_at: datetime | None
    witnesses: tuple[HeardWitness, ...]
    witnesses_at: datetime | None
    why: Text


def hearing_of(process: Process) -> Hearing | None:
    """None for a model in which nobody asks questions and no witnesses are chosen."""
    kinds = {step.kind for step in process.rulebook.steps}
    if not kinds & {QUESTIONS.name, WITNESSES.name}:
        return None
    chosen = process.latest("questions.chosen")
    published = process.latest("witnesses.published")
    return Hearing(
        questions=_questions(process),
        questions_at=chosen.at if chosen is not None else None,
        witnesses=_witnesses(process),
        witnesses_at=published.at if published is not None else None,
        why=Text.of(published.body["reason"]) if published is not None else Text(),
    )


def _questions(process: Process) -> tuple[AskedQuestion, ...]:
    """Those that are put, in their order, then the others."""
    found: list[AskedQuestion] = []
    for step in process.rulebook.steps:
        if step.kind != QUESTIONS.name:
            continue
        view = process.view(step)
        first = {item.id for item in put(view)}
        rest = [item for item in questions(view).values() if item.id not in first]
        found += [_asked(process, item, item.id in first) for item in (*put(view), *rest)]
    return tuple(found)


def _asked(process: Process, item: Question, is_put: bool) -> AskedQuestion:
    to = next((who.organisation for who in _all(process) if who.id == item.to), Text())
    return AskedQuestion(item.id, item.text, to, is_put, item.answered, item.answer or Text())


def _all(process: Process) -> list[Witness]:
    steps = [step for step in process.rulebook.steps if step.kind == WITNESSES.name]
    return [who for step in steps for who in witnesses(process.view(step)).values()]


def _witnesses(process: Process) -> tuple[HeardWitness, ...]:
    found: list[HeardWitness] = []
    for step in process.rulebook.steps:
        if step.kind != WITNESSES.name:
            continue
        view = process.view(step)
        chosen = {who.id for who in heard(view)}
        closed = view.first("witnesses.published") is not None
        found += [
            HeardWitness(
                who.id,
                who.organisation,
                who.name,
                who.side,
                who.by,
                _state(who, who.id in chosen, closed),
                who.interests or Text(),
                who.gone or Text(),
            )
            for who in witnesses(view).values()
        ]
    return tuple(found)


def _state(who: Witness, is_chosen: bool, closed: bool) -> str:
    if who.gone is not None:
        return "withdrawn"
    if is_chosen:
        return "chosen"
    return "left_out" if closed else "proposed"
