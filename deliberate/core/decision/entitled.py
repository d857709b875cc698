"""What a rulebook may narrow of a ballot: who votes, who counts, and which wording is put."""

from __future__ import annotations

from typing import Any

from deliberate.core.deliberation.proposals import frozen_texts
from deliberate.core.errors import Refused, message
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.process import Process
from deliberate.core.process.roster import Seat

HOSTS = "hosts"
RETURNING_OFFICER = "returning_officer"
COUNTERS = (HOSTS, RETURNING_OFFICER)
"""Who counts: those who run the process, or somebody from outside who does nothing else in it."""


ALL = "all"
"""What an open parameter says where every seat has a vote; a rulebook leaves `voters` out."""


def voting_group(process: Process, voters: str) -> str:
    """The group that votes, by name or as the pilot chose it; empty where all seats do."""
    group = str(process.parameter(voters))
    return "" if group == ALL else group


def seats_with_a_vote(process: Process, voters: str) -> tuple[Seat, ...]:
    """The seats of the group that votes; all seats where the rulebook names none."""
    group = voting_group(process, voters)
    return process.roster.group(group) if group else process.roster.seats


def narrowed(process: Process, params: Any) -> dict[str, str]:
    """What the record keeps of this when a ballot opens: the group that votes, the step that words
    its paper and who counts, each only where the rulebook says it."""
    group = voting_group(process, params.voters)
    body = {"voters": group, "worded_by": params.worded_by}
    if params.counted_by != HOSTS:
        body["counted_by"] = params.counted_by
    return {name: value for name, value in body.items() if value}


def entitled(view: StepView) -> frozenset[str]:
    """The seats that have a vote in this ballot, whoever is present."""
    return frozenset(seat.id for seat in seats_with_a_vote(view.process, view.params.voters))


def require_entitled(view: StepView, seat: Seat) -> None:
    """Refuse a vote from a seat whose group has none, such as that of a chair."""
    if seat.id not in entitled(view):
        group = view.process.rulebook.group(seat.group)
        raise Refused(
            "NO_VOTE",
            message(
                "Seat {seat} belongs to “{group}”, which has no vote here.",
                seat=seat.id,
                group=seat.group if group is None else group.title,
            ),
        )


def require_counter(command: Command) -> None:
    """Refuse a count by hosts where a returning officer counts, and the other way round.

    The returning officer comes from outside: whoever opened the vote cannot be it.
    """
    outside = command.params.counted_by == RETURNING_OFFICER
    if outside is not (command.actor.role == RETURNING_OFFICER):
        wanted = message("a returning officer from outside") if outside else message("the hosts")
        raise Refused("COUNTER", message("This vote is counted by: {who}.", who=wanted))
    opened = command.view.first("ballot.opened")
    if outside and opened is not None and opened.actor.id == command.actor.id:
        raise Refused(
            "SAME_PERSON",
            message("Whoever opened the vote does not count it."),
            fix=message("The returning officer counts by an account of their own."),
        )


def require_agreed_wording(command: Command) -> None:
    """Refuse to put anything to the vote but the text that members froze under the ballot's name.

    `worded_by` names the step of proposals in which they agree it; without it any text is put.
    """
    step = command.process.step(command.params.worded_by)
    if step is None:
        return
    texts = frozen_texts(command.process.view(step))
    agreed = next((text["text"] for text in texts if text["id"] == command.view.step.id), None)
    if agreed is None:
        raise Refused(
            "WORDING",
            message("Members have not agreed the wording of this ballot paper."),
            fix=message(
                "It is frozen in “{step}” under the name {name}.",
                step=step.title,
                name=command.view.step.id,
            ),
        )
    if command.body["text"].as_dict() != dict(agreed):
        raise Refused(
            "WORDING",
            message("This is not the wording that members agreed."),
            fix=message("Put to the vote what was frozen in “{step}”.", step=step.title),
        )
