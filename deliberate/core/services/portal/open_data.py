"""Open data of a process: tables made of its page, so that one rule of visibility holds for both.

A table has a row for each thing and the same columns in every language of the interface; a text
has a column for each language of the process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from deliberate.core.errors import Message, Refused, message
from deliberate.core.services.portal import open_data_people as people
from deliberate.core.services.portal import open_data_points as given
from deliberate.core.services.portal import open_data_votes as votes
from deliberate.core.services.portal import open_data_work as work
from deliberate.core.services.portal.open_data_shapes import Row, Sheet
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.text import Text

Cell = str | int | bool | None

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the file and what it holds."""

    name: str
    about: Message


@dataclass(frozen=True, slots=True)
class Table:
    """One file of open data. `rows` have a cell for each column, in their order."""

    name: str
    title: Message
    about: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


SHEETS: Mapping[str, Callable[[ProcessPage], Sheet]] = MappingProxyType(
    {
        "candidates": people.candidates,
        "seats": people.seats,
        "roll-call": people.roll_call,
        "decisions": votes.decisions,
        "results": votes.results,
        "counting": votes.counting,
        "weightings": given.weightings,
        "weighting-papers": given.weighting_papers,
        "gatherings": given.gatherings,
        "points": work.points,
        "reports": work.reports,
        "inputs": people.inputs,
        "calendar": work.calendar,
        "budget": work.budget,
        "indicators": work.indicators,
    }
)


OF_A_MODEL: Mapping[str, Callable[[ProcessPage], bool]] = MappingProxyType(
    {
        "weightings": given.gives_points,
        "weighting-papers": given.gives_points,
        "gatherings": given.gathers,
    }
)
"""Tables that are listed only where the model of the process has what they are about."""


def open_data(page: ProcessPage) -> tuple[Table, ...]:
    """Every table of the process; one about which nothing is known yet has no rows."""
    return tuple(
        open_table(page, name)
        for name in SHEETS
        if name not in OF_A_MODEL or OF_A_MODEL[name](page)
    )


def open_table(page: ProcessPage, name: str) -> Table:
    """One table by its name; refuses a name that no table has (NO_TABLE)."""
    if name not in SHEETS:
        raise Refused("NO_TABLE", message("There is no table “{table}”.", table=name))
    sheet = SHEETS[name](page)
    columns = tuple(
        Column(name, about) for key, about in sheet.columns for name in _names(page, sheet, key)
    )
    rows = tuple(tuple(_cells(page, sheet, row)) for row in sheet.rows)
    return Table(name, sheet.title, sheet.about, columns, rows)


def _names(page: ProcessPage, sheet: Sheet, key: str) -> tuple[str, ...]:
    if key not in sheet.texts:
        return (key,)
    return tuple(f"{key}_{language}" for language in page.languages)


def _cells(page: ProcessPage, sheet: Sheet, row: Row) -> list[Cell]:
    cells: list[Cell] = []
    zone = ZoneInfo(page.time_zone)
    for (key, _), value in zip(sheet.columns, row, strict=True):
        if key in sheet.texts:
            text = value if isinstance(value, Text) else Text()
            cells += [text.get(language) or "" for language in page.languages]
        else:
            cells.append(_plain(value, zone))
    return cells


def _plain(value: object, zone: ZoneInfo) -> Cell:
    """A cell; moments of all tables are told in the zone of the process."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(zone).isoformat()
        case date():
            return value.isoformat()
    raise TypeError(f"a cell cannot hold {type(value).__name__}")
