"""Kind `report`: the final protocol or report, from draft to signatures to publication.

Signatures and refusals are counted apart from votes: a member who voted against still signs, or
refuses with a reason that is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.common.ledger import undisposed
from deliberate.core.decision.adopted import require_adopted
from deliberate.core.decision.consensus import require_dissent, require_marks
from deliberate.core.decision.minority import MINORITY, minority_reports, not_frozen
from deliberate.core.decision.protocol_content import protocol_hash
from deliberate.core.decision.signing import (
    OWN,
    RefuseOnPaper,
    RefuseToSign,
    Sign,
    SignOnPaper,
    marks,
    refuse,
    refuse_on_paper,
    sign,
    sign_on_paper,
    signatories,
    unsigned,
)
from deliberate.core.errors import Message, Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import (
    as_shown,
    complete_in,
    known,
    not_before,
    seat_of_actor,
    working_day_ahead,
)
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.paper import RECORDERS, SeatOnPaper, paper_mark
from deliberate.core.process.parameters import AnyField
from deliberate.core.rulebook.fields import (
    Choice,
    DateField,
    IdentifierField,
    ListOf,
    PeriodField,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary", "chair"})
MEMBERS = frozenset({"member"})
RECORDED, STOPS = "recorded_with_reason", "stops_publication"
REFUSALS = (RECORDED, STOPS)
RECOMMENDATION = "recommendation"
"""A point that the agency answers; who carries it out, and by when, follows from its answer."""
ITEM_KINDS = ("instruction", "decision", "obligation", RECOMMENDATION, "other")


@dataclass(frozen=True, slots=True)
class ReportParameters:
    """`adopted_by`: the ballot whose adopted text becomes the points, no more and no less;
    `member_mark`: `signature`, `visa`, or `none` where members do not sign;
    `refusal`: whether a refusal to sign is recorded and published, or stops the publication;
    `consensus_marks`: whether each point says if all carry it, else who dissents and why."""

    adopted_by: str = ""
    item_kinds: tuple[str, ...] = ITEM_KINDS
    comment_window: Period | None = None
    member_mark: Any = "signature"
    also_signed_by: tuple[str, ...] = ()
    binding: bool = False
    minority: bool = True
    consensus_marks: bool = False
    inputs_complete: bool = True
    refusal: Any = RECORDED


class Item(StrictSchema):
    """A point of the protocol. `cost` in whole units of the pilot's currency; `owner` and `due` are
    required of every point but a recommendation, which has neither; `consensus`: whether all carry
    it, in a report that marks this."""

    id = IdentifierField(required=True)
    kind = Choice(ITEM_KINDS, required=True)
    owner = StrictStr(blank=False)
    co_executors = ListOf(StrictStr())
    due = DateField()
    text = TextField(required=True)
    evidence = TextField()
    depends_on = TextField()
    cost = StrictInt(minimum=0)
    funding = TextField()
    consensus = StrictBool()


class DraftReport(StrictSchema):
    items = ListOf(Table(Item), required=True)


class Comment(StrictSchema):
    """`version`: the draft that was read; with it a comment on an older one is refused."""

    version = StrictInt()
    seat = StrictStr()
    text = TextField(required=True)


class CommentOnPaper(SeatOnPaper, Comment):
    """The comment of a seat, from its signed sheet."""


class FreezeReport(StrictSchema):
    number = StrictStr(required=True)
    date = DateField(required=True)


def draft(command: Command) -> list[Draft]:
    """A version of the protocol's points, each with an owner and a due date, as adopted."""
    not_frozen(command.view)
    items = command.body["items"]
    if not items:
        raise Refused(
            "POINTS",
            message("A protocol without a point decides nothing."),
            fix=message("Enter at least the decision that was taken, as a point of its own."),
        )
    ids = [item["id"] for item in items]
    for item in items:
        if ids.count(item["id"]) > 1:
            raise Refused(
                "TWICE", message("Point {point} stands twice in the protocol.", point=item["id"])
            )
        _require_point(command, item)
    require_adopted(command, items)
    require_marks(items, foreseen=command.params.consensus_marks)
    number = len(command.view.facts("report.drafted")) + 1
    return [command.fact("report.drafted", {"version": number, "items": items})]


def _require_point(command: Command, item: Mapping[str, Any]) -> None:
    """A point of a known kind, complete in every language that binds."""
    known(item["kind"], command.params.item_kinds, "kind of point")
    for key in ("text", "evidence", "depends_on", "funding"):
        if item.get(key):
            complete_in(command.view, item[key], f"items.{item['id']}.{key}")
    if item["kind"] == RECOMMENDATION:
        _require_no_executor(item)
    else:
        _require_executor(command, item)


def _require_no_executor(item: Mapping[str, Any]) -> None:
    extra = tuple(key for key in ("owner", "co_executors", "due") if item.get(key))
    if extra:
        raise Refused(
            "POINT",
            message("Recommendation {point} cannot have: {extra}.", point=item["id"], extra=extra),
            fix=message("The agency names office and date in its response."),
        )


def _require_executor(command: Command, item: Mapping[str, Any]) -> None:
    """Due on a day ahead, for bodies that have a seat, each named once."""
    missing = tuple(key for key in ("owner", "due") if not item.get(key))
    if missing:
        raise Refused(
            "POINT", message("Point {point} lacks: {missing}.", point=item["id"], missing=missing)
        )
    process = command.process
    owners = {seat.id for seat in process.pilot.seats} | {s.id for s in process.roster.seats}
    bodies = (item["owner"], *item.get("co_executors", ()))
    for body in bodies:
        known(body, sorted(owners), "owner")
        if bodies.count(body) > 1:
            raise Refused(
                "TWICE",
                message("Point {point} names {body} twice.", point=item["id"], body=body),
            )
    working_day_ahead(command, item["due"])


def comment(command: Command) -> list[Draft]:
    """A member's comment on the draft; it enters no ballot but is kept with the protocol."""
    seat = seat_of_actor(command, named=command.body.get("seat"))
    not_frozen(command.view)
    as_shown(command.body.get("version"), int(_drafted(command.view).body["version"]))
    body = {**command.body, "seat": seat.id, **paper_mark(command)}
    return [command.fact("report.commented", body)]


def freeze(command: Command) -> list[Draft]:
    """Freeze text and hash, after the comment window and with every public input disposed."""
    view = command.view
    not_frozen(view)
    drafted = _drafted(view)
    window = command.params.comment_window
    if window is not None:
        ends = command.process.calendar.add_to_moment(drafted.at, window)
        not_before(command, ends, message("Freezing the protocol"))
    require_dissent(drafted.body["items"], minority_reports(view))
    open_inputs = undisposed(command.process)
    if command.params.inputs_complete and open_inputs:
        raise Refused(
            "INPUTS",
            message("Public inputs without a disposition: {inputs}.", inputs=open_inputs),
            fix=message("Give each a disposition with its reason: ledger dispose."),
        )
    return [
        command.fact(
            "report.frozen",
            {
                "version": drafted.body["version"],
                "items": drafted.body["items"],
                "sha256": _content_hash(view, drafted),
                "number": command.body["number"],
                "date": command.body["date"],
            },
        )
    ]


def publish(command: Command) -> list[Draft]:
    """Publish once everybody has signed or refused, and the offices have signed."""
    view = command.view
    frozen = view.last("report.frozen")
    if frozen is None:
        raise Refused("ORDER", message("The protocol is not frozen yet."))
    waiting = unsigned(view)
    if waiting:
        raise Refused("SIGNATURES", message("Neither signed nor refused: {who}.", who=waiting))
    signed, refused = marks(view)
    offices = set(command.params.also_signed_by)
    if offices - signed:
        raise Refused(
            "OFFICES",
            message("Refused to sign in office: {who}.", who=tuple(sorted(offices - signed))),
            fix=message("The office is filled anew, and its new holder signs."),
        )
    way = known(command.process.parameter(command.params.refusal), REFUSALS, "refusal")
    if refused and way == STOPS:
        raise Refused(
            "REFUSED_TO_SIGN",
            message(
                "Refused to sign: {who}. The protocol is not published.", who=tuple(sorted(refused))
            ),
        )
    return [
        command.fact(
            "report.published",
            {
                "sha256": frozen.body["sha256"],
                "signatures": len(signed - offices),
                "refusals": len(refused - offices),
                "offices": sorted(signed & offices),
                "binding": command.params.binding,
            },
        )
    ]


def _content_hash(view: StepView, drafted: Fact) -> str:
    process = view.process
    return protocol_hash(
        process.id,
        process.pilot.remit.question,
        votes=[fact.body for fact in process.select("ballot.counted")],
        items=drafted.body["items"],
        minority=[item.as_body() for item in minority_reports(view)],
        dispositions=[fact.body for fact in process.select("ledger.disposed")],
        binding=view.params.binding,
    )


def published_items(view: StepView) -> tuple[Mapping[str, Any], ...]:
    """The points of the published protocol; empty before publication."""
    if view.first("report.published") is None:
        return ()
    frozen = view.last("report.frozen")
    return tuple(frozen.body["items"]) if frozen is not None else ()


def published_at(view: StepView) -> datetime | None:
    fact = view.first("report.published")
    return fact.at if fact is not None else None


def _drafted(view: StepView) -> Fact:
    drafted = view.last("report.drafted")
    if drafted is None:
        raise Refused("NO_DRAFT", message("No version has been drafted yet."))
    return drafted


def progress(view: StepView) -> Progress:
    published, frozen = view.first("report.published"), view.last("report.frozen")
    drafted = view.first("report.drafted")
    owed, waiting = signatories(view), unsigned(view)
    count = (len(owed) - len(waiting), len(owed))
    if published is not None:
        started = drafted.at if drafted else published.at
        return Progress(True, started, published.at, count=count)
    waits: Message
    if drafted is None:
        waits = message("No version has been drafted.")
    elif frozen is None:
        waits = message("It is not frozen yet.")
    elif waiting:
        waits = message("{have} of {need} have signed or refused.", have=count[0], need=count[1])
    else:
        waits = message("It is not published.")
    return Progress(
        False, drafted.at if drafted else None, None, None, (waits,), count if frozen else None
    )


REPORT = StepKind(
    "report",
    schema_of(
        ReportParameters,
        adopted_by=StrictStr(blank=False),
        item_kinds=ListOf(StrictStr()),
        comment_window=PeriodField(),
        member_mark=AnyField(),
        also_signed_by=ListOf(StrictStr()),
        binding=StrictBool(),
        minority=StrictBool(),
        consensus_marks=StrictBool(),
        inputs_complete=StrictBool(),
        refusal=AnyField(),
    ),
    actions(
        Action("draft", STAFF, draft, message("draft the protocol"), DraftReport),
        Action("comment", MEMBERS, comment, message("comment on the draft"), Comment),
        Action(
            "comment_on_paper",
            RECORDERS,
            comment,
            message("record a comment from its sheet"),
            CommentOnPaper,
            two_persons=True,
        ),
        *MINORITY,
        Action("freeze", STAFF, freeze, message("freeze and register"), FreezeReport),
        Action("sign", STAFF | {"member"}, sign, message("sign the protocol"), Sign),
        Action(
            "sign_on_paper",
            RECORDERS,
            sign_on_paper,
            message("record a signature given by hand"),
            SignOnPaper,
            two_persons=True,
        ),
        Action(
            "refuse",
            OWN | {"secretary"},
            refuse,
            message("refuse to sign, with a reason"),
            RefuseToSign,
        ),
        Action(
            "refuse_on_paper",
            RECORDERS,
            refuse_on_paper,
            message("record from its sheet that somebody refuses to sign"),
            RefuseOnPaper,
            two_persons=True,
        ),
        Action("publish", STAFF, publish, message("publish the protocol")),
    ),
    progress,
)
