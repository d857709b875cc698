"""What somebody is in each process: roles, the seat acted for, the offices held."""

from __future__ import annotations

from dataclasses import dataclass, field

from deliberate.core.identity.roles import Role, may
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.offices import bears
from deliberate.core.process.process import Process
from deliberate.core.services.acting import roles_in
from deliberate.core.services.context import Context
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.processes import Listed, processes_seen
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A process that an account has to do with. `roles`: those it can act in; `waiting`: those it
    was given and cannot act in before a seat or an office is. `seat` is empty for whoever acts for
    none; `name` is the organisation or the person that the seat is known by."""

    process: Listed
    roles: tuple[str, ...]
    waiting: tuple[str, ...] = ()
    seat: str = ""
    name: Text = field(default_factory=Text)
    offices: tuple[str, ...] = ()


def roles_of(context: Context, viewer: Viewer, process_id: str) -> frozenset[Role]:
    """The roles that a viewer was given in a process, and those that seat and offices bring along
    at this moment; refuses an unknown process."""
    with context.store.read() as unit:
        agency = unit.process(process_id).agency
        process = context.read_process(unit, process_id)
    return frozenset(
        role
        for role in Role
        if may(viewer.grants, role, process_id, agency)
        or (viewer.account is not None and bears(process, viewer.account, role))
    )


def own_places(context: Context, viewer: Viewer) -> tuple[OwnPlace, ...]:
    """The processes in which the viewer has roles, given or by seat and office, oldest first."""
    account = viewer.account
    if account is None:
        return ()
    concerned = [item for item in processes_seen(context, viewer) if _concerns(viewer, item)]
    with context.store.read() as unit:
        found = []
        for item in concerned:
            process = context.read_process(unit, item.id)
            roles = roles_in(unit, account, process, item.agency)
            found.append(_place(process, item, viewer, account, roles))
    return tuple(found)


def _concerns(viewer: Viewer, item: Listed) -> bool:
    return any(may(viewer.grants, grant.role, item.id, item.agency) for grant in viewer.grants)


def _place(
    process: Process, item: Listed, viewer: Viewer, account: str, roles: tuple[str, ...]
) -> OwnPlace:
    waiting = tuple(
        role.value
        for role in Role
        if role not in roles and may(viewer.grants, role, item.id, item.agency)
    )
    seat = process.roster.seat_of_account(account)
    if seat is None:
        office = process.roster.office_of_account(account)
        return OwnPlace(item, roles, waiting, offices=(office,) if office is not None else ())
    offices = tuple(name for name, holder in process.roster.offices if holder == seat.id)
    name = body_of(process, seat.id).name
    return OwnPlace(item, roles, waiting, seat.id, name, offices)
