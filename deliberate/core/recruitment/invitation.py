"""Kind `invitation`: people are drawn from a register and invited by letter.

The draw is recorded as anybody can repeat it who may read the register: its hash, the seed, how
many were drawn from each stratum. Who was drawn is imported beside the record, as numbers with
codes; the record knows how many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from deliberate.core.common.survey_result import answered
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
    TextField,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
HOUSEHOLDS = ("one_invitation_each", "any")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class InvitationParameters:
    """`register`: what people are drawn from, `members` for those who hold seats already; `from_`:
    the survey whose respondents alone are invited; `strata`: the features by which it is divided;
    `households`: whether one address gets one invitation at most; `count`: how many are invited,
    which may begin with @, as an open parameter of the pilot."""

    register: str
    from_: str = ""
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


class CorrectDraw(RecordDraw):
    """The whole draw anew; the reason is published, so every authentic language has it."""

    reason = TextField(required=True)


def record_draw(command: Command) -> list[Draft]:
    """Put the draw on the record, once: nobody draws again until the outcome is to their liking."""
    if command.view.first("invitation.drawn") is not None:
        raise Refused(
            "TWICE",
            message("The draw is on the record already."),
            fix=message("A mistake is put right by two persons with: {action}.",
                        action="correct_draw"),
        )  # fmt: skip
    return _drawn(command)


def correct_draw(command: Command) -> list[Draft]:
    """Put right what was recorded of the draw, with a reason; until people have been imported."""
    drawn_fact(command.view)
    return _drawn(command)


def _drawn(command: Command) -> list[Draft]:
    body = command.body
    if command.respondents():
        raise Refused("TWICE", message("Those who were drawn have been taken in already."))
    if not _SHA256.fullmatch(body["register_sha256"]):
        raise Refused(
            "HASH", message("The hash of the register is not a SHA-256: 64 hexadecimal digits.")
        )
    if body["drawn"] > body["people"]:
        raise Refused("COUNT", message("More people were drawn than stand in the register."))
    _require_answered(command)
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
    if command.params.strata and not strata:
        raise Refused(
            "STRATA",
            message("It is not said how many were drawn from each stratum."),
            fix=message("The register is divided by: {names}.", names=command.params.strata),
        )
    if strata and sum(strata.values()) != body["drawn"]:
        raise Refused(
            "STRATA",
            message(
                "The strata add up to {sum}, and {drawn} people were drawn.",
                sum=sum(strata.values()),
                drawn=body["drawn"],
            ),
        )
    drafts = command.fact("invitation.drawn", {"register": command.params.register, **body})
    public = {**drafts.public, "strata": dict(published(strata))} if strata else drafts.public
    return [Draft(drafts.kind, drafts.step, drafts.n, drafts.strand, drafts.body, public)]


def _require_answered(command: Command) -> None:
    """Where a survey invites, nobody is drawn but from those who answered it."""
    if not command.params.from_:
        return
    most = answered(command.process, command.params.from_)
    if most is None:
        raise Refused("ORDER", message("The survey from which people are invited is not closed."))
    if command.body["people"] > most:
        raise Refused(
            "COUNT",
            message(
                "The draw is made from {people} people, and {answered} answered the survey.",
                people=command.body["people"],
                answered=most,
            ),
            fix=message("Only those who answered are invited."),
        )


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


def _waits_for_people(view: StepView) -> bool:
    """Whether a draw is on the record of which nobody has been taken in yet."""
    drawn, imported = view.first("invitation.drawn"), view.first("invitation.imported")
    return drawn is not None and imported is None


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
        from_=StrictStr(data_key="from"),
        strata=ListOf(StrictStr(blank=False)),
        households=Choice(HOUSEHOLDS),
        count=AnyField(),
    ),
    actions(
        Action(
            "draw", STAFF, record_draw, message("record the draw from the register"), RecordDraw
        ),
        Action(
            "correct_draw",
            STAFF,
            correct_draw,
            message("correct the recorded draw"),
            CorrectDraw,
            two_persons=True,
            applies=_waits_for_people,
        ),
        Action("send", STAFF, send, message("record that the invitations went out")),
    ),
    progress,
)
