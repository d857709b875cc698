"""Ballots without names in a bundle: it tells no choice beside a seat, and forgeries are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.canonical import canonical
from deliberate.core.record.bundle import read_bundle, unpack
from deliberate.core.record.promise import Promise
from deliberate.core.record.verify import verify, verify_file
from deliberate.core.services.bundling import export_bundle
from deliberate.core.storage import open_store
from tests.contract.test_verify import Members, Records, forge, public, where
from tests.papers import PROCESS, act, assembly, held, open_vote, vote

CHOICES = {"B": "for", "D": "against", "A": "for", "C": "blank"}


def bundle_of(folder: Path, secrecy: str) -> Path:
    path = folder / f"{secrecy}.zip"
    with open_store(":memory:") as store:
        context = assembly(store, secrecy)
        held(context, CHOICES)
        export_bundle(context, PROCESS, path)
    return path


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    return {level: bundle_of(folder, level) for level in ("confidential", "secret")}


@pytest.fixture
def genuine(bundles: dict[str, Path]) -> Path:
    return bundles["secret"]


def held_by_name(folder: Path) -> Path:
    path = folder / "by-name.zip"
    with open_store(":memory:") as store:
        context = assembly(store, "roll_call")
        open_vote(context)
        for seat in "BDAC":
            vote(context, seat, "for")
        act(context, "decision", "count")
        export_bundle(context, PROCESS, path)
    return path


def of(code: str, promises: tuple[Promise, ...]) -> Promise:
    return next(item for item in promises if item.code == code)


@pytest.mark.parametrize("secrecy", ["confidential", "secret"])
def test_the_bundle_is_recounted_and_tells_its_secrecy(
    bundles: dict[str, Path], secrecy: str
) -> None:
    found = verify_file(bundles[secrecy])
    assert [item.code for item in found if item.verdict == "fail"] == []
    assert of("D1", found).verdict == of("D2", found).verdict == "pass"
    assert f"1 {secrecy}" in str(of("D2", found).reason)


def test_the_order_of_voting_leaves_nothing_in_the_bundle(tmp_path: Path) -> None:
    """Two ballots with the same turnout and the same papers from other seats: one bundle."""
    seen = set()
    for number, dealt in enumerate((("for", "for", "against"), ("against", "for", "for"))):
        path = tmp_path / f"{number}.zip"
        with open_store(":memory:") as store:
            context = assembly(store, "secret")
            open_vote(context, present="ABC")
            for seat, choice in zip("CAB", dealt, strict=True):
                vote(context, seat, choice)
            act(context, "decision", "count")
            seen.add(export_bundle(context, PROCESS, path))
    assert len(seen) == 1


def test_a_running_ballot_leaves_no_paper_in_a_bundle(tmp_path: Path) -> None:
    path = tmp_path / "running.zip"
    with open_store(":memory:") as store:
        context = assembly(store, "secret")
        open_vote(context)
        vote(context, "A", "against")
        export_bundle(context, PROCESS, path)
    assert all(
        b'"against"' not in content
        for name, content in read_bundle(path).members.items()
        if not name.endswith(".toml")
    )
    assert of("D2", verify_file(path)).verdict == "pass"


# ---------------------------------------------------------------- forgers who mend all hashes
def opened(records: Records) -> list[dict[str, Any]]:
    papers: list[dict[str, Any]] = public(records, "ballot.papers_opened")["papers"]
    return papers


def add_paper(records: Records, members: Members) -> None:
    opened(records).append({"choice": "for"})


def drop_paper(records: Records, members: Members) -> None:
    opened(records).pop()


def alter_paper(records: Records, members: Members) -> None:
    papers = opened(records)
    papers[1]["choice"] = "for"
    papers.sort(key=canonical)


def fill_in_a_blank(records: Records, members: Members) -> None:
    papers = opened(records)
    papers[0] = {"choice": "for"}
    papers.sort(key=canonical)


def papers_in_the_order_of_voting(records: Records, members: Members) -> None:
    opened(records).reverse()


def name_on_a_paper(records: Records, members: Members) -> None:
    opened(records)[0]["seat"] = "A"


def names_beside_the_papers(records: Records, members: Members) -> None:
    public(records, "ballot.papers_opened")["seats"] = ["A", "B", "C", "D"]


def choice_beside_a_name(records: Records, members: Members) -> None:
    public(records, "ballot.participated")["choice"] = "for"


def vote_by_name_in_a_secret_ballot(records: Records, members: Members) -> None:
    record = records[where(records, "ballot.participated")]
    record["kind"] = "ballot.cast"
    record["public"]["choice"] = "for"
    opened(records).pop()


def participation_without_a_seat(records: Records, members: Members) -> None:
    public(records, "ballot.participated")["seat"] = "E"


def participation_of_somebody_absent(records: Records, members: Members) -> None:
    public(records, "session.opened")["present"] = ["A", "B", "C"]


def secret_vote_by_video(records: Records, members: Members) -> None:
    session = public(records, "session.opened")
    session["present"], session["remote"] = ["A", "B", "C"], ["D"]


def participate_twice(records: Records, members: Members) -> None:
    public(records, "ballot.participated")["seat"] = "D"


def participate_after_the_opening(records: Records, members: Members) -> None:
    record = records.pop(where(records, "ballot.participated"))
    records.insert(where(records, "ballot.counted"), {**record, "at": records[-1]["at"]})


def never_open_the_box(records: Records, members: Members) -> None:
    del records[where(records, "ballot.papers_opened")]


def open_the_box_twice(records: Records, members: Members) -> None:
    place = where(records, "ballot.papers_opened")
    records.insert(place, dict(records[place]))


def office_hands_in_a_paper(records: Records, members: Members) -> None:
    records[where(records, "ballot.participated")]["role"] = "secretary"


def office_hands_in_a_slip_as_agency(records: Records, members: Members) -> None:
    record = records[where(records, "ballot.participated")]
    record["role"], record["public"]["form"] = "agency", "slip"


def paper_of_another_form(records: Records, members: Members) -> None:
    public(records, "ballot.participated")["form"] = "roll_call"


def wrong_count(records: Records, members: Members) -> None:
    public(records, "ballot.counted")["for"] = 3


def hide_the_blank(records: Records, members: Members) -> None:
    public(records, "ballot.counted")["blank"] = 0


def less_secret_than_ruled(records: Records, members: Members) -> None:
    public(records, "ballot.opened")["secrecy"] = "confidential"


def unknown_secrecy(records: Records, members: Members) -> None:
    public(records, "ballot.opened")["secrecy"] = "whispered"


FORGERIES: dict[Callable[[Records, Members], None], tuple[str, str]] = {
    add_paper: ("D2", "opens 5 papers; 4 seats took part"),
    drop_paper: ("D2", "opens 3 papers; 4 seats took part"),
    alter_paper: ("D1", "recomputed: 3"),
    fill_in_a_blank: ("D1", "recomputed: 3"),
    papers_in_the_order_of_voting: ("D2", "not in the order of what is on them"),
    name_on_a_paper: ("D2", "more than what is on the papers"),
    names_beside_the_papers: ("D2", "more than what is on the papers"),
    choice_beside_a_name: ("D2", "more than that seat B took part"),
    vote_by_name_in_a_secret_ballot: ("D2", "does not belong in a ballot"),
    participation_without_a_seat: ("D2", "Seat E voted without being present"),
    participation_of_somebody_absent: ("D2", "Seat D voted without being present"),
    secret_vote_by_video: ("D2", "Seat D voted without being present"),
    participate_twice: ("D2", "Seat D voted twice"),
    participate_after_the_opening: ("D2", "should come after"),
    never_open_the_box: ("D2", "holds 0 entries"),
    open_the_box_twice: ("D2", "holds 2 entries"),
    office_hands_in_a_paper: ("M1", "not written by whom it speaks for"),
    office_hands_in_a_slip_as_agency: ("M1", "not written by whom it speaks for"),
    paper_of_another_form: ("D2", "says more than that seat"),
    wrong_count: ("D1", "“for” says 3, recomputed: 2"),
    hide_the_blank: ("D1", "“blank” says 0, recomputed: 1"),
    less_secret_than_ruled: ("R3", "“secrecy” says"),
    unknown_secrecy: ("D2", "no known secrecy"),
}


@pytest.mark.parametrize("change", FORGERIES, ids=lambda change: change.__name__)
def test_a_forger_who_mends_all_hashes_is_named(
    genuine: Path, change: Callable[[Records, Members], None]
) -> None:
    code, words = FORGERIES[change]
    found = of(code, verify(unpack(forge(genuine, change))))
    assert (found.verdict, words in str(found.reason)) == ("fail", True), str(found.reason)


def test_what_is_said_of_a_count_rests_on_the_papers(genuine: Path) -> None:
    """A count that fits papers which are not those of the voters proves nothing."""

    def add_and_count(records: Records, members: Members) -> None:
        add_paper(records, members)
        counted = public(records, "ballot.counted")
        counted |= {"for": 3, "absent": -1, "base": 4, "needed": 3}

    assert of("D1", verify(unpack(forge(genuine, add_and_count)))).verdict != "pass"


def test_papers_in_a_vote_by_name_are_named(tmp_path: Path) -> None:
    def hide_the_names(records: Records, members: Members) -> None:
        record = records[where(records, "ballot.cast")]
        record["kind"], record["public"] = "ballot.participated", {"seat": "B"}

    found = of("D2", verify(unpack(forge(held_by_name(tmp_path), hide_the_names))))
    assert "does not belong in a ballot" in str(found.reason)
