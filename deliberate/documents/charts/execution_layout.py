"""Where the text, the bar and the date of each point stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from deliberate.documents.charts import signs
from deliberate.documents.charts.chart import NARROW, nothing
from deliberate.documents.charts.legend import Entry, legend
from deliberate.documents.charts.lettering import LINE, fit, widest
from deliberate.documents.charts.marks import Block, Label, Line, Mark, Marks, Picture, Rect
from deliberate.i18n import Translator

Standing = Literal["done", "running", "late"]

_BAR, _GAP, _SPACE, _EDGE = 14.0, 14.0, 10.0, 1.0
_SIGN = 22.0
_SIGNS: dict[Standing, Callable[[float, float], Marks]] = {
    "done": signs.tick,
    "running": signs.ring,
    "late": signs.warning,
}

STATES: dict[Standing, str] = {"done": "done", "running": "in_progress", "late": "overdue"}
"""The word for each standing, in the vocabulary "state"."""


@dataclass(frozen=True, slots=True)
class SpokenPoint:
    """One point in the reader's language; `percent` is between 0 and 100."""

    id: str
    text: str
    owner: str
    percent: int
    share: str
    due: str
    state: str
    moved: str
    standing: Standing


def draw(lines: tuple[SpokenPoint, ...], say: Translator, width: float) -> Picture:
    """One row for each point, below what the signs mean."""
    if not lines:
        return nothing(say.gettext("There are no points to carry out."), width)
    used = tuple(standing for standing in _SIGNS if any(standing == one.standing for one in lines))
    entries = (Entry(_SIGNS[one], say.word("state", STATES[one])) for one in used)
    key = legend(entries, 0, 0, width)
    marks = [*key.marks]
    top = key.height + _SPACE / 2
    plan = _plan(lines, width)
    for line in lines:
        marks.append(Line("grid", 0, top, width, top))
        row = (_row_narrow if width <= NARROW else _row_wide)(plan, line, top + _SPACE)
        marks += row.marks
        top += row.height + 2 * _SPACE
    return Picture.of(width, top, marks)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the columns begin: the text, the bar, its number's end, the date."""

    width: float
    text: float
    bar: float
    share: float
    due: float
    number: float


def _plan(lines: tuple[SpokenPoint, ...], width: float) -> _Plan:
    text = min(widest(tuple(line.id for line in lines), bold=True), width / 6) + _GAP / 2
    number = min(widest(tuple(line.share for line in lines), bold=True), width / 6) + _GAP
    due = width - 0.26 * width
    return _Plan(width, text, 0.44 * width, due - _GAP - _EDGE, due, number)


def _name(plan: _Plan, line: SpokenPoint, top: float, room: float) -> Block:
    """Number, text and owner of a point."""
    text = fit(line.text, room, lines=2)
    owner = fit(line.owner, room, lines=2)
    number = fit(line.id, plan.text - _GAP / 2, bold=True)
    marks = (
        Label("ink", 0, top, number, bold=True),
        Label("ink", plan.text, top, text),
        Label("quiet", plan.text, top + text.height, owner),
    )
    return Block(max(LINE, text.height + owner.height), marks)


def _due(line: SpokenPoint, left: float, top: float, room: float) -> Block:
    """The mark of the due date, the date itself and what is to be said about it."""
    date = fit(line.due, room - _SIGN, bold=True)
    state = fit(line.state, room - _SIGN, lines=3)
    moved = fit(line.moved, room - _SIGN, lines=2)
    role = "warning" if line.standing == "late" else "quiet"
    x, below = left + _SIGN, top + date.height
    marks = (
        *_SIGNS[line.standing](left + 8, top + LINE / 2),
        Label("ink", x, top, date, bold=True),
        Label(role, x, below, state),
        Label("quiet", x, below + state.height, moved),
    )
    return Block(date.height + state.height + moved.height, marks)


def _bar(line: SpokenPoint, left: float, right: float, top: float) -> Marks:
    """How much is done, on a track as long as all of it."""
    yield Rect("track", left, top, right - left, _BAR)
    role = "late" if line.standing == "late" else "done"
    yield Rect(role, left, top, (right - left) * line.percent / 100, _BAR)


def _share(line: SpokenPoint, right: float, top: float, room: float) -> Mark:
    return Label("ink", right, top, fit(line.share, room, bold=True), "end", bold=True)


def _row_wide(plan: _Plan, line: SpokenPoint, top: float) -> Block:
    name = _name(plan, line, top, plan.bar - plan.text - _GAP)
    due = _due(line, plan.due, top, plan.width - plan.due)
    marks = (
        *name.marks,
        *_bar(line, plan.bar, plan.share - plan.number, top + (LINE - _BAR) / 2),
        _share(line, plan.share, top, plan.number),
        *due.marks,
    )
    return Block(max(name.height, due.height), marks)


def _row_narrow(plan: _Plan, line: SpokenPoint, top: float) -> Block:
    name = _name(plan, line, top, plan.width - plan.text - _EDGE)
    middle = top + name.height + 4
    below = middle + LINE + 4
    due = _due(line, plan.text, below, plan.width - plan.text)
    right = plan.width - _EDGE
    marks = (
        *name.marks,
        *_bar(line, plan.text, right - plan.number, middle + (LINE - _BAR) / 2),
        _share(line, right, middle, plan.number),
        *due.marks,
    )
    return Block(name.height + 4 + LINE + 4 + due.height, marks)
