"""Votes: candidates and tallies by channel, the members' votes, minority reports, refusals."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.decision.minority import minority_reports
from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.portal.decisions import protocol_of, rounds_of
from deliberate.core.services.portal.election import public_votes_of
from deliberate.core.services.portal.results import Candidate, PublicVote, Round
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def public_votes(making: Making) -> tuple[PublicVote, ...]:
    """The votes of the public as anybody may see them at the moment of the document."""
    return public_votes_of(making.process, Viewer(), "")


def candidates_table(making: Making, _of: str) -> Table:
    """The candidates of the closed list, by whom each was nominated."""
    say = making.say
    rows = tuple(
        (item.id, making.text(item.name), making.text(item.nominated_by))
        for vote in public_votes(making)
        for item in sorted(vote.candidates, key=lambda item: item.id)
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Candidate"), width=4),
        Column(say.gettext("Nominated by"), width=5),
    )
    return Table(columns, rows, empty=say.gettext("The list of candidates is not closed yet."))


def tally_table(making: Making, _of: str) -> Table:
    """Votes by channel, in the order of the result; comments always stand apart."""
    say = making.say
    rows = tuple(
        _tally(making, item)
        for vote in public_votes(making)
        for item in vote.candidates
        if item.votes is not None
    )
    columns = (
        Column(say.gettext("Place"), "right", 4),
        Column(say.gettext("Candidate"), width=8),
        Column(say.gettext("Signed votes"), "right", 6),
        Column(say.gettext("Comment votes"), "right", 6),
        Column(say.gettext("Total"), "right", 5),
        Column(say.gettext("Place without comments"), "right", 6),
        Column(say.gettext("Elected"), width=4),
    )
    return Table(columns, rows, empty=say.gettext("The votes have not been counted yet."))


def _tally(making: Making, item: Candidate) -> tuple[str, ...]:
    say, votes = making.say, item.votes
    if votes is None:
        return ()
    return (
        say.number(votes.place),
        making.text(item.name),
        say.count(votes.signed),
        say.count(votes.comments),
        say.count(votes.total),
        say.number(votes.place_without_comments),
        say.gettext("yes") if item.elected else "",
    )


def votes_table(making: Making, _of: str) -> Table:
    """The votes of the members beside each other, a column for each: counts, threshold, result."""
    say, rounds = making.say, rounds_of(making.process)
    heads = (
        say.gettext("For"),
        say.gettext("Against"),
        say.gettext("Abstained"),
        say.gettext("Absent"),
        say.gettext("Needed"),
        say.gettext("Result"),
    )
    columns = (Column(say.gettext("Votes of the members"), width=3), *_votes(making, rounds))
    rows = tuple(zip(heads, *(_counts(making, found) for found in rounds), strict=True))
    return Table(columns, rows if rounds else (), empty=say.gettext("No vote has been held yet."))


def _votes(making: Making, rounds: tuple[Round, ...]) -> Iterator[Column]:
    head = making.say.gettext("Vote {n}")
    for found in rounds:
        yield Column(f"{head.format(n=found.n)}\n{making.day(found.opened_at)}", "right", 3)


def _counts(making: Making, found: Round) -> tuple[str, ...]:
    say = making.say
    counts = (found.for_, found.against, found.abstain, found.absent, found.needed)
    outcome = say.word("outcome", found.outcome) if found.outcome else ""
    return (*("" if count is None else say.number(count) for count in counts), outcome)


def roll_call_table(making: Making, _of: str) -> Table:
    """How each member voted in the latest open vote."""
    say, rounds = making.say, rounds_of(making.process)
    casts = {cast.member.seat: cast.choice for cast in rounds[-1].roll_call} if rounds else {}
    rows = tuple(
        (seat.id, making.named(seat.id), say.word("choice", casts[seat.id]))
        for seat in making.in_order()
        if seat.id in casts
    )
    columns = (
        Column(say.gettext("Seat")),
        Column(say.gettext("Member"), width=6),
        Column(say.gettext("Vote"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("There is no roll-call."))


def minority_table(making: Making, _of: str) -> Table:
    """Minority reports of the protocol: who holds them, the words, and of which point they are."""
    say = making.say
    reports = minority_reports(making.report) if making.report is not None else ()
    pointed = any(report.point for report in reports)
    rows = tuple(
        (
            "; ".join(making.named(seat) for seat in report.seats),
            making.text(report.text),
            *((report.point,) if pointed else ()),
        )
        for report in reports
    )
    columns = (
        Column(say.gettext("Who"), width=3),
        Column(say.gettext("Opinion"), width=5),
        *((Column(say.gettext("Point")),) if pointed else ()),
    )
    return Table(columns, rows, empty=say.gettext("No minority report was made."))


def refusals_table(making: Making, _of: str) -> Table:
    """Who refused to sign, and why."""
    say, protocol = making.say, protocol_of(making.process)
    rows = tuple(
        (making.named(refusal.member.seat), making.text(refusal.reason))
        for refusal in (protocol.refusals if protocol is not None else ())
    )
    columns = (Column(say.gettext("Member"), width=3), Column(say.gettext("Reason"), width=5))
    return Table(columns, rows, empty=say.gettext("Nobody refused to sign."))
