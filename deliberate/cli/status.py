"""`deliberate status`: where processes stand, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_pairs, show_table
from deliberate.core.errors import Message, message
from deliberate.i18n import Translator

if TYPE_CHECKING:
    from deliberate.core.deliberation.table_plan.problem import Tables
    from deliberate.core.process.facts import Fact
    from deliberate.core.process.process import Process, StepState
    from deliberate.core.registry import Registry
    from deliberate.core.rulebook.model import Step
    from deliberate.core.services.conformity import Conformity

COLOURS = {"open": "green", "due": "yellow", "overdue": "red"}


@command(
    _(
        "Show what is open, due, overdue and blocked.\n\n"
        "Without PROCESS, all processes of the database; with it, every step with its dates and "
        "what it waits for, and what waits for a second person."
    )
)
@click.argument("process", required=False, metavar="[PROCESS]")
@json_option
@click.pass_obj
def status(house: House, process: str | None, as_json: bool) -> None:
    from deliberate.core.services.processes import all_processes, process_now

    context = house.context()
    if process is None:
        _all(house, all_processes(context), as_json=as_json)
    else:
        _one(house, context.registry, process_now(context, process), as_json=as_json)


def _all(house: House, found: tuple[Process, ...], *, as_json: bool) -> None:
    if as_json:
        house.tell_machine([_head(house.translator, process) for process in found])
        return
    if not found:
        house.say(message("There is no process yet. Open one: {command}", command=_OPEN))
        return
    say = house.translator
    rows = []
    for process in found:
        current = _current(process)
        rows.append(
            (
                process.id,
                say.word("state", process.status),
                say.phase(current.step.phase) if current else "",
                say.text(current.step.title) if current else "",
                _moment(house, process, current) if current else "",
            )
        )
    titles = (_("Process"), _("State"), _("Phase"), _("Next step"), _("Until"))
    show_table(house, [say.gettext(word) for word in titles], rows, narrow=(0, 1))


_OPEN = "deliberate open PILOT.toml"


def _one(house: House, registry: Registry, process: Process, *, as_json: bool) -> None:
    from deliberate.core.services.approving import pending_requests
    from deliberate.core.services.conformity import conformity

    waiting, rules = pending_requests(process), conformity(registry, process)
    words = house.speaking_in(process.calendar.zone)
    if as_json:
        answer = _head(words, process)
        answer["steps"] = [_step_as_json(words, state) for state in process.states()]
        answer["rules"] = {
            "kept": rules.count("kept"),
            "not_kept": rules.count("broken"),
            "not_followed": rules.count("justified"),
            "not_due": rules.count("waiting"),
            "total": len(rules.rules),
        }
        answer["tables"] = {
            step.id: {"rounds": rounds, "held": held}
            for step, rounds, held in _planned_tables(process)
        }
        answer["approvals"] = [_request_as_json(fact) for fact in waiting]
        house.tell_machine(answer)
        return
    click.secho(words.text(process.pilot.title), bold=True)
    show_pairs(house, _about(words, process, rules))
    click.echo()
    titles = (_("Step"), _("Title"), _("State"), _("Until"), _("What is missing"))
    rows = [_row(house, words, process, state) for state in process.states()]
    show_table(house, [words.gettext(word) for word in titles], rows, narrow=(0, 2))
    show_planned_tables(house, words, process)
    for fact in waiting:
        click.echo()
        house.say(
            message(
                "Request {seq} waits for a second person: {step} {action}, asked for by {account}.",
                seq=fact.seq,
                step=fact.step or "",
                action=str(fact.body["action"]),
                account=str(fact.body["by"]),
            )
        )
    if process.status == "open":
        click.echo()
        what = f"deliberate do {process.id}"
        house.say(message("What can be done now: {command}", command=what))


def show_planned_tables(house: House, words: Translator, process: Process) -> None:
    """Who sits where, for every step whose tables are planned and not all held."""
    from deliberate.cli.table_plan import show_rounds

    for step, rounds, held in _planned_tables(process):
        click.echo()
        click.secho(words.text(step.title), bold=True)
        show_rounds(house, rounds, held)


def _planned_tables(process: Process) -> Iterator[tuple[Step, tuple[Tables, ...], int]]:
    from deliberate.core.deliberation.tables import held_rounds, table_rounds

    for state in process.states():
        view = process.view(state.step)
        if state.step.kind == "tables" and state.state != "done" and table_rounds(view):
            yield state.step, table_rounds(view), held_rounds(view)


def _about(words: Translator, process: Process, rules: Conformity) -> Iterator[tuple[str, str]]:
    yield words.gettext("State"), words.word("state", process.status)
    yield words.gettext("Rulebook"), f"{process.rulebook.name} {process.rulebook.version}"
    yield words.gettext("Rules"), words.render(_rules(process, rules))
    if process.rehearsal:
        yield words.gettext("Note"), words.gettext("rehearsal")


def _rules(process: Process, rules: Conformity) -> Message:
    """The same numbers as the public page; what never came up is not waited for."""
    counts = {
        "kept": rules.count("kept"),
        "broken": rules.count("broken"),
        "justified": rules.count("justified"),
        "waiting": rules.count("waiting"),
    }
    if process.ended_at is not None:
        return message(
            "kept: {kept}, not kept: {broken}, not followed with a reason: {justified}, "
            "never fell due: {waiting}",
            **counts,
        )
    return message(
        "kept: {kept}, not kept: {broken}, not followed with a reason: {justified}, "
        "not yet due: {waiting}",
        **counts,
    )


def _row(
    house: House, words: Translator, process: Process, state: StepState
) -> tuple[str, str, str, str, str]:
    number = f" ({state.n})" if process.scheduled(state.step.id) > 1 else ""
    title = words.text(state.step.title) + number
    return (
        state.step.id,
        title,
        words.word("state", state.state),
        _moment(house, process, state),
        _missing(words, state),
    )


def _missing(words: Translator, state: StepState) -> str:
    """What a step waits for, or what is still to be done in it."""
    if state.state in {"done", "skipped"}:
        return ""
    if state.state == "waiting":
        return "; ".join(words.render(reason) for reason in state.reasons)
    return " ".join(words.render(item) for item in state.progress.outstanding)


def _moment(house: House, process: Process, state: StepState) -> str:
    """When a step was done, or until when it should be."""
    moment = state.progress.at if state.state == "done" else state.deadline
    if moment is None:
        return ""
    return house.translator.datetime(moment, process.calendar.zone)


def _current(process: Process) -> StepState | None:
    """The step that is most urgent: overdue, due, open, then waiting; the earliest first."""
    order = {"overdue": 0, "due": 1, "open": 2, "waiting": 3}
    states = [state for state in process.states() if state.state in order]
    late = process.now.max.replace(tzinfo=process.now.tzinfo)
    return min(states, key=lambda s: (order[s.state], s.deadline or late), default=None)


def _head(words: Translator, process: Process) -> dict[str, Any]:
    current = _current(process)
    return {
        "process": process.id,
        "title": words.text(process.pilot.title),
        "state": process.status,
        "rehearsal": process.rehearsal,
        "rulebook": process.rulebook.name,
        "version": process.rulebook.version,
        "facts": len(process.facts),
        "next_step": current.step.id if current else None,
    }


def _step_as_json(words: Translator, state: StepState) -> dict[str, Any]:
    return {
        "step": state.step.id,
        "title": words.text(state.step.title),
        "phase": state.step.phase.value,
        "occurrence": state.n,
        "state": state.state,
        "deadline": state.deadline.isoformat() if state.deadline else None,
        "done_at": state.progress.at.isoformat() if state.progress.at else None,
        "outcome": state.progress.outcome,
        "waits_for": [words.render(reason) for reason in state.reasons],
        "outstanding": [words.render(item) for item in state.progress.outstanding],
    }


def _request_as_json(fact: Fact) -> dict[str, Any]:
    return {
        "request": fact.seq,
        "step": fact.step,
        "action": fact.body["action"],
        "by": fact.body["by"],
    }
