"""`deliberate tables`: who sits at which table in each round."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import UnusableInput, message

if TYPE_CHECKING:
    from deliberate.core.deliberation.table_plan.plan import TablePlan
    from deliberate.core.deliberation.table_plan.problem import Tables

BALANCE = 3


@command(
    _(
        "Plan tables: who sits where in each round.\n\n"
        "Every table is mixed on the chosen features, and everybody meets as many others as can "
        "be. The same files and the same seed give the same plan. Rounds that were held are kept; "
        "the others are planned anew, and count who has met already."
    )
)
@click.argument("people", metavar="PEOPLE.csv")
@click.option(
    "--size", type=click.IntRange(min=1), required=True, help=_("People at a table, at most.")
)
@click.option(
    "--rounds", type=click.IntRange(1, 100), required=True, help=_("How many rounds there are.")
)
@click.option(
    "--mix",
    multiple=True,
    metavar="COLUMN",
    help=_("Mix the tables on this column; repeatable, or with commas. Without it: on all."),
)
@click.option("--fixed", metavar="FILE", help=_("Fixed seats: id,table[,round]."))
@click.option("--absent", metavar="FILE", help=_("Who is not there: id[,round]."))
@click.option("--held", metavar="FILE", help=_("A plan as CSV or JSON, whose rounds are kept."))
@click.option(
    "--held-rounds",
    type=click.IntRange(min=0),
    help=_("So many rounds of that plan were held; all of them without it."),
)
@click.option("--seed", default="", metavar="TEXT", help=_("What chance is made from."))
@click.option(
    "--balance",
    type=click.IntRange(0, 1000),
    default=BALANCE,
    show_default=True,
    help=_("Weight of mixing; an encounter repeated weighs 2."),
)
@click.option("--id", "id_column", default="", metavar="COLUMN", help=_("Column of identifiers."))
@click.option("--trade-off", is_flag=True, help=_("Show what mixing costs in encounters."))
@click.option("--csv", "as_csv", is_flag=True, help=_("Answer as CSV, a row for each person."))
@click.option("--html", "page", metavar="FILE", help=_("Write the plan as a page to print."))
@json_option
@click.pass_obj
def tables(
    house: House,
    people: str,
    size: int,
    rounds: int,
    mix: tuple[str, ...],
    fixed: str | None,
    absent: str | None,
    held: str | None,
    held_rounds: int | None,
    seed: str,
    balance: int,
    id_column: str,
    trade_off: bool,
    as_csv: bool,
    page: str | None,
    as_json: bool,
) -> None:
    from deliberate.core.deliberation.table_plan import plan as engine
    from deliberate.core.deliberation.table_plan.problem import Weights
    from deliberate.core.services.table_plan_files import plan_csv, read_problem

    if as_csv and as_json:
        raise UnusableInput(
            "OPTIONS",
            message("{one} and {other} exclude each other.", one="--csv", other="--json"),
        )
    if held is None and held_rounds is not None:
        raise UnusableInput(
            "OPTIONS", message("{one} needs {other}.", one="--held-rounds", other="--held")
        )
    problem = read_problem(
        Path(people),
        size=size,
        rounds=rounds,
        mix=[name for item in mix for name in item.split(",") if name.strip()],
        id_column=id_column,
        fixed=None if fixed is None else Path(fixed),
        absent=None if absent is None else Path(absent),
        held=None if held is None else Path(held),
        held_rounds=held_rounds,
    )
    begun = time.process_time()
    plan = engine.plan_tables(problem, seed, weights=Weights(balance=balance))
    seconds = time.process_time() - begun
    traded = engine.trade_off(problem, seed) if trade_off else ()
    if page is not None:
        _write_page(house, Path(page), plan, traded)
    if as_json:
        house.tell_machine(as_answer(plan, seconds, traded))
    elif as_csv:
        click.echo(plan_csv(plan), nl=False)
    else:
        _show(house, plan, traded)
        if page is not None:
            house.say(message("Written: {file}", file=page))


def _write_page(house: House, path: Path, plan: TablePlan, traded: tuple[TablePlan, ...]) -> None:
    from deliberate.cli.writing import write_whole
    from deliberate.documents.html import html_page
    from deliberate.documents.table_plan import table_plan

    write_whole(path, html_page(table_plan(plan, house.translator, traded)))


def as_answer(plan: TablePlan, seconds: float, traded: tuple[TablePlan, ...]) -> dict[str, Any]:
    """The plan and its figures for a machine."""
    found = plan.figures
    answer: dict[str, Any] = {
        "status": "planned",
        "rounds": [[list(table) for table in tables] for tables in plan.rounds],
        "meetings": found.meetings,
        "bound": found.bound,
        "repeats": {str(times): pairs for times, pairs in found.repeats},
        "spread": {"fewest": found.fewest, "most": found.most, "least": found.least_spread},
        "violations": {
            "cells": found.cells,
            "missed": found.violations,
            "unavoidable": found.unavoidable,
            "features": {
                item.feature: {"cells": item.cells, "missed": item.violations}
                for item in found.mixing
            },
        },
        "weights": {"encounters": plan.weights.encounters, "balance": plan.weights.balance},
        "steps": plan.steps,
        "seed": plan.seed,
        "input_hash": plan.input_hash,
        "seconds": seconds,
    }
    if traded:
        answer["trade_off"] = [
            {
                "balance": one.weights.balance,
                "meetings": one.figures.meetings,
                "missed": one.figures.violations,
            }
            for one in traded
        ]
    return answer


def _show(house: House, plan: TablePlan, traded: tuple[TablePlan, ...]) -> None:
    """Who sits where, round by round, then what the plan achieves."""
    from deliberate.cli.tables import show_table
    from deliberate.documents.table_plan import sentences

    say = house.translator.gettext
    show_rounds(house, plan.rounds, sum(bool(round_.held) for round_ in plan.problem.rounds))
    click.echo()
    for line in sentences(plan):
        house.say(line)
    if plan.figures.mixing:
        show_table(
            house,
            (say(_("Feature")), say(_("Shares missed")), say(_("Shares"))),
            [(item.feature, str(item.violations), str(item.cells)) for item in plan.figures.mixing],
            title=say(_("How the tables are mixed")),
            numbers=(1, 2),
        )
    if traded:
        from deliberate.documents.table_plan import TRADED

        show_table(
            house,
            (say(_("Weight of mixing")), say(_("Pairs who meet")), say(_("Shares missed"))),
            [
                (str(one.weights.balance), str(one.figures.meetings), str(one.figures.violations))
                for one in traded
            ],
            title=say(_("What mixing costs in encounters")),
            numbers=(0, 1, 2),
        )
        house.say(TRADED)
    house.say(message("Seed: {seed}", seed=plan.seed or "—"))
    house.say(message("SHA-256 of people and rounds: {hash}", hash=plan.input_hash))


def show_rounds(house: House, rounds: Sequence[Tables], held: int) -> None:
    """Each round with its tables; the first `held` were held."""
    from deliberate.cli.tables import show_table

    say = house.translator.gettext
    heads = (say(_("At table")), say(_("Who sits there")))
    for number, tables in enumerate(rounds, 1):
        words = message("Round {round} (held)", round=number)
        if number > held:
            words = message("Round {round}", round=number)
        rows = [(str(table), ", ".join(people)) for table, people in enumerate(tables, 1)]
        show_table(house, heads, rows, title=house.translator.render(words), numbers=(0,))
