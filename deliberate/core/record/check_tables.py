"""Checks of table plans: everybody once in each round, sizes and fixed seats kept, figures right.

Where nothing is mixed, or the seat group alone, the record holds everything that the plan was made
from: then it is made again with its seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deliberate.core.deliberation.table_plan.on_record import (
    counted_again,
    current_rounds,
    faults,
    proposal_of,
    read_problem,
    read_rounds,
)
from deliberate.core.deliberation.table_plan.plan import plan_tables
from deliberate.core.deliberation.table_plan.problem import Problem, Proposal, Tables
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

KINDS = ("tables.planned", "tables.moved", "tables.absent", "tables.held")
MOST_STEPS = 200_000
"""A record that claims more steps is not searched again."""


def check_tables(reading: Reading) -> Message | None:
    """Every plan on the record keeps its constraints and has the figures that it states."""
    plans = again = 0
    for step, n in reading.occurrences(*KINDS):
        before: list[Entry] = []
        for entry in reading.select(*KINDS, step=step, n=n):
            if entry.kind == "tables.planned":
                plans += 1
                again += _check_plan(entry, before)
            elif entry.kind == "tables.moved":
                _check_move(entry, before)
            elif entry.kind == "tables.held":
                _check_held(entry, before)
            before.append(entry)
    if not plans:
        return None
    return message(
        "{plans} table plans keep sizes, fixed seats and figures; {again} were made again.",
        plans=plans,
        again=again,
    )


def _check_plan(entry: Entry, before: Sequence[Entry]) -> bool:
    """One plan; whether it could be made again."""
    problem, proposal = _read(entry)
    wrong = faults(problem, proposal.rounds)
    if wrong:
        raise CheckFailed(
            message("Entry {entry}: the plan breaks in round {round}: {what}.", entry=entry.seq,
                    round=wrong[0][0], what=wrong[0][1])
        )  # fmt: skip
    held = sum(one.kind == "tables.held" for one in before)
    if _rounds(before)[:held] != proposal.rounds[:held]:
        raise CheckFailed(message("Entry {entry} changes a round that was held.", entry=entry.seq))
    shapes.require_same(entry, {"figures": counted_again(problem, proposal.rounds)})
    return _check_search(entry, problem, proposal)


def _check_search(entry: Entry, problem: Problem, proposal: Proposal) -> bool:
    public = list(shapes.texts(entry, "mixed")) == list(problem.features)
    if not public or not 0 < proposal.steps <= MOST_STEPS:
        return False
    # Rounds that are not composed anew repeat the first.
    alone = len(proposal.rounds) > 1 and len({*proposal.rounds}) == 1
    asked = Problem(problem.features, problem.people, problem.rounds[:1]) if alone else problem
    found = plan_tables(
        asked, shapes.text(entry, "seed"), weights=proposal.weights, steps=proposal.steps
    ).rounds
    again = found * len(proposal.rounds) if alone else found
    if again != proposal.rounds:
        raise CheckFailed(message("Entry {entry}: its seed gives another plan.", entry=entry.seq))
    return True


def _read(entry: Entry) -> tuple[Problem, Proposal]:
    try:
        return read_problem(dict(entry.public["input"])), proposal_of(entry.public)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise CheckFailed(message("Entry {entry} holds no table plan.", entry=entry.seq)) from None


def _check_move(entry: Entry, before: Sequence[Entry]) -> None:
    """A move leaves everybody of the round at one table, and changes no round that was held."""
    number, tables = shapes.whole(entry, "round"), _tables(entry)
    rounds = _rounds(before)
    held = sum(one.kind == "tables.held" for one in before)
    if not held < number <= len(rounds) or _seated(tables) != _seated(rounds[number - 1]):
        raise CheckFailed(
            message("Entry {entry} moves somebody who is not there.", entry=entry.seq)
        )


def _check_held(entry: Entry, before: Sequence[Entry]) -> None:
    held = sum(one.kind == "tables.held" for one in before)
    if shapes.whole(entry, "round") != held + 1 or held >= len(_rounds(before)):
        raise CheckFailed(message("Entry {entry} holds a round out of its order.", entry=entry.seq))


def _tables(entry: Entry) -> Tables:
    try:
        return read_rounds([entry.public["tables"]])[0]
    except (KeyError, ValueError, TypeError):
        raise CheckFailed(message("Entry {entry} holds no table plan.", entry=entry.seq)) from None


def _rounds(before: Sequence[Entry]) -> tuple[Tables, ...]:
    happened: list[tuple[str, Any]] = [(one.kind, one.public) for one in before]
    try:
        return current_rounds(happened)
    except (KeyError, ValueError, TypeError, IndexError):
        raise CheckFailed(
            message("Entry {entry} holds no table plan.", entry=before[-1].seq)
        ) from None


def _seated(tables: Tables) -> list[str]:
    return sorted(name for table in tables for name in table)
