"""A stranger's verification: the whole story passes, and fifty ways of forging it are noticed.

Two kinds of forgers: one who changes a byte, and one who knows the format, mends the chain of
hashes and the manifest, and packs everything again.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.canonical import canonical, digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import UnusableInput
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import pack, read_bundle, unpack
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.outcome import outcome_of
from deliberate.core.record.verify import verify, verify_file
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store

VOTES = "votes/election-1.jsonl"
PASSED = [
    "B1",
    "R1",
    "R2",
    "R3",
    "R4",
    "V1",
    "V2",
    "V3",
    "V4",
    "D1",
    "D2",
    "D3",
    "M1",
    "S1",
    "T1",
    "F1",
    "O1",
]
ABOUT = ("process", "rehearsal")

Records = list[dict[str, Any]]
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def genuine(rehearsal: Any, registry: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the rehearsed example."""
    path = tmp_path_factory.mktemp("bundle") / "bundle.zip"
    with open_store(rehearsal.database) as store:
        context = Context(store, registry, SimulatedClock(rehearsal.ended), Generator(b"x").bytes)
        export_bundle(context, rehearsal.process, path)
    return path


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def verdicts(data: bytes) -> dict[str, str]:
    return {item.code: item.verdict for item in verify(unpack(data))}


def failed(data: bytes) -> list[str]:
    return [code for code, verdict in verdicts(data).items() if verdict == "fail"]


def test_the_whole_story_passes(genuine: Path) -> None:
    found = verify_file(genuine)
    assert [item.code for item in found if item.verdict == "pass"] == PASSED
    assert {item.code: item.verdict for item in found if item.verdict != "pass"} == {
        "E1": "not_shown",
        "P1": "not_shown",
    }


def test_what_rests_on_a_broken_count_is_not_said_to_be_kept(genuine: Path) -> None:
    found = verdicts(forge(genuine, alter_vote))
    assert (found["V1"], found["V2"]) == ("pass", "fail")
    assert (found["V3"], found["V4"]) == ("not_shown", "not_shown")


# ---------------------------------------------------------------- the forger who knows the format
def forge(path: Path, change: Callable[[Records, Members], None]) -> bytes:
    """The bundle after a change, with chain, outcome and manifest made to fit."""
    bundle = read_bundle(path)
    members = dict(bundle.members)
    records = [json.loads(line) for line in members["record.jsonl"].splitlines()]
    change(records, members)
    lines: list[bytes] = []
    previous = ""
    for number, record in enumerate(records, start=1):
        record["seq"], record["previous"] = number, previous
        lines.append(canonical(record))
        previous = digest(lines[-1])
    members["record.jsonl"] = b"".join(line + b"\n" for line in lines)
    outcome = outcome_of([parse_entry(line) for line in lines])
    members["outcome.json"] = canonical(outcome) + b"\n"
    return pack(members, {name: bundle.manifest[name] for name in ABOUT})[0]


def public(records: Records, kind: str, place: int = 0) -> dict[str, Any]:
    return [record for record in records if record["kind"] == kind][place]["public"]


def where(records: Records, kind: str, place: int = 0) -> int:
    return [number for number, record in enumerate(records) if record["kind"] == kind][place]


def freeze_again(records: Records, members: Members) -> None:
    """The hash at the close fits the published votes again."""
    closed = public(records, "public_vote.closed")
    closed["root"] = digest(members[VOTES])
    closed["lines"] = members[VOTES].count(b"\n")


def votes(members: Members) -> list[dict[str, Any]]:
    return [json.loads(line) for line in members[VOTES].splitlines()]


def put_votes(members: Members, lines: list[dict[str, Any]]) -> None:
    members[VOTES] = b"".join(canonical(line) + b"\n" for line in lines)


def drop_vote(records: Records, members: Members) -> None:
    put_votes(members, votes(members)[1:])


def drop_vote_and_freeze(records: Records, members: Members) -> None:
    drop_vote(records, members)
    freeze_again(records, members)


def add_vote(records: Records, members: Members) -> None:
    lines = [*votes(members), {"code": "f" * 32, "channel": "signed", "choices": ["C12"]}]
    put_votes(members, sorted(lines, key=lambda line: line["code"]))
    freeze_again(records, members)


def alter_vote(records: Records, members: Members) -> None:
    lines = votes(members)
    change = next(line for line in lines if "C12" not in line["choices"])
    change["choices"] = ["C12"]
    put_votes(members, lines)
    freeze_again(records, members)


def duplicate_vote(records: Records, members: Members) -> None:
    lines = votes(members)
    put_votes(members, [lines[0], *lines])
    freeze_again(records, members)


def unsort_votes(records: Records, members: Members) -> None:
    put_votes(members, votes(members)[::-1])
    freeze_again(records, members)


def too_many_choices(records: Records, members: Members) -> None:
    lines = votes(members)
    lines[0]["choices"] = [f"C{n:02}" for n in range(1, 13)]
    put_votes(members, lines)
    freeze_again(records, members)


def stranger_elected(records: Records, members: Members) -> None:
    lines = votes(members)
    lines[0]["choices"] = ["C99"]
    put_votes(members, lines)
    freeze_again(records, members)


def unknown_channel(records: Records, members: Members) -> None:
    lines = votes(members)
    lines[0]["channel"] = "phone"
    put_votes(members, lines)
    freeze_again(records, members)


def no_votes(records: Records, members: Members) -> None:
    del members[VOTES]


def votes_of_nowhere(records: Records, members: Members) -> None:
    members["votes/election-2.jsonl"] = members[VOTES]


def close_early(records: Records, members: Members) -> None:
    place = where(records, "public_vote.closed")
    records[place]["at"] = records[place - 1]["at"]


def wrong_tally(records: Records, members: Members) -> None:
    counted = public(records, "public_vote.counted")
    counted["signed"]["C12"] += 1000


def comments_hidden(records: Records, members: Members) -> None:
    public(records, "public_vote.counted")["decided_by_comments"] = []


def more_seats(records: Records, members: Members) -> None:
    public(records, "public_vote.opened")["seats"] = 11


def more_votes_each(records: Records, members: Members) -> None:
    public(records, "public_vote.opened")["votes_per_voter"] = 12


def wrong_draw(records: Records, members: Members) -> None:
    drawn = public(records, "public_vote.drawn")
    drawn["order"].reverse()
    drawn["elected"][-1] = drawn["order"][0]


def reveal_another(records: Records, members: Members) -> None:
    public(records, "public_vote.draw_revealed")["value"] = "00" * 32


def commit_after_the_count(records: Records, members: Members) -> None:
    place, count = (
        where(records, "public_vote.draw_committed"),
        where(records, "public_vote.counted"),
    )
    records.insert(count, records.pop(place))


def both_parties_of_the_agency(records: Records, members: Members) -> None:
    for kind in ("public_vote.draw_committed", "public_vote.draw_revealed"):
        for record in records:
            if record["kind"] == kind:
                record["role"] = "agency"


def reveal_for_another_party(records: Records, members: Members) -> None:
    for record in records:
        if record["kind"] == "public_vote.draw_revealed":
            record["role"] = "agency"


def drop_a_reveal(records: Records, members: Members) -> None:
    del records[where(records, "public_vote.draw_revealed")]


def seat_for_the_loser(records: Records, members: Members) -> None:
    seated = [r for r in records if r["kind"] == "seat.filled" and "candidate" in r["public"]]
    seated[-1]["public"]["candidate"] = "C12"


def nineteen_is_enough(records: Records, members: Members) -> None:
    public(records, "ballot.counted")["outcome"] = "adopted"


def lower_threshold(records: Records, members: Members) -> None:
    for kind in ("ballot.opened", "ballot.counted"):
        public(records, kind)["threshold"] = {"at_least_votes": 19}
    public(records, "ballot.counted").update({"needed": 19, "outcome": "adopted"})


def fewer_seats(records: Records, members: Members) -> None:
    public(records, "ballot.opened")["seats"] = 23


def base_of_present(records: Records, members: Members) -> None:
    public(records, "ballot.opened")["base"] = "present"


def turn_a_vote(records: Records, members: Members) -> None:
    cast = next(
        r for r in records if r["kind"] == "ballot.cast" and r["public"]["choice"] == "against"
    )
    cast["public"]["choice"] = "for"


def vote_twice(records: Records, members: Members) -> None:
    place = where(records, "ballot.cast")
    records.insert(place + 1, dict(records[place]))


def vote_without_a_seat(records: Records, members: Members) -> None:
    public(records, "ballot.cast")["seat"] = "X01"


def vote_after_the_count(records: Records, members: Members) -> None:
    place = where(records, "ballot.cast")
    records.insert(where(records, "ballot.counted"), records.pop(place))


def absent_and_voting(records: Records, members: Members) -> None:
    public(records, "session.opened")["present"].remove("P15")


def sign_for_nobody(records: Records, members: Members) -> None:
    del records[where(records, "report.signed")]


def sign_twice(records: Records, members: Members) -> None:
    place = where(records, "report.signed")
    records.insert(place + 1, dict(records[place]))


def sign_for_another(records: Records, members: Members) -> None:
    public(records, "report.signed")["seat"] = "P99"


def nobody_settled(records: Records, members: Members) -> None:
    del records[where(records, "signer.bound")]


def settled_twice(records: Records, members: Members) -> None:
    place = where(records, "signer.bound")
    records.insert(place + 1, dict(records[place]))


def settled_for_another(records: Records, members: Members) -> None:
    public(records, "signer.bound")["seat"] = "P99"


def sign_with_nothing(records: Records, members: Members) -> None:
    public(records, "report.signed")["signature_sha256"] = ""


def sign_another_text(records: Records, members: Members) -> None:
    public(records, "report.published")["sha256"] = "0" * 64


def count_signatures_wrong(records: Records, members: Members) -> None:
    public(records, "report.published")["signatures"] = 26


def publish_without_the_chair(records: Records, members: Members) -> None:
    del records[where(records, "report.signed", 25)]
    public(records, "report.published")["offices"] = ["secretary"]


def office_speaks_for_a_member(records: Records, members: Members) -> None:
    records[where(records, "document.agreed")]["role"] = "agency"


def agency_calls_the_roll(records: Records, members: Members) -> None:
    place = where(records, "ballot.cast")
    records[place]["role"] = "agency"
    records[place]["public"]["form"] = "roll_call"


def paper_without_a_sheet(records: Records, members: Members) -> None:
    place = where(records, "document.agreed")
    records[place]["role"] = "secretary"
    records[place]["public"]["form"] = "paper"


def another_form(records: Records, members: Members) -> None:
    public(records, "execution.judged")["form"] = "by telephone"


def judge_the_own_point(records: Records, members: Members) -> None:
    frozen = public(records, "report.frozen")
    judged = public(records, "execution.judged")
    point = next(item for item in frozen["items"] if item["id"] == judged["commitment"])
    point["owner"] = judged["seat"]


def judge_without_a_verdict(records: Records, members: Members) -> None:
    del records[where(records, "execution.judged")]


def judges_who_did_not_agree(records: Records, members: Members) -> None:
    public(records, "execution.judged")["verdict"] = "accepted"


def one_judge_too_many(records: Records, members: Members) -> None:
    accepted = public(records, "execution.accepted")
    more = next(f"N{n:02}" for n in range(1, 11) if f"N{n:02}" not in accepted["seats"])
    place = where(records, "execution.accepted")
    verdict = {"commitment": accepted["commitment"], "seat": more, "verdict": "accepted"}
    judged = {**records[place], "kind": "execution.judged", "public": verdict}
    records.insert(place, judged)
    accepted["seats"].append(more)


def reveal_too_late(records: Records, members: Members) -> None:
    counted = public(records, "public_vote.counted")
    counted["reveal_by"] = records[where(records, "public_vote.counted")]["at"]


def hide_a_value(records: Records, members: Members) -> None:
    """A value is left out as if it had not come in time."""
    drop_a_reveal(records, members)
    public(records, "public_vote.drawn")["not_revealed"] = ["agency"]


def a_third_party(records: Records, members: Members) -> None:
    place = where(records, "public_vote.draw_committed", 1)
    third = {**records[place], "public": {"party": "third", "hash": "0" * 64}}
    records.insert(place + 1, third)


def end_before_the_report(records: Records, members: Members) -> None:
    """The mandates end with the acceptance of the last point."""
    ends = [
        records.pop(where(records, f"execution.{name}")) for name in ("completed", "mandates_ended")
    ]
    last = max(n for n, r in enumerate(records) if r["kind"] == "execution.accepted")
    records[last + 1 : last + 1] = ends
    for record in ends:
        record["at"] = records[last]["at"]


def end_without_an_end(records: Records, members: Members) -> None:
    del records[where(records, "execution.mandates_ended")]


def end_other_mandates(records: Records, members: Members) -> None:
    public(records, "execution.mandates_ended")["group"] = "permanent"


def report_in_secret(records: Records, members: Members) -> None:
    public(records, "execution.reported")["channels"].remove("press")


def report_on_less(records: Records, members: Members) -> None:
    public(records, "execution.reported", 3)["items"].pop()


def accept_alone(records: Records, members: Members) -> None:
    public(records, "execution.accepted")["seats"].pop()


def accept_by_others(records: Records, members: Members) -> None:
    public(records, "execution.accepted")["seats"][-1] = "P15"


def accept_what_was_returned(records: Records, members: Members) -> None:
    """The first submission is returned; the second one is left out."""
    del records[where(records, "execution.submitted", 1)]


def complain_without_a_notice(records: Records, members: Members) -> None:
    records[where(records, "execution.noticed")]["kind"] = "execution.complained"


def move_the_first_date(records: Records, members: Members) -> None:
    place = where(records, "execution.noticed")
    moved = {"commitment": "K3", "first": "2027-12-01", "from": "2027-12-01", "due": "2027-12-31"}
    records.insert(place, {**records[place], "kind": "execution.due_changed", "public": moved})


def follow_no_protocol(records: Records, members: Members) -> None:
    records.insert(
        where(records, "report.published"), records.pop(where(records, "execution.reported"))
    )


def other_rulebook(records: Records, members: Members) -> None:
    members["rulebook.toml"] = members["rulebook.toml"].replace(b"default = 20", b"default = 19")


def other_pilot(records: Records, members: Members) -> None:
    members["pilot.toml"] += b"\n# another pilot\n"


def other_rules_and_their_hash(records: Records, members: Members) -> None:
    name = b"decision_threshold = "
    members["pilot.toml"] = members["pilot.toml"].replace(name + b"20", name + b"19")
    assert name + b"19" in members["pilot.toml"]
    public(records, "process.opened")["pilot_sha256"] = digest(members["pilot.toml"])


def no_rehearsal(records: Records, members: Members) -> None:
    public(records, "process.opened")["rehearsal"] = False


def one_entry_looks_real(records: Records, members: Members) -> None:
    del records[where(records, "ballot.counted")]["rehearsal"]


def all_entries_look_real(records: Records, members: Members) -> None:
    for record in records:
        del record["rehearsal"]
    public(records, "process.opened")["rehearsal"] = False


def open_twice(records: Records, members: Members) -> None:
    records.insert(1, dict(records[0]))


def swap_entries(records: Records, members: Members) -> None:
    records[10], records[200] = records[200], records[10]


def another_process(records: Records, members: Members) -> None:
    records[5]["process"] = "another"


def not_a_public_object(records: Records, members: Members) -> None:
    public(records, "ballot.opened")["threshold"] = "20"


def change_a_point_after_signing(records: Records, members: Members) -> None:
    public(records, "report.frozen")["items"][0]["text"]["ru"] += " Не обязательно."


def soften_the_minority(records: Records, members: Members) -> None:
    public(records, "report.minority")["text"]["ru"] = "Мы согласны."


def another_disposition(records: Records, members: Members) -> None:
    public(records, "ledger.disposed")["reason"]["kk"] = "Басқа себеп."


FORGERIES: dict[Callable[[Records, Members], None], str] = {
    drop_vote: "V1",
    drop_vote_and_freeze: "V2",
    add_vote: "V2",
    alter_vote: "V2",
    duplicate_vote: "V1",
    unsort_votes: "V1",
    too_many_choices: "V2",
    stranger_elected: "V2",
    unknown_channel: "V2",
    no_votes: "V1",
    votes_of_nowhere: "V1",
    close_early: "V1",
    wrong_tally: "V2",
    comments_hidden: "V2",
    more_seats: "R3",
    more_votes_each: "R3",
    wrong_draw: "V3",
    reveal_another: "V3",
    commit_after_the_count: "V3",
    both_parties_of_the_agency: "V3",
    reveal_for_another_party: "V3",
    drop_a_reveal: "V3",
    seat_for_the_loser: "V4",
    nineteen_is_enough: "D1",
    lower_threshold: "R3",
    fewer_seats: "R3",
    base_of_present: "R3",
    turn_a_vote: "D1",
    vote_twice: "D1",
    vote_without_a_seat: "D1",
    vote_after_the_count: "D1",
    absent_and_voting: "D1",
    sign_for_nobody: "S1",
    sign_twice: "S1",
    change_a_point_after_signing: "S1",
    soften_the_minority: "S1",
    another_disposition: "S1",
    sign_for_another: "S1",
    nobody_settled: "S1",
    settled_twice: "S1",
    settled_for_another: "S1",
    sign_with_nothing: "S1",
    sign_another_text: "S1",
    count_signatures_wrong: "S1",
    publish_without_the_chair: "S1",
    office_speaks_for_a_member: "M1",
    agency_calls_the_roll: "M1",
    paper_without_a_sheet: "M1",
    another_form: "M1",
    judge_the_own_point: "F1",
    judge_without_a_verdict: "F1",
    judges_who_did_not_agree: "F1",
    one_judge_too_many: "F1",
    reveal_too_late: "V3",
    hide_a_value: "V3",
    a_third_party: "V3",
    end_before_the_report: "F1",
    end_without_an_end: "F1",
    end_other_mandates: "F1",
    report_in_secret: "F1",
    report_on_less: "F1",
    accept_alone: "F1",
    accept_by_others: "F1",
    accept_what_was_returned: "F1",
    complain_without_a_notice: "F1",
    move_the_first_date: "F1",
    follow_no_protocol: "F1",
    other_rulebook: "R2",
    other_pilot: "R2",
    other_rules_and_their_hash: "R3",
    no_rehearsal: "R2",
    one_entry_looks_real: "R4",
    all_entries_look_real: "R4",
    open_twice: "R2",
    swap_entries: "R1",
    another_process: "R1",
    not_a_public_object: "D1",
}


def test_repacking_alone_changes_nothing(genuine: Path) -> None:
    assert forge(genuine, lambda records, members: None) == genuine.read_bytes()


@pytest.mark.parametrize("change", FORGERIES, ids=lambda change: change.__name__)
def test_a_forger_who_mends_all_hashes_is_caught(
    genuine: Path, change: Callable[[Records, Members], None]
) -> None:
    assert FORGERIES[change] in failed(forge(genuine, change))


def rules_without_sense(records: Records, members: Members) -> None:
    rules = members["rulebook.toml"]
    begin = rules.index(b'kind = "execution"')
    place = rules.index(b"channels = [", begin)
    members["rulebook.toml"] = rules[:place] + b"channels = 5 #" + rules[place:]


def a_report_without_lines(records: Records, members: Members) -> None:
    public(records, "execution.reported")["items"] = ["K1"]


def points_without_form(records: Records, members: Members) -> None:
    public(records, "report.frozen")["items"] = {"K1": 1}


@pytest.mark.parametrize(
    "change", [rules_without_sense, a_report_without_lines, points_without_form]
)
def test_what_has_no_form_is_a_broken_promise_and_no_crash(
    genuine: Path, change: Callable[[Records, Members], None]
) -> None:
    assert "F1" in failed(forge(genuine, change))


# ---------------------------------------------------------------- the forger who changes bytes
@pytest.mark.parametrize("name", ["record.jsonl", "outcome.json", "pilot.toml", VOTES])
def test_a_changed_file_differs_from_the_manifest(genuine: Path, name: str) -> None:
    data = genuine.read_bytes()
    with zipfile.ZipFile(genuine) as archive:
        content = archive.read(name)
    changed = bytes([content[0] ^ 1]) + content[1:]
    forged = data.replace(content, changed)
    try:
        found = failed(forged)
    except UnusableInput as refused:  # the checksum of the archive notices it first
        assert refused.code == "BUNDLE"
    else:
        assert "B1" in found


def zipped(files: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def contents(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_other_forms_of_an_archive_are_no_bundle(genuine: Path, tmp_path: Path) -> None:
    files = contents(genuine)
    whole = genuine.read_bytes()
    forms = {
        "packed again": zipped(files),
        "compressed": zipped(files, zipfile.ZIP_DEFLATED),
        "another order": zipped(files[::-1]),
        "with its folders": zipped([*files, ("votes/", b"")]),
        "a member more": zipped([*files, ("extra.txt", b"x")]),
        "outside its folder": zipped([*files, ("../evil", b"x")]),
        "without a manifest": zipped(files[1:]),
        "cut off": whole[: len(whole) // 2],
        "with a tail": whole + b"tail",
        "with a head": b"head" + whole,
        "no archive": b"not an archive",
        "empty": b"",
    }
    for form, data in forms.items():
        path = tmp_path / "form.zip"
        path.write_bytes(data)
        with pytest.raises(UnusableInput) as caught:
            verify_file(path)
        assert caught.value.code in {"BUNDLE", "CANONICAL"}, form
        assert caught.value.where is not None, form


@pytest.mark.parametrize("value", [b"false", b"1", b'"true"', b"null"])
def test_a_rehearsal_is_marked_in_one_way_only(genuine: Path, value: bytes) -> None:
    bundle = read_bundle(genuine)
    line = bundle.members["record.jsonl"].splitlines()[3]
    with pytest.raises(UnusableInput):
        parse_entry(line.replace(b'"rehearsal":true', b'"rehearsal":' + value))
    assert parse_entry(line).rehearsal


def test_an_unreadable_line_fails_the_record_and_shows_nothing_else(genuine: Path) -> None:
    bundle = read_bundle(genuine)
    members = dict(bundle.members)
    members["record.jsonl"] = members["record.jsonl"].replace(b'{"at"', b'{ "at"', 1)
    data = pack(members, {name: bundle.manifest[name] for name in ABOUT})[0]
    found = verdicts(data)
    assert found["R1"] == "fail"
    assert "pass" not in {found[code] for code in PASSED[2:]}
