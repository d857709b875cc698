"""Tables about people and what they said: candidates, seats, the roll-call, public inputs."""

from __future__ import annotations

from deliberate.core.errors import message
from deliberate.core.services.portal.open_data_shapes import Row, Sheet
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.results import Candidate, PublicVote


def candidates(page: ProcessPage) -> Sheet:
    """Candidates by their consent; numbers only after the count."""
    return Sheet(
        message("Candidates and their votes"),
        message(
            "One row for each candidate of each public vote. Before the count the columns with "
            "numbers are empty."
        ),
        (
            ("vote", message("step of the public vote")),
            ("candidate", message("identifier of the candidate")),
            ("name", message("name, published with consent")),
            ("nominated_by", message("who nominated the candidate")),
            ("field_of_work", message("field of work, as a code")),
            ("signed", message("votes with an electronic signature")),
            ("comments", message("votes by comment")),
            ("total", message("votes that count")),
            ("place", message("place by the votes that count; equal totals share one")),
            ("place_without_comments", message("place by signed votes alone")),
            ("tied", message("whether the candidate was in a tie at the last seat")),
            ("elected", message("whether the candidate won a seat")),
        ),
        tuple(_candidate(vote, item) for vote in page.votes for item in vote.candidates),
        frozenset({"name", "nominated_by"}),
    )


def _candidate(vote: PublicVote, item: Candidate) -> Row:
    votes = item.votes
    counted = votes is not None
    return (
        vote.step,
        item.id,
        item.name,
        item.nominated_by,
        item.field_of_work,
        votes.signed if votes is not None else None,
        votes.comments if votes is not None else None,
        votes.total if votes is not None else None,
        votes.place if votes is not None else None,
        votes.place_without_comments if votes is not None else None,
        item.tied if counted else None,
        item.elected if counted else None,
    )


def seats(page: ProcessPage) -> Sheet:
    """Every seat with the body and the person that hold it, the person only by consent."""
    return Sheet(
        message("Seats of the process"),
        message("One row for each seat of the membership."),
        (
            ("seat", message("identifier of the seat")),
            ("group", message("group of seats")),
            ("body", message("organisation that holds the seat, if any")),
            ("body_kind", message("kind of organisation, as a code")),
            ("name", message("name of the member, published with consent")),
            ("filled", message("whether the seat is filled")),
            ("since", message("since when")),
            ("offices", message("offices held, as codes, with spaces between them")),
            ("mandate_ended", message("when the mandate ended")),
        ),
        tuple(
            (
                member.seat,
                group.name,
                member.body,
                member.body_kind,
                member.name,
                member.filled,
                member.since,
                " ".join(member.offices),
                member.mandate_ended,
            )
            for group in page.groups
            for member in group.members
        ),
        frozenset({"body", "name"}),
    )


def roll_call(page: ProcessPage) -> Sheet:
    """How each seat voted in open votes."""
    return Sheet(
        message("Roll-call"),
        message("One row for each member and vote. Secret votes have none."),
        (
            ("ballot", message("step of the vote")),
            ("n", message("number of the vote: 1 is the first, 2 the repeated one")),
            ("counted_at", message("when the votes were counted")),
            ("seat", message("identifier of the seat")),
            ("member", message("organisation or member that holds the seat")),
            ("choice", message("for, against or abstain; by other methods the paper in one line")),
            ("reason", message("reason of a serious objection")),
        ),
        tuple(
            (
                item.step,
                item.n,
                item.counted_at,
                cast.member.seat,
                cast.member.name,
                cast.choice,
                cast.paper.reason,
            )
            for item in page.rounds
            for cast in item.roll_call
        ),
        frozenset({"member"}),
    )


def inputs(page: ProcessPage) -> Sheet:
    """The ledger without the words of its authors."""
    return Sheet(
        message("Public inputs and what became of them"),
        message("One row for each input. The words of an input belong to its author."),
        (
            ("input", message("number of the input")),
            ("source", message("where it came from, as a code")),
            ("step", message("step that brought it")),
            ("received_at", message("when it was received")),
            ("topic", message("what it is about, in a few words")),
            ("disposition", message("what became of it, as a code; empty while it waits")),
            ("reason", message("the reason given")),
            ("place", message("point or paper in which it is reflected")),
            ("disposed_at", message("when that was decided")),
        ),
        tuple(
            (
                line.id,
                line.source,
                line.step,
                line.received_at,
                line.topic,
                line.disposition,
                line.reason,
                line.place,
                line.disposed_at,
            )
            for line in page.inputs.lines
        ),
        frozenset({"reason", "topic"}),
    )
