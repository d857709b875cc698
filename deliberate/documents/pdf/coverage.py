"""Which characters the shipped typeface can print, and what stands for those that it cannot.

PDF/UA refuses a character without a glyph. A name with an emoji must still give a document, and
nobody may believe that nothing stood there.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_INVISIBLE = frozenset({"Cf", "Cc", "Zl", "Zp"})
_SELECTORS = range(0xFE00, 0xFE10)


@cache
def covered(font: Path) -> frozenset[int]:
    """The code points that a TrueType font has glyphs for, from its table `cmap` (format 4)."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    found: set[int] = set()
    for index in range(_u16(data, start + 2)):
        subtable = start + struct.unpack_from(">I", data, start + 8 + 8 * index)[0]
        if _u16(data, subtable) == 4:
            found |= set(_segments(data, subtable))
    if not found:
        raise ValueError(f"{font.name} has no character map of format 4")
    return frozenset(found)


def printable(value: Any, glyphs: frozenset[int]) -> Any:
    """The same plain values in which every character that has no glyph is named by its code."""
    match value:
        case str():
            return _named(value, glyphs)
        case Mapping():
            return {key: printable(item, glyphs) for key, item in value.items()}
        case list() | tuple():
            return [printable(item, glyphs) for item in value]
    return value


def _named(text: str, glyphs: frozenset[int]) -> str:
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    return "".join(_character(one, glyphs) for one in composed)


def _character(one: str, glyphs: frozenset[int]) -> str:
    if ord(one) in glyphs or one.isspace():
        return one
    if unicodedata.category(one) in _INVISIBLE or ord(one) in _SELECTORS:
        return ""
    return f"[U+{ord(one):04X}]"


def _table(data: bytes, tag: bytes) -> int:
    for index in range(_u16(data, 4)):
        entry = 12 + 16 * index
        if data[entry : entry + 4] == tag:
            return int(struct.unpack_from(">I", data, entry + 8)[0])
    raise ValueError(f"the font has no table {tag.decode()}")


def _segments(data: bytes, start: int) -> Iterator[int]:
    """The characters of a subtable of format 4 whose glyph is not the missing one."""
    count = _u16(data, start + 6) // 2
    ends, starts = start + 14, start + 16 + 2 * count
    deltas, offsets = starts + 2 * count, starts + 4 * count
    for index in range(count):
        first, last = _u16(data, starts + 2 * index), _u16(data, ends + 2 * index)
        delta, place = _u16(data, deltas + 2 * index), offsets + 2 * index
        offset = _u16(data, place)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = _u16(data, place + offset + 2 * (code - first)) if offset else code
            if glyph and (glyph + delta) & 0xFFFF:
                yield code


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])
