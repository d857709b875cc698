"""Two regions at the same time: own members, own wording, own counts; verified and forged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.canonical import digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Actor
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import read_bundle, unpack
from deliberate.core.record.verify import verify
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import open_store
from tests.contract.test_verify import Members, Records, forge

DATA = Path(__file__).parents[1] / "data"
AGENCY, SECRETARY = Actor("agency-1", "agency"), Actor("secretary-1", "secretary")
OFFICER = Actor("officer-1", "returning_officer")
SEATS = {
    "north": [f"north-M0{n}" for n in range(1, 5)],
    "south": [f"south-M0{n}" for n in range(1, 4)],
}


def registry() -> Registry:
    plugin = ModuleType("regions_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "regions_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    return Registry.load(points=(), extra=(jurisdictions, plugin))


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of two regions that voted while the other one sat too."""
    path = tmp_path_factory.mktemp("regions") / "regions.zip"
    for context in _opened():
        _held(context)
        export_bundle(context, "regions", path)
    return path


def _opened() -> Iterator[Context]:
    clock = SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    with open_store(":memory:", migrate=True) as store:
        context = Context(store, registry(), clock, Generator(b"regions").bytes)
        open_process(context, AGENCY, load_pilot(read_toml(DATA / "regions_pilot.toml")))
        for region, seats in SEATS.items():
            for seat in seats:
                body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
                do(context, f"constitution_{region}", "delegate", **body)
        clock.move_to(datetime(2027, 2, 1, 9, tzinfo=UTC))
        yield context


def do(context: Context, step: str, action: str, actor: Actor = SECRETARY, **body: Any) -> None:
    perform(context, actor, "regions", step, action, body)


def _held(context: Context) -> None:
    """Both are in session before the first of them votes."""
    for region, seats in SEATS.items():
        wording, ideas = f"wording_{region}", f"ideas_{region}"
        write = {"proposal": f"vote_{region}", "text": {"en": f"Does the {region} want a mill?"}}
        do(context, wording, "write", **write)
        do(context, wording, "write", proposal="given-up", text={"en": "Another question"})
        do(context, wording, "withdraw", proposal="given-up", reason={"en": "Nobody asks it."})
        do(context, wording, "write", version=1, **write)
        for idea in ("cafe", "workshop"):
            do(context, ideas, "write", proposal=idea, text={"en": f"A {idea} in the {region}"})
        do(context, wording, "freeze")
        do(context, ideas, "freeze")
        do(context, f"unit_{region}", "open", present=seats)
    for region, seats in SEATS.items():
        do(context, f"vote_{region}", "open", text={"en": f"Does the {region} want a mill?"})
        for seat in seats:
            do(context, f"vote_{region}", "cast", seat=seat, choice="for", form="roll_call")
        do(context, f"vote_{region}", "count", OFFICER)
        do(context, f"choice_{region}", "open", text={"en": "Which ideas?"})
        for seat in seats:
            marks = {"cafe": 1}
            do(context, f"choice_{region}", "cast", seat=seat, marks=marks, form="roll_call")
        do(context, f"choice_{region}", "count")
        do(context, f"weights_{region}", "open")
        papers = [[["cafe", 3], ["workshop", 2]]] * len(seats)
        do(context, f"weights_{region}", "enter", papers=papers, seats=seats)
        do(context, f"weights_{region}", "close")
    do(context, "voted", "gather")


def verdicts(data: bytes) -> dict[str, tuple[str, str]]:
    return {
        item.code: (item.verdict, item.reason.text.format(**item.reason.values))
        for item in verify(unpack(data))
    }


def test_regions_that_sit_at_the_same_time_are_verified(genuine: Path) -> None:
    found = verdicts(genuine.read_bytes())
    assert {code: why for code, (verdict, why) in found.items() if verdict == "fail"} == {}
    passed = {code for code, (verdict, _) in found.items() if verdict == "pass"}
    assert {"R3", "D1", "D2", "D3", "D4", "W1"} <= passed
    assert "Votes counted: 4; of these by a returning officer from outside: 2." in found["D3"][1]
    opened = next(entry for entry in records_of(genuine) if entry["kind"] == "ballot.opened")
    assert opened["public"]["voters"] == "members_north"
    assert opened["public"]["worded_by"] == "wording_north"


def records_of(path: Path) -> list[dict[str, Any]]:
    lines = read_bundle(path).members["record.jsonl"].splitlines()
    return [json.loads(line) for line in lines]


def entry(records: Records, kind: str, step: str) -> dict[str, Any]:
    return next(one for one in records if (one["kind"], one["step"]) == (kind, step))


# ---------------------------------------------------------------- forgers who mend all hashes
def counted_by_the_hosts(records: Records, members: Members) -> None:
    entry(records, "ballot.counted", "vote_south")["role"] = "secretary"


def counted_by_a_stranger(records: Records, members: Members) -> None:
    entry(records, "ballot.counted", "choice_south")["role"] = "returning_officer"


def opened_by_the_officer(records: Records, members: Members) -> None:
    entry(records, "ballot.opened", "vote_north")["role"] = "returning_officer"


def another_question(records: Records, members: Members) -> None:
    entry(records, "ballot.opened", "vote_north")["public"]["text"] = {"en": "Is it to be sold?"}


def the_wording_of_the_others(records: Records, members: Members) -> None:
    other = entry(records, "ballot.opened", "vote_south")["public"]["text"]
    entry(records, "ballot.opened", "vote_north")["public"]["text"] = other


def _frozen(records: Records, step: str) -> list[dict[str, Any]]:
    texts: list[dict[str, Any]] = entry(records, "proposals.frozen", step)["public"]["texts"]
    return texts


def frozen_otherwise(records: Records, members: Members) -> None:
    """The frozen text and the vote fit each other, and not what members wrote."""
    (text,) = _frozen(records, "wording_north")
    text["text"] = {"en": "Is it to be sold?"}
    text["sha256"] = digest({name: text[name] for name in ("id", "version", "text")})
    another_question(records, members)


def frozen_with_another_hash(records: Records, members: Members) -> None:
    _frozen(records, "ideas_south")[0]["sha256"] = "0" * 64


def an_idea_left_out(records: Records, members: Members) -> None:
    _frozen(records, "ideas_south").pop()


def what_was_given_up(records: Records, members: Members) -> None:
    records.remove(entry(records, "proposals.withdrawn", "wording_south"))


def never_frozen(records: Records, members: Members) -> None:
    records.remove(entry(records, "proposals.frozen", "wording_south"))


def frozen_after_the_vote(records: Records, members: Members) -> None:
    frozen = entry(records, "proposals.frozen", "wording_south")
    records.remove(frozen)
    opened = records.index(entry(records, "ballot.opened", "vote_south"))
    frozen["at"] = records[opened]["at"]
    records.insert(opened + 1, frozen)


def other_words_of_an_option(records: Records, members: Members) -> None:
    opened = entry(records, "ballot.opened", "choice_north")["public"]
    opened["definition"]["options"][0]["text"] = {"en": "A casino"}


def other_words_of_a_weighed_idea(records: Records, members: Members) -> None:
    entry(records, "weighting.opened", "weights_north")["public"]["items"][0]["text"] = {"en": "X"}


def no_words_at_all(records: Records, members: Members) -> None:
    del entry(records, "ballot.opened", "vote_north")["public"]["text"]


def a_text_that_is_none(records: Records, members: Members) -> None:
    entry(records, "proposals.written", "wording_north")["public"]["text"] = "words"


def a_vote_of_the_others(records: Records, members: Members) -> None:
    entry(records, "ballot.cast", "vote_north")["public"]["seat"] = "south-M01"


def a_vote_of_somebody_who_left(records: Records, members: Members) -> None:
    opened = entry(records, "session.opened", "unit_north")["public"]
    opened["present"] = opened["present"][1:]


def voters_of_the_others(records: Records, members: Members) -> None:
    entry(records, "ballot.opened", "vote_north")["public"]["voters"] = "members_south"


def worded_nowhere(records: Records, members: Members) -> None:
    del entry(records, "ballot.opened", "vote_north")["public"]["worded_by"]


FORGERIES: dict[Callable[[Records, Members], None], tuple[str, str]] = {
    counted_by_the_hosts: ("D3", "by the role secretary; the rules ask for"),
    counted_by_a_stranger: ("D3", "by the role returning_officer; the rules ask for"),
    opened_by_the_officer: ("D3", "“ballot.opened”"),
    another_question: ("D4", "not what was frozen in “wording_north”"),
    the_wording_of_the_others: ("D4", "not what was frozen in “wording_north”"),
    frozen_otherwise: ("D4", "“texts” says"),
    frozen_with_another_hash: ("D4", "“texts” says"),
    an_idea_left_out: ("D4", "“texts” says"),
    what_was_given_up: ("D4", "“texts” says"),
    never_frozen: ("D4", "not what was frozen in “wording_south”"),
    frozen_after_the_vote: ("D4", "not what was frozen in “wording_south”"),
    other_words_of_an_option: ("D4", "not what was frozen in “ideas_north”"),
    other_words_of_a_weighed_idea: ("D4", "not what was frozen in “ideas_north”"),
    no_words_at_all: ("D4", "not what was frozen in “wording_north”"),
    a_text_that_is_none: ("D4", "“text” is missing or has an unexpected form"),
    a_vote_of_the_others: ("D1", "Seat south-M01 voted, and its group has no vote."),
    a_vote_of_somebody_who_left: ("D1", "Seat north-M01 voted without being present."),
    voters_of_the_others: ("R3", "“voters” says"),
    worded_nowhere: ("R3", "“worded_by” says"),
}


@pytest.mark.parametrize("change", FORGERIES, ids=lambda change: change.__name__)
def test_a_forgery_is_named(genuine: Path, change: Callable[[Records, Members], None]) -> None:
    code, words = FORGERIES[change]
    verdict, why = verdicts(forge(genuine, change))[code]
    assert (verdict, words in why) == ("fail", True), why
