"""Papers from the protocol on, made from a finished rehearsal and from one that goes badly.

Golden texts stand in `golden/documents`; after an intended change renew them with
`pytest tests/contract/test_papers_from_the_protocol_on.py --renew-golden` and read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import entry_of
from deliberate.core.registry import Registry
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.papers import Paper, draft_papers, issued_papers, latest_papers
from deliberate.core.services.signing import protocol_text, sign_protocol
from deliberate.core.storage import open_store
from deliberate.documents.compose import compose
from deliberate.documents.document import Document, Heading, Paragraph, Picture, Signatures, Table
from deliberate.documents.making import BLANK
from deliberate.documents.pdf import Typesetter
from deliberate.i18n import Translator

GOLDEN = Path(__file__).parent / "golden" / "documents"
LANGUAGES = ("kk", "ru", "en")
SECRETARY, AGENCY = Actor("rehearsal-secretary", "secretary"), Actor("rehearsal-agency", "agency")
FROM_ENDED = ("thanks-N01", "thanks_permanent-P01", "closing", "weekly_report-01", "post_week-01")
FROM_BAD = (
    "protocol", "minority_report", "weekly_report-08", "notice-K1", "complaint-K1", "claim-K1",
    "post_agenda", "messenger_agenda", "press_agenda", "post_vote", "messenger_vote", "press_vote",
    "post_decision", "messenger_decision", "press_decision", "post_week-08", "press_week-08",
)  # fmt: skip
MINE = {name.split("-")[0] for name in (*FROM_ENDED, *FROM_BAD)}


@dataclass
class Life:
    """A process that is lived on by hand."""

    context: Context
    process_id: str

    def process(self) -> Process:
        with self.context.store.read() as unit:
            return self.context.read_process(unit, self.process_id)

    def do(self, actor: Actor, step: str, action: str, body: Mapping[str, Any]) -> None:
        perform(self.context, actor, self.process_id, step, action, body)

    def on(self, month: int, day: int, hour: int = 10) -> None:
        zone = self.process().calendar.zone
        clock: Any = self.context.clock
        clock.move_to(datetime.combine(date(2027, month, day), time(hour), zone))

    def holder(self, name: str, role: str) -> Actor:
        """The account of a seat, or of the seat that holds an office; else the secretary."""
        roster = self.process().roster
        seat = roster.seat(roster.office(name) or name)
        return SECRETARY if seat is None else Actor(seat.account, role)

    def sign(self, who: str, authority: TestAuthority) -> None:
        process = self.process()
        frozen = process.latest("report.frozen")
        assert frozen is not None
        text = protocol_text(process.id, "protocol", str(frozen.body["sha256"]), who)
        person = process.roster.office(who) or who
        sign_protocol(
            self.context,
            authority.verifier(),
            self.holder(who, "member"),
            process.id,
            "protocol",
            who,
            authority.sign(person, text),
        )

    def chair(self, action: str, point: str, **more: Any) -> None:
        chair = self.holder("chair", "chair")
        self.do(chair, "execution", action, {"commitment": point, **more})

    def report(self, month: int, day: int, percent: int, text: Any, **more: Any) -> None:
        self.on(month, day, 12)
        points = commitments(self.process())
        line = {"percent": percent, "text": text, **more}
        items = [{"commitment": point, **line} for point in points]
        proofs = {"portal": "https://example.kz/report", "press": "«Теміркент тынысы» № 18"}
        body = {"channels": ["portal", "social", "press"], "items": items, "proofs": proofs}
        self.do(AGENCY, "execution", "report", body)


def said(kk: str, ru: str, en: str) -> dict[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


def sign(life: Life) -> None:
    """A comment on the draft, 24 signatures and a refusal, publication."""
    comment = said("K2 тармағын нақтылау қажет.", "Пункт K2 следует уточнить.", "K2 is too vague.")
    life.do(life.holder("N03", "member"), "protocol", "comment", {"text": comment})
    life.on(4, 29)
    life.do(SECRETARY, "protocol", "freeze", {"number": "1", "date": "2027-04-29"})
    reason = said("K3 ескерілмеді.", "K3 не учтён.", "K3 was not taken up.")
    life.do(life.holder("P12", "member"), "protocol", "refuse", {"reason": reason})
    signing = [seat.id for seat in life.process().roster.filled() if seat.id != "P12"]
    authority = TestAuthority(b"papers")
    for who in (*signing, "chair", "secretary"):
        life.sign(who, authority)
    life.on(4, 30)
    life.do(SECRETARY, "protocol", "publish", {})


def escalate(life: Life) -> None:
    """Weeks without a report, another due date, then notice, answer, complaint and claim."""
    list_made = said("Тізім жасалды.", "Составлен перечень.", "A list was drawn up.")
    life.report(5, 14, 20, list_made, evidence="https://example.kz/list", spent=250000)
    life.on(6, 2)
    late = said("Жеткізілім кешікті.", "Поставка задержана.", "Delivery is late.")
    life.chair("change_due", "K4", due="2027-11-15", reason=late)
    life.on(6, 11)
    text = said("Кесте жарияланбады.", "График не опубликован.", "No schedule was published.")
    life.chair("notice", "K1", text=text)
    life.on(6, 21)
    answer = said("Кесте келісілуде.", "График согласуется.", "The schedule is being agreed.")
    life.do(AGENCY, "execution", "answer", {"commitment": "K1", "text": answer})
    life.report(6, 24, 35, said("Жоба келісілуде.", "Проект согласуется.", "In agreement."))
    life.on(6, 30)
    life.chair("complain", "K1", text=text)
    life.on(8, 5)
    none = said("Жауап келмеді.", "Ответа не поступило.", "No answer has come.")
    life.chair("claim", "K1", text=none)


@pytest.fixture(scope="module")
def bad(rehearsal: Any, registry: Registry, tmp_path_factory: Any) -> Iterator[Process]:
    """The example from the draft of its protocol on: a refusal, silence, a claim."""
    copy = tmp_path_factory.mktemp("bad") / "bad.sqlite"
    copy.write_bytes(rehearsal.drafted.read_bytes())
    clock = SimulatedClock(rehearsal.drafted_at)
    with open_store(copy) as store:
        life = Life(Context(store, registry, clock, Generator(b"bad").bytes), rehearsal.process)
        sign(life)
        escalate(life)
        yield life.process()


@pytest.fixture(scope="module")
def ended(rehearsal: Any, registry: Registry) -> Iterator[Process]:
    with open_store(rehearsal.database) as store:
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"reader").bytes)
        with store.read() as unit:
            yield context.read_process(unit, rehearsal.process)


def papers(process: Process) -> dict[str, Paper]:
    """The latest version of every paper of this file; of weeks, a few."""
    found = {item.id: item for item in latest_papers(process) if item.template.id in MINE}
    return {k: v for k, v in found.items() if v.template.about != "week" or v.n in {1, 2, 8, 30}}


def made(registry: Registry, process: Process, paper: Paper, language: str) -> Document:
    say = Translator(language, registry.catalogues(), zone=process.calendar.zone)
    return compose(process, paper, say)


def lines(document: Document) -> Iterator[str]:
    """The words of a document, line by line."""
    yield f"{document.sender} | {document.to} | {document.number} | {document.date}"
    yield f"# {document.title}"
    for block in document.blocks:
        match block:
            case Heading():
                yield f"## {block.text}"
            case Paragraph():
                yield f"{block.number}. {block.text}" if block.number else block.text
            case Table():
                yield from table_lines(block)
            case Signatures():
                yield from (f"~ {item.office} | {item.mark} | {item.name}" for item in block.lines)
            case Picture():
                yield f"({block.caption}: {block.description})"
                yield from table_lines(block.table)
    yield from (f"~ {item.office} | {item.mark} | {item.name}" for item in document.signed_by)


def table_lines(table: Table) -> Iterator[str]:
    yield f"[{table.caption}]"
    yield " | ".join(column.head for column in table.columns).replace("\n", " / ")
    rows = table.rows or ((table.empty,),)
    yield from (" | ".join(row).replace("\n", " / ") for row in rows)


def text_of(document: Document) -> str:
    # Hashes and numbers of entries follow from everything before them; they have their own test.
    text = re.sub(r"\b[0-9a-f]{64}\b", "<sha256>", "\n".join(lines(document))) + "\n"
    return re.sub(r"^\d+( \| .* \| <sha256>)$", r"<entry>\1", text, flags=re.MULTILINE)


# ------------------------------------------------------------------ every paper


def test_a_finished_and_a_bad_process_call_for_every_paper(ended: Process, bad: Process) -> None:
    called = {paper.template.id for process in (ended, bad) for paper in papers(process).values()}
    assert called == MINE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_field_of_an_issued_paper_is_blank(
    ended: Process, bad: Process, registry: Registry, language: str
) -> None:
    for process in (ended, bad):
        for name, paper in papers(process).items():
            said = text_of(made(registry, process, paper, language)).splitlines()
            # A line to sign on has room for a name that no record tells.
            assert not any(BLANK in line for line in said if not line.startswith("~ ")), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*FROM_BAD, *FROM_ENDED])
def test_golden_texts(
    ended: Process,
    bad: Process,
    registry: Registry,
    name: str,
    language: str,
    pytestconfig: pytest.Config,
) -> None:
    process = ended if name in FROM_ENDED else bad
    text = text_of(made(registry, process, papers(process)[name], language))
    file = GOLDEN / f"{name}.{language}.txt"
    if pytestconfig.getoption("--renew-golden"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_for_posts_fit(
    ended: Process, bad: Process, registry: Registry, language: str
) -> None:
    limits = {"post": 900, "messenger": 500}
    for process in (ended, bad):
        for name, paper in papers(process).items():
            limit = limits.get(name.split("_")[0])
            words = list(lines(made(registry, process, paper, language)))[1:]
            assert limit is None or len("\n".join(words)) <= limit, name


def test_every_paper_can_be_printed(ended: Process, bad: Process, registry: Registry) -> None:
    printer = Typesetter()
    for process, names in ((ended, FROM_ENDED), (bad, FROM_BAD)):
        for name in names:
            pdf = printer.pdf(made(registry, process, papers(process)[name], "kk"))
            assert pdf.startswith(b"%PDF-1.7"), name


# ------------------------------------------------------------------ what single papers say


def test_without_a_minority_report_there_is_no_paper_for_it(bad: Process) -> None:
    facts = tuple(fact for fact in bad.facts if fact.kind != "report.minority")
    without = replace(bad, facts=facts)
    names = {paper.template.id for paper in (*issued_papers(without), *draft_papers(without))}
    assert "protocol" in names
    assert "minority_report" not in names


def test_the_protocol_shows_refusals_apart_from_signatures(
    bad: Process, registry: Registry
) -> None:
    document = made(registry, bad, papers(bad)["protocol"], "en")
    members = next(block for block in document.blocks if isinstance(block, Signatures))
    marks = [item.mark.split(",")[0] for item in members.lines]
    assert len(marks) == 25
    assert marks.count("signed") == 24
    assert marks.count("refused to sign") == 1
    assert [item.mark for item in document.signed_by] == ["signed, 29 April 2027"] * 2
    assert "K3 was not taken up." in text_of(document)


def test_the_first_due_date_stays_in_sight(bad: Process, registry: Registry) -> None:
    text = text_of(made(registry, bad, papers(bad)["weekly_report-08"], "en"))
    assert "15 November 2027 / first: 15 October 2027" in text


def test_a_weekly_report_names_what_is_late_and_what_is_missing(
    bad: Process, registry: Registry
) -> None:
    text = text_of(made(registry, bad, papers(bad)["weekly_report-08"], "en"))
    for week in ("1 | 7 May 2027", "3 | 21 May 2027", "7 | 18 June 2027"):
        assert f"{week} | missing" in text
    assert "2 | 14 May 2027 | missing" not in text
    assert "K1 | Housing and utilities department | 10 June 2027 | noticed" in text


def test_the_last_weekly_report_says_that_it_is_the_last(
    ended: Process, registry: Registry
) -> None:
    reports = [p for p in issued_papers(ended) if p.template.id == "weekly_report"]
    last = max(reports, key=lambda paper: paper.n)
    finished = made(registry, ended, replace(last, cause=None), "en")
    assert "This is the last weekly report." in text_of(finished)
    assert "What comes next" not in text_of(finished)
    assert "What comes next" in text_of(made(registry, ended, reports[0], "en"))


def test_a_complaint_encloses_protocol_and_notice(bad: Process, registry: Registry) -> None:
    text = text_of(made(registry, bad, papers(bad)["complaint-K1"], "en"))
    assert "1 | Final protocol of the citizens' jury | 30 April 2027" in text
    assert "Written notice that a point of the protocol has not been executed | 11 June" in text
    assert "Pre-trial complaint |" not in text


def test_the_evidence_of_a_claim_has_the_hashes_of_the_record(
    bad: Process, registry: Registry
) -> None:
    document = made(registry, bad, papers(bad)["claim-K1"], "en")
    evidence = next(b for b in document.blocks if isinstance(b, Table) and "record" in b.caption)
    previous, hashes = "", {}
    for fact in bad.facts:
        previous = hashes[str(fact.seq)] = entry_of(fact, previous).hash
    assert len(evidence.rows) >= 7
    assert [row[-1] for row in evidence.rows] == [hashes[row[0]] for row in evidence.rows]
    assert "It is not a claim and is not to be filed as it stands" in text_of(document)
