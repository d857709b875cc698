"""Papers of a jury whose members are drawn by lot: complete in every language, people by number.

Golden texts stand in `golden/documents/lottery`; after an intended change renew them with
`pytest tests/contract/test_papers_of_the_lottery.py --renew-golden` and read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.files import read_sheet
from deliberate.core.services.papers import Paper, issued_papers
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import open_store
from deliberate.documents.compose import compose
from deliberate.documents.document import Document
from deliberate.documents.press import HousePress
from deliberate.i18n import Translator
from tests.contract.test_official_papers import blank_fields, named_fields, plain

LANGUAGES = ("kk", "ru", "en")
GOLDEN = Path(__file__).parent / "golden" / "documents" / "lottery"
PAPERS = (
    "regulation", "requirements", "agenda_notice", "invitation", "thanks", "lottery_protocol",
    "post_lottery", "post_drawn", "messenger_drawn", "press_drawn",
)  # fmt: skip
ELECTIONS = re.compile(
    r"кандидат|выдвиж|избран[ынио]+ граждан|сайлан|nominat|\belected", re.IGNORECASE
)
NUMBER = re.compile(r"\bR\d{4}\b")


@pytest.fixture(scope="module")
def lived(
    tmp_path_factory: pytest.TempPathFactory, registry: Registry, project: Path
) -> Iterator[Process]:
    plugin = project / "plugins" / "citizen_jury" / "deliberate_citizen_jury"
    pilot = read_sheet(registry, plugin / "scenarios" / "kazakhstan-lottery.toml").pilot
    database = tmp_path_factory.mktemp("lottery") / "lottery.sqlite"
    with open_store(database, migrate=True) as store:
        done = rehearse(store, registry, pilot, 2027, press=HousePress(registry.catalogues()))
        clock = SimulatedClock(done.context.clock.now())
        context = Context(store, registry, clock, Generator(b"reader").bytes)
        with store.read() as unit:
            yield context.read_process(unit, pilot.id)


def say(registry: Registry, process: Process, language: str) -> Translator:
    return Translator(language, registry.catalogues(), zone=process.calendar.zone)


def papers_of(process: Process) -> dict[str, Paper]:
    found: dict[str, Paper] = {}
    for paper in issued_papers(process):
        found.setdefault(paper.template.id, paper)
    return {name: found[name] for name in PAPERS if name in found}


def made(registry: Registry, process: Process, name: str, language: str) -> Document:
    return compose(process, papers_of(process)[name], say(registry, process, language))


def test_all_are_issued_but_those_of_what_never_happened(lived: Process) -> None:
    assert tuple(papers_of(lived)) == PAPERS
    invited = [item for item in issued_papers(lived) if item.template.id == "invitation"]
    assert len(invited) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_is_left_out(lived: Process, registry: Registry, language: str) -> None:
    speaker = say(registry, lived, language)
    for name, paper in papers_of(lived).items():
        assert blank_fields(lived, paper, speaker) == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_nominated_or_elected(lived: Process, registry: Registry, language: str) -> None:
    said = {name: plain(made(registry, lived, name, language)) for name in PAPERS}
    # The regulation says itself that nobody is, and how the chair is elected.
    assert [
        name for name, text in said.items() if name != "regulation" and ELECTIONS.search(text)
    ] == []


def test_the_protocol_of_the_draw_holds_what_is_on_record(
    lived: Process, registry: Registry
) -> None:
    fixed, drawn = (lived.select(kind)[-1] for kind in ("lottery.committed", "lottery.drawn"))
    text = plain(made(registry, lived, "lottery_protocol", "en"))
    for key in ("pool_hash", "targets_hash", "panels_hash"):
        assert str(fixed.body[key]) in text
    assert f"Panel No. {drawn.body['number']} was drawn" in text
    panel, alternates = ([f"R{n:04d}" for n in drawn.body[key]] for key in ("panel", "alternates"))
    assert f"numbers: {', '.join(panel)}." in text
    assert f"order of call: {', '.join(alternates)}." in text
    for fact in lived.select("lottery.value_committed"):
        assert str(fact.body["hash"]) in text
    signed = made(registry, lived, "lottery_protocol", "en").blocks[-1]
    assert [line.office for line in getattr(signed, "lines", ())] == ["Agency", "Oversight group"]


def test_letters_go_to_a_number(lived: Process, registry: Registry) -> None:
    drawn = lived.select("lottery.drawn")[-1].body["panel"]
    letter = made(registry, lived, "invitation", "en")
    assert letter.to == f"To: R{drawn[0]:04d},\nmember of the citizens' jury"
    notices = [
        compose(lived, item, say(registry, lived, "en")).to
        for item in issued_papers(lived)
        if item.template.id == "notification" and item.subject.startswith("N")
    ]
    assert notices
    assert all(NUMBER.search(to) for to in notices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_texts(
    lived: Process, registry: Registry, language: str, pytestconfig: pytest.Config
) -> None:
    """Nothing drops out of a paper unnoticed."""
    for name in PAPERS:
        path = GOLDEN / f"{name}.{language}.txt"
        text = plain(made(registry, lived, name, language))
        if pytestconfig.getoption("--renew-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), path.name


def test_every_open_parameter_stands_in_the_regulation(lived: Process) -> None:
    template = lived.rulebook.document("regulation")
    assert template is not None
    prose = {of for name, of in named_fields(template) if name == "parameter"}
    assert prose == set(lived.rulebook.open_parameters)
