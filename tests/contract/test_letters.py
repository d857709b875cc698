"""Letters on both engines: who gets one, what it brings, and that none is lost."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.canonical import canonical, digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import UnusableInput
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import pack, read_bundle
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.services.approving import approve
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.copies import Copy, copies_for
from deliberate.core.services.delivery import Letter, deliver, letters_of
from deliberate.core.services.files import read_sheet
from deliberate.core.services.folder_notifier import FolderNotifier
from deliberate.core.services.issuing import ISSUED, salts_of
from deliberate.core.services.notices import cause_of, document_of
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import OutboxRow, open_store
from deliberate.documents.letters import HouseSecretariat
from deliberate.documents.press import HousePress
from tests.contract.conftest import fresh_postgres
from tests.contract.test_issuing import AGENCY, PROCESS, freeze_order, opened, process_of

__all__ = ["opened"]
OTHER = Actor("b", "agency")
REASON = {"reason": {"kk": "Қайта құру", "ru": "Реорганизация", "en": "Reorganisation"}}
DELEGATE = {
    "name": {"kk": "Айша", "ru": "Айша", "en": "Aisha"},
    "letter": "7",
}


@dataclass(frozen=True)
class Lived:
    """A process that was lived to its end, and its outbox."""

    context: Context
    process: Process
    rows: tuple[OutboxRow, ...]

    def of(self, kind: str) -> list[OutboxRow]:
        return [row for row in self.rows if row.kind == kind]


@pytest.fixture(scope="module", params=["file", "postgresql"])
def lived(
    request: pytest.FixtureRequest,
    rehearsal: Any,
    registry: Registry,
    project: Path,
) -> Iterator[Lived]:
    """The rehearsed example on each engine; on PostgreSQL without its documents."""
    with ExitStack() as stack:
        if request.param == "file":
            store = stack.enter_context(open_store(rehearsal.database))
            clock = SimulatedClock(rehearsal.ended)
            context = Context(store, registry, clock, Generator(b"reader").bytes)
        else:
            store = stack.enter_context(
                open_store(stack.enter_context(fresh_postgres()), migrate=True)
            )
            pilot = read_sheet(registry, project / "examples" / f"{PROCESS}.toml").pilot
            context = rehearse(store, registry, pilot, 1).context
        with store.read() as unit:
            found = Lived(context, context.read_process(unit, PROCESS), unit.letters(PROCESS))
        yield found


# ------------------------------------------------------------------ who gets one
def test_every_letter_of_the_rulebook_is_queued(lived: Lived) -> None:
    process, documents = lived.process, [document_of(row) for row in lived.rows]
    brought = Counter(re.sub(r"(-[A-Z]+\d+)?(-\d+)?$", "", name) for name in documents if name)
    templates = {item.id for item in process.rulebook.documents if item.form == "letter"}
    called_for = templates - {"complaint"}  # no point of the story comes so far
    assert set(brought) == called_for
    assert brought["letter_to_organisation"] == brought["thanks_permanent"] == 15
    assert brought["invitation"] == brought["thanks"] == 10
    sessions = len(process.select("session.closed"))
    assert brought["notification"] == 25 * sessions
    assert brought["invitation_speaker"] == len(process.pilot.witnesses) * sessions


def test_recipients_have_a_kind_and_exist(lived: Lived) -> None:
    seats = {f"seat:{seat.id}" for seat in lived.process.roster.seats}
    experts = {f"witness:{item.id}" for item in lived.process.pilot.witnesses}
    assert {row.recipient for row in lived.rows} == seats | experts


def test_a_letter_takes_the_place_of_the_notice(lived: Lived) -> None:
    pairs = Counter((cause_of(row), row.recipient) for row in lived.rows)
    assert set(pairs.values()) == {1}
    told = lived.of("announcement.published")
    assert all(document_of(row) for row in told)
    assert not any(document_of(row) for row in lived.of("materials.sent"))


def test_dates_that_one_act_sets_are_one_letter(lived: Lived) -> None:
    scheduled = lived.process.select("process.scheduled")
    assert len(scheduled) == 4
    rows = lived.of("process.scheduled")
    assert {cause_of(row) for row in rows} == {scheduled[0].seq}
    assert len(rows) == 25 + len(lived.process.pilot.witnesses)


def test_new_dates_are_told_in_words(lived: Lived, registry: Registry) -> None:
    letter = written(lived.context, registry, lived.process, lived.of("process.scheduled")[0])
    assert "– Заседание жюри (№ 2): 22 апреля 2027 года, 10:00" in letter.text
    assert "– Жюри отырысы (№ 2): 2027 жылғы 22 сәуір, 10:00" in letter.text
    assert "DTSTART:20270422T050000Z" in letter.files["dates.ics"].decode()


def test_a_draft_of_the_protocol_says_until_when_comments_are_received(
    lived: Lived, registry: Registry
) -> None:
    letter = written(lived.context, registry, lived.process, lived.of("report.drafted")[0])
    assert "Комментарии принимаются до: 27 апреля 2027 года" in letter.text
    event = events(letter)[f"{PROCESS}-protocol-comments@deliberate"]
    assert event["DTEND"] > event["DTSTART"]


def test_the_owner_of_a_point_has_its_dates(lived: Lived, registry: Registry) -> None:
    (row,) = lived.of("execution.noticed")
    letter = written(lived.context, registry, lived.process, row)
    noticed = lived.process.facts[cause_of(row) - 1]
    name = noticed.body["commitment"]
    deadline = events(letter)[f"{PROCESS}-deadline-{name}@deliberate"]
    assert deadline["DTSTART;VALUE=DATE"] == str(noticed.body["deadline"]).replace("-", "")
    published = written(lived.context, registry, lived.process, lived.of("report.published")[0])
    points = [uid for uid in events(published) if "-point-" in uid]
    assert len(points) == 5


def test_what_is_over_stands_in_no_calendar(lived: Lived, registry: Registry) -> None:
    letter = written(lived.context, registry, lived.process, lived.of("seat.filled")[0])
    found = events(letter)
    assert not any("election" in uid for uid in found)
    declarations = found[f"{PROCESS}-declarations-1@deliberate"]
    assert (declarations["DTSTART"], declarations["DTEND"]) == (
        "20270304T070000Z", "20270312T130000Z",
    )  # fmt: skip


def written(context: Context, registry: Registry, process: Process, row: OutboxRow) -> Letter:
    with context.store.read() as unit:
        cause = process.facts[cause_of(row) - 1]
        copies = copies_for(unit, process, row, cause, salts_of(unit, process.id))
    press = Unprinted(registry.catalogues())
    return HouseSecretariat(press).letter(process, row, cause, copies)


class Unprinted(HousePress):
    """A press that sets nothing: what is asked here are words and dates."""

    def pdf(self, document: Any) -> bytes:
        return document.canonical()  # type: ignore[no-any-return]


def events(letter: Letter) -> dict[str, dict[str, str]]:
    """The events of the calendar of a letter by their identifiers."""
    text = letter.files["dates.ics"].decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        key, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(key, value)
    assert all({"UID", "DTSTAMP", "SUMMARY"} <= set(event) for event in found)
    assert len({event["UID"] for event in found}) == len(found)
    return {event["UID"]: event for event in found}


# ------------------------------------------------------------------ what it brings
def send_letter(context: Context, seat: str = "P01") -> None:
    if not process_of(context).select("document.frozen"):
        freeze_order(context)
        context.clock.move_to(  # type: ignore[attr-defined]
            context.clock.now() + timedelta(days=1)
        )
    perform(context, AGENCY, PROCESS, "constitution", "send_letter", {"seat": seat})


def sent(context: Context, place: Path) -> Sequence[Any]:
    secretariat = HouseSecretariat(HousePress(context.registry.catalogues()))
    return deliver(context, secretariat, FolderNotifier(place), PROCESS)


def test_a_letter_brings_what_it_encloses(opened: Context, tmp_path: Path) -> None:
    send_letter(opened)
    (done,) = sent(opened, tmp_path / "post")
    assert done.sent
    (folder,) = (tmp_path / "post").iterdir()
    assert {path.name for path in folder.iterdir()} == {
        "letter.txt", "dates.ics", "proof.json", "proof-letter_of_delegation-P01.json",
        *(f"letter_to_organisation-P01.{code}.pdf" for code in ("kk", "ru")),
        *(f"letter_of_delegation-P01.{code}.{kind}"
          for code in ("kk", "ru") for kind in ("pdf", "docx")),
    }  # fmt: skip
    assert (folder / "letter_of_delegation-P01.kk.docx").read_bytes()[:2] == b"PK"


def test_its_calendar_has_every_date_that_it_tells_of(opened: Context) -> None:
    send_letter(opened)
    (row,) = letters_of(opened, PROCESS)
    found = events(written(opened, opened.registry, process_of(opened), row))
    assert set(found) == {
        f"{PROCESS}-{name}@deliberate"
        for name in ("regulation-1", "materials-1", "session-1-1", "session-1-2",
                     "constitution-1-until")
    }  # fmt: skip
    session = found[f"{PROCESS}-session-1-1@deliberate"]
    assert (session["DTSTART"], session["DTEND"]) == ("20270407T050000Z", "20270407T114500Z")
    assert session["SUMMARY"] == "Жюри отырысы / Заседание жюри"
    assert "малый зал городского дома культуры" in session["LOCATION"]
    reply = found[f"{PROCESS}-constitution-1-until@deliberate"]
    assert reply["DTSTART;VALUE=DATE"] == "20261218"


def test_whoever_has_the_letter_finds_it_on_the_record(opened: Context, tmp_path: Path) -> None:
    send_letter(opened)
    sent(opened, tmp_path / "post")
    export_bundle(opened, PROCESS, tmp_path / "bundle.zip")
    (folder,) = (tmp_path / "post").iterdir()

    def verdict(proof: Path) -> str:
        found = {item.code: item.verdict for item in verify_file(tmp_path / "bundle.zip", proof)}
        assert found["T1"] == "pass"
        return found["L1"]

    assert verdict(folder / "proof.json") == "pass"
    assert verdict(folder / "proof-letter_of_delegation-P01.json") == "pass"
    data = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    pretty = tmp_path / "pretty.json"
    pretty.write_text(json.dumps(data, indent=1), encoding="utf-8")
    assert verdict(pretty) == "pass"
    for change in (
        {"salt": "0" * 64}, {"document": "letter_to_organisation-P02"}, {"version": 2},
        {"languages": {**data["languages"], "kk": {**data["languages"]["kk"], "title": "-"}}},
    ):  # fmt: skip
        pretty.write_text(json.dumps({**data, **change}), encoding="utf-8")
        assert verdict(pretty) == "fail"
    for nonsense in ("{}", "[", '{"salt": 1.5}', json.dumps({**data, "version": True})):
        pretty.write_text(nonsense, encoding="utf-8")
        with pytest.raises(UnusableInput, match="no proof"):
            verify_file(tmp_path / "bundle.zip", pretty)
    with pytest.raises(UnusableInput, match="cannot be read"):
        verify_file(tmp_path / "bundle.zip", tmp_path / "nothing.json")


def test_the_seals_of_letters_tell_nothing(opened: Context) -> None:
    for seat in ("P01", "P02"):
        send_letter(opened, seat)
    process = process_of(opened)
    sealed = [fact for fact in process.select(ISSUED) if "seals" in fact.public]
    hashes = {
        value
        for fact in sealed
        for item in fact.body["documents"]
        for value in (*item["languages"].values(), digest(item["languages"]), digest(item))
    }
    for fact in sealed:
        assert fact.public["seals"] == sorted(fact.public["seals"])
        assert not hashes & set(fact.public["seals"])
    everything = [seal for fact in sealed for seal in fact.public["seals"]]
    assert len(set(everything)) == len(everything) == 4


@pytest.mark.parametrize("change", ["none", "fewer", "twice", "unsorted", "both", "short"])
def test_a_forged_seal_is_noticed(
    rehearsal: Any, registry: Registry, tmp_path: Path, change: str
) -> None:
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, SimulatedClock(rehearsal.ended), Generator(b"x").bytes)
        export_bundle(context, PROCESS, tmp_path / "bundle.zip")
    bundle = read_bundle(tmp_path / "bundle.zip")
    lines = bundle.members["record.jsonl"].splitlines()
    number, entry = next(
        (number, found)
        for number, line in enumerate(lines)
        for found in (json.loads(line),)
        if len(found["public"].get("seals", ())) > 2
    )
    public, seals = entry["public"], entry["public"]["seals"]
    match change:
        case "none":
            del public["seals"]
        case "fewer":
            public["seals"] = seals[1:]
        case "twice":
            public["seals"] = [seals[0], *seals[:-1]]
        case "unsorted":
            public["seals"] = seals[::-1]
        case "both":
            public["documents"] = []
        case "short":
            public["seals"] = ["00", *seals[1:]]
    lines[number] = canonical(entry)
    members = {**bundle.members, "record.jsonl": b"".join(line + b"\n" for line in lines)}
    data, _ = pack(members, {"process": PROCESS, "rehearsal": True})
    (tmp_path / "forged.zip").write_bytes(data)
    found = {item.code: item.verdict for item in verify_file(tmp_path / "forged.zip")}
    assert found["T1"] == "fail"


def test_a_letter_keeps_the_words_that_were_sealed(opened: Context) -> None:
    """A later version of the program may say it otherwise: what was issued is what is sent."""
    send_letter(opened)
    (row,) = letters_of(opened, PROCESS)
    process = process_of(opened)
    with opened.store.read() as unit:
        cause = process.facts[cause_of(row) - 1]
        copies = copies_for(unit, process, row, cause, salts_of(unit, PROCESS))
    old = copies[0].texts["ru"].replace("Просим назвать".encode(), "Просим указать".encode())
    kept = replace(copies[0], texts={**copies[0].texts, "ru": old})
    letter = HouseSecretariat(Unprinted(opened.registry.catalogues())).letter(
        process, row, cause, (kept,)
    )
    assert "Просим указать" in letter.text
    assert isinstance(kept, Copy)


# ------------------------------------------------------------------ the process as a whole
@pytest.mark.parametrize("action", ["suspend", "cancel"])
def test_who_was_involved_hears_of_the_end(opened: Context, action: str) -> None:
    for seat in ("P01", "P02"):
        send_letter(opened, seat)
    perform(opened, AGENCY, PROCESS, "constitution", "delegate",
            {"seat": "P02", "holder": "aisha", **DELEGATE})  # fmt: skip
    asked = perform(opened, AGENCY, PROCESS, "process", action, REASON)
    approve(opened, OTHER, PROCESS, asked.last_seq)
    process = process_of(opened)
    rows = [row for row in letters_of(opened, PROCESS) if row.kind.startswith("process.")]
    assert sorted(row.recipient for row in rows) == ["seat:P01", "seat:P02"]
    letter = written(opened, opened.registry, process, rows[0])
    assert "Причина: Реорганизация" in letter.text
    assert "Себебі: Қайта құру" in letter.text
    if action == "suspend":
        asked = perform(opened, AGENCY, PROCESS, "process", "resume", REASON)
        approve(opened, OTHER, PROCESS, asked.last_seq)
        resumed = [r for r in letters_of(opened, PROCESS) if r.kind == "process.resumed"]
        assert sorted(row.recipient for row in resumed) == ["seat:P01", "seat:P02"]


# ------------------------------------------------------------------ nothing is lost
def test_a_letter_to_a_seat_that_has_changed_hands_is_told(opened: Context, tmp_path: Path) -> None:
    send_letter(opened)
    body = {"seat": "P01", "holder": "aisha", **DELEGATE}
    perform(opened, AGENCY, PROCESS, "constitution", "delegate", body)
    asked = perform(opened, AGENCY, PROCESS, "process", "suspend", REASON)
    approve(opened, OTHER, PROCESS, asked.last_seq)
    asked = perform(opened, AGENCY, PROCESS, "process", "resume", REASON)
    approve(opened, OTHER, PROCESS, asked.last_seq)
    body = {"seat": "P01", "holder": "bolat", **DELEGATE, "letter": "8", **REASON}
    asked = perform(opened, AGENCY, PROCESS, "constitution", "replace", body)
    approve(opened, OTHER, PROCESS, asked.last_seq)
    done = sent(opened, tmp_path / "post")
    assert all(item.sent for item in done)
    # The first one asked the organisation for a member: it was to no person.
    assert [item.other_holder for item in done] == [False, True, True]


def test_a_folder_that_cannot_be_written_costs_no_letter(opened: Context, tmp_path: Path) -> None:
    send_letter(opened)
    place = tmp_path / "post"
    place.write_text("a file", encoding="utf-8")
    with pytest.raises(UnusableInput, match="cannot be written"):
        FolderNotifier(place).make_ready()
    (failed,) = sent(opened, place)
    assert (failed.sent, failed.proof) == (False, "NOT_WRITTEN")
    assert "cannot be written" in str(failed.reason)
    place.unlink()
    FolderNotifier(place).make_ready()
    (done,) = sent(opened, place)
    assert done.sent
    assert [path.name for path in place.iterdir()] == [f"{PROCESS}-00001-seat_P01"]


def test_two_letters_of_one_name_both_stay(tmp_path: Path) -> None:
    def letter(text: str, **files: bytes) -> Letter:
        return Letter(1, "p", "seat:P01", "s", text, files)

    notifier = FolderNotifier(tmp_path)
    first, again = notifier.send(letter("one")), notifier.send(letter("one"))
    assert first == again
    other = notifier.send(letter("two"))
    assert other.startswith("folder:p-00001-seat_P01-2 ")
    words = (tmp_path / "p-00001-seat_P01" / "letter.txt").read_text(encoding="utf-8")
    assert words.endswith("one")
    assert not list(tmp_path.glob(".*"))


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    files = {"a:b.pdf": b"1", "a/b.pdf": b"2", "A_b.pdf": b"3", "letter.txt": b"4"}
    FolderNotifier(tmp_path).send(Letter(1, "p", "seat:P01", "s", "t", files))
    (folder,) = tmp_path.iterdir()
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found == {"letter.txt": b"4", "a_b.pdf": b"1", "a_b-2.pdf": b"2", "A_b-3.pdf": b"3"}


def test_the_progress_is_told(opened: Context) -> None:
    for seat in ("P01", "P02", "P03"):
        send_letter(opened, seat)
    told: list[tuple[int, int]] = []

    class Nowhere:
        def send(self, letter: Letter) -> str:
            return "sent"

    secretariat = HouseSecretariat(Unprinted(opened.registry.catalogues()))
    deliver(opened, secretariat, Nowhere(), PROCESS, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_seal_in_a_broken_record_shows_nothing(opened: Context, tmp_path: Path) -> None:
    send_letter(opened)
    sent(opened, tmp_path / "post")
    export_bundle(opened, PROCESS, tmp_path / "bundle.zip")
    bundle = read_bundle(tmp_path / "bundle.zip")
    lines = bundle.members["record.jsonl"].splitlines()
    first = json.loads(lines[0])
    lines[0] = canonical({**first, "role": "chair"})
    members = {**bundle.members, "record.jsonl": b"".join(line + b"\n" for line in lines)}
    data, _ = pack(members, {"process": PROCESS, "rehearsal": False})
    (tmp_path / "broken.zip").write_bytes(data)
    (folder,) = (tmp_path / "post").iterdir()
    verdicts = verify_file(tmp_path / "broken.zip", folder / "proof.json")
    found = {item.code: item.verdict for item in verdicts}
    assert (found["R1"], found["L1"]) == ("fail", "not_shown")
