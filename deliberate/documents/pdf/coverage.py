"""Which characters the shipped typeface can print, and what stands for those that it cannot.

PDF/UA refuses a character without a glyph. A name with an emoji must still give a document, and
nobody may believe that nothing stood there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from deliberate.documents.charts.advances import advances

_INVISIBLE = frozenset({"Cf", "Cc", "Zl", "Zp"})
_SELECTORS = range(0xFE00, 0xFE10)


def known_characters() -> frozenset[int]:
    """The code points that both weights of the shipped typeface have glyphs for."""
    return frozenset(advances(bold=False).ems.keys() & advances(bold=True).ems.keys())


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
