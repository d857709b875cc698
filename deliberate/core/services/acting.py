"""Who acts: an account, in the role that the act is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marshmallow import Schema

from deliberate.core.errors import Message, Refused, message
from deliberate.core.identity.roles import Role, may
from deliberate.core.process.engine import find_action, possible_actions
from deliberate.core.process.facts import Actor
from deliberate.core.process.kind import Action
from deliberate.core.process.offices import bears, refusal
from deliberate.core.process.process import Process
from deliberate.core.process.standing import is_standing
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.services.context import Context
from deliberate.core.storage.store import Unit

OPENERS = (Role.AGENCY.value, Role.OPERATOR.value)


@dataclass(frozen=True, slots=True)
class Possible:
    """What somebody could do now. `step` and `n` say where."""

    step: str
    n: int
    action: Action


def actor_for(context: Context, account: str, process_id: str, step: str, action: str) -> Actor:
    """The account in a role that may do this; refuses with the roles that may, if it has none."""
    with context.store.read() as unit:
        process, agency = _process(context, unit, process_id)
        _view, act = find_action(process, step, action)
        return _acting_in(unit, account, sorted(act.roles), process, agency, act.title)


def approver_for(context: Context, account: str, process_id: str, seq: int) -> Actor:
    """The second person: the account in a role that may do what the first one asked for."""
    with context.store.read() as unit:
        process, agency = _process(context, unit, process_id)
        request = next(
            (fact for fact in process.select("approval.requested") if fact.seq == seq), None
        )
        if request is None:
            return Actor(unit.account(account).id, Role.OBSERVER.value)
        _view, act = find_action(process, str(request.step), str(request.body["action"]))
        return _acting_in(unit, account, sorted(act.roles), process, agency, act.title)


def actor_in(
    context: Context, account: str, process_id: str, roles: Sequence[str], what: Message
) -> Actor:
    """The account in one of these roles of a process, for an act that is no action of a step."""
    with context.store.read() as unit:
        process, agency = _process(context, unit, process_id)
        return _acting_in(unit, account, roles, process, agency, what)


def opener_for(context: Context, account: str, pilot: Pilot) -> Actor:
    """The account as the agency that opens a process."""
    agency = pilot.agency.working_body or pilot.agency.responsible_body
    with context.store.read() as unit:
        grants = unit.grants(_open_account(unit, account))
        role = next((role for role in OPENERS if may(grants, role, "", agency)), None)
        if role is None:
            raise _no_role(account, OPENERS, "", message("open a process"))
        return Actor(account, role)


def form_of(context: Context, process_id: str, step: str, action: str) -> type[Schema] | None:
    """The form of the data that an action takes; refuses unknown names."""
    with context.store.read() as unit:
        process, _agency = _process(context, unit, process_id)
        _view, act = find_action(process, step, action)
        return act.schema


def standing_steps(process: Process) -> tuple[str, ...]:
    """The standing steps in which somebody can act while the process is as it is."""
    names = [name for name in process.kinds if is_standing(name, process.kinds)]
    if process.status == "suspended":
        names = [name for name in names if name == "process"]
    return tuple(sorted(names)) if process.status != "cancelled" else ()


def possible_for(context: Context, account: str | None, process_id: str) -> tuple[Possible, ...]:
    """What this account could do now, in order of steps; without an account, what anybody could.

    What belongs to the process as a whole comes last.
    """
    with context.store.read() as unit:
        process, agency = _process(context, unit, process_id)
        roles = [role.value for role in Role]
        if account is not None:
            roles = list(roles_in(unit, account, process, agency))
    found: dict[tuple[str, str], Possible] = {}
    for role in roles:
        for view, act in possible_actions(process, role):
            found.setdefault((view.step.id, act.name), Possible(view.step.id, view.n, act))
    for name in standing_steps(process):
        for act in process.kinds[name].actions.values():
            if act.roles & set(roles) and (process.status != "closed" or act.late):
                found.setdefault((name, act.name), Possible(name, 1, act))
    order = {step.id: number for number, step in enumerate(process.rulebook.steps)}
    return tuple(sorted(found.values(), key=lambda item: order.get(item.step, len(order))))


def _process(context: Context, unit: Unit, process_id: str) -> tuple[Process, str]:
    agency = unit.process(process_id).agency
    return context.read_process(unit, process_id), agency


def roles_in(unit: Unit, account: str, process: Process, agency: str) -> tuple[str, ...]:
    """The roles in which an account can act in a process at this moment.

    A role of a seat or an office follows from it, and from nothing else.
    """
    grants = unit.grants(unit.account(account).id)
    return tuple(
        role.value
        for role in Role
        if bears(process, account, role)
        or (
            may(grants, role, process.id, agency)
            and refusal(process, Actor(account, role), ()) is None
        )
    )


def _acting_in(
    unit: Unit,
    account: str,
    roles: Sequence[str],
    process: Process,
    agency: str,
    what: Message,
) -> Actor:
    """The account in the first of these roles in which it can act.

    Somebody who was given a role that belongs to another's seat or office learns that, and so does
    everybody where an act is for such roles alone.
    """
    account = _open_account(unit, account)
    own = roles_in(unit, account, process, agency)
    role = next((role for role in roles if role in own), None)
    if role is not None:
        return Actor(account, role)
    grants = unit.grants(account)
    refused = {role: refusal(process, Actor(account, role), roles) for role in roles}
    asked = [role for role in roles if may(grants, role, process.id, agency)]
    for reason in [refused[role] for role in (asked or roles)]:
        if reason is not None and (asked or None not in refused.values()):
            raise reason
    raise _no_role(account, roles, process.id, what)


def _open_account(unit: Unit, account: str) -> str:
    """The account's identifier; refuses one that is closed."""
    row = unit.account(account)
    if row.disabled_at is not None:
        raise Refused("DISABLED", message("The account {account} is closed.", account=account))
    return row.id


def _no_role(account: str, roles: Sequence[str], process_id: str, what: Message) -> Refused:
    return Refused(
        "ROLE",
        message("{account} has no role for this: {what}.", account=account, what=what),
        fix=message(
            "It is for: {roles}. To give a role: {command}",
            roles=tuple(roles),
            command=_granting(account, roles[0], process_id),
        ),
    )


def _granting(account: str, role: str, process_id: str) -> str:
    """The command with which an operator gives the role, no wider than this needs."""
    return f"deliberate user grant {account} {role}" + (
        f" --process {process_id}" if process_id else ""
    )
