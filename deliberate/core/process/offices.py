"""Roles that nobody acts in by a grant alone: those of a seat, and those of an office.

A member acts by the account that is tied to the seat. Where a rulebook makes the chair, a deputy
or the secretary an office, the role belongs to whoever holds it. A deputy acts in the chair's
place while the chair's office is not held, or its holder is absent from the session that is open.
"""

from __future__ import annotations

from collections.abc import Collection

from deliberate.core.errors import Refused, message
from deliberate.core.process.attendance import present_now
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process

MEMBER = "member"
VOTELESS = frozenset({"secretary"})
"""Offices without a seat. Until one is filled, whoever was given its role prepares the session."""
DEPUTY = "deputy_"
"""What stands before the name of an office in the name of its deputy's."""
GIVING = "deliberate user seat ACCOUNT {process} SEAT"


def offices_of(process: Process) -> frozenset[str]:
    """The offices that steps of the rulebook fill."""
    return frozenset(
        office
        for step in process.rulebook.steps
        for office in getattr(step.parameters, "offices", ())
    )


def bears(process: Process, account: str, role: str) -> bool:
    """Whether a role belongs to this account by its seat or by its office."""
    if role == MEMBER:
        return process.roster.seat_of_account(account) is not None
    return role in offices_of(process) and account in _accounts_in(process, role)


def refusal(process: Process, actor: Actor, roles: Collection[str]) -> Refused | None:
    """Why somebody may not act in a role that belongs to a seat or an office; None if they may.

    `roles` are all that the act is for: they say who may act instead.
    """
    role = actor.role
    if bears(process, actor.id, role):
        return None
    if role == MEMBER:
        return Refused(
            "NO_SEAT",
            message("This account acts for no seat of this process."),
            fix=message(
                "Tie it to its seat with: {command}", command=GIVING.format(process=process.id)
            ),
        )
    if role not in offices_of(process):
        return None
    others = tuple(sorted(set(roles) - {role}))
    if process.roster.office(role) is None:
        return None if role in VOTELESS else _not_held(role, others)
    return Refused(
        "OFFICE",
        message("The office “{office}” is held by somebody else.", office=role),
        fix=message("Its holder acts, or: {roles}.", roles=others) if others else None,
    )


def _not_held(office: str, others: tuple[str, ...]) -> Refused:
    """Nobody holds an office: who may act until it is filled."""
    return Refused(
        "NO_OFFICE",
        message("Nobody holds the office “{office}” now.", office=office),
        fix=message("Until it is filled, this is for: {roles}.", roles=others)
        if others
        else message("This is possible once it is filled."),
    )


def _accounts_in(process: Process, office: str) -> tuple[str, ...]:
    """The accounts that act in the role of an office at this moment."""
    roster = process.roster
    holder = roster.office(office)
    seat = None if holder is None else roster.seat(holder)
    if holder is not None and seat is None:
        return (holder,)
    accounts = [] if seat is None else [seat.account]
    deputy = roster.seat(roster.office(DEPUTY + office) or "")
    if deputy is not None and (seat is None or seat.id in _absent(process)):
        accounts.append(deputy.account)
    return tuple(account for account in accounts if account)


def _absent(process: Process) -> frozenset[str]:
    """Seats that are absent from the session that is open; empty while none is."""
    here = present_now(process)
    if here is None:
        return frozenset()
    return frozenset(seat.id for seat in process.roster.filled()) - here
