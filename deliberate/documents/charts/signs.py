"""Small signs that say by their form what a colour cannot: a tick, a warning, a ring, a diamond.

Each stands around a point and is at most `SIGN` units wide and high.
"""

from __future__ import annotations

from deliberate.documents.charts.marks import Marks, Path, Rect

SIGN = 15.0


def tick(x: float, y: float) -> Marks:
    """Done, or elected."""
    yield Rect("badge", x - 7.5, y - 7.5, SIGN, SIGN)
    yield Path("badge-line", ((x - 4, y + 0.5), (x - 1, y + 3.5), (x + 4, y - 3)), closed=False)


def warning(x: float, y: float) -> Marks:
    """Late."""
    yield Path("alert", ((x, y - 7.5), (x + 7.5, y + 6.5), (x - 7.5, y + 6.5)))
    yield Path("alert-line", ((x, y - 2.5), (x, y + 1.5)), closed=False)
    yield Path("alert-line", ((x, y + 3), (x, y + 5)), closed=False)


def ring(x: float, y: float) -> Marks:
    """Still running: an empty box where the tick will be."""
    yield Rect("ring", x - 6.5, y - 6.5, 13.0, 13.0)


def diamond(role: str, x: float, y: float, half: float) -> Marks:
    """A single day."""
    yield Path(role, ((x, y - half), (x + half, y), (x, y + half), (x - half, y)))
