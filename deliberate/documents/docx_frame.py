"""What stands around the words of an editable copy: marks, page numbers, and the file itself.

python-docx writes the clock of the machine into a file and a picture of its own template; a copy of
the same document is the same bytes here, and shows nothing that is not the document's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from deliberate.documents.document import Document

QUIET = RGBColor(0x4A, 0x55, 0x60)
COUNTERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
NO_TIME = (1980, 1, 1, 0, 0, 0)
LARGE = 8


def frame(file: Any, document: Document) -> None:
    """The mark of a draft or a rehearsal above every page; version and page number below."""
    section = file.sections[0]
    if document.watermark:
        mark = section.header.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        mark.add_run(clean(document.watermark).upper()).bold = True
    footer = section.footer.paragraphs[0]
    footer.add_run(clean(document.footer))
    # The words of older documents know nothing of pages.
    words = (document.words or {}).get("page", "")
    if words:
        footer.add_run().add_break()
        for part in _parts(clean(words)):
            _counter(footer, COUNTERS[part]) if part in COUNTERS else footer.add_run(part)
    for run in footer.runs:
        run.font.size, run.font.color.rgb = Pt(LARGE), QUIET


def _parts(words: str) -> Iterator[str]:
    """The words between the counters, and the counters."""
    yield from (part for part in re.split(r"(\{pages?\})", words) if part)


def _counter(paragraph: Any, name: str) -> None:
    """A field that the word processor counts."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
        run._r.append(element)


def saved(file: Any) -> bytes:
    """The file without the picture of a template, and without the time at which it was written."""
    relations = file.part.package.rels
    for key in [k for k, item in relations.items() if item.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        relations.pop(key)
    written, fixed = io.BytesIO(), io.BytesIO()
    file.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for item in source.infolist():
            member = zipfile.ZipInfo(item.filename, NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = item.external_attr
            target.writestr(member, source.read(item))
    return fixed.getvalue()


def clean(words: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign for sign in words if sign in "\n\t" or ord(sign) >= 32)
