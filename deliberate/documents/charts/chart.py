"""A finished chart: two pictures of the same, words for who does not see them, and the numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from deliberate.documents.charts.lettering import LINE, SIZE, clean, fit
from deliberate.documents.charts.marks import Label, Picture
from deliberate.documents.charts.palette import LOOKS
from deliberate.i18n import Translator

WIDE, NARROW = 720.0, 360.0
"""The widths for which a chart is laid out: a page or a sheet of paper, and a phone."""

Draw = Callable[[float], Picture]
"""Lays the chart out for a width."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; numbers stand to the right."""

    title: str
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The same as words and numbers. Each row has a cell for each column, its first is its head."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in one language.

    `svg` is the picture for pages and paper, `width` by `height` units, and stands alone as a file
    too; `narrow` is the one for phones, `NARROW` units wide. `description` says what the picture
    shows. Identifiers inside begin with `id`, which is to be unique on its page.
    """

    id: str
    title: str
    description: str
    width: float
    height: float
    svg: Markup
    narrow: Markup
    table: ChartTable


@dataclass(frozen=True, slots=True)
class Told:
    """What a chart says in words: the sentences of its title and of what it shows."""

    title: str
    description: str


def make(id: str, told: Told, table: ChartTable, draw: Draw, say: Translator) -> Chart:
    """A chart from what it tells and how it is drawn."""
    name = re.sub(r"[^\w.-]+", "-", clean(id)) or "chart"
    wide, narrow = draw(WIDE), draw(NARROW)
    return Chart(
        id=name,
        title=clean(told.title),
        description=clean(told.description),
        width=wide.width,
        height=wide.height,
        svg=_picture(wide, name, told, "chart-wide", say),
        narrow=_picture(narrow, f"{name}-narrow", told, "chart-narrow", say),
        table=table,
    )


def figure(
    chart: Chart, say: Translator, table: Literal["closed", "open", "none"] = "closed"
) -> Markup:
    """The chart as a `figure` of a page: caption, both pictures, and the table to be unfolded
    (`closed`), always there (`open`) or left to the page (`none`)."""
    template = _environment().get_template("charts/figure.html")
    return Markup(template.render(chart=chart, table=table, _=say.gettext).strip())


def nothing(words: str, width: float) -> Picture:
    """A picture that says why there is nothing to see."""
    told = fit(words, width, lines=3)
    return Picture(width, max(told.height, LINE), (Label("quiet", 0, 0, told),))


def rows(cells: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of a table, without characters that no page can show."""
    return tuple(tuple(clean(cell) for cell in row) for row in cells)


def _picture(drawn: Picture, id: str, told: Told, name: str, say: Translator) -> Markup:
    template = _environment().get_template("charts/picture.svg")
    return Markup(
        template.render(
            drawn=drawn,
            id=id,
            title=clean(told.title),
            description=clean(told.description),
            language=say.locale,
            name=name,
        ).strip()
    )


def _units(length: float) -> str:
    """A length with at most one decimal."""
    written = f"{length:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("deliberate.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["units"] = _units
    made.globals.update(looks=LOOKS, size=SIZE)
    return made
