"""A table plan as the record holds it: seats and figures, and what came after it.

Features of people stay out of the record, unless they are public (the seat group). `tables.planned`
holds the plan; `tables.moved`, `tables.absent` and `tables.held` change and use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from deliberate.core.deliberation.table_plan.figures import Figures, figures
from deliberate.core.deliberation.table_plan.plan import as_input, in_order
from deliberate.core.deliberation.table_plan.problem import (
    Guest,
    Problem,
    Proposal,
    Round,
    Tables,
    Weights,
)
from deliberate.core.errors import Message, message

GROUP = "group"
"""The one feature that is public: the seat group."""
Happened = Iterable[tuple[str, Mapping[str, Any]]]
"""Kinds and bodies of facts, oldest first."""


def is_public(problem: Problem) -> bool:
    """Whether the record may hold what people are mixed on."""
    return set(problem.features) <= {GROUP}


def public_problem(problem: Problem) -> Problem:
    """The problem without features that only organisers know."""
    if is_public(problem):
        return problem
    return replace(problem, features=(), people=tuple(Guest(one.id) for one in problem.people))


def planned_body(problem: Problem, proposal: Proposal, seed: str, found: Figures) -> dict[str, Any]:
    """The body of `tables.planned`: whoever reads it counts the figures again, and plans again
    where the features are public."""
    return {
        "input": as_input(public_problem(problem)),
        "mixed": list(problem.features),
        "rounds": as_lists(proposal.rounds),
        "seed": seed,
        "steps": proposal.steps,
        "weights": {
            "encounters": proposal.weights.encounters,
            "balance": proposal.weights.balance,
        },
        "figures": figures_body(found),
        "mixing": [[item.feature, item.violations, item.cells] for item in found.mixing],
    }


def figures_body(found: Figures) -> dict[str, Any]:
    """The figures that the seats alone give."""
    return {
        "meetings": found.meetings,
        "bound": found.bound,
        "repeats": [list(item) for item in found.repeats],
        "fewest": found.fewest,
        "most": found.most,
    }


def as_lists(rounds: Sequence[Tables]) -> list[list[list[str]]]:
    return [[list(table) for table in tables] for tables in rounds]


def read_rounds(lists: Any) -> tuple[Tables, ...]:
    """The rounds of a body; raises `ValueError` or `TypeError` for anything else."""
    for tables in lists:
        for table in tables:
            if not isinstance(table, list) or not all(isinstance(name, str) for name in table):
                raise ValueError("a table is a list of seats")
    return tuple(in_order(tables) for tables in lists)


def read_problem(body: Mapping[str, Any]) -> Problem:
    """The problem of `input`; raises `KeyError`, `ValueError` or `TypeError` for anything else."""
    people = [Guest(str(one), tuple(map(str, values))) for one, *values in body["people"]]
    rounds = [
        Round(
            tuple(map(int, item["sizes"])),
            {str(name): int(table) for name, table in item["fixed"].items()},
            frozenset(map(str, item["absent"])),
            read_rounds([item["held"]])[0],
        )
        for item in body["rounds"]
    ]
    return Problem.of(tuple(map(str, body["features"])), people, rounds)


def proposal_of(body: Mapping[str, Any]) -> Proposal:
    """The plan of a body, as it was planned."""
    weights = body["weights"]
    return Proposal(
        read_rounds(body["rounds"]),
        Weights(int(weights["encounters"]), int(weights["balance"])),
        int(body["steps"]),
    )


def current_rounds(happened: Happened) -> tuple[Tables, ...]:
    """Who sits where now: the last plan, after moves and absences; empty before the first."""
    rounds: tuple[Tables, ...] = ()
    for kind, body in happened:
        if kind == "tables.planned":
            rounds = read_rounds(body["rounds"])
        elif kind == "tables.moved":
            rounds = _replaced(rounds, int(body["round"]), read_rounds([body["tables"]])[0])
        elif kind == "tables.absent":
            for number in map(int, body["rounds"]):
                left = [[s for s in table if s != body["seat"]] for table in rounds[number - 1]]
                rounds = _replaced(rounds, number, in_order(left))
    return rounds


def _replaced(rounds: tuple[Tables, ...], number: int, tables: Tables) -> tuple[Tables, ...]:
    return (*rounds[: number - 1], tables, *rounds[number:])


NOT_SEATED = message("not everybody has one seat")
NOT_SIZED = message("the tables have other sizes")
NOT_FIXED = message("a fixed seat is not kept")
NOT_HELD = message("a round that was held is another one")
NOT_COUNTED = message("there are more or fewer rounds")


def faults(problem: Problem, rounds: Sequence[Tables]) -> list[tuple[int, Message]]:
    """What a plan does not keep, with the round, from 1 on."""
    if len(rounds) != len(problem.rounds):
        return [(len(rounds), NOT_COUNTED)]
    found = []
    for number, (round_, tables) in enumerate(zip(problem.rounds, rounds, strict=True), 1):
        seated = [name for table in tables for name in table]
        sizes = tuple(map(len, tables))
        wrong = {
            NOT_SEATED: sorted(seated) != [one.id for one in problem.present(number - 1)],
            NOT_SIZED: not round_.held and sorted(sizes) != sorted(round_.sizes),
            NOT_FIXED: any(
                table >= len(tables) or name not in tables[table]
                for name, table in round_.fixed.items()
            ),
            NOT_HELD: bool(round_.held) and in_order(round_.held) != in_order(tables),
        }
        found += [(number, what) for what, is_wrong in wrong.items() if is_wrong]
    return found


def counted_again(problem: Problem, rounds: Sequence[Tables]) -> dict[str, Any]:
    """The figures of the seats, counted from what the record holds."""
    return figures_body(figures(problem, rounds))
