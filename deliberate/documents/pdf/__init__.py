"""Documents as PDF/UA, set by Typst: the same document gives the same bytes.

Data enter as JSON only, no font of the machine is used, and no clock is asked.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import typst

from deliberate.core.canonical import canonical
from deliberate.documents.charts.advances import advances
from deliberate.documents.document import Document

FOLDER = Path(__file__).parent
FONTS = FOLDER.parent / "fonts"


class Typesetter:
    """Sets documents one after the other; keep one, since it reads the fonts only once."""

    def __init__(self) -> None:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        )
        self._compiler = typst.Compiler(
            str(FOLDER / "page.typ"), root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True
        )

    def pdf(self, document: Document) -> bytes:
        """The document as PDF/UA-1."""
        words = _shown(canonical(document.as_data()).decode())
        made = self._compiler.compile(
            format="pdf",
            sys_inputs={"document": words},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
        if not isinstance(made, bytes):
            raise TypeError("Typst gave no single file")
        return made


def _shown(words: str) -> str:
    """The words with the number of each sign that the typeface lacks, emoji above all.

    PDF/UA permits no sign that cannot be seen, and a document may not lose one in silence.
    """
    known = advances(bold=False).ems.keys() & advances(bold=True).ems.keys()
    return "".join(
        sign
        if ord(sign) in known or sign.isspace()
        else ("" if _unseen(sign) else f"[U+{ord(sign):04X}]")
        for sign in words
    )


def _unseen(sign: str) -> bool:
    """Joiners and variation selectors change the sign before them and have no form themselves."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Mn", "Me"}
