"""Papers of the Kazakhstan jury from the order to the voting sheet, complete in every language.

Golden texts stand in `golden/documents`; after an intended change renew them with
`pytest tests/contract/test_official_papers.py --renew-golden` and read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.templates import DocumentTemplate, fields_in
from deliberate.core.services.context import Context
from deliberate.core.services.files import planned_process, read_sheet
from deliberate.core.services.papers import Paper, before, draft_papers, issued_papers
from deliberate.core.storage import open_store
from deliberate.core.text import Text
from deliberate.documents.compose import compose
from deliberate.documents.conditions import shown
from deliberate.documents.document import (
    Document,
    Heading,
    Paragraph,
    Picture,
    Signatures,
    Table,
    parse_document,
)
from deliberate.documents.fields import fill
from deliberate.documents.making import BLANK, Making
from deliberate.documents.pdf import Typesetter
from deliberate.i18n import Translator

LANGUAGES = ("kk", "ru", "en")
GOLDEN = Path(__file__).parent / "golden" / "documents"
PAPERS = (
    "order", "letter_to_organisation", "letter_of_delegation", "regulation", "requirements",
    "agenda_notice", "invitation", "invitation_speaker", "notification", "ballot_paper",
)  # fmt: skip
FORMS = {"letter_of_delegation", "ballot_paper"}
UNKNOWN_BEFORE = {
    "letter_to_organisation": {"number.order", "date.order"},
    "invitation": {"seat_name"},
    "notification": {"seat_name"},
    "ballot_paper": {"vote_text"},
}
"""What a draft made before anything happened cannot know."""


@pytest.fixture(scope="module")
def planned(registry: Registry, project: Path) -> Process:
    sheet = read_sheet(registry, project / "examples" / "temirkent-heating-2027.toml")
    return planned_process(registry, sheet, datetime(2026, 12, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def lived(rehearsal: Any, registry: Registry) -> Iterator[Process]:
    with ExitStack() as stack:
        store = stack.enter_context(open_store(rehearsal.database))
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"reader").bytes)
        with store.read() as unit:
            yield context.read_process(unit, rehearsal.process)


@pytest.fixture(scope="module")
def speakers(registry: Registry, planned: Process) -> dict[str, Translator]:
    zone = planned.calendar.zone
    return {code: Translator(code, registry.catalogues(), zone=zone) for code in LANGUAGES}


def ours(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """The first paper of each template and occurrence."""
    found: dict[tuple[str, int], Paper] = {}
    for paper in papers:
        if paper.template.id in PAPERS:
            found.setdefault((paper.template.id, paper.n), paper)
    return tuple(found.values())


def named_fields(template: DocumentTemplate) -> set[tuple[str, str]]:
    texts = [template.title, template.sender, template.to]
    texts += [text for block in template.blocks for _, text in block.words]
    return {field for text in texts for _, words in text.versions for field in fields_in(words)}


def blank_fields(process: Process, paper: Paper, say: Translator) -> set[str]:
    """The fields of a template that stay blank lines, apart from blocks that are not shown."""
    making = Making(before(process, paper.cause) if paper.cause else process, paper, say)
    blocks = tuple(block for block in paper.template.blocks if shown(block.when, making))
    return {
        f"{name}.{of}" if of else name
        for name, of in named_fields(replace(paper.template, blocks=blocks))
        if fill(f"{{{name}.{of}}}" if of else f"{{{name}}}", making) == BLANK
    }


def plain(document: Document) -> str:
    """Every word of a document, line by line."""
    lines = [*document.notes, document.sender, document.to, document.number, document.date]
    lines += [document.place, document.title]
    for block in document.blocks:
        match block:
            case Heading():
                lines += ["", f"## {block.text}"]
            case Paragraph():
                lines.append(f"{block.number}. {block.text}" if block.number else block.text)
            case Table():
                lines += [block.caption, " | ".join(column.head for column in block.columns)]
                lines += [" | ".join(row) for row in block.rows] or [block.empty]
            case Picture():
                lines += [block.caption, block.description]
            case Signatures():
                lines += [f"{line.office}: {line.name} {line.mark}" for line in block.lines]
    lines += [f"[{line.office}] {line.name} {line.mark}".strip() for line in document.signed_by]
    return "\n".join(line for line in [*lines, document.footer] if line) + "\n"


def test_the_rulebook_has_all_papers(planned: Process) -> None:
    written = [item.id for item in planned.rulebook.documents]
    assert [name for name in written if name in PAPERS] == list(PAPERS)


@pytest.mark.parametrize("name", PAPERS)
def test_the_languages_say_the_same(planned: Process, name: str) -> None:
    """Each text names the same fields in every language, and no ending is glued to one."""
    template = planned.rulebook.document(name)
    assert template is not None
    for block in template.blocks:
        for _, text in block.words:
            versions = dict(text.versions)
            assert set(versions) == set(LANGUAGES)
            fields = {code: sorted(fields_in(words)) for code, words in versions.items()}
            assert fields["kk"] == fields["ru"] == fields["en"]
            parts = {code: words.count("\n") for code, words in versions.items()}
            assert len(set(parts.values())) == 1
            for words in versions.values():
                assert not re.search(r"\}[\w'’-]", words), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_is_complete_but_for_what_nobody_can_know(
    planned: Process, speakers: dict[str, Translator], language: str
) -> None:
    drafts = ours(draft_papers(planned))
    assert {paper.template.id for paper in drafts} == set(PAPERS)
    for paper in drafts:
        say = speakers[language]
        blank = blank_fields(planned, paper, say)
        assert blank == UNKNOWN_BEFORE.get(paper.template.id, set()), paper.id
        document = compose(planned, paper, say)
        assert document.blocks
        assert document.watermark
        assert parse_document(document.canonical()) == document


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issued_paper_leaves_no_value_out(
    lived: Process, speakers: dict[str, Translator], language: str
) -> None:
    papers = tuple(paper for paper in issued_papers(lived) if paper.template.id in PAPERS)
    counted = {name: sum(paper.template.id == name for paper in papers) for name in PAPERS}
    assert counted["letter_to_organisation"] == counted["letter_of_delegation"] == 15
    assert counted["invitation"] == 10
    assert (counted["notification"], counted["invitation_speaker"]) == (50, 10)
    assert counted["ballot_paper"] == 2
    for paper in ours(papers):
        say = speakers[language]
        assert blank_fields(lived, paper, say) == set(), paper.id
        text = plain(compose(lived, paper, say))
        # A line to sign on has room for a name; no other line of a paper that is no form is blank.
        said = "\n".join(line for line in text.splitlines() if not line.startswith("["))
        assert (BLANK in said) == (paper.template.id in FORMS), paper.id
        if paper.template.registered:
            frozen = lived.select("document.frozen", step=paper.template.step)[-1]
            assert str(frozen.body["number"]) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_open_parameter_stands_in_the_regulation(
    lived: Process, speakers: dict[str, Translator], language: str
) -> None:
    (paper,) = [item for item in issued_papers(lived) if item.template.id == "regulation"]
    document = compose(lived, paper, speakers[language])
    rows = {row for block in document.blocks if isinstance(block, Table) for row in block.rows}
    for name, parameter in lived.rulebook.open_parameters.items():
        (chosen,) = [row[1] for row in rows if row[0] == parameter.text.get(language)]
        assert chosen, name
    prose = {of for name, of in named_fields(paper.template) if name == "parameter"}
    assert prose == set(lived.rulebook.open_parameters)
    numbers = [block.number for block in document.blocks if isinstance(block, Paragraph)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_repeat_session_is_announced_as_one(
    lived: Process, speakers: dict[str, Translator]
) -> None:
    first, second = (
        plain(compose(lived, paper, speakers["en"]))
        for paper in ours(issued_papers(lived))
        if paper.template.id == "notification"
    )
    assert "This is a repeat session" in second
    assert "For | 19\nAgainst | 4\nAbstained | 2" in second
    assert "repeat session" not in first
    assert ("7–8 April 2027" in first, "22 April 2027" in second) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_texts(
    lived: Process,
    speakers: dict[str, Translator],
    language: str,
    pytestconfig: pytest.Config,
) -> None:
    """Nothing drops out of a paper unnoticed."""
    for paper in ours(issued_papers(lived)):
        name = paper.template.id + (f"-{paper.n:02d}" if paper.n > 1 else "")
        path = GOLDEN / f"{name}.{language}.txt"
        text = plain(compose(lived, paper, speakers[language]))
        if pytestconfig.getoption("--renew-golden"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), path.name


def test_extreme_words_are_set_as_words(planned: Process, speakers: dict[str, Translator]) -> None:
    """A name of 300 characters, a question of 2,000, markup, an emoji, a missing Kazakh text."""
    pilot, odd = planned.pilot, "<b>O'Brien</b> & #set text(red) $x$ {agency} 😀 "
    long = Text.of({"ru": (odd * 60)[:2000], "en": (odd * 60)[:2000]})
    extreme = replace(
        planned,
        pilot=replace(
            pilot,
            title=Text.of({"ru": odd}),
            agency=replace(pilot.agency, name=Text.of({"ru": "Министерство" * 25})),
            remit=replace(pilot.remit, question=long),
            seats=tuple(replace(seat, name=Text.of({"ru": odd})) for seat in pilot.seats),
        ),
    )
    typesetter = Typesetter()
    for language in ("kk", "ru"):
        for paper in ours(draft_papers(extreme)):
            document = compose(extreme, paper, speakers[language])
            assert typesetter.pdf(document).startswith(b"%PDF-")
            if language == "kk":
                assert "[ru]" in document.sender
            if paper.template.id == "order":
                assert odd in document.title
                assert "{agency} 😀" in plain(document)
