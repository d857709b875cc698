"""How many pairs meet how often, as bars."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from deliberate.documents.charts.chart import Chart, ChartTable, Column, Told, make, rows
from deliberate.documents.charts.lettering import LINE, fit
from deliberate.documents.charts.marks import Label, Line, Mark, Picture, Rect
from deliberate.i18n import Translator

Counts = tuple[tuple[int, int], ...]
"""How often two people meet, and how many pairs do."""
_HEIGHT, _SIDE, _EDGE = 150.0, 20.0, 8.0


def encounters_chart(counts: Counts, say: Translator, *, id: str = "encounters") -> Chart:
    """A bar for each number of meetings, with the pairs who meet so often above it."""
    title = say.gettext("How many pairs meet how often")
    told = "; ".join(
        say.gettext("{times} times: {pairs} pairs").format(
            times=say.count(times), pairs=say.count(pairs)
        )
        for times, pairs in counts
    )
    columns = (Column(say.gettext("Meetings")), Column(say.gettext("Pairs"), "right"))
    cells = [(say.count(times), say.count(pairs)) for times, pairs in counts]
    table = ChartTable(title, columns, rows(cells))
    return make(id, Told(title, told), table, partial(_draw, counts, say), say)


def _draw(counts: Counts, say: Translator, width: float) -> Picture:
    return Picture.of(width, LINE + _HEIGHT + 2 * LINE + _EDGE, list(_marks(counts, say, width)))


def _marks(counts: Counts, say: Translator, width: float) -> Iterator[Mark]:
    most = max(1, *(pairs for _times, pairs in counts))
    pitch = min(120.0, (width - 2 * _SIDE) / len(counts))
    ground = LINE + _HEIGHT
    yield Line("axis", _SIDE, ground, _SIDE + pitch * len(counts), ground)
    for place, (times, pairs) in enumerate(counts):
        left, height = _SIDE + place * pitch, max(1.0, _HEIGHT * pairs / most)
        middle = left + pitch / 2
        if pairs:
            yield Rect("pool", left + 6, ground - height, pitch - 12, height)
        words = fit(say.count(pairs), pitch, bold=True)
        yield Label("ink", middle, ground - (height if pairs else 0) - LINE, words, "middle",
                    bold=True)  # fmt: skip
        yield Label("quiet", middle, ground + 4, fit(f"{say.count(times)}×", pitch), "middle")
