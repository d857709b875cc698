"""What signs and fills mean, set in as many rows as their words need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deliberate.documents.charts import lettering
from deliberate.documents.charts.marks import Block, Label, Mark, Marks, Rect

Sample = Callable[[float, float], Marks]
"""Draws what is explained around a point."""

_SIGN, _GAP, _BETWEEN = 16.0, 6.0, 20.0
_ROW = 24.0


@dataclass(frozen=True, slots=True)
class Entry:
    sample: Sample
    words: str


def swatch(role: str) -> Sample:
    """A small area of a role."""

    def draw(x: float, y: float) -> Marks:
        yield Rect(role, x - 7, y - 7, 14.0, 14.0)

    return draw


def legend(entries: Iterable[Entry], left: float, top: float, room: float) -> Block:
    """The entries from left to right; who finds no room begins a row."""
    marks: list[Mark] = []
    x, y = left, top
    for entry in entries:
        words = lettering.fit(entry.words, room - _SIGN - _GAP)
        wide = _SIGN + _GAP + lettering.widest(words.lines)
        if x > left and x + wide > left + room:
            x, y = left, y + _ROW
        marks += entry.sample(x + _SIGN / 2, y + _ROW / 2)
        text_top = y + (_ROW - lettering.LINE) / 2
        marks.append(Label("ink", x + _SIGN + _GAP, text_top, words))
        x += wide + _BETWEEN
    return Block(y - top + _ROW if marks else 0.0, tuple(marks))
