"""At which table somebody sits in the rounds still to come."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.deliberation.tables import held_rounds, table_rounds
from deliberate.core.errors import message
from deliberate.core.services.member.desk_lines import Line
from deliberate.core.services.member.entering import Mine

KIND = "tables"


def own_tables(mine: Mine) -> Iterator[Line]:
    """A line for each round to come in which this seat has a table."""
    if mine.seat is None:
        return
    for step in mine.process.rulebook.steps:
        if step.kind != KIND:
            continue
        view = mine.process.view(step)
        held = held_rounds(view)
        for number, tables in enumerate(table_rounds(view)[held:], held + 1):
            for table, seats in enumerate(tables, 1):
                if mine.seat.id in seats:
                    text = message(
                        "{step}, round {round}: your table is {table}.",
                        step=step.title,
                        round=number,
                        table=table,
                    )
                    yield Line("note", text, None, "my")
