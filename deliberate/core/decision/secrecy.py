"""How openly a ballot is held, and what follows for casting and counting.

`roll_call`: name and choice are published. `confidential`: the record says who took part and what
lay in the box, not whose it was; whoever has the database can tell until the count. `secret`:
nobody can tell, since papers and participation have neither key nor order nor time in common; it is
held in the room alone. Limits: docs/explanation/trust.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.common.recusal import recused
from deliberate.core.decision.ballot_papers import handed_in, recorded
from deliberate.core.decision.blank_papers import BLANK
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.entitled import entitled
from deliberate.core.deliberation.session import present_seats, remote_seats
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, Fact, SealedPaper
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.roster import Seat

ROLL_CALL, CONFIDENTIAL, SECRET = "roll_call", "confidential", "secret"
SECRECIES = (ROLL_CALL, CONFIDENTIAL, SECRET)
CAST, PARTICIPATED, OPENED = "ballot.cast", "ballot.participated", "ballot.papers_opened"
SEALED = frozenset({"choice", "marks", "reason", "blank"})
"""Fields of a cast that say how somebody votes."""
FEWEST = 3
"""With fewer voters than this, whoever knows the own vote can often tell the others'."""

Content = Mapping[str, Any]


def secrecy_of(view: StepView) -> str:
    """How openly this ballot is held: as it was opened, before that as is planned."""
    opened = view.first("ballot.opened")
    planned = view.process.parameter(view.params.secrecy)
    return str(planned if opened is None else opened.body["secrecy"])


def by_name(view: StepView) -> bool:
    """Whether names and choices are published."""
    return secrecy_of(view) == ROLL_CALL


def sealed_fields(view: StepView) -> frozenset[str]:
    """What of a cast is kept nowhere but in the box: nothing where the vote is by name."""
    return frozenset() if by_name(view) else SEALED


def voted_seats(view: StepView) -> frozenset[str]:
    """The seats that have voted, by name or by a paper in the box."""
    return frozenset(str(fact.body["seat"]) for fact in view.facts(CAST, PARTICIPATED))


def electors(view: StepView, session: StepView, before: Fact | None = None) -> frozenset[str]:
    """The seats present that have a vote: in a secret ballot only those in the room. `before`: a
    fact at which that is asked, else now."""
    here = present_seats(session, before) & entitled(view)
    return here - remote_seats(session, before) if secrecy_of(view) == SECRET else here


def require_secret_voters(view: StepView, session: StepView) -> None:
    """Refuse to open a ballot without names among so few that the sum would give them away."""
    voters = electors(view, session) - recused(view)
    if not by_name(view) and len(voters) < FEWEST:
        raise Refused(
            "FEW",
            message(
                "{count} members could vote; without names it takes {least}.",
                count=len(voters),
                least=FEWEST,
            ),
            fix=message("Among so few the count would tell how each voted. No vote is taken."),
        )


def require_own_hand(command: Command, seat: Seat) -> None:
    """Refuse that somebody records what another votes, where nobody is to know it."""
    if seat.account != command.actor.id and not by_name(command.view):
        raise Refused(
            "SECRET",
            message("This ballot is not by name: nobody calls out or records another's vote."),
            fix=message(
                "Give the seat an account (deliberate user seat); the member votes by it. Slips of "
                "the room are entered together, without their seats."
            ),
        )


def require_in_the_room(view: StepView, session: StepView, seat: Seat) -> None:
    """Refuse a secret paper from afar: nobody sees who looks on."""
    if secrecy_of(view) == SECRET and seat.id in remote_seats(session):
        raise Refused(
            "REMOTE",
            message(
                "Seat {seat} attends by video; a secret vote is cast in the room.", seat=seat.id
            ),
            fix=message("Who comes to the room is recorded as present and votes then."),
        )


def cast_drafts(
    command: Command, seat: Seat, content: Content, mark: Mapping[str, Any]
) -> list[Draft]:
    """One vote: by name with its choice; otherwise that the seat took part, and its paper apart."""
    secrecy = secrecy_of(command.view)
    if secrecy == ROLL_CALL:
        return [command.fact(CAST, {"seat": seat.id, **content, **mark})]
    paper = SealedPaper(seat.id, secrecy == SECRET, dict(content))
    return [command.fact(PARTICIPATED, {"seat": seat.id}, paper=paper)]


def content_of(
    view: StepView, ballot: BallotDefinition, paper: str, body: Mapping[str, Any]
) -> Content:
    """What is on a paper that is handed in; it may be blank where nobody sees whose it is."""
    if not body.get("blank"):
        return recorded(ballot, handed_in(ballot, paper, body))
    if by_name(view):
        raise Refused("PAPER", message("A vote by name is not blank: abstain instead."))
    if any(body.get(name) is not None for name in ("choice", "marks", "reason")):
        raise Refused("PAPER", message("A blank paper says nothing else."))
    return BLANK


def contents_of(view: StepView) -> dict[str, Content]:
    """The papers that the record shows: by seat, or by their place in the box once it is opened."""
    opened = view.first(OPENED)
    if opened is not None:
        return _numbered(opened.body["papers"])
    return {str(fact.body["seat"]): fact.body for fact in view.facts(CAST)}


def _numbered(papers: Sequence[Content]) -> dict[str, Content]:
    return {str(number): paper for number, paper in enumerate(papers, start=1)}


def papers_by_id(command: Command) -> dict[str, Content]:
    """What is counted: by seat, or by its place in the sorted box where there are no names.

    Raises `Refused` (PAPERS) when the box does not hold one paper for each seat that took part:
    then somebody has laid hands on it, and nothing is counted.
    """
    view = command.view
    if by_name(view):
        return contents_of(view)
    papers = sorted(command.papers(), key=canonical)
    took_part = len(voted_seats(view))
    if len(papers) != took_part:
        raise Refused(
            "PAPERS",
            message(
                "{seats} seats took part, and the box holds {papers} papers. Nothing was counted.",
                seats=took_part,
                papers=len(papers),
            ),
            fix=message("The box was changed outside this programme: restore the last backup."),
        )
    return _numbered(papers)


def opening_drafts(command: Command, papers: Mapping[str, Content]) -> list[Draft]:
    """The papers of a ballot without names, published in the order of what is on them."""
    if by_name(command.view):
        return []
    return [command.fact(OPENED, {"papers": [dict(paper) for paper in papers.values()]})]
