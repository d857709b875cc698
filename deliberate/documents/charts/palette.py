"""How each role looks on paper, as attributes that any style sheet may override.

A page has `charts.css`, with a rule for the class of each role. A document, a file that somebody
saved and a browser without the style sheet have these. No meaning hangs on a colour alone: what
differs in colour differs in form, place or words as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INK, QUIET, EDGE, LINE = "#1d2326", "#565f63", "#7d8487", "#d3d0c6"
PAPER, WASH, ACCENT, MORE, LATE = "#ffffff", "#f3f1ea", "#0a5566", "#7fa9b1", "#96301f"


def _area(fill: str, stroke: str = "", **more: str) -> Mapping[str, str]:
    edge = {"stroke": stroke, "stroke-width": "1"} if stroke else {}
    return MappingProxyType({"fill": fill, **edge, **more})


def _line(stroke: str, width: str, **more: str) -> Mapping[str, str]:
    return MappingProxyType({"fill": "none", "stroke": stroke, "stroke-width": width, **more})


LOOKS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # grounds and grids
        "band": _area(WASH),
        "grid": _line(LINE, "1"),
        "track": _area(WASH, LINE),
        "seat": _area(PAPER, LINE),
        # votes of the members
        "for": _area(ACCENT, ACCENT),
        "against": _area(QUIET, QUIET),
        "abstained": _area(LINE, EDGE),
        "absent": _area("none", EDGE, **{"stroke-dasharray": "3 2"}),
        # options of a ballot: those that won, and the others
        "won": _area(ACCENT, ACCENT),
        "option": _area(MORE, ACCENT),
        # votes of the public
        "signed": _area(ACCENT, ACCENT),
        "comments": _area(MORE, ACCENT),
        # execution
        "done": _area(ACCENT),
        "late": _area(LATE),
        # the calendar
        "planned": _area(PAPER, EDGE),
        "actual": _area(ACCENT),
        # the map, from the smallest values to the largest
        "shade-1": _area("#eef4f4", EDGE),
        "shade-2": _area("#cfe1e3", EDGE),
        "shade-3": _area("#9dc0c6", EDGE),
        "shade-4": _area("#2f7482", EDGE),
        "shade-5": _area("#06414f", EDGE),
        "blank": _area("none", EDGE, **{"stroke-dasharray": "3 2"}),
        # population, pool and panel of a lottery
        "population": _area(PAPER, EDGE),
        "pool": _area(MORE, ACCENT),
        "panel": _area(ACCENT, ACCENT),
        # lines and signs
        "axis": _line(EDGE, "1"),
        "halo": _line(PAPER, "6.5"),
        "needed": _line(INK, "2.5"),
        "quota": _line(INK, "2"),
        "cut": _line(INK, "1.5", **{"stroke-dasharray": "6 4"}),
        "today": _line(INK, "1.5"),
        "badge": _area(ACCENT),
        "badge-line": _line(PAPER, "2"),
        "alert": _area(LATE),
        "alert-line": _line(PAPER, "2"),
        "ring": _area("none", EDGE, **{"stroke-width": "1.5"}),
        # words
        "ink": _area(INK),
        "quiet": _area(QUIET),
        "warning": _area(LATE),
        "on-shade-1": _area(INK),
        "on-shade-2": _area(INK),
        "on-shade-3": _area(INK),
        "on-shade-4": _area(PAPER),
        "on-shade-5": _area(PAPER),
    }
)
"""The looks of each role, in the order of painting: what stands further down covers the rest."""

LAYERS: Mapping[str, int] = MappingProxyType({role: n for n, role in enumerate(LOOKS)})
"""The place of each role in the order of painting."""
