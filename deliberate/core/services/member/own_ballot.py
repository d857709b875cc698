"""The vote of a member: the text that is put to the vote, how openly, and one's own choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.decision.ballot import CHOICES, threshold_of, votes
from deliberate.core.deliberation.session import present_seats
from deliberate.core.errors import Refused, message
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.late_tasks import own_vote, session_of, vote_task
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.text import Text

SECRET = "secret"
"""A vote that no page can hold: who is signed in is known."""


@dataclass(frozen=True, slots=True)
class OwnBallot:
    """One vote for one member. `secrecy` is as the vote was opened; `choice` the own one, once
    cast. While the vote is open only the number of votes is told, no result.

    `needed` of `base`: None while that depends on who is present.
    """

    frame: Frame
    task: Task
    text: Text
    secrecy: str
    choices: tuple[str, ...]
    opened_at: datetime | None
    cast: int
    present: int
    needed: int | None
    seats: int
    choice: str = ""


def ballot_page(context: Context, account: str, process_id: str, step: str) -> OwnBallot:
    """The vote in force, as this member meets it."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "ballot")
    seat = mine.require_seat()
    opened, own = view.first("ballot.opened"), own_vote(view, seat)
    body = opened.body if opened is not None else {}
    return OwnBallot(
        frame=frame_of(mine),
        task=vote_task(view, seat),
        text=text_of(body, "text"),
        secrecy=secrecy_of(view),
        choices=CHOICES,
        opened_at=opened.at if opened is not None else None,
        cast=len(votes(view)),
        present=len(present_seats(session_of(view))),
        needed=_needed(view),
        seats=len(mine.process.roster.seats),
        choice=str(own.body["choice"]) if own is not None else "",
    )


def cast_vote(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    vote: int,
    choice: str,
    key: str,
) -> Done:
    """Cast the own seat's vote in the vote of this number, which the member was shown."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    if secrecy_of(mine.step_of(step, "ballot")) == SECRET:
        raise Refused(
            "SECRET",
            message("This is a secret vote."),
            fix=message(
                "It is held in the room, on paper: a page behind sign-in could not keep it secret."
            ),
        )
    actor = member_for(context, mine, step, "cast")
    body = {"vote": vote, "choice": choice}
    return perform(context, actor, process_id, step, "cast", body, key=own_key(account, key))


def secrecy_of(view: StepView) -> str:
    """How openly is voted: as the vote was opened, before that as the regulation says."""
    opened = view.first("ballot.opened")
    planned = view.process.parameter(view.params.secrecy)
    return str(planned if opened is None else opened.body["secrecy"])


def _needed(view: StepView) -> int | None:
    process = view.process
    threshold = threshold_of(
        {key: process.parameter(value) for key, value in view.params.threshold.items()}
    )
    base = str(process.parameter(view.params.base))
    fixed = threshold.at_least_votes is not None or base == "seats"
    return threshold.needed(len(process.roster.seats)) if fixed else None
