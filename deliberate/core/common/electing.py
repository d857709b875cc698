"""When an office is filled, and with how many votes of the members where they elect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.attendance import present_now
from deliberate.core.process.guards import known
from deliberate.core.process.kind import Command

MEMBERS = "members"
ELECTORS = (MEMBERS,)
VOTES = ("votes_for", "votes_against", "votes_abstain")


def require_begun(command: Command) -> None:
    """An office without a vote is filled by appointment, from the first session on."""
    during = command.params.during
    if during and not command.process.select("session.opened", step=during):
        raise Refused("ORDER", message("Offices are filled once the session is open."))


def require_election(command: Command) -> None:
    """Refuse an office that the members have not filled: in the open session, with more than half
    of those present, or on a sheet, with more than half of all members."""
    require_begun(command)
    here = present_now(command.process) if command.params.during else None
    on_paper = "sheet_sha256" in command.body
    if command.params.during and here is None and not on_paper:
        raise Refused(
            "ORDER",
            message("Members elect in a session, and none is open."),
            fix=message("What they signed outside a session is recorded with: elect_on_paper."),
        )
    if not command.params.elected_by:
        return
    known(command.params.elected_by, ELECTORS, "electorate of an office")
    if command.actor.role == "agency" and not on_paper:
        raise Refused(
            "ROLE",
            message("What members vote in a session is recorded by the secretary or the chair."),
        )
    seats = len(command.process.roster.filled())
    _require_votes(command.body, seats if here is None else len(here), exactly=here is not None)


def _require_votes(body: Mapping[str, Any], voters: int, *, exactly: bool) -> None:
    """Votes that can have been given by so many, and that carry the election."""
    if "votes_for" not in body:
        raise Refused(
            "VOTES",
            message("It is not said how the members voted."),
            fix=message("State the votes for, against and abstaining."),
        )
    given = sum(int(body.get(key, 0)) for key in VOTES)
    if given > voters or (exactly and given < voters):
        raise Refused(
            "VOTES",
            message("{given} votes are stated for {voters} voters.", given=given, voters=voters),
        )
    if 2 * int(body["votes_for"]) <= voters:
        raise Refused(
            "NOT_ELECTED",
            message(
                "For: {votes} of {voters}; more than half is needed.",
                votes=body["votes_for"],
                voters=voters,
            ),
        )
