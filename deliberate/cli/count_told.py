"""A count as people read it in the terminal, and as a machine reads it."""

from __future__ import annotations

from collections.abc import Mapping
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


def _show(house: House, table: Table) -> None:
    numbers = [n for n, column in enumerate(table.columns) if column.align == "right"]
    heads = [column.head for column in table.columns]
    show_table(house, heads, table.rows, title=table.caption, numbers=numbers)


def counted_json(counted: Counted, say: Translator) -> dict[str, Any]:
    """The whole outcome; options are called as the file calls them, fractions are texts."""
    from deliberate.core.services.ballot_options import label

    ballot, outcome = counted.ballot, counted.outcome
    words = {option.id: label(option) for option in ballot.options}
    body = _renamed(outcome.as_body(), words)
    winners = body["winners"]
    return {
        "outcome": body["outcome"],
        "winner": winners[0] if len(winners) == 1 and ballot.chooses else None,
        **{key: body[key] for key in ("winners", "method", "counts", "shares", "averages")},
        **{key: body[key] for key in ("cast", "opt_outs", "invalid", "absent", "present")},
        "seats": outcome.seats if counted.seats_known else None,
        "threshold": outcome.threshold.as_body() if outcome.threshold else None,
        "base": body["base"],
        "base_of": ballot.base,
        "needed": body["needed"],
        "quorum": body["quorum"],
        **{key: body[key] for key in ("rounds", "pairwise", "levels", "ties", "minority")},
        "explanation": [say.render(sentence) for sentence in counted.explanation],
        "warnings": [
            {"code": caution.code, "message": say.render(caution.message)}
            for caution in outcome.warnings
        ],
        "options": list(words.values()),
        "options_found": counted.file.found,
        "definition": ballot.as_body(),
        "seed": counted.seed,
        "file_hash": counted.file.sha256,
        "input_hash": counted.input_hash,
    }


def _renamed(value: Any, words: Mapping[str, str]) -> Any:
    """The same with the names of options as the file has them, in keys and values."""
    if isinstance(value, Mapping):
        return {words.get(key, key): _renamed(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, words) for item in value]
    return words.get(value, value) if isinstance(value, str) else value
