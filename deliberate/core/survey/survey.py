"""Kind `survey`: one wave of questions, and its aggregates when it is closed.

Anonymous answers of members lie in the box of secret ballots: who took part is known, whose paper
is whose is not. What comes on paper from people without a seat is entered in bulk. An outside
institute hands in published shares instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, SealedPaper
from deliberate.core.process.guards import filled_seat, seat_of_actor
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import ChoiceOrOpen
from deliberate.core.rulebook.asked import changed_items, questionnaire_of
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    MapOf,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.questionnaire import EVALUATION, Questionnaire
from deliberate.core.rulebook.records import schema_of
from deliberate.core.survey.answers import (
    Answers,
    AnswersField,
    as_record,
    from_record,
    read_answers,
)
from deliberate.core.survey.counting import results_of
from deliberate.core.survey.shares import ShareField, counted_verdict, require_shares, verdict

HOSTS = frozenset({"agency", "secretary", "facilitator", "chair"})
WHO = ("members", "sample", "respondents", "control")
HOUSE, INSTITUTE = "house", "institute"
OPENED, ANSWERED, PARTICIPATED = "survey.opened", "survey.answered", "survey.participated"
ENTERED, HANDED_IN, CLOSED = "survey.entered", "survey.handed_in", "survey.closed"
HANDED = ("n", "shares", "margin", "weighting", "sha256")
SEALED = frozenset({"answers", "papers"})
_SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True)
class SurveyParameters:
    """`questionnaire`: the name of what is asked; `same_as`: the earlier wave with the same
    questions; `seats`: the group of members that is asked, all where it is empty; `verdict`: the
    question whose leading answer, beyond the margin of error, is the outcome."""

    wave: str = ""
    questionnaire: str = EVALUATION
    same_as: str = ""
    who: str = "members"
    seats: str = ""
    anonymous: bool = True
    counted_by: str = HOUSE
    verdict: str = ""


class Open(StrictSchema):
    """`asked`: how many people are asked, where they hold no seats."""

    asked = StrictInt(minimum=1)


class Answer(StrictSchema):
    answers = AnswersField(required=True)


class Enter(StrictSchema):
    """`papers`: answers on paper, in any order; `seats`: the members who handed them in."""

    papers = ListOf(AnswersField(), required=True)
    seats = ListOf(StrictStr())


class HandIn(StrictSchema):
    """`n`: answers behind the shares; `margin`: of error, in points, which a verdict
    needs; `sha256`: of the report."""

    n = StrictInt(required=True, minimum=1)
    shares = MapOf(MapOf(ShareField()), required=True)
    margin = ShareField()
    weighting = TextField(required=True)
    sha256 = StrictStr(required=True)


def open_survey(command: Command) -> list[Draft]:
    """Freeze the questions and let them be answered."""
    view, params = command.view, command.params
    if view.first(OPENED):
        raise Refused("TWICE", message("The survey is already open."))
    process = command.process
    asks = questionnaire_of(process.rulebook, process.pilot, view.step)
    if asks is None:
        raise Refused(
            "QUESTIONNAIRE",
            message("Nobody words the questionnaire “{name}”.", name=params.questionnaire),
            fix=message("Write it in the pilot file: [[questionnaires]]."),
        )
    _require_same(command, asks)
    asked = command.body.get("asked")
    if params.who == "members":
        asked = len(members(view))
    elif asked is None and counted_by(view) == HOUSE:
        raise Refused("ASKED", message("Say how many people are asked: asked = ..."))
    body: dict[str, Any] = {
        "wave": params.wave or view.step.id,
        "questionnaire": asks.id,
        "items": as_record(asks),
        "who": params.who,
        "anonymous": params.anonymous,
        "counted_by": counted_by(view),
    }
    if asked is not None:
        body["asked"] = asked
    return [command.fact(OPENED, body)]


def _require_same(command: Command, asks: Questionnaire) -> None:
    """Refuse a second wave that would ask something else than the first one did."""
    if not command.params.same_as:
        return
    first = command.process.select(OPENED, step=command.params.same_as)
    if not first:
        raise Refused("ORDER", message("The earlier wave has not been opened."))
    earlier = from_record(str(first[-1].body["questionnaire"]), first[-1].body["items"])
    changed = changed_items(earlier, asks)
    if changed:
        raise Refused(
            "OTHER_QUESTIONS",
            message("This wave does not ask the same as the earlier one: {items}.", items=changed),
            fix=message("A change of opinion is measured with the same questions only."),
        )


def members(view: StepView) -> tuple[str, ...]:
    """The seats that are asked."""
    return tuple(seat.id for seat in view.process.roster.filled(view.params.seats))


def counted_by(view: StepView) -> str:
    """Who counts: the house or an institute."""
    return str(view.process.parameter(view.params.counted_by))


def opened_questions(view: StepView, by: str = HOUSE) -> Questionnaire:
    """What is asked now; refuses while nothing is open, or where somebody else counts."""
    opened = view.first(OPENED)
    if opened is None:
        raise Refused("ORDER", message("The survey is not open yet."))
    if opened.body["counted_by"] != by:
        raise Refused("COUNTED_BY", message("Answers to this survey are counted by somebody else."))
    return from_record(str(opened.body["questionnaire"]), opened.body["items"])


def took_part(view: StepView) -> frozenset[str]:
    """The seats that have answered."""
    return frozenset(str(fact.body["seat"]) for fact in view.facts(ANSWERED, PARTICIPATED))


def answer(command: Command) -> list[Draft]:
    """A member's own answers: once, seen by nobody."""
    asks = opened_questions(command.view)
    seat = seat_of_actor(command).id
    return [_answered(command, seat, read_answers(asks, command.body["answers"]))]


def _answered(command: Command, seat: str, answers: Answers) -> Draft:
    view = command.view
    if view.params.who != "members" or seat not in members(view):
        raise Refused("NOT_ASKED", message("Seat {seat} is not asked in this survey.", seat=seat))
    if seat in took_part(view):
        raise Refused("TWICE", message("Seat {seat} has already answered.", seat=seat))
    if view.params.anonymous:
        paper = SealedPaper(seat, True, {"answers": dict(answers)})
        return command.fact(PARTICIPATED, {"seat": seat}, paper=paper)
    return command.fact(ANSWERED, {"seat": seat, "answers": answers}, private=("answers",))


def enter(command: Command) -> list[Draft]:
    """Answers on paper, in bulk. Members' papers come with the list of who handed one in."""
    asks = opened_questions(command.view)
    papers = [read_answers(asks, paper) for paper in command.body["papers"]]
    papers.sort(key=canonical)
    seats = sorted(command.body.get("seats", ()))
    if not papers:
        raise Refused("PAPERS", message("No paper is entered."))
    if command.params.who != "members":
        if seats:
            raise Refused("PAPERS", message("Who is asked here holds no seat."))
        body = {"count": len(papers), "papers": papers}
        return [command.fact(ENTERED, body, private=("papers",))]
    if len(seats) != len(papers) or len(set(seats)) < len(seats):
        raise Refused(
            "PAPERS",
            message(
                "{papers} papers, and {seats} seats that handed one in.",
                papers=len(papers),
                seats=len(set(seats)),
            ),
            fix=message("Name each seat once, as many as there are papers."),
        )
    if not command.params.anonymous and len(seats) > 1:
        raise Refused("PAPERS", message("Papers that bear a name are entered one by one."))
    return [
        _answered(command, filled_seat(command.view, seat).id, paper)
        for seat, paper in zip(seats, papers, strict=True)
    ]


def hand_in(command: Command) -> list[Draft]:
    """The shares that an institute published, with what is needed to judge them."""
    asks = opened_questions(command.view, INSTITUTE)
    if command.view.first(HANDED_IN):
        raise Refused("TWICE", message("The shares have been handed in."))
    require_shares(asks, command.body["shares"])
    if command.params.verdict and "margin" not in command.body:
        raise Refused(
            "MARGIN",
            message("The verdict needs the margin of error of the shares."),
            fix=message("Give it in points, as the institute published it: margin."),
        )
    digest = command.body["sha256"]
    if len(digest) != _SHA256_LENGTH or set(digest) - set("0123456789abcdef"):
        raise Refused("SHA256", message("The hash of the report has 64 digits and letters a to f."))
    body = command.body
    return [
        command.fact(
            HANDED_IN,
            {key: body[key] for key in HANDED if key in body},
        )
    ]


def close(command: Command) -> list[Draft]:
    """Count, and publish the aggregates; papers in the box are destroyed."""
    view = command.view
    opened = view.first(OPENED)
    if opened is None:
        raise Refused("ORDER", message("The survey is not open yet."))
    if opened.body["counted_by"] == INSTITUTE:
        return [command.fact(CLOSED, _of_institute(view))]
    papers = _papers(command)
    asks = opened_questions(view)
    counted = results_of(asks, papers)
    body = {
        "asked": opened.body["asked"],
        "answered": len(papers),
        "results": counted,
        **counted_verdict(command.params.verdict, counted, len(papers)),
    }
    return [command.fact(CLOSED, body)]


def _of_institute(view: StepView) -> dict[str, Any]:
    handed_in = view.first(HANDED_IN)
    if handed_in is None:
        raise Refused("ORDER", message("The institute has not handed in its shares."))
    body: dict[str, Any] = {"n": handed_in.body["n"]}
    item = view.params.verdict
    if item:
        shares = handed_in.body["shares"].get(item, {})
        if len(shares) < 2:
            raise Refused("SHARES", message("There are no shares of “{item}”.", item=item))
        margin = str(handed_in.body["margin"])
        body |= {"item": item, "margin": margin, "verdict": verdict(shares, margin)}
    return body


def _papers(command: Command) -> list[Answers]:
    """All papers in the order of what is on them: from the box, entered in bulk, and by name."""
    view = command.view
    found: list[Answers] = [dict(paper["answers"]) for paper in command.papers()]
    participated = len(view.facts(PARTICIPATED))
    if len(found) != participated:
        raise Refused(
            "PAPERS",
            message(
                "{seats} seats took part, and the box holds {papers} papers. Nothing was counted.",
                seats=participated,
                papers=len(found),
            ),
            fix=message("The box was changed outside this programme: restore the last backup."),
        )
    for fact in view.facts(ENTERED):
        found += [dict(paper) for paper in fact.body["papers"]]
    found += [dict(fact.body["answers"]) for fact in view.facts(ANSWERED)]
    return sorted(found, key=canonical)


def results(view: StepView) -> Sequence[Mapping[str, Any]]:
    """The published aggregates; empty before the survey is closed or where an institute counts."""
    closed = view.first(CLOSED)
    return () if closed is None else tuple(closed.body.get("results", ()))


def progress(view: StepView) -> Progress:
    opened, closed = view.first(OPENED), view.first(CLOSED)
    if closed is not None:
        return Progress(True, opened.at if opened else None, closed.at, closed.body.get("verdict"))
    if opened is None:
        return Progress(outstanding=(message("The survey is not open yet."),))
    have = len(took_part(view)) + sum(int(fact.body["count"]) for fact in view.facts(ENTERED))
    need = int(opened.body.get("asked", 0))
    waits = message("{have} of {need} people asked have answered.", have=have, need=need)
    return Progress(False, opened.at, None, None, (waits,), (have, need))


def _by_house(view: StepView) -> bool:
    return counted_by(view) == HOUSE


SURVEY = StepKind(
    "survey",
    schema_of(
        SurveyParameters,
        wave=StrictStr(),
        questionnaire=IdentifierField(),
        same_as=IdentifierField(),
        who=Choice(WHO),
        seats=IdentifierField(),
        anonymous=StrictBool(),
        counted_by=ChoiceOrOpen((HOUSE, INSTITUTE)),
        verdict=IdentifierField(),
    ),
    actions(
        Action("open", HOSTS, open_survey, message("open the survey"), Open),
        Action(
            "answer",
            frozenset({"member", "chair"}),
            answer,
            message("answer the survey"),
            Answer,
            applies=lambda view: _by_house(view) and view.params.who == "members",
            sealed=lambda view: SEALED,
        ),
        Action(
            "enter",
            frozenset({"secretary"}),
            enter,
            message("enter answers from paper"),
            Enter,
            applies=_by_house,
            sealed=lambda view: SEALED,
        ),
        Action(
            "hand_in",
            HOSTS,
            hand_in,
            message("hand in the shares of an institute"),
            HandIn,
            applies=lambda view: not _by_house(view),
        ),
        Action("close", HOSTS, close, message("close the survey and publish its result")),
    ),
    progress,
)
