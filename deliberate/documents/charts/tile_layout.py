"""Where the tiles of a map stand, what has room on them, and the key below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from deliberate.documents.charts.chart import NARROW, nothing
from deliberate.documents.charts.legend import Entry, legend, swatch
from deliberate.documents.charts.lettering import LINE, Lettering, fit, measure
from deliberate.documents.charts.marks import Block, Label, Mark, Marks, Picture, Rect
from deliberate.documents.charts.steps import Steps
from deliberate.i18n import Translator

_GAP, _PAD, _SPACE, _EDGE = 4.0, 3.0, 10.0, 1.0
_LARGEST = 110.0
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A tile in the reader's language."""

    row: int
    column: int
    label: str
    code: str
    name: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class _Plan:
    """How wide a tile is, how many lines its label may have, and by what its number is divided:
    1, 1,000 or 1,000,000, None where not even then all numbers have room."""

    wide: float
    lines: int
    divisor: int | None

    @property
    def room(self) -> float:
        return self.wide - 2 * _PAD

    @property
    def high(self) -> float:
        return LINE * (self.lines + 1) + _SPACE


def draw(tiles: tuple[Spoken, ...], unit: str, say: Translator, width: float) -> Picture:
    """The map with its key."""
    if not tiles:
        return nothing(say.gettext("There are no regions."), width)
    steps = Steps.of(tile.value for tile in tiles if tile.value is not None)
    places = dict(_places(tiles))
    narrow = width <= NARROW
    plan = _plan(places, narrow, say, width)
    marks: list[Mark] = []
    for (row, column), tile in places.items():
        left, top = _EDGE + column * (plan.wide + _GAP), _EDGE + row * (plan.high + _GAP)
        marks += _tile(plan, steps, tile, narrow, left, top, say)
    bottom = _EDGE + (1 + max(row for row, _ in places)) * (plan.high + _GAP) + _SPACE
    key = _key(steps, plan, tiles, unit, bottom, width, say)
    names = _names(tiles, bottom + key.height, width) if narrow else Block(0.0, ())
    return Picture.of(width, bottom + key.height + names.height, (*marks, *key.marks, *names.marks))


def _names(tiles: tuple[Spoken, ...], top: float, width: float) -> Block:
    """What the codes on the tiles stand for, in two columns read downwards."""
    coded = [tile for tile in tiles if tile.code != tile.label]
    half, room = -(-len(coded) // 2), (width - _SPACE) / 2
    marks: list[Mark] = []
    for n, tile in enumerate(coded):
        left = (room + _SPACE) * (n // half)
        line = top + _SPACE + LINE * (n % half)
        words = fit(f"{tile.code} {tile.label}".strip(), room)
        full = words.full and f"{tile.code} {tile.name}".strip()
        marks.append(Label("ink", left, line, Lettering(words.lines, full)))
    return Block(_SPACE + LINE * half if coded else 0.0, tuple(marks))


def _places(tiles: tuple[Spoken, ...]) -> Iterator[tuple[tuple[int, int], Spoken]]:
    """Rows and columns without empty ones between; who finds a place taken moves below the map."""
    rows = {row: n for n, row in enumerate(sorted({tile.row for tile in tiles}))}
    columns = {column: n for n, column in enumerate(sorted({tile.column for tile in tiles}))}
    below = ((len(rows) + n // len(columns), n % len(columns)) for n in count())
    taken: set[tuple[int, int]] = set()
    for tile in tiles:
        place = rows[tile.row], columns[tile.column]
        if place in taken:
            place = next(below)
        taken.add(place)
        yield place, tile


def _plan(
    places: dict[tuple[int, int], Spoken], narrow: bool, say: Translator, width: float
) -> _Plan:
    columns = 1 + max(column for _, column in places)
    wide = min(_LARGEST, (width - 2 * _EDGE + _GAP) / columns - _GAP)
    room = wide - 2 * _PAD
    lines = max((len(_label(one, narrow, room).lines) for one in places.values()), default=1)
    values = [tile.value for tile in places.values() if tile.value is not None]
    divisor = next((by for by in (1, 10**3, 10**6) if _have_room(values, by, room, say)), None)
    return _Plan(wide, max(1, lines), divisor)


def _label(tile: Spoken, narrow: bool, room: float) -> Lettering:
    """What stands on the tile; where it is cut, its full name is behind it."""
    words = fit(tile.code, room) if narrow else fit(tile.label, room, lines=2, part=False)
    return Lettering(words.lines, tile.name) if words.full else words


def _have_room(values: list[Decimal], divisor: int, room: float, say: Translator) -> bool:
    return all(measure(_number(value, divisor, say), bold=True) <= room for value in values)


def _number(value: Decimal, divisor: int, say: Translator) -> str:
    """A value in thousands or millions, with one decimal where it would be a single digit."""
    if divisor == 1:
        return say.number(value)
    scaled = value / divisor
    return say.number(round(scaled, 1 if abs(scaled) < 10 else 0))


def _tile(
    plan: _Plan, steps: Steps, tile: Spoken, narrow: bool, left: float, top: float, say: Translator
) -> Marks:
    shade = "blank" if tile.value is None else f"shade-{steps.shade(tile.value)}"
    role = "ink" if tile.value is None else f"on-{shade}"
    number = "—" if tile.value is None else ""
    if tile.value is not None and plan.divisor is not None:
        number = _number(tile.value, plan.divisor, say)
    middle = left + plan.wide / 2
    label = _label(tile, narrow, plan.room)
    text = top + (plan.high - label.height - LINE) / 2
    yield Rect(shade, left, top, plan.wide, plan.high)
    yield Label(role, middle, text, label, "middle")
    yield Label(
        role, middle, text + label.height, fit(number, plan.room, bold=True), "middle", bold=True
    )


def _key(
    steps: Steps,
    plan: _Plan,
    tiles: tuple[Spoken, ...],
    unit: str,
    top: float,
    width: float,
    say: Translator,
) -> Block:
    """What is counted, and which values have which shade."""
    scale = {
        _THOUSAND: say.gettext("on the map in thousands"),
        _THOUSAND**2: say.gettext("on the map in millions"),
    }
    words = [word for word in (unit, scale.get(plan.divisor or 1, "")) if word]
    head = fit("; ".join(words), width, lines=2)
    entries = [Entry(swatch(f"shade-{one.shade}"), steps.words(one, say)) for one in steps.steps]
    if any(tile.value is None for tile in tiles):
        entries.append(Entry(swatch("blank"), say.gettext("no data")))
    key = legend(entries, 0, top + head.height, width)
    return Block(head.height + key.height, (Label("ink", 0, top, head), *key.marks))
