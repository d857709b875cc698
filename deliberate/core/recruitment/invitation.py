"""Kind `invitation`: people are drawn from a register and invited by letter.

The draw is recorded as anybody can repeat it who may read the register: its hash, the seed, how
many were drawn from each stratum. Who was drawn is imported beside the record, as numbers with
codes; the record knows how many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.recruitment.small_counts import published
from deliberate.core.rulebook.fields import (
    Choice,
    ListOf,
    MapOf,
    StrictInt,
    StrictSchema,
    StrictStr,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
HOUSEHOLDS = ("one_invitation_each", "any")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class InvitationParameters:
    """`register`: what people are drawn from; `strata`: the features by which it is divided;
    `households`: whether one address gets one invitation at most; `count`: how many are invited,
    which may begin with @, as an open parameter of the pilot."""

    register: str
    strata: tuple[str, ...] = ()
    households: str = "one_invitation_each"
    count: Any = 0


class RecordDraw(StrictSchema):
    """`register_sha256`: hash of the register as it was drawn from; `people`: how many stand in it;
    `seed`: what the draw was made from; `strata`: how many were drawn from each."""

    register_sha256 = StrictStr(required=True)
    people = StrictInt(required=True, minimum=1)
    seed = StrictStr(required=True, blank=False)
    drawn = StrictInt(required=True, minimum=1)
    strata = MapOf(StrictInt(minimum=0))


def record_draw(command: Command) -> list[Draft]:
    """Put the draw on the record. A later draw replaces it until people have been imported."""
    body = command.body
    if command.respondents():
        raise Refused("TWICE", message("Those who were drawn have been taken in already."))
    if not _SHA256.fullmatch(body["register_sha256"]):
        raise Refused(
            "HASH", message("The hash of the register is not a SHA-256: 64 hexadecimal digits.")
        )
    if body["drawn"] > body["people"]:
        raise Refused("COUNT", message("More people were drawn than stand in the register."))
    planned = planned_count(command.view)
    if planned and body["drawn"] > planned:
        raise Refused(
            "COUNT",
            message(
                "{drawn} people were drawn; {planned} are to be invited.",
                drawn=body["drawn"],
                planned=planned,
            ),
        )
    strata = body.get("strata") or {}
    if strata and sum(strata.values()) != body["drawn"]:
        raise Refused(
            "STRATA",
            message(
                "The strata add up to {sum}, and {drawn} people were drawn.",
                sum=sum(strata.values()),
                drawn=body["drawn"],
            ),
        )
    drafts = command.fact("invitation.drawn", body)
    public = {**drafts.public, "strata": dict(published(strata))} if strata else drafts.public
    return [Draft(drafts.kind, drafts.step, drafts.n, drafts.strand, drafts.body, public)]


def send(command: Command) -> list[Draft]:
    """Put on the record that the invitations went out: to everybody who was drawn."""
    drawn = drawn_fact(command.view)
    invited = len(command.respondents())
    if invited != drawn.body["drawn"]:
        raise Refused(
            "NOT_IMPORTED",
            message(
                "{drawn} people were drawn and {invited} have been taken in.",
                drawn=drawn.body["drawn"],
                invited=invited,
            ),
            fix=message("Take in the file of those who were drawn: deliberate recruit import."),
        )
    body = {"count": invited, "planned": planned_count(command.view)}
    return [command.fact("invitation.sent", body)]


def planned_count(view: StepView) -> int:
    """How many people the rulebook or the pilot wants invited; 0 where nobody says it."""
    return int(view.process.parameter(view.params.count) or 0)


def drawn_fact(view: StepView) -> Fact:
    """The draw that counts, or a refusal."""
    drawn = view.last("invitation.drawn")
    if drawn is None:
        raise Refused(
            "ORDER",
            message("The draw from the register is not on the record yet."),
            fix=message("Record it with: {command}", command="deliberate do PROCESS STEP draw"),
        )
    return drawn


def progress(view: StepView) -> Progress:
    facts, sent = view.facts(), view.first("invitation.sent")
    started = facts[0].at if facts else None
    if sent is not None:
        return Progress(True, started, sent.at, count=(sent.body["count"], sent.body["count"]))
    if view.first("invitation.drawn") is None:
        waits = message("The draw from the register is not on the record yet.")
    elif view.first("invitation.imported") is None:
        waits = message("Those who were drawn have not been taken in yet.")
    else:
        waits = message("The invitations have not gone out yet.")
    return Progress(False, started, outstanding=(waits,))


INVITATION = StepKind(
    "invitation",
    schema_of(
        InvitationParameters,
        register=StrictStr(required=True, blank=False),
        strata=ListOf(StrictStr(blank=False)),
        households=Choice(HOUSEHOLDS),
        count=AnyField(),
    ),
    actions(
        Action(
            "draw", STAFF, record_draw, message("record the draw from the register"), RecordDraw
        ),
        Action("send", STAFF, send, message("record that the invitations went out")),
    ),
    progress,
)
