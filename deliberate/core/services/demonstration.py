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
ALSO = {Role.CHAIR: (Role.MEMBER,)}
"""Who chairs is a member as well."""


def open_doors(context: Context, process: Process) -> tuple[tuple[Role, str], ...]:
    """One account for each role, and the token that signs it in once.

    Chair, secretary, member and candidate are the people who were that in the rehearsal.
    """
    doors: list[tuple[Role, str]] = []
    for role in ROLES:
        account = _holder(process, role) or f"demo-{role.value}"
        add_account(context, account, f"demo: {role.value}")
        for granted in (role, *ALSO.get(role, ())):
            grant_role(context, account, granted.value, "process", process.id)
        doors.append((role, sign_in_link(context, account)))
    return tuple(doors)


def _holder(process: Process, role: Role) -> str | None:
    """Who held the chair or the secretary's office, the first member without an office, and the
    first candidate without a seat; None where nobody was."""
    offices = {holder for _office, holder in process.roster.offices}
    if role is Role.CHAIR:
        seat = process.roster.seat(process.roster.office("chair") or "")
        return seat.holder if seat is not None else None
    if role is Role.MEMBER:
        filled = process.roster.filled()
        return next((seat.holder for seat in filled if seat.id not in offices), None)
    if role is Role.SECRETARY:
        return process.roster.office("secretary")
    if role is Role.CANDIDATE:
        seated = {fact.body["holder"] for fact in process.select("seat.filled")}
        return next((name for name in candidates_of(process) if name not in seated), None)
    return None
