"""Doing one thing in one process: the only way in which facts come about after opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.process.reckoning import Reckon, at_once
from deliberate.core.services.appending import append
from deliberate.core.services.ballot_box import papers_of_step, sealed_fields
from deliberate.core.services.context import Context
from deliberate.core.services.issuing import issue_owed
from deliberate.core.services.notices import queue_notices
from deliberate.core.services.personal_data import refuse_personal_numbers
from deliberate.core.services.reckoning import may_reckon, reckoned_ahead
from deliberate.core.services.respondents import respondents_for
from deliberate.core.services.rules import rules_of
from deliberate.core.storage.rows import ReplyRow
from deliberate.core.storage.store import Unit


@dataclass(frozen=True, slots=True)
class Done:
    """What a command brought about: the facts, in order. `repeated`: it had been done before."""

    process: str
    kinds: tuple[str, ...]
    last_seq: int
    repeated: bool = False

    @property
    def waits_for_approval(self) -> bool:
        return self.kinds == ("approval.requested",)


def perform(
    context: Context,
    actor: Actor,
    process_id: str,
    step: str,
    action: str,
    body: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
) -> Done:
    """Carry out an action in one transaction; with `key`, a repeated call costs nothing.

    In a rehearsal acts of two persons approve themselves, and the record says so.
    """
    data = dict(body or {})
    reckon: Reckon = at_once
    if may_reckon(context, action) and not _is_done(context, process_id, key, step, action, data):
        reckon = reckoned_ahead(context, actor, process_id, step, action, data)
    with context.store.transaction() as unit:
        done = carry_out(
            context, unit, actor, process_id, step, action, data, key=key, reckon=reckon
        )
    issue_owed(context, process_id)
    return done


def _is_done(
    context: Context,
    process_id: str,
    key: str | None,
    step: str,
    action: str,
    body: Mapping[str, Any],
) -> bool:
    """Whether a command with this key was carried out before."""
    with context.store.read() as unit:
        return _earlier_reply(unit, process_id, key, step, action, body) is not None


def carry_out(
    context: Context,
    unit: Unit,
    actor: Actor,
    process_id: str,
    step: str,
    action: str,
    body: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
    signer: str = "",
    reckon: Reckon = at_once,
) -> Done:
    """As `perform`, in a transaction that does more; `signer`, `reckon`: see `engine.decide`."""
    data = dict(body or {})
    process = context.read_process(unit, process_id)
    sealed = sealed_fields(process, step, action)
    if sealed is not None:
        unit.hold_process(process_id)
        process = context.read_process(unit, process_id)
    shown = {name: value for name, value in data.items() if name not in (sealed or ())}
    reply = _earlier_reply(unit, process_id, key, step, action, shown)
    if reply is not None:
        return reply
    drafts = decide(
        process,
        actor,
        step,
        action,
        data,
        rules=rules_of(context.registry),
        ballots=lambda: public_lines(unit, process, step),
        respondents=lambda: respondents_for(unit, process, step),
        tables=context.registry.tables_for,
        papers=lambda: papers_of_step(unit, process, step),
        approved=process.rehearsal,
        signer=signer,
        reckon=reckon,
    )
    refuse_personal_numbers(context.registry, process, drafts)
    facts = append(unit, process, actor, drafts)
    queue_notices(unit, process, facts)
    done = Done(process_id, tuple(fact.kind for fact in facts), facts[-1].seq)
    _remember(unit, done, key, step, action, shown)
    return done


def public_lines(
    unit: Unit, process: Process, step: str, n: int | None = None
) -> Sequence[Mapping[str, Any]]:
    """The public lines of the votes that count in an occurrence of this step (without `n`, the
    current one), in the order of their codes."""
    number = process.occurrence(step) if n is None else n
    return [
        {"code": row.code, "channel": row.channel, "choices": list(row.choices)}
        for row in unit.votes(process.id, step, number)
    ]


def _command_hash(step: str, action: str, body: Mapping[str, Any]) -> str:
    return digest(canonical({"step": step, "action": action, "body": dict(body)}))


def _earlier_reply(
    unit: Unit, process: str, key: str | None, step: str, action: str, body: Mapping[str, Any]
) -> Done | None:
    if key is None:
        return None
    found = unit.reply_for(process, key, _command_hash(step, action, body))
    if found is None:
        return None
    return Done(process, tuple(found.reply["kinds"]), found.seq, repeated=True)


def _remember(
    unit: Unit, done: Done, key: str | None, step: str, action: str, body: Mapping[str, Any]
) -> None:
    if key is not None:
        unit.remember(
            ReplyRow(
                done.process,
                key,
                _command_hash(step, action, body),
                done.last_seq,
                {"kinds": list(done.kinds)},
            )
        )
