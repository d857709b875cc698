"""The rehearsal of the example lives through everything that the pilot can meet, in its order."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.conformity import conformity
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store


@pytest.fixture(scope="module")
def context(rehearsal: Any, registry: Any) -> Iterator[Context]:
    with ExitStack() as stack:
        store = stack.enter_context(open_store(rehearsal.database))
        clock = SimulatedClock(rehearsal.ended)
        yield Context(store, registry, clock, Generator(b"reader").bytes)


@pytest.fixture(scope="module")
def process(context: Context, rehearsal: Any) -> Process:
    with context.store.read() as unit:
        return context.read_process(unit, rehearsal.process)


def only(process: Process, kind: str, step: str | None = None) -> Fact:
    (fact,) = process.select(kind, step=step)
    return fact


def local_day(process: Process, fact: Fact) -> date:
    return process.calendar.local_day(fact.at)


def test_the_body_is_constituted_before_its_regulation(process: Process) -> None:
    letters = process.select("appointment.letter_sent")
    delegates = process.select("seat.filled", step="constitution")
    assert {fact.body["seat"] for fact in letters} == {f"P{n:02}" for n in range(1, 16)}
    assert {fact.body["seat"] for fact in delegates} == {f"P{n:02}" for n in range(1, 16)}
    assert only(process, "document.frozen", "order").at < letters[0].at
    assert delegates[-1].at < process.select("document.agreed", step="regulation")[0].at


@pytest.mark.parametrize("document", ["regulation", "requirements"])
def test_all_permanent_members_agree_before_the_agenda(process: Process, document: str) -> None:
    frozen = only(process, "document.frozen", document)
    version = frozen.body["version"]
    agreed = [
        fact
        for fact in process.select("document.agreed", step=document)
        if fact.body["version"] == version
    ]
    assert len({fact.body["seat"] for fact in agreed}) == 15
    assert agreed[-1].at <= frozen.at < only(process, "announcement.published", "agenda").at


def test_a_refusal_returns_the_regulation_with_its_reason(process: Process) -> None:
    refused = only(process, "document.refused", "regulation")
    assert refused.body["version"] == 1
    assert set(refused.body["reason"]) >= {"kk", "ru"}
    assert only(process, "document.frozen", "regulation").body["version"] == 2


def test_the_agenda_is_published_a_calendar_month_before_the_session(process: Process) -> None:
    published = local_day(process, only(process, "announcement.published", "agenda"))
    session = local_day(process, process.select("session.opened")[0])
    assert (session.year, session.month) > (published.year, published.month)
    assert session >= published.replace(month=published.month + 1)


def test_one_nomination_is_refused_by_a_published_requirement(process: Process) -> None:
    refused = only(process, "nomination.refused")
    assert refused.body["requirement"] in {item.id for item in process.pilot.requirements}
    assert len(only(process, "nomination.closed").body["candidates"]) == 12


def test_people_are_named_from_their_acceptance_on(process: Process) -> None:
    received = process.select("nomination.received")
    assert {tuple(fact.public) for fact in received} == {("candidate", "consent")}
    accepted = {str(fact.body["candidate"]): fact for fact in process.select("nomination.accepted")}
    for fact in received:
        published = accepted.get(str(fact.body["candidate"]))
        assert published is None or published.public["name"] == fact.body["name"]
        assert published is None or published.public["results"] == fact.body["results"]
    assert len(accepted) == len(received) - 1 == 12


def test_citizens_vote_for_fourteen_days_on_both_channels(
    context: Context, process: Process
) -> None:
    opened, closed = only(process, "public_vote.opened"), only(process, "public_vote.closed")
    assert local_day(process, closed) - local_day(process, opened) == timedelta(days=14)
    with context.store.read() as unit:
        counts = unit.vote_counts(process.id, "election")
    script = process.pilot.script
    assert script is not None
    comments = sum(script.comment_votes.values())
    assert counts.by_channel == {"signed": script.voters, "comment": comments}
    assert sum(f.body["rows"] for f in process.select("public_vote.comments_imported")) == comments


def test_the_tenth_seat_is_tied_and_drawn(process: Process) -> None:
    counted, drawn = only(process, "public_vote.counted"), only(process, "public_vote.drawn")
    assert counted.body["tied"] == ["C10", "C11"]
    assert counted.body["seats_for_tied"] == 1
    assert drawn.body["elected"][-1] in counted.body["tied"]
    committed = process.select("public_vote.draw_committed")
    assert len(committed) >= 2
    assert all(fact.seq < counted.seq for fact in committed)


def test_comments_decide_a_seat_and_a_finding_says_so(process: Process, registry: Any) -> None:
    assert only(process, "public_vote.counted").body["decided_by_comments"] == ["C12"]
    assert "KZ39" in {finding.code for finding in conformity(registry, process).findings}


def test_nineteen_fail_and_lead_to_a_repeat_after_fourteen_days(process: Process) -> None:
    first, second = process.select("ballot.counted")
    assert (first.body["for"], first.body["outcome"]) == (19, "not_adopted")
    assert second.body["for"] >= 20
    assert second.body["outcome"] == "adopted"
    sessions = process.select("session.opened")
    assert [fact.n for fact in sessions] == [1, 2]
    gap = local_day(process, sessions[1]) - local_day(process, first)
    assert gap == timedelta(days=14)
    assert len(process.select("materials.sent")) == 2


def test_each_item_is_dealt_with_in_its_hour(process: Process) -> None:
    closed = process.select("session.item_closed")
    assert len(closed) == len(process.pilot.agenda)
    for fact in closed:
        planned = process.planned("session", fact.n)
        assert planned is not None
        days = planned.days or (process.calendar.local_day(planned.starts),)
        number = int(str(fact.body["item"]).split(":")[0])
        item = process.pilot.agenda_of(process.step(fact.step), fact.n)[number - 1]
        over = fact.at.astimezone(process.calendar.zone)
        assert over.date() == days[item.day - 1]
        assert over.hour * 60 + over.minute == (
            item.start.hour * 60 + item.start.minute + item.minutes
        )


def test_who_presides_has_nothing_to_execute_and_votes_for(process: Process) -> None:
    points = commitments(process).values()
    bound = {seat for point in points for seat in (point.owner, *point.co_executors)}
    for office in ("chair", "deputy_chair"):
        holder = process.roster.office(office)
        assert holder is not None
        assert holder not in bound | {process.pilot.agency.responsible_body}
        cast = process.select("ballot.cast")
        votes = [fact.body["choice"] for fact in cast if fact.body["seat"] == holder]
        assert votes == ["for", "for"]
    minority = {str(seat) for f in process.select("report.minority") for seat in f.body["seats"]}
    assert minority
    assert not minority & bound


def test_everybody_is_named_alike_in_each_language(process: Process) -> None:
    told = process.select("seat.filled", "nomination.received")
    names = [fact.body["name"] for fact in told if "name" in fact.body]
    assert len(names) == 15 + 13
    for name in names:
        assert {len(name[language].split()) for language in ("kk", "ru", "en")} == {2}
        assert name["en"].isascii()
    assert {"kk": "Жұмабаева Сәуле", "ru": "Жумабаева Сауле", "en": "Zhumabayeva Saule"} in names
    assert len({str(name) for name in names}) == len(names)


def test_documents_have_numbers_of_a_register(process: Process) -> None:
    numbers = [str(fact.body["number"]) for fact in process.select("document.frozen")]
    assert len(set(numbers)) == len(numbers) == 3
    assert all(number.startswith("01-12/") and number[6:].isdigit() for number in numbers)


def test_the_papers_are_kept_as_they_were_sent(context: Context, process: Process) -> None:
    first, again = process.select("materials.sent")
    assert first.body["materials"] == again.body["materials"]
    assert len(first.body["materials"]) == 6 * 3
    assert [local_day(process, fact) for fact in (first, again)] == [
        date(2027, 3, 30),
        date(2027, 4, 15),
    ]
    with context.store.read() as unit:
        for name, sha256 in first.body["materials"].items():
            kept = unit.attachment(sha256)
            paper, language = name.split("/")
            material = next(item for item in process.pilot.materials if item.id == paper)
            text = kept.content.decode()
            assert hashlib.sha256(kept.content).hexdigest() == sha256
            assert kept.media_type == "text/plain; charset=utf-8"
            for words in (material.title, material.pro, material.contra):
                assert (words.get(language) or "-") in text


def test_each_input_has_its_own_reason_and_a_place_only_where_it_is_taken_up(
    process: Process,
) -> None:
    disposed = process.select("ledger.disposed")
    reasons = [str(fact.body["reason"]) for fact in disposed]
    assert len(set(reasons)) == len(reasons) == 8
    assert {fact.body["disposition"] for fact in disposed} == {
        "taken_up",
        "in_part",
        "not_taken_up",
    }
    points = set(commitments(process))
    for fact in disposed:
        taken = fact.body["disposition"] in {"taken_up", "in_part"}
        assert (fact.body.get("place") in points) is taken
    for received in process.select("ledger.received"):
        assert set(received.public["topic"]) == {"kk", "ru", "en"}
        assert "text" not in received.public


def test_every_input_has_a_disposition_before_the_protocol_is_signed(process: Process) -> None:
    received = {fact.body["input"] for fact in process.select("ledger.received")}
    disposed = {fact.body["input"] for fact in process.select("ledger.disposed")}
    assert received == disposed != set()
    assert process.select("ledger.disposed")[-1].at <= only(process, "report.frozen").at


def test_all_twenty_five_sign_beside_chair_and_secretary(process: Process) -> None:
    signed = [fact.body["seat"] for fact in process.select("report.signed")]
    assert len(signed) == len(set(signed)) == 27
    assert {"chair", "secretary"} < set(signed)
    published = only(process, "report.published")
    assert (published.body["signatures"], published.body["refusals"]) == (25, 0)
    assert published.body["binding"] is True


def test_every_seat_has_its_account_and_its_person(context: Context, process: Process) -> None:
    with context.store.read() as unit:
        accounts = {row.position: row.account for row in unit.positions(process.id)}
        tags = {row.position: row.tag for row in unit.signers(process.id)}
    seats = {f"seat:{seat.id}": seat for seat in process.roster.filled()}
    assert {name: seat.account for name, seat in seats.items()} == {
        name: account for name, account in accounts.items() if name in seats
    }
    assert {name: seat.signer for name, seat in seats.items()} == {
        name: tag for name, tag in tags.items() if name in seats
    }
    assert set(accounts) - set(seats) == set(tags) - set(seats) == {"office:secretary"}
    assert len(set(accounts.values())) == len(set(tags.values())) == 26
    chair = process.roster.seat(process.roster.office("chair") or "")
    assert chair is not None
    assert {f.actor.id for f in process.facts if f.actor.role == "chair"} == {chair.account}


def test_one_weekly_report_is_missing_and_stays_missing(process: Process) -> None:
    step = process.step("execution")
    assert step is not None
    weeks = report_weeks(process.view(step))
    assert [week.number for week in weeks if week.missing] == [6]
    assert len(weeks) > 50


def test_a_late_point_is_noticed_in_writing(process: Process) -> None:
    noticed = only(process, "execution.noticed")
    late = commitments(process)[noticed.body["commitment"]]
    assert late.due < local_day(process, noticed)
    assert late.state == "accepted"
    assert only(process, "execution.returned").body["remarks"]["kk"]


def test_mandates_end_when_every_point_is_executed_and_the_pilot_is_concluded(
    process: Process,
) -> None:
    accepted = process.select("execution.accepted")
    assert len(accepted) == len(commitments(process)) == 5
    ended = only(process, "execution.mandates_ended")
    last = process.select("execution.reported")[-1]
    assert accepted[-1].seq < last.seq < ended.seq
    assert last.at == ended.at > accepted[-1].at
    assert ended.seq < only(process, "evaluation.closed").seq
    assert only(process, "evaluation.closed").body["conclusion"] == "extend"
    assert process.status == "closed"


def test_no_must_is_broken_at_any_moment_of_the_story(process: Process, registry: Any) -> None:
    """After each fact, read at its own moment, the only findings are recommendations."""
    for number in range(1, len(process.facts), 24):
        facts = process.facts[:number]
        moment = Process(
            process.id,
            process.rulebook,
            process.pilot,
            process.calendar,
            process.kinds,
            facts,
            facts[-1].at,
            process.rehearsal,
        )
        broken = [f for f in conformity(registry, moment).findings if f.level == "must"]
        assert [(f.code, str(f.message)) for f in broken if f.code != "KZ13"] == []


def test_every_letter_says_that_it_is_rehearsed(context: Context, process: Process) -> None:
    with context.store.read() as unit:
        letters = unit.letters(process.id)
    assert len(letters) > 100
    assert all(letter.rehearsal for letter in letters)


def test_the_bundle_says_rehearsal_and_names_nobody_who_did_not_agree(
    context: Context, process: Process, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.zip"
    export_bundle(context, process.id, path)
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        text = b"".join(
            archive.read(name) for name in archive.namelist() if not name.endswith(".toml")
        ).decode()
        lines = archive.read("record.jsonl").splitlines()
    assert manifest["rehearsal"] is True
    assert all(json.loads(line)["rehearsal"] is True for line in lines)
    with context.store.read() as unit:
        votes = unit.votes(process.id, "election")
    assert votes
    assert not [row.voter_tag for row in votes if row.voter_tag in text]
    refused = str(only(process, "nomination.refused").body["candidate"])
    (received,) = [f for f in process.select("nomination.received") if refused in f.body.values()]
    assert refused in text
    assert not [name for name in received.body["name"].values() if name in text]
    holders = {seat.holder for seat in process.roster.seats}
    assert not [holder for holder in holders if len(holder) > 4 and f'"{holder}"' in text]
    private = [
        fact.body["text"]["ru"] for fact in process.select("ledger.received") if "text" in fact.body
    ]
    assert private
    assert not [words for words in private if words in text]
