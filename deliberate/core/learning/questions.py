"""Kind `questions`: the questions that witnesses answer, written and chosen in the open.

A question may be put to one witness or to all. Who wrote it stays with the process; the question
is public. Answers are kept beside the questions, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from deliberate.core.errors import Refused, message
from deliberate.core.learning.picking import Pick, as_picked, each_once, pick, support
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known, once, seat_of_actor, text_of
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of
from deliberate.core.text import Text

HOSTS = frozenset({"agency", "secretary", "facilitator", "chair"})
GROUPS = ("members", "agency")
_WRITE = {"members": frozenset({"member", "secretary", "facilitator"}), "agency": HOSTS}


@dataclass(frozen=True, slots=True)
class QuestionsParameters:
    """`written_by`, `chosen_by`: members or agency; `least`, `most`: how many are chosen,
    0 for any number."""

    written_by: str = "members"
    chosen_by: str = "members"
    least: int = 1
    most: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """`to`: the witness it is put to, empty for all; `answered`: when it was answered."""

    id: str
    text: Text
    to: str = ""
    answered: datetime | None = None
    answer: Text | None = None


class Write(StrictSchema):
    question = IdentifierField(required=True)
    text = TextField(required=True)
    to = StrictStr(blank=False)
    seat = StrictStr()


class Choose(StrictSchema):
    """`chosen`: identifiers, in the order in which the questions are put."""

    chosen = ListOf(StrictStr(), required=True)


class Answer(StrictSchema):
    question = StrictStr(required=True)
    answer = TextField(required=True)


def write(command: Command) -> list[Draft]:
    """Write a question. A member's seat stays out of the record."""
    _open(command.view)
    if command.actor.role not in _WRITE[command.params.written_by]:
        raise Refused(
            "ROLE", message("Questions are written by: {who}.", who=command.params.written_by)
        )
    once(command.view, "questions.written", "question", command.body["question"])
    complete_in(command.view, command.body["text"], "text")
    body = dict(command.body)
    if body.get("to"):
        witnesses = {item.id for item in command.process.pilot.witnesses} | {
            str(fact.body["witness"]) for fact in command.process.select("witnesses.proposed")
        }
        known(body["to"], sorted(witnesses), "witness")
    if command.actor.role == "member" or body.get("seat"):
        body["seat"] = seat_of_actor(command, named=body.get("seat")).id
    return [command.fact("questions.written", body, private=("seat",))]


def want(command: Command) -> list[Draft]:
    """A member names the questions that matter most."""
    _open(command.view)
    return pick(command, "questions.picked", questions(command.view))


def choose(command: Command) -> list[Draft]:
    """Publish the questions that are put, in their order."""
    view, params = command.view, command.params
    _open(view)
    written = questions(view)
    chosen = each_once(command.body["chosen"], written)
    if len(chosen) < max(1, params.least) or (params.most and len(chosen) > params.most):
        raise Refused(
            "NUMBER",
            message(
                "{count} questions are chosen; from {least} to {most} are put.",
                count=len(chosen),
                least=max(1, params.least),
                most=params.most or len(written),
            ),
        )
    body: dict[str, object] = {"chosen": chosen}
    if params.chosen_by == "members":
        wanted = support(view, "questions.picked", written)
        as_picked(chosen, wanted)
        body["support"] = wanted
    return [command.fact("questions.chosen", body)]


def answer(command: Command) -> list[Draft]:
    """The answer that was given, in short, for members and for the public."""
    chosen = command.view.first("questions.chosen")
    known(command.body["question"], chosen.body["chosen"] if chosen else (), "question")
    once(command.view, "questions.answered", "question", command.body["question"])
    complete_in(command.view, command.body["answer"], "answer")
    return [command.fact("questions.answered", command.body)]


def questions(view: StepView) -> Mapping[str, Question]:
    """Every question by identifier, in the order in which they were written."""
    found = {
        str(fact.body["question"]): Question(
            str(fact.body["question"]), text_of(fact.body, "text"), str(fact.body.get("to", ""))
        )
        for fact in view.facts("questions.written")
    }
    for fact in view.facts("questions.answered"):
        name = str(fact.body["question"])
        found[name] = replace(found[name], answered=fact.at, answer=text_of(fact.body, "answer"))
    return found


def put(view: StepView) -> tuple[Question, ...]:
    """The questions that are put, in their order; empty before they are chosen."""
    chosen, written = view.first("questions.chosen"), questions(view)
    return tuple(written[name] for name in chosen.body["chosen"]) if chosen else ()


def _open(view: StepView) -> None:
    if view.first("questions.chosen"):
        raise Refused("TWICE", message("The questions have been chosen."))


def progress(view: StepView) -> Progress:
    chosen = view.first("questions.chosen")
    facts = view.facts()
    started = facts[0].at if facts else None
    if chosen is not None:
        return Progress(True, started, chosen.at)
    waits = message(
        "{count} questions are written; none is chosen yet.", count=len(questions(view))
    )
    return Progress(False, started, None, None, (waits,))


QUESTIONS = StepKind(
    "questions",
    schema_of(
        QuestionsParameters,
        written_by=Choice(GROUPS),
        chosen_by=Choice(GROUPS),
        least=StrictInt(minimum=0),
        most=StrictInt(minimum=0),
    ),
    actions(
        Action("write", HOSTS | {"member"}, write, message("write a question"), Write),
        Action(
            "want",
            frozenset({"member", "secretary"}),
            want,
            message("say which questions matter most"),
            Pick,
            applies=lambda view: view.params.chosen_by == "members",
        ),
        Action("choose", HOSTS, choose, message("publish the questions that are put"), Choose),
        Action(
            "answer", HOSTS, answer, message("record the answer to a question"), Answer, late=True
        ),
    ),
    progress,
)
