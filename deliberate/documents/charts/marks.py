"""What a chart is drawn with: five kinds of marks, each of a role that says how it looks.

Lengths are in units of the drawing, from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Literal

from deliberate.documents.charts import lettering

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a mark takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether both share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar, a cell, a tile."""

    kind: ClassVar[str] = "rect"
    role: str
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line from one point to another."""

    kind: ClassVar[str] = "line"
    role: str
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def box(self) -> Box:
        return Box(
            min(self.x1, self.x2),
            min(self.y1, self.y2),
            max(self.x1, self.x2),
            max(self.y1, self.y2),
        )


@dataclass(frozen=True, slots=True)
class Path:
    """Straight lines through points; `closed` for an area."""

    kind: ClassVar[str] = "path"
    role: str
    points: tuple[tuple[float, float], ...]
    closed: bool = True

    @property
    def box(self) -> Box:
        xs, ys = zip(*self.points, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point: `top` is the top of the first line, `x` the end that `anchor` names."""

    kind: ClassVar[str] = "label"
    role: str
    x: float
    top: float
    words: lettering.Lettering
    anchor: Anchor = "start"
    bold: bool = False

    @property
    def baselines(self) -> tuple[tuple[float, str], ...]:
        """Each line with its baseline."""
        first = self.top + lettering.BASELINE
        return tuple((first + lettering.LINE * n, line) for n, line in enumerate(self.words.lines))

    @property
    def box(self) -> Box:
        wide = lettering.widest(self.words.lines, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        first = self.top + lettering.BASELINE
        last = first + lettering.LINE * (len(self.words.lines) - 1)
        return Box(left, first - lettering.ASCENT, left + wide, last + lettering.DESCENT)


def centred(x: float, top: float, words: lettering.Lettering, width: float) -> Label:
    """A bold label in the middle above or below a point, moved so far that the drawing holds it."""
    wide = lettering.widest(words.lines, bold=True)
    left = max(0.0, min(x - wide / 2, width - wide))
    return Label("ink", left, top, words, bold=True)


Mark = Rect | Line | Path | Label
Marks = Iterator[Mark]


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that are stacked with others: their height goes with them."""

    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its size and its marks, the first ones lowest."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, width: float, height: float, marks: Iterable[Mark]) -> Picture:
        """A picture without marks that cannot be seen: bars of nothing, labels without words."""
        seen = (
            mark
            for mark in marks
            if not (isinstance(mark, Label) and not mark.words.lines)
            and not (isinstance(mark, Rect) and mark.width <= 0)
        )
        return cls(width, height, tuple(seen))

    @property
    def groups(self) -> tuple[tuple[str, tuple[Mark, ...]], ...]:
        """Marks of one role that follow each other share their looks."""
        return tuple(
            (role, tuple(marks)) for role, marks in groupby(self.marks, lambda mark: mark.role)
        )
