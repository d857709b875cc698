"""Slips: ballot papers from the room, entered together where the vote is not by name.

Who handed one in is known from the list by the box, whose slip is whose from nowhere: the seats
come in their order, the slips in the order of what is on them. The record marks such a seat's part
as written down by somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.decision.ballot_papers import MarksField
from deliberate.core.decision.ballot_rules import frozen
from deliberate.core.decision.casting import require_may_vote
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.entitled import RETURNING_OFFICER, require_counter
from deliberate.core.decision.secrecy import FEWEST, PARTICIPATED, Content, by_name, content_of
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, SealedPaper
from deliberate.core.process.guards import as_shown, filled_seat
from deliberate.core.process.kind import Command, StepView
from deliberate.core.rulebook.fields import ListOf, StrictBool, StrictInt, StrictSchema, StrictStr
from deliberate.core.rulebook.fields import Table as TableField

SLIP = "slip"
ENTERERS = frozenset({"secretary", RETURNING_OFFICER})
"""Who may enter slips: the returning officer where one counts, else the secretary."""
SEALED = frozenset({"papers"})


class Slip(StrictSchema):
    """What is on one slip, as `cast` takes it."""

    choice = StrictStr()
    marks = MarksField()
    reason = StrictStr()
    blank = StrictBool()


class EnterSlips(StrictSchema):
    """`papers`: the slips, in any order; `seats`: the members who handed one in; `vote`: which vote
    they belong to, the first being 1."""

    papers = ListOf(TableField(Slip), required=True)
    seats = ListOf(StrictStr(), required=True)
    vote = StrictInt()


def enter_slips(command: Command) -> list[Draft]:
    """All of them or none: a slip or a seat that does not fit leaves the box as it was."""
    view, body = command.view, command.body
    as_shown(body.get("vote"), view.n)
    opened = view.first("ballot.opened")
    if opened is None:
        raise Refused("ORDER", message("The vote is not open yet."))
    if by_name(view):
        raise Refused("BY_NAME", message("In a vote by name there are no papers without a name."))
    require_counter(command)
    seats = sorted(body["seats"])
    _require_as_many(seats, len(body["papers"]))
    for seat in seats:
        require_may_vote(view, filled_seat(view, seat))
    contents = _contents(command, frozen(opened.body), body["papers"])
    return [
        command.fact(
            PARTICIPATED, {"seat": seat, "form": SLIP}, paper=SealedPaper(seat, True, dict(content))
        )
        for seat, content in zip(seats, contents, strict=True)
    ]


def _require_as_many(seats: Sequence[str], papers: int) -> None:
    """As many seats as slips, and enough of them that nobody's can be told."""
    if len(seats) != papers or len(set(seats)) < len(seats):
        raise Refused(
            "PAPERS",
            message(
                "{papers} papers, and {seats} seats that handed one in.",
                papers=papers,
                seats=len(set(seats)),
            ),
            fix=message("Name each seat once, as many as there are papers."),
        )
    if papers < FEWEST:
        raise Refused(
            "FEW",
            message(
                "Papers entered: {count}; without names it takes {least} at once.",
                count=papers,
                least=FEWEST,
            ),
            fix=message("Among so few it would be known who voted how: enter all papers together."),
        )


def _contents(
    command: Command, ballot: BallotDefinition, slips: Sequence[Mapping[str, Any]]
) -> list[Content]:
    """What is on the slips, in an order that tells nothing about whose they are."""
    found = [
        content_of(command.view, ballot, str(number), slip) for number, slip in enumerate(slips, 1)
    ]
    return sorted(found, key=canonical)


def slips_apply(view: StepView) -> bool:
    """Whether a ballot has papers without a name."""
    return not by_name(view)
