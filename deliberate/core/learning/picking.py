"""Members pick some of what was proposed: questions to put, witnesses to hear.

Each seat names what it wants, the last word counting. Whoever publishes the choice is bound by it:
nothing is chosen that fewer seats named than something left out. Where the line falls between equal
numbers, the choice among them is free and its reason is published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import known, seat_of_actor
from deliberate.core.process.kind import Command, StepView
from deliberate.core.rulebook.fields import ListOf, StrictSchema, StrictStr


class Pick(StrictSchema):
    """`picked`: identifiers of what the seat wants, in any order; it replaces what it said."""

    seat = StrictStr()
    picked = ListOf(StrictStr(), required=True)


def pick(command: Command, kind: str, proposed: Iterable[str]) -> list[Draft]:
    """What one seat wants. The seat stays out of the record, its wishes are published as sums."""
    seat = seat_of_actor(command, named=command.body.get("seat"))
    picked = each_once(command.body["picked"], proposed)
    return [command.fact(kind, {"seat": seat.id, "picked": picked}, private=("seat", "picked"))]


def each_once(named: Iterable[str], proposed: Iterable[str]) -> list[str]:
    """The identifiers as given. Raises `Refused` for an unknown one and for one named twice."""
    options, seen = tuple(proposed), list(named)
    for name in seen:
        known(name, options, "identifier")
        if seen.count(name) > 1:
            raise Refused("TWICE", message("“{value}” is named twice.", value=name))
    return seen


def support(view: StepView, kind: str, proposed: Iterable[str]) -> Mapping[str, int]:
    """How many seats want each of those proposed, by the last word of each seat."""
    latest = {str(fact.body["seat"]): fact.body["picked"] for fact in view.facts(kind)}
    counts = Counter(name for picked in latest.values() for name in set(picked))
    return {name: counts[name] for name in proposed}


def as_picked(chosen: Collection[str], wanted: Mapping[str, int]) -> None:
    """Refuse a choice that leaves out something which more seats named than something chosen."""
    least = min((wanted[name] for name in chosen), default=0)
    passed_over = tuple(name for name, seats in wanted.items() if seats > least)
    left_out = tuple(name for name in passed_over if name not in chosen)
    if left_out:
        raise Refused(
            "PICKED",
            message(
                "More members named {left_out} than some of those that were chosen.",
                left_out=left_out,
            ),
            fix=message("The choice follows the members; among equal numbers it is free."),
        )
