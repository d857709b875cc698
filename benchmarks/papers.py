"""Making the papers of a whole process: composing them, and setting one as a file of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.lived import Lived
from benchmarks.measure import Work
from deliberate.core.process.process import Process
from deliberate.core.services.papers import Paper, issued_papers
from deliberate.documents.document import Document
from deliberate.documents.press import HousePress

CEILINGS = {"pdf": 2.0, "docx": 2.0, "html": 0.5, "plain": 0.1}


def paper_works(lived: Lived) -> Iterator[Work]:
    """All papers in all languages, and the longest document as every kind of file."""
    press = HousePress()
    with lived.context.store.read() as unit:
        process = lived.context.read_process(unit, lived.process)
    papers, languages = issued_papers(process), process.pilot.languages
    count = len(papers) * len(languages)
    yield Work(
        f"{len(papers)} papers in {len(languages)} languages",
        "paper",
        count,
        0.1 * count,
        partial(_all, press, process, papers, languages),
    )
    document = _longest(press, process, papers, languages[0])
    setters: dict[str, Callable[[Document], bytes | str]] = {
        "pdf": press.pdf, "docx": press.docx, "html": press.html, "plain": press.plain,
    }  # fmt: skip
    for kind, setter in setters.items():
        name = f"{document.title[:24]} as {kind}, {len(setter(document)) / 1024:.1f} KiB"
        yield Work(name, "file", 1, CEILINGS[kind], partial(setter, document))


def _all(
    press: HousePress, process: Process, papers: tuple[Paper, ...], languages: tuple[str, ...]
) -> None:
    for paper in papers:
        for language in languages:
            press.compose(process, paper, language)


def _longest(
    press: HousePress, process: Process, papers: tuple[Paper, ...], language: str
) -> Document:
    documents = (press.document(process, paper, language) for paper in papers)
    return max(documents, key=lambda document: len(document.canonical()))
