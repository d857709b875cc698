"""The press: composes documents for the core and sets them for readers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from deliberate.core.process.process import Process
from deliberate.core.services.papers import Paper
from deliberate.documents.compose import compose, title_of
from deliberate.documents.document import Document
from deliberate.documents.docx import docx_of
from deliberate.documents.html import html_page
from deliberate.documents.pdf import Typesetter
from deliberate.documents.pdf.illustrator import Illustrator
from deliberate.documents.plain import plain_text
from deliberate.i18n import Translator


class HousePress:
    """Composes in every language of the interface; `directories` hold catalogues of plugins."""

    def __init__(self, directories: Iterable[Path] = ()) -> None:
        self._directories = tuple(directories)
        self._translators: dict[str, Translator] = {}

    def compose(self, process: Process, paper: Paper, language: str) -> bytes:
        """The canonical text of a document, from the state at its cause."""
        return self.document(process, paper, language).canonical()

    def document(self, process: Process, paper: Paper, language: str) -> Document:
        """The same as a value, for renderers."""
        return compose(process, paper, self.translator(language, process))

    def title(self, process: Process, paper: Paper, language: str) -> str:
        """The title of a document, for lists."""
        return title_of(process, paper, self.translator(language, process))

    def pdf(self, document: Document) -> bytes:
        """The document as PDF/UA-1; the same document gives the same bytes."""
        return self._typesetter.pdf(document)

    def docx(self, document: Document) -> bytes:
        """The document as an editable file, with fields for its registration; the same document
        gives the same bytes."""
        return docx_of(document, self._illustrator.png)

    def html(self, document: Document) -> str:
        """The document as a page of its own."""
        return html_page(document)

    def plain(self, document: Document) -> str:
        """The document as plain words, for messages."""
        return plain_text(document)

    @cached_property
    def _illustrator(self) -> Illustrator:
        return Illustrator()

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter()

    def translator(self, language: str, process: Process) -> Translator:
        """The words of a language, with moments on the clock of a process."""
        zone = process.calendar.zone
        key = f"{language}/{zone.key}"
        if key not in self._translators:
            self._translators[key] = Translator(language, self._directories, zone=zone)
        return self._translators[key]
