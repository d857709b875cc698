"""A vote of the members: one bar for each choice, and the line that a decision has to reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from deliberate.documents.charts.chart import (
    NARROW,
    Chart,
    ChartTable,
    Column,
    Told,
    make,
    rows,
)
from deliberate.documents.charts.lettering import LINE, fit, widest
from deliberate.documents.charts.marks import (
    Block,
    Label,
    Line,
    Mark,
    Marks,
    Picture,
    Rect,
    centred,
)
from deliberate.i18n import Translator

_BAR, _GAP, _EDGE = 24.0, 14.0, 2.0
_NUMBER = 14.0
"""Between a bar and its number."""
_COUNTED = 60
"""Above this many seats they are too narrow to be counted one by one."""


@dataclass(frozen=True, slots=True)
class DecisionData:
    """The result of one vote.

    `absent`: seats without a vote, None where nobody knows how many there are. `base` is what the
    threshold is counted of (seats, say), `needed` the votes that carry the decision, None where
    there is no fixed number. `outcome` is the code of the vocabulary "outcome", empty while nothing
    is decided. `number` says which of several votes it is, counted from 1; 0 where there is one
    alone.
    """

    for_: int
    against: int
    abstained: int
    absent: int | None
    base: int
    needed: int | None
    outcome: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Bar:
    role: str
    words: str
    votes: int


def decision_chart(data: DecisionData, say: Translator, *, id: str = "decision") -> Chart:
    """The result of a vote as bars with a threshold line."""
    bars = _bars(data, say)
    return make(id, _told(data, say), _table(data, bars, say), partial(_draw, data, bars, say), say)


def _bars(data: DecisionData, say: Translator) -> tuple[_Bar, ...]:
    known = () if data.absent is None else (_Bar("absent", say.gettext("Absent"), data.absent),)
    return (
        _Bar("for", say.gettext("For"), data.for_),
        _Bar("against", say.gettext("Against"), data.against),
        _Bar("abstained", say.gettext("Abstained"), data.abstained),
        *known,
    )


def _told(data: DecisionData, say: Translator) -> Told:
    counts = say.gettext("For: {yes}. Against: {no}. Abstained: {abstain}. Absent: {absent}.")
    if data.absent is None:
        counts = say.gettext("For: {yes}. Against: {no}. Abstained: {abstain}.")
    votes = {"yes": data.for_, "no": data.against, "abstain": data.abstained, "absent": data.absent}
    told = [counts.format_map(votes)]
    if data.needed is not None:
        words = say.gettext("Needed: {needed} of {base}.")
        told.append(words.format(needed=data.needed, base=data.base))
    if data.outcome:
        words = say.gettext("Outcome: {outcome}.")
        told.append(words.format(outcome=say.word("outcome", data.outcome)))
    return Told(_title(data, say), " ".join(told))


def _title(data: DecisionData, say: Translator) -> str:
    """Two pictures on one page are two landmarks: each has a name of its own."""
    if data.number:
        return say.gettext("Result of vote no. {n}").format(n=data.number)
    return say.gettext("Result of the vote")


def _table(data: DecisionData, bars: tuple[_Bar, ...], say: Translator) -> ChartTable:
    cells = [(bar.words, say.number(bar.votes)) for bar in bars]
    if data.needed is not None:
        cells.append((say.gettext("Needed"), say.number(data.needed)))
    cells.append((say.gettext("Base of the count"), say.number(data.base)))
    columns = (Column(say.gettext("Choice")), Column(say.gettext("Votes"), "right"))
    return ChartTable(_title(data, say), columns, rows(cells))


def _draw(data: DecisionData, bars: tuple[_Bar, ...], say: Translator, width: float) -> Picture:
    plan = _plan(data, bars, say, width)
    marks: list[Mark] = []
    top = _EDGE
    for bar in bars:
        head = _head(plan, bar, top, say)
        marks += head.marks
        top += head.height
        marks += _cells(plan, bar, top)
        top += _BAR + _GAP
        if bar.role == "for" and data.needed is not None:
            words = say.gettext("needed: {needed} of {base}")
            told = words.format(needed=say.number(data.needed), base=say.number(data.base))
            marks += _threshold(plan, data.needed, told, top - _BAR - _GAP)
            top += LINE
    return Picture.of(width, top - _GAP + _EDGE, marks)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the bars begin, how wide one vote is, and for how many there is room."""

    width: float
    left: float
    right: float
    votes: int
    seats: int

    @property
    def one(self) -> float:
        return (self.right - self.left) / self.votes

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW


def _plan(data: DecisionData, bars: tuple[_Bar, ...], say: Translator, width: float) -> _Plan:
    votes = max(1, data.base, data.needed or 0, *(bar.votes for bar in bars))
    if width <= NARROW:
        return _Plan(width, _EDGE, width - _EDGE, votes, data.base)
    names = widest(tuple(bar.words for bar in bars))
    numbers = widest(tuple(say.number(bar.votes) for bar in bars), bold=True)
    left = min(names, width / 3) + _NUMBER
    return _Plan(width, left, width - numbers - _NUMBER, votes, data.base)


def _head(plan: _Plan, bar: _Bar, top: float, say: Translator) -> Block:
    """The name of a choice and its number: beside the bar, or above it where it is narrow."""
    number = fit(say.number(bar.votes), plan.width, bold=True)
    room = (
        plan.width - widest(number.lines, bold=True) - _NUMBER
        if plan.narrow
        else plan.left - _NUMBER
    )
    text_top = top if plan.narrow else top + (_BAR - LINE) / 2
    name = Label("ink", 0, text_top, fit(bar.words, room))
    votes = Label("ink", plan.width, text_top, number, "end", bold=True)
    return Block(LINE + 2 if plan.narrow else 0.0, (name, votes))


def _cells(plan: _Plan, bar: _Bar, top: float) -> Marks:
    """The bar, seat by seat as long as they can be counted; empty seats show how many there are."""
    yield Line("axis", plan.left - 1, top, plan.left - 1, top + _BAR)
    if plan.votes > _COUNTED:
        yield Rect("seat", plan.left, top, plan.one * max(0, plan.seats), _BAR)
        yield Rect(bar.role, plan.left, top, plan.one * max(0, bar.votes), _BAR)
        return
    gap = min(3.0, plan.one / 4)
    for n in range(max(bar.votes, plan.seats)):
        role = bar.role if n < bar.votes else "seat"
        yield Rect(role, plan.left + plan.one * n + gap / 2, top, plan.one - gap, _BAR)


def _threshold(plan: _Plan, needed: int, told: str, top: float) -> Marks:
    """The line through the votes for, and beneath it what it means."""
    x = plan.left + plan.one * max(0, needed)
    for role in ("halo", "needed"):  # the halo keeps it apart from squares as dark as itself
        yield Line(role, x, top - _EDGE, x, top + _BAR + 5)
    yield centred(x, top + _BAR + 6, fit(told, plan.width, bold=True), plan.width)
