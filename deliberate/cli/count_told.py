"""A count as people read it in the terminal, and as a machine reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.tables import show_table
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.cli.house import House
    from deliberate.core.services.ballot_counts import Counted
    from deliberate.documents.document import Table
    from deliberate.i18n import Translator


def show_counted(house: House, counted: Counted) -> None:
    """The outcome, the numbers as tables, the count in words, and what to mind."""
    from deliberate.documents.counting import tables
    from deliberate.documents.counting.words import outcome_words

    say, ballot, outcome = house.translator, counted.ballot, counted.outcome
    click.secho(outcome_words(ballot, outcome, say), bold=True)
    shown = [tables.figures(counted, say)]
    every = tables.rounds(counted, say)
    shown.append(tables.results(ballot, outcome, say) if every is None else every)
    shown += [t for t in (tables.levels(counted, say), tables.pairs(counted, say)) if t]
    for table in shown:
        _show(house, table)
    _show_others(house, counted)
    click.echo()
    for sentence in counted.explanation:
        house.say(sentence)
    for caution in outcome.warnings:
        words = message("Caution: {text}", text=caution.message)
        click.secho(say.render(words), fg="yellow")
    if counted.file.found:
        house.say(
            message("The options were taken from the papers; --options says which there are.")
        )
    house.say(message("SHA-256 of rules and papers: {hash}", hash=counted.input_hash))


def _show_others(house: House, counted: Counted) -> None:
    """What others wanted than what came out, and the objections, with the reasons given."""
    from deliberate.documents.counting import tables

    found = tables.positions(counted, house.translator)
    if found is not None:
        _show(house, replace(found, caption=tables.not_prevailing(house.translator)))


def _show(house: House, table: Table) -> None:
    numbers = [n for n, column in enumerate(table.columns) if column.align == "right"]
    heads = [column.head for column in table.columns]
    show_table(house, heads, table.rows, title=table.caption, numbers=numbers)


def counted_json(counted: Counted, say: Translator) -> dict[str, Any]:
    """The whole outcome; options are called as the file calls them, fractions are texts."""
    from deliberate.core.services.ballot_options import label
    from deliberate.documents.counting.programs import outcome_for_programs

    ballot = counted.ballot
    words = {option.id: label(option) for option in ballot.options}
    return {
        **outcome_for_programs(ballot, counted.outcome, say, words),
        **({} if counted.seats_known else {"seats": None}),
        "explanation": [say.render(sentence) for sentence in counted.explanation],
        "options": list(words.values()),
        "options_found": counted.file.found,
        "definition": ballot.as_body(),
        "seed": counted.seed,
        "file_hash": counted.file.sha256,
        "input_hash": counted.input_hash,
    }
