"""Kind `response`: the agency answers each recommendation, in public and by its deadline.

An answer is accepted, accepted in part, rejected or out of remit, always with a reason. What is
accepted names an office and a date and becomes a commitment when the response is published; members
comment on the answers they were given, and the office tells how far it is, also when the process
is long closed. The deadline comes from the agency's own commitment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deliberate.core.decision.report import published_at, published_items
from deliberate.core.errors import Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import (
    complete_in,
    known,
    seat_of_actor,
    text_of,
    working_day_ahead,
)
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.process.process import Process
from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of
from deliberate.core.text import Text

STAFF = frozenset({"agency", "secretary"})
ANSWERS = ("accepted", "in_part", "rejected", "out_of_remit")
ACCEPTED = frozenset({"accepted", "in_part"})
REPORTERS = frozenset({"agency", "secretary", "executor"})
EXECUTION = "execution"
"""The kind of step that follows points by its own rules, where the rulebook has one."""
DONE = 100
"""Percent of a recommendation that is carried out."""


@dataclass(frozen=True, slots=True)
class ResponseParameters:
    """`by`: the body that answers and owns what it accepts, `agency` or a seat; `within`: how long
    after the publication of the report, a period or a number of days, or the open parameter of that
    name."""

    by: str = "agency"
    within: Any = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to one recommendation. `office` and `due` where it is accepted, wholly or in
    part; `part`: what exactly is accepted, where not all is."""

    recommendation: str
    answer: str
    reason: Text
    office: Text
    due: date | None
    part: Text
    at: datetime


class Answer(StrictSchema):
    """`office`: who carries it out; `due`: by when; `part`: the accepted part, in words."""

    recommendation = StrictStr(required=True)
    answer = Choice(ANSWERS, required=True)
    reason = TextField(required=True)
    office = TextField()
    due = DateField()
    part = TextField()


class ReportOnAnswer(StrictSchema):
    """`percent`: how much is carried out, as the office says, 100 once all is; `evidence`: where
    that can be seen."""

    commitment = StrictStr(required=True)
    percent = StrictInt(required=True, minimum=0)
    text = TextField(required=True)
    evidence = StrictStr()


class CommentOnAnswer(StrictSchema):
    recommendation = StrictStr(required=True)
    text = TextField(required=True)
    seat = StrictStr()


def answer(command: Command) -> list[Draft]:
    """Answer one recommendation. Until the response is published a later answer replaces it."""
    view, body = command.view, command.body
    if view.first("response.published"):
        raise Refused("TWICE", message("The response is published."))
    known(body["recommendation"], recommendations(command.process), "recommendation")
    complete_in(view, body["reason"], "reason")
    if body["answer"] in ACCEPTED:
        _require_commitment(command)
    else:
        _require_none(body)
    if body["answer"] == "in_part" and not body.get("part"):
        raise Refused(
            "PART",
            message("What is accepted of {id} is not said.", id=body["recommendation"]),
            fix=message("Say it in the field “part”."),
        )
    return [command.fact("response.answered", body, private=tuple(body))]


def _require_commitment(command: Command) -> None:
    """What is accepted is carried out by somebody, by a working day that lies ahead."""
    body = command.body
    missing = tuple(key for key in ("office", "due") if not body.get(key))
    if missing:
        raise Refused(
            "COMMITMENT",
            message(
                "Recommendation {id} is accepted without: {missing}.",
                id=body["recommendation"],
                missing=missing,
            ),
            fix=message("Name the office that carries it out and the date."),
        )
    complete_in(command.view, body["office"], "office")
    working_day_ahead(command, body["due"])
    if body.get("part"):
        complete_in(command.view, body["part"], "part")


def _require_none(body: Mapping[str, Any]) -> None:
    extra = tuple(key for key in ("office", "due", "part") if body.get(key))
    if extra:
        raise Refused(
            "COMMITMENT",
            message(
                "Recommendation {id} is not accepted and cannot have: {extra}.",
                id=body["recommendation"],
                extra=extra,
            ),
        )


def publish(command: Command) -> list[Draft]:
    """Publish the answers to all recommendations at once."""
    view = command.view
    if view.first("response.published"):
        raise Refused("TWICE", message("The response is published."))
    answers = _answers(view)
    silent = tuple(name for name in recommendations(command.process) if name not in answers)
    if silent:
        raise Refused(
            "SILENT",
            message("No answer yet to: {recommendations}.", recommendations=silent),
            fix=message("Every recommendation gets an answer, a rejection its reason."),
        )
    lines = [dict(fact.body) for fact in answers.values()]
    due = deadline(view)
    late = due is not None and command.now > due
    return [command.fact("response.published", {"answers": lines, "late": late})]


def report(command: Command) -> list[Draft]:
    """How far an accepted recommendation is. A later report may say less: both stay visible."""
    view, body = command.view, command.body
    if not view.first("response.published"):
        raise Refused("ORDER", message("The response is not published yet."))
    accepted = [name for name, given in answered(view).items() if given.answer in ACCEPTED]
    known(body["commitment"], accepted, "point")
    followed = next((s for s in view.process.rulebook.steps if s.kind == EXECUTION), None)
    if followed is not None:
        raise Refused(
            "EXECUTION",
            message("Points of this process are followed in the step “{step}”.", step=followed.id),
        )
    if body["percent"] > DONE:
        raise Refused(
            "PERCENT",
            message("Percent is between 0 and 100, not {percent}.", percent=body["percent"]),
        )
    complete_in(view, body["text"], "text")
    return [command.fact("response.reported", body)]


def comment(command: Command) -> list[Draft]:
    """What a member says to the answer that was given. The seat stays out of the record."""
    view, body = command.view, command.body
    if not view.first("response.published"):
        raise Refused("ORDER", message("The response is not published yet."))
    known(body["recommendation"], recommendations(command.process), "recommendation")
    seat = seat_of_actor(command, named=body.get("seat"))
    for fact in view.facts("response.commented"):
        same = (fact.body["recommendation"], fact.body["seat"])
        if same == (body["recommendation"], seat.id):
            raise Refused("TWICE", message("You have commented on this answer already."))
    return [command.fact("response.commented", {**body, "seat": seat.id}, private=("seat",))]


def recommendations(process: Process) -> Mapping[str, Mapping[str, Any]]:
    """The points of the published report by identifier; empty before its publication."""
    found = [step for step in process.rulebook.steps if step.kind == "report"]
    return {str(item["id"]): item for step in found for item in published_items(process.view(step))}


def answered(view: StepView) -> Mapping[str, Answered]:
    """The published answers by recommendation; empty before publication."""
    published = view.first("response.published")
    if published is None:
        return {}
    return {
        str(line["recommendation"]): _answered(line, published.at)
        for line in published.body["answers"]
    }


def _answered(line: Mapping[str, Any], at: datetime) -> Answered:
    due = line.get("due")
    return Answered(
        str(line["recommendation"]),
        str(line["answer"]),
        text_of(line, "reason"),
        text_of(line, "office"),
        None if due is None else date.fromisoformat(str(due)),
        text_of(line, "part"),
        at,
    )


def deadline(view: StepView) -> datetime | None:
    """Until when the agency has to answer; None before the report is published, or without one."""
    report = next((item for item in view.process.rulebook.steps if item.kind == "report"), None)
    since = published_at(view.process.view(report)) if report is not None else None
    within = view.process.parameter(view.params.within)
    if since is None or not within:
        return None
    period = f"{within} days" if isinstance(within, int) else str(within)
    return view.process.calendar.add_to_moment(since, Period.parse(period))


def _answers(view: StepView) -> Mapping[str, Fact]:
    """The last answer to each recommendation, in the order of the report."""
    latest = {str(fact.body["recommendation"]): fact for fact in view.facts("response.answered")}
    return {name: latest[name] for name in recommendations(view.process) if name in latest}


def progress(view: StepView) -> Progress:
    published, facts = view.first("response.published"), view.facts("response.answered")
    asked, given = len(recommendations(view.process)), len(_answers(view))
    started = facts[0].at if facts else None
    if published is not None:
        return Progress(True, started, published.at, count=(given, asked))
    waits = message(
        "{given} of {asked} recommendations are answered; the response is not published.",
        given=given,
        asked=asked,
    )
    return Progress(False, started, None, None, (waits,), (given, asked))


def _is_followed_here(view: StepView) -> bool:
    return all(step.kind != EXECUTION for step in view.process.rulebook.steps)


RESPONSE = StepKind(
    "response",
    schema_of(ResponseParameters, by=StrictStr(blank=False), within=AnyField()),
    actions(
        Action("answer", STAFF, answer, message("answer a recommendation"), Answer),
        Action("publish", STAFF, publish, message("publish the response")),
        Action(
            "report",
            REPORTERS,
            report,
            message("report on an accepted recommendation"),
            ReportOnAnswer,
            late=True,
            after_end=True,
            applies=_is_followed_here,
        ),
        Action(
            "comment",
            frozenset({"member", "secretary"}),
            comment,
            message("comment on an answer"),
            CommentOnAnswer,
            late=True,
        ),
    ),
    progress,
)
