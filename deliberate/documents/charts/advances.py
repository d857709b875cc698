"""How wide the letters of the shipped typeface are, read from its files.

A chart has to know whether two labels meet before anything has drawn them, and a page, a PDF and a
phone must agree about it. So widths come from the tables `cmap` and `hmtx` of the very typeface
that pages and documents use (https://learn.microsoft.com/typography/opentype/spec/).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import unpack_from
from types import MappingProxyType

FONTS = Path(__file__).parents[1] / "fonts"

_WIDE = 1.4
"""An emoji: no typeface makes it wider than this."""
_UNKNOWN = 1.05
"""Any other letter that the typeface lacks and another must lend."""
_TO_THE_LEFT = frozenset({"Mn", "Me", "Cf"})
_FIRST_EMOJI = 0x1F000
_SEGMENTS = 4


@dataclass(frozen=True, slots=True)
class Advances:
    """The width of each character, in ems, by its code point."""

    ems: Mapping[int, float]

    def of(self, text: str) -> float:
        """The width of a line in ems, without kerning."""
        return sum(self._of(letter) for letter in text)

    def _of(self, letter: str) -> float:
        found = self.ems.get(ord(letter))
        if found is not None:
            return found
        if unicodedata.category(letter) in _TO_THE_LEFT:
            return 0.0  # an accent, a joiner: it stands on the letter before it
        return _WIDE if ord(letter) >= _FIRST_EMOJI else _UNKNOWN


@lru_cache(maxsize=2)
def advances(bold: bool) -> Advances:
    """The widths of the shipped typeface, regular or semi-bold."""
    data = (FONTS / f"GolosText-{'SemiBold' if bold else 'Regular'}.ttf").read_bytes()
    tables = _tables(data)
    (units,) = unpack_from(">H", data, tables["head"] + 18)
    (count,) = unpack_from(">H", data, tables["hhea"] + 34)
    widths = unpack_from(">" + "Hh" * count, data, tables["hmtx"])[::2]
    glyphs = _characters(data, tables["cmap"])
    # Glyphs beyond the table share its last width.
    return Advances(
        MappingProxyType(
            {code: widths[min(glyph, count - 1)] / units for code, glyph in glyphs.items()}
        )
    )


def _tables(data: bytes) -> dict[str, int]:
    """Where each table of the file begins."""
    (count,) = unpack_from(">H", data, 4)
    entries = (unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): start for tag, _, start, _ in entries}


def _characters(data: bytes, start: int) -> dict[int, int]:
    """The glyph of each character, by the subtable of segments (format 4)."""
    (count,) = unpack_from(">H", data, start + 2)
    offsets = (unpack_from(">HHL", data, start + 4 + 8 * index)[2] for index in range(count))
    at = next(
        start + offset
        for offset in offsets
        if unpack_from(">H", data, start + offset) == (_SEGMENTS,)
    )
    (twice,) = unpack_from(">H", data, at + 6)
    size = twice // 2
    ends = unpack_from(f">{size}H", data, at + 14)
    starts = unpack_from(f">{size}H", data, at + 16 + twice)
    deltas = unpack_from(f">{size}H", data, at + 16 + 2 * twice)
    ranges = at + 16 + 3 * twice
    found = {}
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        place = ranges + 2 * index
        (offset,) = unpack_from(">H", data, place)
        for code in range(first, last + 1 if last < 0xFFFF else first):
            glyph = (
                unpack_from(">H", data, place + offset + 2 * (code - first))[0] if offset else code
            )
            if glyph:
                found[code] = (glyph + deltas[index]) % 0x10000
    return found
