"""Documents as editable files: the same blocks, with fields for registration number and date.

A copy to edit says nothing about when it was made. Its bytes are on no record, but the same
document gives the same ones.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from deliberate.documents.document import (
    Document,
    Heading,
    Paragraph,
    Picture,
    Scan,
    Signature,
    Signatures,
    Table,
)
from deliberate.documents.docx_frame import QUIET, clean, frame, saved

FONT = "Golos Text"
NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)
CENTRED = ("act", "report")
WIDTH = Mm(164)
WORD_LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}


Drawn = Callable[[str], bytes | None]
"""Makes a PNG of an SVG, or None where it cannot."""


def docx_of(document: Document, drawn: Drawn = lambda svg: None) -> bytes:
    """The document as a DOCX file."""
    file: Any = docx.Document()
    _prepare(file, document)
    for note in document.notes:
        file.add_paragraph(note).runs[0].bold = True
    _head(file, document)
    for block in document.blocks:
        match block:
            case Heading():
                heading = file.add_heading(clean(block.text), 2)
                heading.paragraph_format.page_break_before = block.new_page
            case Paragraph():
                _paragraph(file, block)
            case Table():
                _table(file, block)
            case Picture():
                _picture(file, block, drawn(block.svg), document)
                _table(file, block.table)
            case Scan():
                file.add_paragraph(clean(block.text))
            case Signatures():
                _signatures(file, block.lines)
    _signatures(file, document.signed_by)
    return saved(file)


def _prepare(file: Any, document: Document) -> None:
    properties = file.core_properties
    # The format holds no more than 255 characters in a property.
    properties.title = clean(document.title)[:255]
    properties.author = clean(document.sender)[:255]
    properties.language = WORD_LANGUAGES.get(document.language, document.language)
    properties.created = properties.modified = NO_TIME
    properties.last_modified_by = ""
    properties.comments = ""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(24)
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), properties.language)
    style.element.get_or_add_rPr().append(language)
    for name in ("Heading 1", "Heading 2"):
        heading = file.styles[name]
        heading.font.name, heading.font.color.rgb = FONT, RGBColor(0, 0, 0)
    frame(file, document)


def _head(file: Any, document: Document) -> None:
    file.add_paragraph().add_run(clean(document.sender)).bold = True
    if document.registered:
        words = document.words or {}
        line = file.add_paragraph()
        _field(line, words.get("number", ""), "registration_number", document.number)
        line.add_run("    ")
        _field(line, words.get("date", ""), "registration_date", document.date)
    elif document.date:
        file.add_paragraph(document.date)
    if document.to:
        addressee = file.add_paragraph(clean(document.to))
        addressee.paragraph_format.left_indent = Mm(90)
    title = file.add_heading(clean(document.title), 1)
    if document.form in CENTRED:
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if document.place:
            place = file.add_paragraph(clean(document.place))
            place.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _field(paragraph: Any, label: str, tag: str, value: str) -> None:
    """A content control: a field that an office fills in, and that programs find by its tag."""
    paragraph.add_run(f"{label} ")
    control = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    for name, text in (("w:alias", label), ("w:tag", tag)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        properties.append(element)
    properties.append(OxmlElement("w:text"))
    content, run, text_element = (OxmlElement(name) for name in ("w:sdtContent", "w:r", "w:t"))
    text_element.text = value or "____________"
    run.append(text_element)
    content.append(run)
    control.append(properties)
    control.append(content)
    paragraph._p.append(control)


def _paragraph(file: Any, block: Paragraph) -> None:
    words = f"{block.number}. {block.text}" if block.number else block.text
    run = file.add_paragraph().add_run(clean(words))
    if block.small:
        run.font.size, run.font.color.rgb = Pt(9), QUIET


def _picture(file: Any, block: Picture, png: bytes | None, document: Document) -> None:
    """The picture under its caption, described for whoever does not see it."""
    if block.caption:
        caption = file.add_paragraph()
        caption.add_run(clean(block.caption)).bold = True
        caption.paragraph_format.keep_with_next = True
    if png is not None:
        shape = file.add_picture(io.BytesIO(png), width=WIDTH)
        shape._inline.docPr.set("descr", clean(block.description))
        return
    file.add_paragraph(clean(block.description))
    note = (document.words or {}).get("picture", "")
    if note:
        run = file.add_paragraph().add_run(clean(note))
        run.font.size, run.font.color.rgb = Pt(9), QUIET


def _table(file: Any, block: Table) -> None:
    if block.caption:
        file.add_paragraph().add_run(clean(block.caption)).bold = True
    if not block.rows:
        file.add_paragraph(clean(block.empty))
        return
    table = file.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    _cells(table.rows[0].cells, [column.head for column in block.columns], block, bold=True)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in block.rows:
        _cells(table.add_row().cells, row, block, bold=False)
    file.add_paragraph()


def _cells(cells: Any, words: Iterable[str], block: Table, *, bold: bool) -> None:
    for cell, text, column in zip(cells, words, block.columns, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size, run.bold = Pt(9), bold
        if column.align == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _signatures(file: Any, lines: tuple[Signature, ...]) -> None:
    if not lines:
        return
    table = file.add_table(rows=0, cols=3)
    for line in lines:
        cells = table.add_row().cells
        for cell, text in zip(
            cells, (line.office, line.mark or "____________________", line.name), strict=True
        ):
            cell.text = clean(text)
    file.add_paragraph()
