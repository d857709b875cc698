"""A vote of the public: one stacked bar for each candidate, and the line below the elected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from deliberate.documents.charts.chart import (
    NARROW,
    Chart,
    ChartTable,
    Column,
    Told,
    chosen,
    make,
    nothing,
    rows,
)
from deliberate.documents.charts.legend import Entry, legend, swatch
from deliberate.documents.charts.lettering import LINE, Words, fit, spoken, widest
from deliberate.documents.charts.marks import Block, Label, Line, Mark, Marks, Picture, Rect
from deliberate.documents.charts.signs import tick
from deliberate.i18n import Translator

_SIGN, _GAP, _EDGE = 24.0, 14.0, 2.0
_BAR, _THIN = 18.0, 12.0
_SPACE = 8.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate with the votes of both channels; `tied` when a draw has to decide."""

    name: Words
    signed: int
    comments: int
    elected: bool
    tied: bool = False


@dataclass(frozen=True, slots=True)
class CandidatesData:
    """Candidates in the order of the result. `comments_counted`: whether a candidate's total is the
    sum of both channels; if not, comments stand in the table alone. `drawn`: whether a tie has been
    broken; until then nobody who is tied is elected."""

    candidates: tuple[Candidate, ...]
    comments_counted: bool = True
    drawn: bool = True

    def total(self, candidate: Candidate) -> int:
        return candidate.signed + (candidate.comments if self.comments_counted else 0)

    @property
    def most(self) -> int:
        """What the longest bar stands for, at least 1."""
        return max([1, *map(self.total, self.candidates)])

    @property
    def seats(self) -> int:
        return sum(candidate.elected for candidate in self.candidates)

    @property
    def cut(self) -> int | None:
        """How many stand above the line, None where no line parts the elected from the others."""
        first = self.candidates[: self.seats]
        parted = all(candidate.elected for candidate in first)
        return self.seats if parted and 0 < self.seats < len(self.candidates) else None


def candidates_chart(
    data: CandidatesData,
    say: Translator,
    *,
    id: str = "candidates",
    part: range | None = None,
) -> Chart:
    """The votes for each candidate by channel. `part` draws some of the candidates (by their index,
    on the common scale), for a sheet of paper that does not hold all."""
    some = chosen(part, len(data.candidates))
    draw = partial(_draw, data, some, say)
    return make(id, _told(data, say), _table(data, some, say), draw, say)


def _told(data: CandidatesData, say: Translator) -> Told:
    words = say.gettext("Candidates: {count}. Elected: {elected}. Most votes: {most}.")
    most = max(map(data.total, data.candidates), default=0)
    numbers = {"count": len(data.candidates), "elected": data.seats, "most": most}
    told = words.format_map({name: say.number(number) for name, number in numbers.items()})
    return Told(say.gettext("Votes for each candidate by channel"), told)


def _table(data: CandidatesData, part: range, say: Translator) -> ChartTable:
    columns = (
        Column(say.gettext("Candidate")),
        Column(say.gettext("Signed"), "right"),
        Column(say.gettext("Comments"), "right"),
        Column(say.gettext("Total"), "right"),
        Column(say.gettext("Result")),
    )
    cells = (
        (
            spoken(candidate.name, say),
            say.number(candidate.signed),
            say.number(candidate.comments),
            say.number(data.total(candidate)),
            _result(candidate, data.drawn, say),
        )
        for candidate in (data.candidates[n] for n in part)
    )
    return ChartTable(say.gettext("Votes for each candidate by channel"), columns, rows(cells))


def _result(candidate: Candidate, drawn: bool, say: Translator) -> str:
    match candidate.elected, candidate.tied:
        case True, True:
            return say.pgettext("candidate", "elected by draw")
        case True, False:
            return say.pgettext("candidate", "elected")
        case False, True:
            return say.gettext("not elected (by draw)") if drawn else say.gettext("tied")
        case _:
            return say.gettext("not elected")


def _draw(data: CandidatesData, part: range, say: Translator, width: float) -> Picture:
    if not part:
        return nothing(say.gettext("There are no candidates."), width)
    plan = _plan(data, say, width)
    key = legend(_entries(data, say), 0, 0, width)
    marks = [*key.marks]
    top = key.height + _GAP
    for n in part:
        blocks = [_row(plan, data, data.candidates[n], top, say)]
        if n + 1 == data.cut:
            blocks.append(_cut(data, top + blocks[0].height, width, say))
        for block in blocks:
            marks += block.marks
            top += block.height
    return Picture.of(width, top, marks)


def _entries(data: CandidatesData, say: Translator) -> tuple[Entry, ...]:
    entries = [Entry(swatch("signed"), say.gettext("signed votes"))]
    if data.comments_counted:
        entries.append(Entry(swatch("comments"), say.gettext("comments")))
    if data.seats:
        entries.append(Entry(tick, say.pgettext("candidate", "elected")))
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where names, bars and totals stand; `most` is what the longest bar stands for."""

    width: float
    name: float
    left: float
    right: float
    most: int

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW


def _plan(data: CandidatesData, say: Translator, width: float) -> _Plan:
    name = _SIGN if data.seats else 0.0
    if width <= NARROW:
        return _Plan(width, name, name, width - _EDGE, data.most)
    names = widest(tuple(spoken(one.name, say) for one in data.candidates), bold=True)
    left = name + min(names, 0.4 * width) + _GAP
    return _Plan(width, name, left, width - _totals(data, say) - _GAP, data.most)


def _totals(data: CandidatesData, say: Translator) -> float:
    return widest(tuple(say.number(data.total(one)) for one in data.candidates), bold=True)


def _row(
    plan: _Plan, data: CandidatesData, candidate: Candidate, top: float, say: Translator
) -> Block:
    total = fit(say.number(data.total(candidate)), plan.width, bold=True)
    beside = plan.width - widest(total.lines, bold=True) if plan.narrow else plan.left
    room = beside - plan.name - _GAP
    name = fit(spoken(candidate.name, say), room, lines=2, bold=candidate.elected)
    height = max(name.height, LINE)
    marks: list[Mark] = [
        Label("ink", plan.name, top, name, bold=candidate.elected),
        Label("ink", plan.width, top, total, "end", bold=True),
    ]
    if candidate.elected:
        marks += tick(_SIGN / 2 - 3, top + LINE / 2)
    if plan.narrow:
        marks += _bar(plan, data, candidate, top + height + 2, _THIN)
        return Block(height + _THIN + _GAP, tuple(marks))
    marks += _bar(plan, data, candidate, top + (LINE - _BAR) / 2, _BAR)
    return Block(height + _SPACE, tuple(marks))


def _bar(plan: _Plan, data: CandidatesData, one: Candidate, top: float, height: float) -> Marks:
    """Signed votes, then comments, from a line that shows where nothing is."""
    unit = (plan.right - plan.left) / plan.most
    yield Line("axis", plan.left, top - 1, plan.left, top + height + 1)
    signed = max(0, one.signed) * unit
    yield Rect("signed", plan.left, top, signed, height)
    if data.comments_counted:
        yield Rect("comments", plan.left + signed, top, max(0, one.comments) * unit, height)


def _cut(data: CandidatesData, top: float, width: float, say: Translator) -> Block:
    """The line between the last who was elected and the next."""
    seats = data.seats
    words = say.ngettext(
        "Above the line: elected, {count} seat", "Above the line: elected, {count} seats", seats
    ).format(count=say.number(seats))
    if (tie := _tie(data, say)) is not None:
        words = f"{words}; {tie}"
    told = fit(words, width, lines=2)
    line = top + 2
    marks = (Line("cut", 0, line, width, line), Label("quiet", 0, line + 3, told))
    return Block(told.height + _GAP, marks)


def _tie(data: CandidatesData, say: Translator) -> str | None:
    """What is to be said about a tie at the line, if there is one."""
    above, below = data.candidates[data.seats - 1], data.candidates[data.seats]
    if below.tied and not data.drawn:
        return say.gettext("the tie below it is still to be broken by draw")
    if below.tied and above.tied:
        return say.gettext("a tie at the line was broken by draw")
    return None
