"""A map of tiles: every region has the same size and lies about where it is, shaded by its value.

A map by area would give most of its ink to those who have the fewest people.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from deliberate.documents.charts.chart import (
    Chart,
    ChartTable,
    Column,
    Told,
    make,
    rows,
)
from deliberate.documents.charts.lettering import Words, spoken
from deliberate.documents.charts.steps import Value, finite
from deliberate.documents.charts.tile_layout import Spoken, draw
from deliberate.i18n import Translator


@dataclass(frozen=True, slots=True)
class Tile:
    """A region: its place in the map, counted from the upper left, and its value, if any.

    `label` stands on the tile, `code` (two to four signs) instead of it on a phone, where a
    key below the map explains it; `name` is the whole name, for the table.
    """

    row: int
    column: int
    label: Words
    value: Value | None
    name: Words = ""
    code: Words = ""


@dataclass(frozen=True, slots=True)
class TileMapData:
    """The regions, what they show (`title`, for the caption) and what is counted (`unit`)."""

    tiles: tuple[Tile, ...]
    title: Words
    unit: Words = ""


def tile_map_chart(data: TileMapData, say: Translator, *, id: str = "regions") -> Chart:
    """A value for each region as a map of tiles."""
    tiles = tuple(_spoken(tile, say) for tile in data.tiles)
    picture = partial(draw, tiles, spoken(data.unit, say), say)
    return make(id, _told(data, say), _table(data, say), picture, say)


def _spoken(tile: Tile, say: Translator) -> Spoken:
    label = spoken(tile.label, say)
    code = spoken(tile.code, say) or label
    return Spoken(tile.row, tile.column, label, code, _name(tile, say), finite(tile.value))


def _told(data: TileMapData, say: Translator) -> Told:
    known = [(value, tile) for tile in data.tiles if (value := finite(tile.value)) is not None]
    if not known:
        return Told(spoken(data.title, say), say.gettext("No values are known yet."))
    low, high = (choose(known, key=lambda one: one[0]) for choose in (min, max))
    told = say.gettext(
        "Regions: {count}. The smallest value: {low} ({lowest}). The largest: {high} ({highest})."
    ).format(
        count=len(data.tiles),
        low=say.number(low[0]),
        lowest=_name(low[1], say),
        high=say.number(high[0]),
        highest=_name(high[1], say),
    )
    return Told(spoken(data.title, say), told)


def _name(tile: Tile, say: Translator) -> str:
    return spoken(tile.name or tile.label, say)


def _table(data: TileMapData, say: Translator) -> ChartTable:
    unit = spoken(data.unit, say) or say.gettext("Value")
    coded = any(tile.code for tile in data.tiles)
    code = (Column(say.gettext("Code")),) if coded else ()
    columns = (Column(say.gettext("Region")), *code, Column(unit, "right"))
    cells = (
        (
            _name(tile, say),
            *((spoken(tile.code, say),) if coded else ()),
            _number(finite(tile.value), say),
        )
        for tile in data.tiles
    )
    return ChartTable(spoken(data.title, say), columns, rows(cells))


def _number(value: Decimal | None, say: Translator) -> str:
    return "—" if value is None else say.number(value)
