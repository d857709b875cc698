"""Documents: composed from a template, set as PDF, DOCX, page and plain words."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.canonical import canonical
from deliberate.core.errors import UnusableInput
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.services.papers import Paper, draft_papers, issued_papers, latest_papers
from deliberate.documents.compose import compose
from deliberate.documents.document import (
    Column,
    Document,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Table,
    parse_document,
)
from deliberate.documents.docx import docx_of
from deliberate.documents.html import html_page
from deliberate.documents.making import BLANK
from deliberate.documents.pdf import Typesetter
from deliberate.documents.plain import plain_text
from deliberate.i18n import Translator
from deliberate.jurisdictions.plain import plain_jurisdiction

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2027, 1, 12, 9, tzinfo=UTC)
WORDS = {"number": "No.", "date": "Date", "signature": "signature", "page": "{page} / {pages}"}
HOSTILE = '#panic("x") $a$ *b* _c_ <script>alert(1)</script> & "O’Neil" `d` @e \\ 🏠 ' + "w" * 300


@pytest.fixture
def process(registry: Registry) -> Process:
    text = "\n".join(
        (DATA / name).read_text(encoding="utf-8")
        for name in ("small_rulebook.toml", "small_documents.toml")
    )
    book = load_rulebook(parse_toml(text, "small.toml"), registry.schemas())
    pilot = load_pilot(
        parse_toml((DATA / "small_pilot.toml").read_text(encoding="utf-8"), "pilot.toml")
    )
    land = plain_jurisdiction()
    calendar = Calendar(land.zone, land.holidays)
    return Process("small", book, pilot, calendar, registry.kinds, (), NOW)


@pytest.fixture
def say() -> Translator:
    return Translator("en", zone=UTC)


def happened(process: Process, kind: str, step: str, **body: Any) -> Process:
    seq = len(process.facts) + 1
    fact = Fact(process.id, seq, NOW, Actor("a", "secretary"), kind, step, body=body, public=body)
    return replace(process, facts=(*process.facts, fact))


def regulation(process: Process) -> Paper:
    return next(paper for paper in draft_papers(process) if paper.id == "regulation")


def test_a_draft_shows_what_is_missing(process: Process, say: Translator) -> None:
    document = compose(process, regulation(process), say)
    words = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert document.title == "Regulation of Small"
    assert document.notes == ("Draft: not issued yet",)
    assert document.watermark == "draft"
    assert words[0] == "An agency asks: Why?"
    assert "25 January 2027" in words[1]
    assert words[1].endswith("; 3 members.")
    assert words[2] == f"Repeat sessions: 1. Chair: {BLANK}."


def test_clauses_of_an_act_are_counted_through_it(process: Process, say: Translator) -> None:
    blocks = compose(process, regulation(process), say).blocks
    numbers = [
        block.number if isinstance(block, Paragraph) else "-"
        for block in blocks
        if isinstance(block, Heading | Paragraph)
    ]
    assert numbers == ["-", 1, 2, "-", 3, 0]


def test_a_condition_leaves_a_block_out(process: Process, say: Translator) -> None:
    document = compose(process, regulation(process), say)
    assert all("repeat." not in getattr(block, "text", "") for block in document.blocks)


def test_lines_to_sign_on(process: Process, say: Translator) -> None:
    seated = happened(
        process, "seat.filled", "constitution", seat="A", group="permanent", holder="h"
    )
    blocks = compose(seated, regulation(seated), say).blocks
    (signatures,) = (block for block in blocks if isinstance(block, Signatures))
    assert [line.office for line in signatures.lines] == ["A", "An agency"]


def test_the_facts_say_which_documents_there_are(process: Process) -> None:
    one = happened(process, "appointment.letter_sent", "constitution", seat="A")
    two = happened(one, "appointment.letter_sent", "constitution", seat="B")
    again = happened(two, "appointment.letter_sent", "constitution", seat="A")
    assert [(p.id, p.version) for p in issued_papers(again)] == [
        ("letter-A", 1),
        ("letter-B", 1),
        ("letter-A", 2),
    ]
    assert [(p.id, p.version) for p in latest_papers(again)] == [("letter-A", 2), ("letter-B", 1)]
    assert [paper.id for paper in draft_papers(again)] == ["regulation"]


def test_a_document_is_made_from_the_state_at_its_cause(process: Process, say: Translator) -> None:
    frozen = happened(
        process, "document.frozen", "regulation", version=1, number="7", date="2027-01-11"
    )
    (paper,) = issued_papers(frozen)
    later = happened(frozen, "appointment.office", "constitution", office="chair", holder="A")
    document = compose(later, paper, say)
    assert (document.number, document.date) == ("7", "11 January 2027")
    assert document.notes == ()
    assert any(BLANK in getattr(block, "text", "") for block in document.blocks)
    assert compose(frozen, paper, say) == document


def test_a_rehearsal_and_a_translation_say_so(process: Process) -> None:
    rehearsed = replace(process, rehearsal=True)
    document = compose(rehearsed, regulation(rehearsed), Translator("ru", zone=UTC))
    assert len(document.notes) == 3
    assert document.watermark == Translator("ru").gettext("rehearsal")
    assert document.title == "Regulation of Small [en] [en]"


@pytest.fixture
def hostile() -> Document:
    row = (HOSTILE, "1")
    return Document(
        process="p",
        id="letter-A",
        type="letter",
        form="letter",
        language="en",
        version=1,
        title=HOSTILE,
        sender=HOSTILE,
        to=HOSTILE,
        blocks=(
            Heading(HOSTILE),
            Paragraph(HOSTILE * 30, 1),
            Table((Column("A", width=3), Column("B", "right")), (row,) * 60, HOSTILE),
            Table((Column("A"),), (), "", "Nothing."),
        ),
        words=WORDS,
    )


def test_the_canonical_text_is_the_document(hostile: Document) -> None:
    assert parse_document(hostile.canonical()) == hostile


def test_what_is_no_document_is_refused() -> None:
    for text in (b"", b"{}", b"[1]", canonical({"process": "p"}), b'{"a":1} '):
        with pytest.raises(UnusableInput):
            parse_document(text)


def test_the_same_document_gives_the_same_pdf(hostile: Document) -> None:
    one, two = Typesetter().pdf(hostile), Typesetter().pdf(hostile)
    assert one == two
    assert one.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in one


LONG = {
    "short words": "да и не то, " * 840,
    "prose": "Қазақстан Республикасының әкімшілік рәсімдік-процестік кодексі, № 383-V ҚРЗ. " * 130,
    "capitals": "ҚАУЛЫ ЕТЕДІ, ПОСТАНОВЛЯЕТ: " * 370,
    "one word": "ә" * 10_000,
    "addresses": "https://example.org/kk/p/heating/documents/?a=b " * 210,
    "hashes": "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3a94a8fe5ccb19ba61c4c0873 " * 154,
    "lines": "1) бір\n2) екі\n" * 660,
    "signs": "#$@\\*_`<>~[]{}\"' 🏠 " * 500,
}


@pytest.mark.parametrize("kind", LONG)
def test_ten_thousand_characters_are_set(hostile: Document, kind: str) -> None:
    text = LONG[kind]
    assert len(text) > 9_000
    long = replace(
        hostile,
        title=text[:300],
        language="kk",
        blocks=(
            Paragraph(text, 1),
            Paragraph(text),
            Table((Column("A", width=3), Column("B")), ((text, text[:500]),), "T"),
        ),
    )
    assert Typesetter().pdf(long).startswith(b"%PDF-1.7")
    assert docx_of(long)
    assert html_page(long)
    assert plain_text(long)


def test_what_cannot_be_set_is_told(hostile: Document) -> None:
    with pytest.raises(UnusableInput) as told:
        Typesetter().pdf(replace(hostile, language="no language"))
    assert told.value.code == "NOT_SET"


def test_agency_text_is_never_markup(hostile: Document) -> None:
    page = html_page(hostile)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert HOSTILE in plain_text(hostile)


def test_every_table_of_a_page_is_a_landmark_with_a_name_of_its_own(hostile: Document) -> None:
    """By its caption, else by the heading above it; what comes again is numbered."""
    bare = Table((Column("No."), Column("Name")), (("1", "A"),))
    lines = Signatures((Signature("Chair"),))
    blocks = (bare, Heading("Votes"), bare, bare, lines, Heading("Points"), bare, lines)
    page = html_page(replace(hostile, title="Protocol", blocks=blocks, signed_by=lines.lines))
    assert re.findall(r'role="region" aria-label="([^"]+)"', page) == [
        "Protocol", "Votes", "Votes (2)", "Votes: signature", "Points", "Points: signature",
        "Points: signature (2)",
    ]  # fmt: skip


def test_the_editable_copy_has_fields_for_its_registration(hostile: Document) -> None:
    data = docx_of(replace(hostile, registered=True, number="17", date="11 January 2027"))
    file = docx.Document(io.BytesIO(data))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert re.findall(r'<w:tag w:val="(\w+)"/>', xml) == [
        "registration_number",
        "registration_date",
    ]
    assert "17" in xml
    assert file.core_properties.created == datetime(1980, 1, 1, tzinfo=UTC)
    assert len(file.tables[0].rows) == 61
    assert any(HOSTILE in paragraph.text for paragraph in file.paragraphs)


def test_columns_that_say_nothing_are_left_out() -> None:
    table = Table((Column("A"), Column("B"), Column("C")), (("1", "", "2"), ("", " ", "3")))
    assert [column.head for column in table.without_empty_columns().columns] == ["A", "C"]
    assert table.without_empty_columns().rows == (("1", "2"), ("", "3"))
