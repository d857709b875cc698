"""The points of a protocol: how far each is, by when it is due, who answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from deliberate.documents.charts import signs
from deliberate.documents.charts.chart import (
    NARROW,
    Chart,
    ChartTable,
    Column,
    Told,
    make,
    nothing,
    rows,
)
from deliberate.documents.charts.legend import Entry, legend
from deliberate.documents.charts.lettering import LINE, Words, fit, spoken, widest
from deliberate.documents.charts.marks import Block, Label, Line, Mark, Marks, Picture, Rect
from deliberate.i18n import Translator
from deliberate.i18n.formats import short_date

Standing = Literal["done", "running", "late"]

_BAR, _GAP, _SPACE, _EDGE = 14.0, 14.0, 10.0, 1.0
_SIGN = 22.0
_SIGNS: dict[Standing, Callable[[float, float], Marks]] = {
    "done": signs.tick,
    "running": signs.ring,
    "late": signs.warning,
}
_STATES: dict[Standing, str] = {"done": "done", "running": "in_progress", "late": "overdue"}


@dataclass(frozen=True, slots=True)
class ExecutionPoint:
    """One point. `percent` is what its owner reported, 0 to 100; `due` the date in force and
    `first_due` the one first set; `standing` is the judgement of who has the rules, and `state`
    says the same more exactly, in words."""

    id: str
    text: Words
    owner: Words
    percent: int
    due: date | None
    standing: Standing
    state: Words = ""
    first_due: date | None = None

    @property
    def moved(self) -> bool:
        return self.first_due is not None and self.first_due != self.due


@dataclass(frozen=True, slots=True)
class ExecutionData:
    """The points in the order of the protocol, as they stood on a day."""

    points: tuple[ExecutionPoint, ...]
    as_of: date | None = None


def execution_chart(
    data: ExecutionData, say: Translator, *, id: str = "execution", part: range | None = None
) -> Chart:
    """How far each point is. `part` draws some of the points, by their index, for a sheet of paper
    that does not hold all."""
    points = data.points if part is None else tuple(data.points[n] for n in part)
    lines = tuple(_line(point, data.as_of, say) for point in points)
    draw = partial(_draw, lines, say)
    return make(id, _told(data, say), _table(lines, say), draw, say)


def _told(data: ExecutionData, say: Translator) -> Told:
    title = say.gettext("Execution of the points")
    if data.as_of is not None:
        words = say.gettext("Execution of the points as of {date}")
        title = words.format(date=say.date(data.as_of))
    stand = [point.standing for point in data.points]
    words = say.gettext("Points: {count}. Carried out: {done}. Late: {late}.")
    return Told(
        title,
        words.format(count=len(stand), done=stand.count("done"), late=stand.count("late")),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """One point in words."""

    id: str
    text: str
    owner: str
    percent: int
    share: str
    due: str
    state: str
    moved: str
    standing: Standing


def _line(point: ExecutionPoint, as_of: date | None, say: Translator) -> _Line:
    percent = say.gettext("{percent}%").format(percent=say.number(point.percent))
    moved = ""
    if point.first_due is not None and point.moved:
        words = say.gettext("first due {date}")
        moved = words.format(date=short_date(point.first_due, say.locale))
    return _Line(
        id=spoken(point.id, say),
        text=spoken(point.text, say),
        owner=spoken(point.owner, say),
        percent=max(0, min(100, point.percent)),
        share=percent,
        due=short_date(point.due, say.locale) if point.due else say.gettext("no date"),
        state=_state(point, as_of, say),
        moved=moved,
        standing=point.standing,
    )


def _state(point: ExecutionPoint, as_of: date | None, say: Translator) -> str:
    """The state in words, and how late somebody is."""
    state = spoken(point.state, say)
    if point.standing == "late" and point.due and as_of and as_of > point.due:
        days = (as_of - point.due).days
        words = say.ngettext("late by {count} day", "late by {count} days", days)
        late = words.format(count=say.number(days))
        return f"{late}; {state}" if state else late
    return state or say.word("state", _STATES[point.standing])


def _table(lines: tuple[_Line, ...], say: Translator) -> ChartTable:
    columns = (
        Column(say.gettext("Point")),
        Column(say.gettext("Text")),
        Column(say.gettext("Responsible")),
        Column(say.gettext("Done"), "right"),
        Column(say.gettext("Due")),
        Column(say.gettext("State")),
    )
    cells = (
        (
            line.id,
            line.text,
            line.owner,
            line.share,
            f"{line.due} ({line.moved})" if line.moved else line.due,
            line.state,
        )
        for line in lines
    )
    return ChartTable(say.gettext("Execution of the points"), columns, rows(cells))


def _draw(lines: tuple[_Line, ...], say: Translator, width: float) -> Picture:
    if not lines:
        return nothing(say.gettext("There are no points to carry out."), width)
    used = tuple(standing for standing in _SIGNS if any(standing == one.standing for one in lines))
    entries = (Entry(_SIGNS[one], say.word("state", _STATES[one])) for one in used)
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


def _plan(lines: tuple[_Line, ...], width: float) -> _Plan:
    text = min(widest(tuple(line.id for line in lines), bold=True), width / 6) + _GAP / 2
    number = min(widest(tuple(line.share for line in lines), bold=True), width / 6) + _GAP
    due = width - 0.26 * width
    return _Plan(width, text, 0.44 * width, due - _GAP - _EDGE, due, number)


def _name(plan: _Plan, line: _Line, top: float, room: float) -> Block:
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


def _due(line: _Line, left: float, top: float, room: float) -> Block:
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


def _bar(line: _Line, left: float, right: float, top: float) -> Marks:
    """How much is done, on a track as long as all of it."""
    yield Rect("track", left, top, right - left, _BAR)
    role = "late" if line.standing == "late" else "done"
    yield Rect(role, left, top, (right - left) * line.percent / 100, _BAR)


def _share(line: _Line, right: float, top: float, room: float) -> Mark:
    return Label("ink", right, top, fit(line.share, room, bold=True), "end", bold=True)


def _row_wide(plan: _Plan, line: _Line, top: float) -> Block:
    name = _name(plan, line, top, plan.bar - plan.text - _GAP)
    due = _due(line, plan.due, top, plan.width - plan.due)
    marks = (
        *name.marks,
        *_bar(line, plan.bar, plan.share - plan.number, top + (LINE - _BAR) / 2),
        _share(line, plan.share, top, plan.number),
        *due.marks,
    )
    return Block(max(name.height, due.height), marks)


def _row_narrow(plan: _Plan, line: _Line, top: float) -> Block:
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
