"""Kind `public_vote`: citizens vote for candidates over two channels, and the most votes win.

Signed votes obey one person, one counted vote. Comments are counted as the model says, one for
each account, and always published apart; when they decide a seat, the count says so. A tie at the
last seat is broken by a draw that two parties commit to before either value is known; see
`drawing` for who they are and what follows when one keeps its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.calendar import Moment
from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import known, not_before
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.recruitment.drawing import (
    DRAWING,
    REVEAL_WITHIN,
    current_round,
    reveal_by,
    tied,
)
from deliberate.core.recruitment.public_vote_count import count_public_vote
from deliberate.core.recruitment.tie_draw import ORGANISERS, draw, one_sided
from deliberate.core.rulebook.fields import ListOf, PeriodField, StrictStr
from deliberate.core.rulebook.records import schema_of

STAFF = ORGANISERS
TIES = ("verifiable_draw",)
CERTIFICATE_ONLY, RESIDENCE_DECLARED = "certificate_only", "certificate_residence_declared"
ELECTORATES = (CERTIFICATE_ONLY, RESIDENCE_DECLARED)
"""Who votes by signature: whoever holds a certificate, or whoever also declares in the signed text
to live in the territory, which nobody verifies."""


@dataclass(frozen=True, slots=True)
class PublicVoteParameters:
    """Values that begin with @ are open parameters of the pilot. `reveal_within`: how long the
    parties of a draw have to reveal their values; three days where the rulebook says nothing."""

    seats: str
    channels: tuple[str, ...] = ("signed",)
    votes_per_voter: Any = 1
    comments: Any = "shown"
    tie: Any = "verifiable_draw"
    revote: Any = True
    electorate: Any = CERTIFICATE_ONLY
    reveal_within: Period = REVEAL_WITHIN


def open_vote(command: Command) -> list[Draft]:
    """Open the vote with everything that decides its count: candidates, seats, rules, end."""
    view, process = command.view, command.process
    if view.first("public_vote.opened"):
        raise Refused("TWICE", message("The vote is already open."))
    start = view.starts
    not_before(command, _start(view, start), message("Opening the vote"))
    closes = view.ends
    if closes is None:
        raise Refused("NO_DATE", message("The end of the vote is not planned."))
    return [
        command.fact(
            "public_vote.opened",
            {
                "candidates": list(_candidates(view)),
                "seats": len(process.roster.group(command.params.seats)),
                "channels": command.params.channels,
                "votes_per_voter": process.parameter(command.params.votes_per_voter),
                "comments_mode": comments_mode(view),
                "tie": known(process.parameter(command.params.tie), TIES, "tie"),
                "electorate": known(
                    process.parameter(command.params.electorate), ELECTORATES, "electorate"
                ),
                "revote": process.parameter(command.params.revote),
                "closes": process.calendar.end_moment(closes),
            },
        )
    ]


def close_vote(command: Command) -> list[Draft]:
    """Close the vote at its end and freeze all votes under one hash."""
    opened = opened_fact(command.view)
    if command.view.first("public_vote.closed"):
        raise Refused("TWICE", message("The vote is already closed."))
    not_before(command, closes_at(opened.body), message("Closing the vote"))
    lines = vote_lines(command.ballots())
    return [
        command.fact(
            "public_vote.closed",
            {"root": root_of(lines), "lines": len(lines), "closes": opened.body["closes"]},
        )
    ]


def count_vote(command: Command) -> list[Draft]:
    """Count the frozen votes; fill the seats at once when no tie straddles the last one."""
    view = command.view
    opened = opened_fact(view)
    closed = view.first("public_vote.closed")
    if closed is None:
        raise Refused("ORDER", message("The vote is not closed yet."))
    if view.first("public_vote.counted"):
        raise Refused("TWICE", message("The vote is already counted."))
    lines = vote_lines(command.ballots())
    if root_of(lines) != closed.body["root"]:
        raise Refused("CHANGED", message("The votes differ from those frozen at the close."))
    if one_sided([fact.actor.role for fact in view.facts("public_vote.draw_committed")]):
        raise Refused(
            "COMMITMENTS",
            message("Two parties must commit to the tie draw before the count."),
            fix=message("Record both commitments: commit_draw."),
        )
    tally = count_public_vote(
        lines, opened.body["candidates"], opened.body["seats"], opened.body["comments_mode"]
    )
    body = {
        **tally.as_body(),
        "comments_mode": opened.body["comments_mode"],
        "seats": opened.body["seats"],
    }
    if tally.tied:
        body["reveal_by"] = reveal_by(command)
    drafts = [command.fact("public_vote.counted", body)]
    if not tally.tied:
        drafts += _seat(command, tally.elected_without_draw)
    return drafts


def draw_tie(command: Command) -> list[Draft]:
    """Break the tie from the revealed values; anyone can recompute it."""
    view = command.view
    counted, closed = tied(view), view.first("public_vote.closed")
    current = current_round(view)
    instead = str(closed.body["root"]) if closed is not None and current.over(command.now) else ""
    seats = int(counted["seats_for_tied"])
    drawn = draw(
        counted["tied"],
        seats,
        current.reveals,
        current.commitments,
        current.context,
        instead=instead,
    )
    elected = [*counted["elected_without_draw"], *drawn.order[:seats]]
    body = {"order": drawn.order, "seed": drawn.seed, "elected": elected}
    if current.missing:
        body["not_revealed"] = list(current.missing)
    return [command.fact("public_vote.drawn", body), *_seat(command, elected)]


def comments_mode(view: StepView) -> str:
    """ "counted" or "shown": whether comment votes enter the totals."""
    value = str(view.process.parameter(view.params.comments))
    return "shown" if value.startswith("shown") else "counted"


def vote_lines(ballots: Any) -> list[Mapping[str, Any]]:
    """Public vote lines in their only order: by code."""
    return sorted(ballots, key=lambda line: str(line["code"]))


def root_of(lines: list[Mapping[str, Any]]) -> str:
    """SHA-256 over the published file: one canonical JSON line per vote."""
    return digest(b"".join(canonical(line) + b"\n" for line in lines))


def opened_fact(view: StepView) -> Fact:
    """The fact that opened the vote, or a refusal."""
    opened = view.first("public_vote.opened")
    if opened is None:
        raise Refused("ORDER", message("The vote is not open yet."))
    return opened


def closes_at(body: Mapping[str, Any]) -> datetime:
    """The end of the vote, exclusive."""
    return datetime.fromisoformat(str(body["closes"]))


def ranking(view: StepView) -> tuple[str, ...]:
    """All candidates from first to last after the draw; empty before the result is final."""
    counted, drawn = view.first("public_vote.counted"), view.first("public_vote.drawn")
    if counted is None or (counted.body["tied"] and drawn is None):
        return ()
    order: list[str] = []
    for group in counted.body["ranking"]:
        tied = drawn is not None and set(group) == set(counted.body["tied"])
        order += drawn.body["order"] if tied and drawn is not None else sorted(group)
    return tuple(order)


def _start(view: StepView, start: Moment | None) -> datetime | None:
    return None if start is None else view.process.calendar.start_moment(start)


def _candidates(view: StepView) -> tuple[str, ...]:
    closed = view.process.latest("nomination.closed")
    if closed is None:
        raise Refused("ORDER", message("The list of candidates is not closed yet."))
    return tuple(closed.body["candidates"])


def _seat(command: Command, elected: Any) -> list[Draft]:
    """Elected candidates take the group's seats in the order of the result."""
    seats = [
        seat.id
        for seat in command.process.roster.group(command.params.seats)
        if seat.state == "vacant"
    ]
    return [
        command.fact(
            "seat.filled",
            {
                "seat": seat,
                "group": command.params.seats,
                "holder": candidate,
                "candidate": candidate,
            },
        )
        for seat, candidate in zip(seats, elected, strict=False)
    ]


def progress(view: StepView) -> Progress:
    opened, closed = view.first("public_vote.opened"), view.first("public_vote.closed")
    counted, drawn = view.first("public_vote.counted"), view.first("public_vote.drawn")
    if opened is None:
        return Progress(outstanding=(message("The vote is not open yet."),))
    final = drawn if drawn is not None else counted
    if final is not None and (drawn is not None or not final.body["tied"]):
        return Progress(True, opened.at, final.at)
    if counted is not None:
        waits = message("A tie for the last seat waits for the draw.")
    elif closed is not None:
        waits = message("The votes are frozen and wait for the count.")
    else:
        waits = message("The vote runs until {end}.", end=closes_at(opened.body))
    return Progress(False, opened.at, None, None, (waits,))


PUBLIC_VOTE = StepKind(
    "public_vote",
    schema_of(
        PublicVoteParameters,
        seats=StrictStr(required=True),
        channels=ListOf(StrictStr()),
        votes_per_voter=AnyField(),
        comments=AnyField(),
        tie=AnyField(),
        revote=AnyField(),
        electorate=AnyField(),
        reveal_within=PeriodField(),
    ),
    actions(
        Action("open", STAFF, open_vote, message("open the vote"), two_persons=True),
        Action("close", STAFF, close_vote, message("close the vote"), two_persons=True),
        *DRAWING,
        Action("count", STAFF, count_vote, message("count the votes")),
        Action("draw", STAFF, draw_tie, message("draw the tie")),
    ),
    progress,
    fixed=True,
)
