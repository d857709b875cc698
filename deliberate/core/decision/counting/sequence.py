"""Ballots that are opened only on the outcome of earlier ones, as their conditions say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deliberate.core.errors import UnusableInput, message
from deliberate.core.rulebook.conditions import holds, possible, steps_of

State = Literal["counted", "open", "waiting", "not_reached"]


@dataclass(frozen=True, slots=True)
class Sequenced:
    """One ballot of a sequence. `when`: as in the rulebook ("vote1 = not_retain"), or empty."""

    id: str
    when: str = ""


def states(ballots: Sequence[Sequenced], results: Mapping[str, str]) -> dict[str, State]:
    """What each ballot is, by the results (`Outcome.result`) that are known so far.

    "open": it may be held now; "waiting": its condition may still come true; "not_reached": it can
    no longer, so the ballot is never held. Raises `UnusableInput` (SEQUENCE) where a condition asks
    for a ballot that does not come before, or a result is known of a ballot that was not reached.
    """
    found: dict[str, State] = {}
    for ballot in ballots:
        _require_earlier(ballot, found)
        found[ballot.id] = _state(ballot, found, results)
    return found


def _require_earlier(ballot: Sequenced, earlier: Mapping[str, State]) -> None:
    asked = steps_of(ballot.when) if ballot.when else ()
    strange = [name for name in asked if name not in earlier]
    if strange or ballot.id in earlier:
        raise UnusableInput(
            "SEQUENCE",
            message(
                "The ballot “{ballot}” depends on what does not come before it: {names}.",
                ballot=ballot.id,
                names=strange or [ballot.id],
            ),
        )


def _state(ballot: Sequenced, earlier: Mapping[str, State], results: Mapping[str, str]) -> State:
    def undecided(name: str) -> bool:
        return name not in results and earlier.get(name) in {"open", "waiting"}

    reachable = not ballot.when or possible(ballot.when, results.get, undecided)
    if ballot.id in results:
        if ballot.when and not holds(ballot.when, results.get):
            raise UnusableInput(
                "SEQUENCE",
                message(
                    "The ballot “{ballot}” was counted, but its condition does not hold.",
                    ballot=ballot.id,
                ),
            )
        return "counted"
    if not reachable:
        return "not_reached"
    return "open" if not ballot.when or holds(ballot.when, results.get) else "waiting"
