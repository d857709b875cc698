"""Acts of two persons: what one has asked for, another approves or rejects, or nobody any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from deliberate.core.errors import Refused, message
from deliberate.core.process.body import load_body
from deliberate.core.process.engine import decide, find_action, refuse_backward_clock
from deliberate.core.process.facts import Actor, Draft, Fact, json_value
from deliberate.core.process.guards import complete_in
from deliberate.core.process.process import Process
from deliberate.core.rulebook.fields import StrictSchema, TextField
from deliberate.core.services.acting import roles_in
from deliberate.core.services.appending import append
from deliberate.core.services.ballot_box import papers_of_step
from deliberate.core.services.commands import Done, public_lines
from deliberate.core.services.context import Context
from deliberate.core.services.issuing import issue_owed
from deliberate.core.services.notices import queue_notices
from deliberate.core.services.personal_data import refuse_personal_numbers
from deliberate.core.services.reckoning import reckoned_ahead
from deliberate.core.services.respondents import respondents_for
from deliberate.core.services.rules import rules_of
from deliberate.core.storage.store import Unit

ENDED = ("approval.given", "approval.rejected", "approval.withdrawn")
"""How a request ends."""


class Reject(StrictSchema):
    """The reason is published, so every authentic language has it."""

    reason = TextField(required=True)


class Withdraw(StrictSchema):
    reason = TextField()


def approve(context: Context, actor: Actor, process_id: str, seq: int) -> Done:
    """A second person approves what the first one asked for; then it is carried out.

    What is decided is what the first one wished for, in the role in which it was wished for, as
    long as the first one still has an open account with that role.
    """
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        request = pending_request(process, seq)
        _refuse_the_asker(request, actor)
    reckon = reckoned_ahead(
        context,
        request.actor,
        process_id,
        str(request.step),
        str(request.body["action"]),
        request.body["body"],
        approved=True,
    )
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id)
        request = pending_request(process, seq)
        _refuse_the_asker(request, actor)
        _require_standing(unit, process, request)
        step, action = str(request.step), str(request.body["action"])
        drafts = decide(
            process,
            request.actor,
            step,
            action,
            request.body["body"],
            rules=rules_of(context.registry),
            ballots=lambda: public_lines(unit, process, step),
            respondents=lambda: respondents_for(unit, process, step),
            tables=context.registry.tables_for,
            papers=lambda: papers_of_step(unit, process, step),
            approved=True,
            reckon=reckon,
        )
        given = _ending(request, "approval.given", {})
        refuse_personal_numbers(context.registry, process, drafts)
        facts = append(unit, process, actor, (given, *drafts))
        queue_notices(unit, process, facts)
    issue_owed(context, process_id)
    return Done(process_id, tuple(fact.kind for fact in facts), facts[-1].seq)


def reject(
    context: Context, actor: Actor, process_id: str, seq: int, body: Mapping[str, Any]
) -> Done:
    """A second person rejects a request, with a reason that is published; nothing else follows."""
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id)
        request = pending_request(process, seq)
        if request.body["by"] == actor.id:
            raise Refused(
                "SAME_PERSON",
                message("The person who asked cannot reject; a second account has to."),
                fix=message("Who asked withdraws the request: --withdraw."),
            )
        return _end(unit, process, actor, request, ("approval.rejected", Reject), body)


def withdraw(
    context: Context, account: str, process_id: str, seq: int, body: Mapping[str, Any]
) -> Done:
    """Who asked takes the request back, in the role in which it was made."""
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id)
        request = pending_request(process, seq)
        row = unit.account(account)
        if row.disabled_at is not None:
            raise Refused("DISABLED", message("The account {account} is closed.", account=account))
        if request.body["by"] != row.id:
            raise Refused(
                "OTHER_PERSON",
                message("Only the person who asked can withdraw a request."),
                fix=message("Somebody else rejects it, with a reason: --reject."),
            )
        ending = ("approval.withdrawn", Withdraw)
        return _end(unit, process, request.actor, request, ending, body)


def pending_requests(process: Process) -> tuple[Fact, ...]:
    """Acts of two persons that wait for the second one."""
    ended = {fact.body["request"] for fact in process.select(*ENDED)}
    return tuple(f for f in process.select("approval.requested") if f.seq not in ended)


def pending_request(process: Process, seq: int) -> Fact:
    """The request of this number, if it still waits."""
    for fact in pending_requests(process):
        if fact.seq == seq:
            return fact
    waiting = tuple(fact.seq for fact in pending_requests(process))
    raise Refused(
        "NO_REQUEST",
        message("No request number {seq} waits for approval.", seq=seq),
        fix=message("Waiting: {requests}.", requests=waiting) if waiting else None,
    )


def _refuse_the_asker(request: Fact, actor: Actor) -> None:
    if request.body["by"] == actor.id:
        raise Refused(
            "SAME_PERSON",
            message("The person who asked cannot approve; a second account has to."),
        )


def _require_standing(unit: Unit, process: Process, request: Fact) -> None:
    """Refuse the wish of an account that was closed since, or has lost the role it asked in."""
    asker, role = unit.account(request.actor.id), request.actor.role
    agency = unit.process(process.id).agency
    closed = asker.disabled_at is not None
    if not closed and role in roles_in(unit, asker.id, process, agency):
        return
    raise Refused(
        "ASKER",
        message("The account {account} that asked is closed.", account=asker.id)
        if closed
        else message(
            "{account} asked as “{role}” and is that no more.", account=asker.id, role=role
        ),
        fix=message("The request can be rejected; whoever wants it done asks anew."),
    )


def _end(
    unit: Unit,
    process: Process,
    actor: Actor,
    request: Fact,
    ending: tuple[str, type[Schema]],
    body: Mapping[str, Any],
) -> Done:
    """End a request without carrying it out; `ending`: the fact that ends it, and its form."""
    kind, form = ending
    action = str(request.body["action"])
    refuse_backward_clock(process)
    view, _act = find_action(process, str(request.step), action)
    data = load_body(form, body, action)
    if "reason" in data:
        complete_in(view, data["reason"], "reason")
    facts = append(unit, process, actor, (_ending(request, kind, data),))
    return Done(process.id, (kind,), facts[-1].seq)


def _ending(request: Fact, kind: str, data: Mapping[str, Any]) -> Draft:
    body = {"request": request.seq, "action": request.body["action"], **json_value(data)}
    return Draft(kind, request.step, request.n, request.strand, body, body)
