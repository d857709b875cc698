"""Issuing documents: from the state at their cause, once, with their hashes on the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.canonical import digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import UnusableInput
from deliberate.core.identity.roles import Grant
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.facts import Actor
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.accounts import add_account, grant_role
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.delivery import Letter, deliver, letters_of
from deliberate.core.services.files import read_sheet
from deliberate.core.services.folder_notifier import FolderNotifier
from deliberate.core.services.issuing import ISSUED, issue_owed, owed_papers
from deliberate.core.services.opening import open_process
from deliberate.core.services.shelf import content_of, read_shelf, whole_shelf
from deliberate.core.storage import open_store
from deliberate.documents.document import parse_document
from deliberate.documents.letters import HouseSecretariat
from deliberate.documents.press import HousePress
from tests.contract.conftest import fresh_postgres

PROCESS = "temirkent-heating-2027"
AGENCY = Actor("a", "agency")


@pytest.fixture(params=["file", "postgresql"])
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, registry: Registry, project: Path
) -> Iterator[Context]:
    """The example, opened a day before its first step, on each engine."""
    pilot = read_sheet(registry, project / "examples" / f"{PROCESS}.toml").pilot
    with ExitStack() as stack:
        address = (
            tmp_path / "store.db"
            if request.param == "file"
            else stack.enter_context(fresh_postgres())
        )
        store = stack.enter_context(open_store(address, migrate=True))
        clock = SimulatedClock(datetime.fromisoformat("2026-12-01T09:00+05:00"))
        press = HousePress(registry.catalogues())
        context = Context(store, registry, clock, Generator(b"i").bytes, press)
        open_process(context, AGENCY, pilot)
        for account in (AGENCY.id, "b"):
            add_account(context, account, account)
            grant_role(context, account, "agency", "process", PROCESS)
        yield context


def process_of(context: Context) -> Any:
    with context.store.read() as unit:
        return context.read_process(unit, PROCESS)


def freeze_order(context: Context) -> None:
    perform(context, AGENCY, PROCESS, "order", "draft")
    perform(context, AGENCY, PROCESS, "order", "freeze", {"number": "17", "date": "2026-12-01"})


def test_an_act_issues_the_document_that_it_calls_for(opened: Context) -> None:
    freeze_order(opened)
    process = process_of(opened)
    (issued,) = process.select(ISSUED)
    (item,) = issued.public["documents"]
    assert (item["id"], item["version"]) == ("order", 1)
    assert issued.actor.role == "system"
    assert process.facts[issued.public["cause"] - 1].kind == "document.frozen"
    with opened.store.read() as unit:
        for language, sha256 in item["languages"].items():
            content = unit.attachment(sha256).content
            assert digest(content) == sha256
            document = parse_document(content)
            assert (document.language, document.number) == (language, "17")


def test_nothing_is_issued_twice(opened: Context) -> None:
    freeze_order(opened)
    before = process_of(opened).facts
    assert issue_owed(opened, PROCESS) == ()
    assert process_of(opened).facts == before


def test_a_late_document_says_what_a_punctual_one_would_have(opened: Context) -> None:
    late = Context(opened.store, opened.registry, opened.clock, opened.entropy, None)
    freeze_order(late)
    assert [paper.id for paper in owed_papers(process_of(late))] == ["order"]
    punctual = opened.press.compose(  # type: ignore[union-attr]
        process_of(late), owed_papers(process_of(late))[0], "kk"
    )
    opened.clock.move_to(opened.clock.now() + timedelta(days=3))  # type: ignore[attr-defined]
    assert [paper.id for paper in issue_owed(opened, PROCESS)] == ["order"]
    hashes = process_of(opened).select(ISSUED)[0].public["documents"][0]["languages"]
    assert hashes["kk"] == digest(punctual)


def test_rivals_issue_a_document_once(opened: Context, race: Any) -> None:
    bare = Context(opened.store, opened.registry, opened.clock, opened.entropy, None)
    freeze_order(bare)
    race(4, lambda _: issue_owed(opened, PROCESS))
    assert len(process_of(opened).select(ISSUED)) == 1
    assert owed_papers(process_of(opened)) == ()


def test_a_letter_to_one_person_is_counted_and_sealed_and_no_more(opened: Context) -> None:
    freeze_order(opened)
    opened.clock.move_to(opened.clock.now() + timedelta(days=1))  # type: ignore[attr-defined]
    perform(opened, AGENCY, PROCESS, "constitution", "send_letter", {"seat": "P01"})
    letters = [
        fact for fact in process_of(opened).select(ISSUED) if fact.body["type"].startswith("letter")
    ]
    assert letters
    assert all(set(fact.public) == {"type", "cause", "count", "seals"} for fact in letters)


def test_who_may_read_what(opened: Context) -> None:
    anybody, staff = Viewer(), Viewer("s", (Grant("secretary", "process", PROCESS),))
    assert read_shelf(opened, anybody, PROCESS).items == ()
    drafts = {item.paper.id for item in read_shelf(opened, staff, PROCESS).items}
    assert {"order", "regulation", "letter_to_organisation-P01"} <= drafts
    freeze_order(opened)
    assert [item.paper.id for item in read_shelf(opened, anybody, PROCESS).items] == ["order"]


def test_what_is_kept_is_what_is_read(opened: Context) -> None:
    freeze_order(opened)
    shelf = whole_shelf(opened, PROCESS)
    item = shelf.find("order")
    assert digest(content_of(opened, shelf, item, "ru")) == item.hashes["ru"]


class Refusing:
    """A notifier whose post office is closed."""

    def send(self, letter: Letter) -> str:
        raise UnusableInput("POST", letter_message(letter))


def letter_message(letter: Letter) -> Any:
    from deliberate.core.errors import message

    return message("Closed: {id}", id=letter.id)


def test_letters_are_sent_once_with_proof(opened: Context, tmp_path: Path) -> None:
    freeze_order(opened)
    opened.clock.move_to(opened.clock.now() + timedelta(days=1))  # type: ignore[attr-defined]
    perform(opened, AGENCY, PROCESS, "constitution", "send_letter", {"seat": "P01"})
    secretariat = HouseSecretariat(HousePress(opened.registry.catalogues()))
    (failed,) = deliver(opened, secretariat, Refusing(), PROCESS)
    assert (failed.sent, failed.proof) == (False, "POST")
    (sent,) = deliver(opened, secretariat, FolderNotifier(tmp_path / "post"), PROCESS)
    assert sent.sent
    assert deliver(opened, secretariat, FolderNotifier(tmp_path / "post"), PROCESS) == ()
    (row,) = letters_of(opened, PROCESS)
    assert row.attempts == 2
    assert row.sent_at == opened.clock.now()
    (folder,) = (tmp_path / "post").iterdir()
    assert folder.name in row.proof
    names = {path.name for path in folder.iterdir()}
    assert "letter.txt" in names
    kinds = {name.rpartition(".")[2] for name in names}
    assert kinds == {"txt", "pdf", "docx", "ics", "json"}
    words = (folder / "letter.txt").read_text(encoding="utf-8")
    assert words.index("Теміркент қаласының әкімдігі") < words.index("Акимат города Темиркента")
