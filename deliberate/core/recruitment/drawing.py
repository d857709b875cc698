"""The parties of a tie draw: they commit before the count, and reveal in time once there is a tie.

There are two of them. A value that is not revealed in time counts as missing, and the hash of the
frozen votes stands in its place; when neither is revealed two others commit anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.errors import Refused, UnusableInput, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.kind import Action, Command, StepView
from deliberate.core.recruitment.tie_draw import (
    ORGANISERS,
    PARTIES,
    Commitment,
    Reveal,
    context_of_round,
    extended,
    one_sided,
    rounds,
)
from deliberate.core.rulebook.fields import StrictSchema, StrictStr

ROLES = ORGANISERS | {"observer", "chair"}
REVEAL_WITHIN = Period.parse("3 days")
"""How long a party has to reveal its value, where the rulebook does not say."""
_HASH = re.compile(r"[0-9a-f]{64}")


class Commit(StrictSchema):
    """A party's commitment: SHA-256 over its secret value (see `tie_draw.commit`).

    `party`: the name under which whoever commits reveals the value later.
    """

    party = StrictStr(required=True)
    hash = StrictStr(required=True)


class RevealValue(StrictSchema):
    party = StrictStr(required=True)
    value = StrictStr(required=True)


@dataclass(frozen=True, slots=True)
class Round:
    """The commitments that count now, and what was revealed of them. `until`: the moment from which
    nothing more is revealed; None before the count, and while a commitment is missing."""

    number: int
    context: str
    committed: tuple[Fact, ...]
    revealed: tuple[Fact, ...]
    until: datetime | None

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        return tuple(
            Commitment(str(fact.body["party"]), str(fact.body["hash"])) for fact in self.committed
        )

    @property
    def reveals(self) -> tuple[Reveal, ...]:
        return tuple(
            Reveal(str(fact.body["party"]), _value(str(fact.body["value"])))
            for fact in self.revealed
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not revealed their values."""
        given = {reveal.party for reveal in self.reveals}
        return tuple(item.party for item in self.commitments if item.party not in given)

    def over(self, now: datetime) -> bool:
        return self.until is not None and now >= self.until


def current_round(view: StepView) -> Round:
    """The last round of commitments; the first one is empty before anybody has committed."""
    context = f"{view.process.id}/{view.step.id}/{view.n}"
    made = rounds(view.facts("public_vote.draw_committed"))
    number = max(1, len(made))
    committed = tuple(made[-1]) if made else ()
    revealed = [
        fact
        for fact in view.facts("public_vote.draw_revealed")
        if committed and fact.seq > committed[0].seq
    ]
    counted = view.first("public_vote.counted")
    dated = counted if number == 1 else committed[-1]
    return Round(
        number,
        context_of_round(context, number),
        committed,
        tuple(revealed),
        None if dated is None else _until(view, dated),
    )


def _until(view: StepView, dated: Fact) -> datetime | None:
    """When the time to reveal is over, as a fact says it; a suspended process does not count."""
    said, now = dated.body.get("reveal_by"), view.process.now
    if said is None:
        return None
    pauses = [(begun, over or now) for begun, over in view.process.suspensions]
    return extended(datetime.fromisoformat(str(said)), dated.at, pauses)


def draw_context(view: StepView) -> str:
    """What binds the next commitment to its draw."""
    current = current_round(view)
    if not _failed(current, view.process.now):
        return current.context
    context = f"{view.process.id}/{view.step.id}/{view.n}"
    return context_of_round(context, current.number + 1)


def _failed(current: Round, now: datetime) -> bool:
    """Neither party has revealed its value in time."""
    return current.over(now) and not current.revealed


def reveal_by(command: Command) -> datetime:
    """The moment from which nothing more is revealed of what is committed and counted now."""
    within: Period = command.params.reveal_within
    return command.process.calendar.add_to_moment(command.now, within)


def commit_draw(command: Command) -> list[Draft]:
    """A party commits to its secret value, before the count is known.

    Each party is a person of its own, and those who run the vote are one of them at most. After
    the count only two others commit, when neither value was revealed in time.
    """
    view, actor = command.view, command.actor
    committed = _committed_with(command)
    earlier = view.facts("public_vote.draw_committed")
    if any(fact.actor.id == actor.id for fact in earlier):
        raise Refused(
            "SAME_PERSON",
            message("This account has committed already; the other party is somebody else."),
        )
    if any(fact.body["party"] == command.body["party"] for fact in committed):
        raise Refused(
            "TWICE", message("{party} has already done this.", party=command.body["party"])
        )
    if committed and one_sided([*(fact.actor.role for fact in committed), actor.role]):
        raise Refused(
            "ONE_SIDED",
            message("A party of those who run the vote has committed; they are one party at most."),
            fix=message("The other one is an observer, say, or the chair."),
        )
    if not _HASH.fullmatch(command.body["hash"]):
        raise UnusableInput("FORMAT", message("A commitment is a SHA-256 in hexadecimal."))
    body = dict(command.body)
    if committed and view.first("public_vote.counted") is not None:
        body["reveal_by"] = reveal_by(command)
    return [command.fact("public_vote.draw_committed", body)]


def _committed_with(command: Command) -> tuple[Fact, ...]:
    """What has been committed in the round that a commitment enters."""
    view, current = command.view, current_round(command.view)
    if view.first("public_vote.drawn") is not None:
        raise Refused("LATE", message("The tie is drawn already."))
    if view.first("public_vote.counted") is not None:
        tied(view)
        if _failed(current, command.now):
            return ()
        if len(current.committed) == PARTIES:
            raise Refused("LATE", message("Commitments are accepted before the count only."))
    elif len(current.committed) == PARTIES:
        raise Refused("COMMITTED", message("Two parties have committed; there is no third."))
    return current.committed


def reveal_draw(command: Command) -> list[Draft]:
    """Whoever committed for a party reveals its value in time; it must fit the commitment."""
    view, party = command.view, command.body["party"]
    tied(view)
    current = current_round(view)
    if party not in current.missing and any(item.party == party for item in current.commitments):
        raise Refused("TWICE", message("{party} has already done this.", party=party))
    for fact in current.committed:
        if fact.body["party"] == party and fact.actor.id != command.actor.id:
            raise Refused("OTHER_PARTY", message("A value is revealed by whoever committed to it."))
    if current.over(command.now):
        raise Refused(
            "LATE",
            message("Values were revealed until {moment}.", moment=current.until),
            fix=message("One that is missing is replaced in the draw; without any, others commit."),
        )
    if len(current.committed) < PARTIES:
        raise Refused("EARLY", message("The other party has not committed yet."))
    reveal = Reveal(party, _value(command.body["value"]))
    fits = (item.fits(reveal, current.context) for item in current.commitments)
    if not any(fits):
        raise Refused(
            "COMMITMENT",
            message("This value does not fit the commitment of {party}.", party=reveal.party),
        )
    return [command.fact("public_vote.draw_revealed", command.body)]


def tied(view: StepView) -> Mapping[str, Any]:
    """The count whose last seat is tied, or a refusal."""
    counted = view.first("public_vote.counted")
    if counted is None or not counted.body["tied"]:
        raise Refused("NO_TIE", message("There is no tie to be drawn."))
    return counted.body


def _value(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Refused("FORMAT", message("A revealed value is written in hexadecimal.")) from None


DRAWING = (
    Action(
        "commit_draw", ROLES, commit_draw, message("commit to a value for the tie draw"), Commit
    ),
    Action(
        "reveal_draw",
        ROLES,
        reveal_draw,
        message("reveal the value for the tie draw"),
        RevealValue,
    ),
)
