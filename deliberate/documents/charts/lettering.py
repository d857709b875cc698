"""Setting words in the room that a chart has for them: cleaned, measured, broken, cut.

Lengths are in units of the drawing. Nothing here knows a language: a line may break at any space,
and a word that is wider than its room breaks where it must.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from deliberate.core.text import Text
from deliberate.documents.charts.advances import advances
from deliberate.i18n import Translator

SIZE = 14.0
"""The size of all lettering: on a phone of 360 pixels a chart of 360 units keeps it above 12."""
LINE = 18.0
"""From one line to the next."""
BASELINE = 13.5
"""From the top of a line to its baseline."""
ASCENT, DESCENT = 0.95 * SIZE, 0.23 * SIZE
"""How far letters reach above and below the baseline."""

ELLIPSIS = "…"
Words = Text | str
"""What people wrote: in several languages, or already in the reader's."""

_SPARE = 1.01
"""Kerning may widen a line by a little."""
_GRACE = 0.01
"""What sums and differences of floats may lose."""
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What XML forbids, and marks that turn the direction of what follows them."""
_GAPS = re.compile(r"[ \t\r\n\u2028\u2029]+")
_WORDS = re.compile("( ?)([^ -]*-+|[^ -]+)")
"""Words, and the parts of a word with a hyphen, each with the space before it."""
_JOINER, _TONES = "\u200d", range(0x1F3FB, 0x1F400)
_MARKS = frozenset({"Mn", "Me", "Mc"})


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines that fit. `full` is the whole text where something was cut, else empty."""

    lines: tuple[str, ...]
    full: str = ""

    @property
    def height(self) -> float:
        return LINE * len(self.lines)


def clean(text: str) -> str:
    """The text without characters that no page can show, its spaces single."""
    return _GAPS.sub(" ", _UNFIT.sub("", text)).strip(" ")


def spoken(words: Words, say: Translator) -> str:
    """The words in the reader's language; where they lack, in another, marked by its code."""
    return clean(say.value(words))


def measure(text: str, *, bold: bool = False) -> float:
    """The room that a line needs."""
    return advances(bold).of(text) * SIZE * _SPARE


def widest(texts: Iterator[str] | tuple[str, ...], *, bold: bool = False) -> float:
    """The room that the longest of some lines needs; 0 when there are none."""
    return max((measure(text, bold=bold) for text in texts), default=0.0)


def fit(
    text: str, room: float, *, lines: int = 1, bold: bool = False, part: bool = True
) -> Lettering:
    """The text in at most `lines` lines no wider than `room`, its end cut where it is too long.

    A word that is wider than its room is parted, or with `part=False` cut. In a room narrower than
    a letter nothing is set, and `full` holds all of it.
    """
    room += _GRACE
    broken = _broken(text, room, lines, bold, part)
    kept = [
        line if measure(line, bold=bold) <= room else _cut(line, room, bold)
        for line in broken[:lines]
    ]
    if len(broken) > lines and kept:
        kept[-1] = _cut(kept[-1].removesuffix(ELLIPSIS), room, bold)
    if not all(kept):
        kept = []
    return Lettering(tuple(kept), "" if kept == broken else text)


def _broken(text: str, room: float, lines: int, bold: bool, part: bool) -> list[str]:
    """The lines of the whole text, as far as one line more than is wanted."""
    found: list[str] = []
    current = ""
    for gap, word in _WORDS.findall(text):
        longer = f"{current}{gap}{word}" if current else word
        if measure(longer, bold=bold) <= room:
            current = longer
            continue
        if current:
            found.append(current)
        *whole, current = _pieces(word, room, bold) if part else [word]
        found += whole
        if len(found) > lines:
            return found
    return [*found, current] if current else found


def _pieces(word: str, room: float, bold: bool) -> list[str]:
    """A word in pieces that fit, a hyphen where two letters were parted."""
    if measure(word, bold=bold) <= room:
        return [word]
    pieces, current = [], ""
    for cluster in clusters(word):
        if current and measure(f"{current}{cluster}-", bold=bold) > room:
            parted = current[-1].isalpha() and cluster[0].isalpha()
            pieces.append(f"{current}-" if parted else current)
            current = ""
        current += cluster
    return [*pieces, current]


def _cut(line: str, room: float, bold: bool) -> str:
    """The line with an ellipsis, shortened until both fit; empty when not even one letter does."""
    kept = list(clusters(line))
    while kept and measure("".join(kept).rstrip(" ,.;:-–—") + ELLIPSIS, bold=bold) > room:
        kept.pop()
    shown = "".join(kept).rstrip(" ,.;:-–—")
    return shown + ELLIPSIS if shown else ""


def clusters(text: str) -> Iterator[str]:
    """What a reader takes for one character: a letter with its accents, a joined emoji."""
    current = ""
    for letter in text:
        joined = (
            letter == _JOINER
            or current.endswith(_JOINER)
            or unicodedata.category(letter) in _MARKS
            or ord(letter) in _TONES
        )
        if current and not joined:
            yield current
            current = ""
        current += letter
    if current:
        yield current
