"""Kind `weighting`: everybody distributes the same number of points over the same items.

Papers are individual and without names: who handed one in is known, whose paper is whose is not.
At the close all papers are published in the order of what is on them, and the points of each item
are added up, so that anybody can add them up again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.decision.ballot_papers import MarksField, handed_in, read_papers, recorded
from deliberate.core.decision.ballot_rules import MANY
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.paper_item import PaperItem
from deliberate.core.decision.secrecy import FEWEST
from deliberate.core.deliberation.proposals import frozen_texts
from deliberate.core.deliberation.session import present_seats
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, SealedPaper, json_value
from deliberate.core.process.guards import as_shown, complete_in, seat_of_actor, text_of
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.rulebook.fields import (
    IdentifierField,
    ListOf,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
)
from deliberate.core.rulebook.records import schema_of

HOSTS = frozenset({"agency", "secretary", "facilitator", "chair"})
OPENED, PARTICIPATED, CLOSED = "weighting.opened", "weighting.participated", "weighting.closed"
SEALED = frozenset({"marks", "papers"})
METHOD = "points"


@dataclass(frozen=True, slots=True)
class WeightingParameters:
    """`points`: how many each person has; `spend_all`: all are to be given; `of`: the step whose
    frozen texts are weighed, else what is named when it opens; `in_session`: the session in which
    it is done, whose members present take part."""

    points: Any
    spend_all: bool = True
    of: str = ""
    in_session: str = ""


class Open(StrictSchema):
    """`items`: what is weighed, where no step has frozen it."""

    items = ListOf(Table(PaperItem))


class Weigh(StrictSchema):
    """`time`: which of several times the member was shown, the first being 1; with it points for
    another are refused. `marks`: points by item."""

    time = StrictInt()
    marks = MarksField(required=True)


class Enter(StrictSchema):
    """`papers`: marks on paper, in any order; `seats`: the members who handed them in."""

    papers = ListOf(MarksField(), required=True)
    seats = ListOf(StrictStr(), required=True)


def open_weighting(command: Command) -> list[Draft]:
    """Freeze what is weighed and how many points everybody has."""
    view = command.view
    if view.first(OPENED):
        raise Refused("TWICE", message("The points are being given already."))
    _require_company(view)
    items = _items(command)
    for item in items:
        complete_in(view, text_of(item, "text"), f"items.{item['id']}")
    body = {
        "items": items,
        "points": int(command.process.parameter(command.params.points)),
        "spend_all": command.params.spend_all,
    }
    definition(body)
    return [command.fact(OPENED, body)]


def _require_company(view: StepView) -> None:
    """Refuse to open it among so few that papers without names would tell whose they are."""
    people = len(able(view))
    if people < FEWEST:
        raise Refused(
            "FEW",
            message(
                "{count} members could give points; without names it takes {least}.",
                count=people,
                least=FEWEST,
            ),
            fix=message(
                "Wait until more are present: among so few, papers would tell who gave them."
            ),
        )


def _items(command: Command) -> list[dict[str, Any]]:
    given = command.body.get("items", ())
    if not command.params.of:
        if not given:
            raise Refused("ITEMS", message("Say what is weighed: items = ..."))
        return [{"id": item["id"], "text": json_value(item["text"])} for item in given]
    if given:
        raise Refused("ITEMS", message("Another step says what is weighed."))
    step = command.process.step(command.params.of)
    texts = () if step is None else frozen_texts(command.process.view(step))
    if not texts:
        raise Refused("ORDER", message("The texts that are weighed are not frozen yet."))
    return [{"id": item["id"], "text": item["text"]} for item in texts]


def definition(body: Mapping[str, Any]) -> BallotDefinition:
    """The count of a weighting as it was opened; raises `UnusableInput` with all its faults."""
    items, points = list(body["items"]), int(body["points"])
    return BallotDefinition.of_body(
        {
            "method": METHOD,
            "options": [{"id": item["id"], "text": dict(item["text"])} for item in items],
            "budget": points,
            "spend_all": bool(body["spend_all"]),
            "opt_out": False,
            "base": "cast",
            "seats": MANY,
        }
    )


def _opened(view: StepView) -> BallotDefinition:
    opened = view.first(OPENED)
    if opened is None:
        raise Refused("ORDER", message("Nobody can give points yet: the step is not open."))
    return definition(opened.body)


def weigh(command: Command) -> list[Draft]:
    """A member's own points: once, seen by nobody."""
    as_shown(command.body.get("time"), command.view.n)
    ballot = _opened(command.view)
    seat = seat_of_actor(command).id
    return [_participated(command, seat, _paper(ballot, seat, command.body["marks"]))]


def enter(command: Command) -> list[Draft]:
    """Points on paper, in bulk: whose paper is whose is not recorded."""
    ballot = _opened(command.view)
    seats, marks = sorted(command.body["seats"]), command.body["papers"]
    if not marks or len(seats) != len(marks) or len(set(seats)) < len(seats):
        raise Refused(
            "PAPERS",
            message(
                "{papers} papers, and {seats} seats that handed one in.",
                papers=len(marks),
                seats=len(set(seats)),
            ),
            fix=message("Name each seat once, as many as there are papers."),
        )
    papers = sorted((_paper(ballot, "", paper) for paper in marks), key=canonical)
    return [_participated(command, *one) for one in zip(seats, papers, strict=True)]


def _paper(ballot: BallotDefinition, name: str, marks: Any) -> dict[str, Any]:
    return recorded(ballot, handed_in(ballot, name, {"marks": marks}))


def _participated(command: Command, seat: str, paper: Mapping[str, Any]) -> Draft:
    view = command.view
    if seat not in able(view):
        raise Refused(
            "ABSENT", message("Seat {seat} does not take part: it is not here.", seat=seat)
        )
    if seat in took_part(view):
        raise Refused("TWICE", message("Seat {seat} has given its points already.", seat=seat))
    return command.fact(PARTICIPATED, {"seat": seat}, paper=SealedPaper(seat, True, paper))


def able(view: StepView) -> frozenset[str]:
    """The seats that may give points now: those of the strand, present in the session if any."""
    seats = frozenset(seat.id for seat in members_of(view))
    session = view.process.step(view.params.in_session) if view.params.in_session else None
    if session is None:
        return seats
    return seats & present_seats(StepView(view.process, session, view.n))


def took_part(view: StepView) -> frozenset[str]:
    """The seats that have given their points."""
    return frozenset(str(fact.body["seat"]) for fact in view.facts(PARTICIPATED))


def close(command: Command) -> list[Draft]:
    """Publish the papers without names, and the points of each item."""
    view = command.view
    ballot = _opened(view)
    papers = sorted((dict(paper) for paper in command.papers()), key=canonical)
    seats = len(took_part(view))
    if len(papers) != seats:
        raise Refused(
            "PAPERS",
            message(
                "{seats} seats took part, and the box holds {papers} papers. Nothing was counted.",
                seats=seats,
                papers=len(papers),
            ),
            fix=message("The box was changed outside this programme: restore the last backup."),
        )
    if not papers:
        raise Refused("PAPERS", message("Nobody has given any points."))
    body = {"people": seats, "papers": papers, "sums": sums(ballot, papers)}
    return [command.fact(CLOSED, body)]


def sums(ballot: BallotDefinition, papers: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The points of each item, over all papers."""
    contents = {str(number): paper for number, paper in enumerate(papers, start=1)}
    counted = count(ballot, read_papers(ballot, contents), present=len(papers))
    return {name: int(number) for name, number in counted.counts.items()}


def progress(view: StepView) -> Progress:
    opened, closed = view.first(OPENED), view.first(CLOSED)
    have = len(took_part(view))
    if closed is not None:
        started = None if opened is None else opened.at
        return Progress(True, started, closed.at, count=(have, have))
    if opened is None:
        return Progress(outstanding=(message("The points are not being given yet."),))
    need = len(able(view) | took_part(view))
    waits = message("{have} of {need} members have given their points.", have=have, need=need)
    return Progress(False, opened.at, None, None, (waits,), (have, need))


WEIGHTING = StepKind(
    "weighting",
    schema_of(
        WeightingParameters,
        points=AnyField(required=True),
        spend_all=StrictBool(),
        of=IdentifierField(),
        in_session=IdentifierField(),
    ),
    actions(
        Action("open", HOSTS, open_weighting, message("let members give points"), Open),
        Action(
            "weigh",
            frozenset({"member", "chair"}),
            weigh,
            message("give points"),
            Weigh,
            sealed=lambda view: SEALED,
        ),
        Action(
            "enter",
            frozenset({"secretary", "facilitator"}),
            enter,
            message("enter points from paper"),
            Enter,
            sealed=lambda view: SEALED,
        ),
        Action("close", HOSTS, close, message("add up the points and publish them")),
    ),
    progress,
)
