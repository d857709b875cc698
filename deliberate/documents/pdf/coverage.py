"""Which characters the shipped typeface can print, and what stands for those that it cannot.

PDF/UA refuses a character without a glyph. A name with an emoji must still give a document, and
nobody may believe that nothing stood there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from deliberate.documents.charts.advances import advances

IN_A_PICTURE = "¤"
"""No wider than any character that it stands for."""
_INVISIBLE = frozenset({"Cf", "Cc", "Zl", "Zp"})
_SELECTORS = range(0xFE00, 0xFE10)


def known_characters() -> frozenset[int]:
    """The code points that both weights of the shipped typeface have glyphs for."""
    return frozenset(advances(bold=False).ems.keys() & advances(bold=True).ems.keys())


def printable(value: Any, glyphs: frozenset[int]) -> Any:
    """The same plain values in which every character that has no glyph is named by its code.

    A picture is laid out already and has no room for a code: there `IN_A_PICTURE` stands for the
    character, and the table below the picture names it.
    """
    match value:
        case str():
            return _named(value, glyphs, _code)
        case Mapping():
            return {
                key: _named(item, glyphs, lambda _: IN_A_PICTURE)
                if key == "svg"
                else printable(item, glyphs)
                for key, item in value.items()
            }
        case list() | tuple():
            return [printable(item, glyphs) for item in value]
    return value


def _named(text: str, glyphs: frozenset[int], name: Callable[[str], str]) -> str:
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii():
        return composed
    return "".join(one if _is_known(one, glyphs) else _instead(one, name) for one in composed)


def _is_known(one: str, glyphs: frozenset[int]) -> bool:
    return ord(one) in glyphs or one.isspace()


def _instead(one: str, name: Callable[[str], str]) -> str:
    if unicodedata.category(one) in _INVISIBLE or ord(one) in _SELECTORS:
        return ""
    return name(one)


def _code(one: str) -> str:
    return f"[U+{ord(one):04X}]"
