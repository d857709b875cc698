"""Accounts with which visitors of a demonstration look at a rehearsed process in every role."""

from __future__ import annotations

from deliberate.core.identity.roles import Role
from deliberate.core.process.process import Process
from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.services.portal.people import candidates_of

ROLES = (
    Role.AGENCY,
    Role.SECRETARY,
    Role.CHAIR,
    Role.MEMBER,
    Role.FACILITATOR,
    Role.EXECUTOR,
    Role.OBSERVER,
    Role.OPERATOR,
    Role.CANDIDATE,
    Role.AUDITOR,
)


def open_doors(context: Context, process: Process) -> tuple[tuple[Role, str], ...]:
    """One account for each role, and the token that signs it in once.

    Chair, secretary and member are those who were so in the rehearsal: seats and offices make them;
    the candidate is one who won no seat.
    """
    doors: list[tuple[Role, str]] = []
    for role in ROLES:
        account = _bearer(process, role)
        if account is None:
            account = _candidate(process, role) or f"demo-{role.value}"
            add_account(context, account, f"demo: {role.value}")
            grant_role(context, account, role.value, "process", process.id)
        doors.append((role, sign_in_link(context, account)))
    return tuple(doors)


def _bearer(process: Process, role: Role) -> str | None:
    """The account that bears an office, or that of the first member without one; else None."""
    roster = process.roster
    if role is Role.MEMBER:
        held = {holder for _office, holder in roster.offices}
        seats = [seat for seat in roster.filled() if seat.id not in held]
        return next((seat.account for seat in seats if seat.account), None)
    holder = roster.office(role.value)
    seat = None if holder is None else roster.seat(holder)
    return holder if seat is None else seat.account or None


def _candidate(process: Process, role: Role) -> str | None:
    """The first candidate without a seat, for the door of candidates."""
    if role is not Role.CANDIDATE:
        return None
    seated = {str(fact.body["holder"]) for fact in process.select("seat.filled")}
    return next((name for name in candidates_of(process) if name not in seated), None)
