"""The chance that picks a panel once the list is fixed: dice thrown in public, or two values.

Two parties, one organiser at most, commit to a secret value each and then reveal it; the number
follows from both. The commitments are bound to the list, so none can be made before it. A value
that is not revealed in time is replaced by the hash of the list; when neither is, two others commit
anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from deliberate.core.errors import Refused, UnusableInput, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.kind import Action, Command, StepView
from deliberate.core.recruitment.drawing import ROLES, Commit, RevealValue
from deliberate.core.recruitment.lottery.public_draw import picked_by, thrown
from deliberate.core.recruitment.tie_draw import (
    ORGANISERS,
    PARTIES,
    Commitment,
    Reveal,
    common_seed,
    context_of_round,
    extended,
    one_sided,
    rounds,
)
from deliberate.core.rulebook.fields import ListOf, StrictInt, StrictSchema

DICE, COMMIT_REVEAL = "dice", "commit_reveal"
WAYS = (DICE, COMMIT_REVEAL)
FACES = 10
_HASH = re.compile(r"[0-9a-f]{64}")


class Throw(StrictSchema):
    """What ten-sided dice show, from 0 to 9 each, the first one counting most."""

    digits = ListOf(StrictInt(), required=True)


@dataclass(frozen=True, slots=True)
class Picked:
    """The number of the panel, and what it came from: digits, or the seed of both values."""

    number: int
    digits: tuple[int, ...] = ()
    seed: str = ""
    not_revealed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """The two commitments that count now, and what was revealed of them until `until`."""

    context: str
    committed: tuple[Fact, ...]
    revealed: tuple[Fact, ...]
    until: datetime | None

    def over(self, now: datetime) -> bool:
        return self.until is not None and now >= self.until

    def failed(self, now: datetime) -> bool:
        """Neither party has revealed its value in time."""
        return self.over(now) and not self.revealed

    @property
    def missing(self) -> tuple[str, ...]:
        given = {str(fact.body["party"]) for fact in self.revealed}
        parties = (str(fact.body["party"]) for fact in self.committed)
        return tuple(party for party in parties if party not in given)


def list_fact(view: StepView) -> Fact:
    """The list that is fixed, or a refusal."""
    found = view.first("lottery.committed")
    if found is None:
        raise Refused("ORDER", message("The list of panels is not fixed yet."))
    return found


def draw_context(view: StepView) -> str:
    """What binds the next commitment to this list and this round."""
    current = current_round(view)
    made = len(rounds(view.facts("lottery.value_committed")))
    if current.committed and not current.failed(view.process.now):
        return current.context
    return context_of_round(_context(view), made + 1)


def _context(view: StepView) -> str:
    fixed = list_fact(view).body["panels_hash"]
    return f"{view.process.id}/{view.step.id}/{view.n}/{fixed}"


def current_round(view: StepView) -> Round:
    """The last round of commitments; an empty one before anybody has committed."""
    made = rounds(view.facts("lottery.value_committed"))
    committed = tuple(made[-1]) if made else ()
    revealed = tuple(
        fact
        for fact in view.facts("lottery.value_revealed")
        if committed and fact.seq > committed[0].seq
    )
    until = None
    if len(committed) == PARTIES:
        now = view.process.now
        pauses = [(begun, over or now) for begun, over in view.process.suspensions]
        said = datetime.fromisoformat(str(committed[-1].body["reveal_by"]))
        until = extended(said, committed[-1].at, pauses)
    return Round(context_of_round(_context(view), max(1, len(made))), committed, revealed, until)


def commit_value(command: Command) -> list[Draft]:
    """A party commits to its secret value; each party is a person of its own."""
    view, body = command.view, dict(command.body)
    _require(view, COMMIT_REVEAL)
    current = current_round(view)
    if len(current.committed) == PARTIES and not current.failed(command.now):
        raise Refused("COMMITTED", message("Two parties have committed; there is no third."))
    partner = current.committed if len(current.committed) < PARTIES else ()
    if any(fact.actor.id == command.actor.id for fact in view.facts("lottery.value_committed")):
        raise Refused(
            "SAME_PERSON",
            message("This account has committed already; the other party is somebody else."),
        )
    if any(fact.body["party"] == body["party"] for fact in partner):
        raise Refused("TWICE", message("{party} has already done this.", party=body["party"]))
    if partner and one_sided([*(fact.actor.role for fact in partner), command.actor.role]):
        raise Refused(
            "ONE_SIDED",
            message("A party of those who run the draw has committed; they are one party at most."),
            fix=message("The other one is an observer, say, or the chair."),
        )
    if not _HASH.fullmatch(body["hash"]):
        raise UnusableInput("FORMAT", message("A commitment is a SHA-256 in hexadecimal."))
    if partner:
        within = command.params.reveal_within
        body["reveal_by"] = command.process.calendar.add_to_moment(command.now, within)
    return [command.fact("lottery.value_committed", body)]


def reveal_value(command: Command) -> list[Draft]:
    """Whoever committed for a party reveals its value in time; it must fit the commitment."""
    view, party = command.view, str(command.body["party"])
    _require(view, COMMIT_REVEAL)
    current = current_round(view)
    if len(current.committed) < PARTIES:
        raise Refused("EARLY", message("The other party has not committed yet."))
    own = [fact for fact in current.committed if fact.body["party"] == party]
    if own and party not in current.missing:
        raise Refused("TWICE", message("{party} has already done this.", party=party))
    if own and own[0].actor.id != command.actor.id:
        raise Refused("OTHER_PARTY", message("A value is revealed by whoever committed to it."))
    if current.over(command.now):
        raise Refused(
            "LATE",
            message("Values were revealed until {moment}.", moment=current.until),
            fix=message("One that is missing is replaced in the draw; without any, others commit."),
        )
    if not own or not _commitment(own[0]).fits(_reveal(command.body), current.context):
        raise Refused(
            "COMMITMENT", message("This value does not fit the commitment of {party}.", party=party)
        )
    return [command.fact("lottery.value_revealed", command.body)]


def throw(command: Command) -> list[Draft]:
    """Dice thrown in public: one person records what they show, a second one who saw it agrees."""
    _require(command.view, DICE)
    if command.view.first("lottery.thrown") is not None:
        raise Refused("TWICE", message("The dice are thrown already."))
    wanted = dice_for(int(list_fact(command.view).body["panel_count"]))
    digits = list(command.body["digits"])
    if len(digits) != wanted or not all(0 <= digit < FACES for digit in digits):
        raise UnusableInput(
            "DIGITS",
            message("{count} digits from 0 to 9 are expected, one for each die.", count=wanted),
        )
    return [command.fact("lottery.thrown", {"digits": digits})]


def dice_for(panels: int) -> int:
    """How many ten-sided dice pick one of so many panels."""
    return len(str(panels - 1))


def picked(view: StepView) -> Picked:
    """The panel that chance picked, or a refusal that says what is still waited for."""
    panels = int(list_fact(view).body["panel_count"])
    if way_of(view) == DICE:
        dice = view.first("lottery.thrown")
        if dice is None:
            raise Refused("ORDER", message("The dice are not thrown yet."))
        digits = tuple(int(digit) for digit in dice.body["digits"])
        return Picked(thrown(digits), digits)
    current = current_round(view)
    instead = str(list_fact(view).body["panels_hash"]) if current.over(view.process.now) else ""
    seed = common_seed(
        [_reveal(fact.body) for fact in current.revealed],
        [_commitment(fact) for fact in current.committed],
        current.context,
        instead=instead,
    )
    return Picked(picked_by(seed, panels), seed=seed, not_revealed=current.missing)


def way_of(view: StepView) -> str:
    """How chance comes in: frozen with the list."""
    return str(list_fact(view).body["randomness"])


def _require(view: StepView, way: str) -> None:
    if way_of(view) != way:
        raise Refused(
            "OTHER_WAY",
            message("The list was fixed for another way of drawing: {way}.", way=way_of(view)),
        )
    if view.first("lottery.drawn") is not None:
        raise Refused("LATE", message("The panel is drawn already."))


def _waits_for(way: str, view: StepView) -> bool:
    """Whether a list is fixed that waits for this way of drawing."""
    return view.first("lottery.committed") is not None and way_of(view) == way


def _commitment(fact: Fact) -> Commitment:
    return Commitment(str(fact.body["party"]), str(fact.body["hash"]))


def _reveal(body: Mapping[str, Any]) -> Reveal:
    try:
        return Reveal(str(body["party"]), bytes.fromhex(str(body["value"])))
    except ValueError:
        raise Refused("FORMAT", message("A revealed value is written in hexadecimal.")) from None


CHANCE: Sequence[Action] = (
    Action(
        "throw",
        ORGANISERS,
        throw,
        message("record what the dice show"),
        Throw,
        two_persons=True,
        applies=partial(_waits_for, DICE),
    ),
    Action(
        "commit_value",
        ROLES,
        commit_value,
        message("commit to a value for the draw"),
        Commit,
        applies=partial(_waits_for, COMMIT_REVEAL),
    ),
    Action(
        "reveal_value",
        ROLES,
        reveal_value,
        message("reveal the value for the draw"),
        RevealValue,
        applies=partial(_waits_for, COMMIT_REVEAL),
    ),
)
