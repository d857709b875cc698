"""The vote of a member: the text that is put to the vote, how openly, and one's own choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.decision.ballot import votes
from deliberate.core.decision.ballot_papers import handed_in
from deliberate.core.decision.ballot_rules import PLAIN, frozen, resolved
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.decision.secrecy import electors, secrecy_of, voted_seats
from deliberate.core.errors import Message, Refused, UnusableInput
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.late_tasks import own_vote, session_of, vote_task
from deliberate.core.services.member.own_paper import own_words
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.text import Text

OWN = "1"
"""What an own paper is called in what is said about it."""


@dataclass(frozen=True, slots=True)
class OwnBallot:
    """One vote for one member. While it runs only the number of votes is told, no result.

    `choice` is the own one, once cast by name; without names it is shown to nobody. `receipt`: the
    number of the entry that says that the seat took part, 0 before.

    `needed` of `base`: None while that depends on who is present. `rules`: method, options and
    limits, once they are frozen.
    """

    frame: Frame
    task: Task
    text: Text
    secrecy: str
    opened_at: datetime | None
    cast: int
    present: int
    needed: int | None
    seats: int
    choice: str = ""
    receipt: int = 0
    rules: BallotDefinition | None = None


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
        opened_at=opened.at if opened is not None else None,
        cast=len(voted_seats(view)),
        present=len(electors(view, session_of(view))),
        needed=_needed(view),
        seats=int(body.get("seats", len(mine.process.roster.seats))),
        choice=votes(view).get(seat.id, ""),
        receipt=own.seq if own is not None else 0,
        rules=frozen(body) if opened is not None else None,
    )


def faults_in(rules: BallotDefinition, paper: Mapping[str, Any]) -> dict[str, Message]:
    """What is wrong with a paper that is not handed in yet, by option; "" for the whole paper."""
    try:
        handed_in(rules, OWN, paper)
    except UnusableInput as error:
        return {(f.where.path if f.where else ""): own_words(f) for f in reversed(error.findings)}
    except Refused as refusal:
        return {"": refusal.message}
    return {}


def cast_vote(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    *,
    vote: int,
    paper: Mapping[str, Any],
    key: str,
) -> Done:
    """Hand in the own seat's paper (`choice`, or `marks`, and `reason`) in the vote of this number,
    which the member was shown."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    actor = member_for(context, mine, step, "cast")
    body = {"vote": vote, **paper}
    return perform(context, actor, process_id, step, "cast", body, key=own_key(account, key))


def _needed(view: StepView) -> int | None:
    process = view.process
    planned = resolved(process, view.params.threshold)
    if planned is None or view.params.method != PLAIN:
        return None
    threshold = Threshold.of_body(planned)
    base = str(process.parameter(view.params.base))
    fixed = threshold.at_least_votes is not None or base == "seats"
    return threshold.needed(len(process.roster.seats)) if fixed else None
