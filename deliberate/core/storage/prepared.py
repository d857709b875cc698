"""Queries that are asked at every act and every page: their text is composed once per engine.

Composing the text of a query takes peewee longer than SQLite takes to answer it. A prepared query
is written with peewee as every other one, with `Given` in the place of each value that differs from
time to time; values and answers are converted by the same fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from peewee import Database, ForeignKeyField, IntegerField, Model, Node

from deliberate.core.storage.fields import WordsField


class Given(Node):
    """The place of a value that is given with each asking; it is stored as this field stores it."""

    def __init__(self, field: Any) -> None:
        super().__init__()
        self.field = field

    def __sql__(self, ctx: Any) -> Any:
        # peewee takes a node among the values of a query for a part of its text.
        return ctx.value(_Place(self.field), converter=False)


class _Place:
    """A `Given` among the values of a query whose text is composed."""

    __slots__ = ("field",)

    def __init__(self, field: Any) -> None:
        self.field = field


class Prepared:
    """A query with places for values; `columns` are the plain columns that it selects, if any."""

    def __init__(self, query: Any, columns: Sequence[Any] = ()) -> None:
        self._query = query
        self._names = tuple(column.name for column in columns)
        self._converters = tuple(
            (column.name, column.python_value) for column in columns if not _comes_as_it_is(column)
        )
        self._texts: dict[type[Database], tuple[str, tuple[Any, ...]]] = {}

    def rows(self, database: Database, given: Sequence[Any]) -> list[dict[str, Any]]:
        """What the database answers for these values, each row by the names of the columns."""
        found = []
        for values in self._execute(database, given).fetchall():
            row = dict(zip(self._names, values, strict=True))
            for name, convert in self._converters:
                row[name] = convert(row[name])
            found.append(row)
        return found

    def change(self, database: Database, given: Sequence[Any]) -> int:
        """Carry out a change with these values; how many rows it touched."""
        return int(self._execute(database, given).rowcount)

    def _execute(self, database: Any, given: Sequence[Any]) -> Any:
        text, places = self._text(database)
        values = iter(given)
        parameters = [
            place.field.db_value(next(values)) if isinstance(place, _Place) else place
            for place in places
        ]
        return database.execute_sql(text, parameters)

    def fields(self, database: Any) -> tuple[Any, ...]:
        """The fields of the places for values, in their order in the text."""
        places = self._text(database)[1]
        return tuple(place.field for place in places if isinstance(place, _Place))

    def _text(self, database: Any) -> tuple[str, tuple[Any, ...]]:
        engine = type(database)
        if engine not in self._texts:
            text, places = database.get_sql_context().sql(self._query).query()
            self._texts[engine] = text, tuple(places)
        return self._texts[engine]


def _comes_as_it_is(column: Any) -> bool:
    """Whether both drivers give the values of a column as we keep them."""
    kept = column.rel_field if isinstance(column, ForeignKeyField) else column
    return isinstance(kept, WordsField | IntegerField)


def add_rows(database: Database, table: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that give the same columns, in one statement."""
    insert = _insert(table, tuple(rows[0]), len(rows))
    fields = insert.fields(database)
    each = len(fields) // len(rows)
    insert.change(database, [row[field.name] for row in rows for field in fields[:each]])


@lru_cache(maxsize=512)
def _insert(table: type[Model], names: tuple[str, ...], count: int) -> Prepared:
    places = {name: Given(getattr(table, name)) for name in names}
    return Prepared(table.insert_many([places] * count))
