"""Documents as PDF/UA, set by Typst: the same document gives the same bytes.

Data enter as JSON only, no font of the machine is used, and no clock is asked.
"""

from __future__ import annotations

from pathlib import Path

import typst

from deliberate.core.canonical import canonical
from deliberate.core.errors import UnusableInput, message
from deliberate.documents.document import Document
from deliberate.documents.pdf.coverage import known_characters, printable

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
        """The document as PDF/UA-1; raises `UnusableInput` for one that cannot be set."""
        data = printable(document.as_data(), known_characters())
        try:
            made = self._compiler.compile(
                format="pdf",
                sys_inputs={"document": canonical(data).decode()},
                pdf_standards=["ua-1"],
                timestamp=0,
            )
        except typst.TypstError as error:
            raise UnusableInput(
                "NOT_SET",
                message(
                    "The document {document} cannot be set as PDF: {reason}.",
                    document=document.id,
                    reason=error.message,
                ),
                fix=message("Take it as DOCX or HTML, and shorten or split its longest text."),
            ) from error
        if not isinstance(made, bytes):
            raise TypeError("Typst gave no single file")
        return made
