"""Points, ideas and votes of two cells that sit at the same time, and what is gathered of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.decision.gathering import gathered
from deliberate.core.deliberation.strand_members import division, members_of
from deliberate.core.errors import DeliberateError
from deliberate.core.process.attendance import present_now
from deliberate.core.process.facts import Actor
from deliberate.core.process.kind import StepView
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.check_gathering import check_gathering
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, read_entries
from deliberate.core.record.verify import verify_file
from deliberate.core.services.accounts import add_account, grant_role
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.services.portal.meetings import meeting_of
from deliberate.core.services.running.slip_files import read_slips
from deliberate.core.services.running.slips import enter_slips, slips_desk
from deliberate.core.storage import open_store
from tests.cells_that_weigh import (
    SEATS,
    SECRETARY,
    account_of,
    cell,
    do,
    process,
    sitting,
    two_cells,
    voted,
    weighed,
)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with open_store(str(tmp_path / "p.db"), migrate=True) as store:
        yield two_cells(store)


def refused(context: Context, step: str, action: str, actor: Actor = SECRETARY, **body: Any) -> str:
    with pytest.raises(DeliberateError) as caught:
        do(context, step, action, actor, **body)
    return caught.value.code


def view(context: Context, name: str) -> StepView:
    found = process(context)
    step = found.step(name)
    assert step is not None
    return found.view(step)


def test_a_session_of_a_cell_counts_the_members_of_the_cell(context: Context) -> None:
    sitting(context)
    shown = meeting_of(process(context), view(context, "unit_north"))
    assert (shown.present, shown.strand_seats) == (4, 4)


def test_the_plan_of_the_tables_divides_the_members(context: Context) -> None:
    assert members_of(view(context, "unit_north")) == ()
    sitting(context)
    found = division(process(context), "division")
    assert sorted(found["north"] | found["south"]) == SEATS
    assert {seat.id for seat in members_of(view(context, "unit_north"))} == found["north"]
    assert present_now(process(context)) == set(SEATS)


def test_who_belongs_to_another_cell_is_not_seated_here(context: Context) -> None:
    sitting(context)
    stranger = cell(context, "south")[0]
    assert refused(context, "unit_north", "attend", seat=stranger, presence="present") == "NO_SEAT"


def test_points_are_added_up_over_cells(context: Context, tmp_path: Path) -> None:
    sitting(context)
    weighed(context)
    closed = view(context, "weights_north").last("weighting.closed")
    assert closed is not None
    assert dict(closed.body["sums"]) == {"cafe": 14, "only-north": 6}
    do(context, "summed", "gather")
    points = {text["id"]: text["points"] for text in gathered(view(context, "summed"))}
    assert points == {"cafe": 28, "only-north": 6, "only-south": 6}
    made = view(context, "summed").last("gathering.made")
    assert made is not None
    assert (made.body["points"], made.body["people"]) == (40, 8)
    assert verdict(context, tmp_path) == "pass"


def test_who_gathers_says_what_means_the_same(context: Context) -> None:
    sitting(context)
    one = {"id": "wishes", "text": {"en": "Own wishes"}, "of": ["only-north", "only-south"]}
    for wrong in ({"of": ["nothing"]}, {"of": ["cafe", "cafe"]}, {"id": "cafe"}):
        assert refused(context, "listed", "gather", same=[{**one, **wrong}]) == "SAME"
    do(context, "listed", "gather", same=[one])
    texts = gathered(view(context, "listed"))
    assert [(text["id"], len(text["from"])) for text in texts] == [("cafe", 2), ("wishes", 2)]


def test_votes_are_added_up_and_nothing_is_gathered_before(context: Context) -> None:
    sitting(context)
    weighed(context)
    assert refused(context, "voted", "gather") == "ORDER"
    voted(context)
    do(context, "voted", "gather")
    made = view(context, "voted").last("gathering.made")
    assert made is not None
    assert dict(made.body["counts"]) == {"for": 4, "against": 4, "abstain": 0}
    assert process(context).state("voted").state == "done"


def test_points_beside_the_rules_are_refused(context: Context) -> None:
    sitting(context)
    north = cell(context, "north")
    assert (
        refused(context, "weights_north", "enter", papers=[[["cafe", 5]]], seats=["M1"]) == "ORDER"
    )
    do(context, "weights_north", "open")
    assert refused(context, "weights_north", "open") == "TWICE"
    for marks, code in (([["cafe", 4]], "PAPER"), ([["cafe", 6]], "PAPER"), ([["x", 5]], "PAPER")):
        assert refused(context, "weights_north", "enter", papers=[marks], seats=north[:1]) == code
    full = [["cafe", 5]]
    other = cell(context, "south")[0]
    assert refused(context, "weights_north", "enter", papers=[full], seats=[other]) == "ABSENT"
    do(context, "weights_north", "enter", papers=[full], seats=north[:1])
    assert refused(context, "weights_north", "enter", papers=[full], seats=north[:1]) == "TWICE"
    assert refused(context, "weights_north", "enter", papers=[full], seats=north[1:3]) == "PAPERS"


def test_among_too_few_nobody_gives_points_without_a_name(context: Context) -> None:
    sitting(context)
    north = cell(context, "north")
    for seat in north[:2]:
        do(context, "unit_north", "attend", seat=seat, presence="absent")
    assert refused(context, "weights_north", "open") == "FEW"
    do(context, "unit_north", "attend", seat=north[0], presence="present")
    do(context, "weights_north", "open")


def test_points_for_another_time_than_was_shown_are_refused(context: Context) -> None:
    sitting(context)
    seat = cell(context, "north")[0]
    member = Actor(account_of(context, seat), "member")
    do(context, "weights_north", "open")
    full = {"marks": {"cafe": 5}}
    assert refused(context, "weights_north", "weigh", member, time=2, **full) == "STALE"
    do(context, "weights_north", "weigh", member, time=1, **full)
    assert refused(context, "weights_north", "weigh", member, **full) == "TWICE"


def test_nobody_can_tell_whose_paper_is_whose(context: Context) -> None:
    sitting(context)
    weighed(context)
    taken = process(context).select("weighting.participated")
    assert {tuple(fact.body) for fact in taken} == {("seat",)}


def verdict(context: Context, folder: Path) -> str:
    export_bundle(context, "cells", folder / "bundle.zip")
    found = {item.code: item.verdict for item in verify_file(folder / "bundle.zip")}
    assert "fail" not in found.values()
    return found["W1"]


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("weighting.closed", "sums", {"cafe": 15, "only-north": 5}),
        ("weighting.closed", "people", 5),
        ("weighting.closed", "papers", [{"marks": [["cafe", 5]]}]),
        ("weighting.closed", "papers", [{"marks": [["cafe", 9]]}] * 4),
        ("gathering.made", "points", 41),
        ("gathering.made", "people", 7),
        ("gathering.made", "how", "guess"),
        ("gathering.made", "of", [{"step": "weights_north", "n": 1}]),
        ("gathering.made", "texts", []),
    ],
)
def test_a_forged_sum_is_found(
    context: Context, tmp_path: Path, kind: str, key: str, value: Any
) -> None:
    sitting(context)
    weighed(context)
    do(context, "summed", "gather")
    export_bundle(context, "cells", tmp_path / "bundle.zip")
    bundle = read_bundle(tmp_path / "bundle.zip")
    entries = tuple(read_entries(bundle))
    forged = tuple(_forged(entry, kind, key, value) for entry in entries)
    assert check_gathering(Reading(bundle, entries)) is not None
    with pytest.raises(CheckFailed):
        check_gathering(Reading(bundle, forged))


def _forged(entry: Entry, kind: str, key: str, value: Any) -> Entry:
    if entry.kind != kind:
        return entry
    return replace(entry, public={**entry.public, key: value})


def test_points_on_paper_are_entered_together(context: Context, tmp_path: Path) -> None:
    sitting(context)
    add_account(context, SECRETARY.id, "Secretary")
    grant_role(context, SECRETARY.id, "secretary", "process", "cells")
    do(context, "weights_north", "open")
    desk = slips_desk(context, SECRETARY.id, "cells", "weights_north")
    assert desk.columns == ("id", "cafe", "only-north")
    assert desk.left == tuple(cell(context, "north"))
    assert desk.rules is not None
    path = tmp_path / "points.csv"
    path.write_text("id,cafe,only-north\n1,3,2\n2,4,4\n3,x,5\n")
    with pytest.raises(DeliberateError) as caught:
        read_slips(path, desk.rules, desk.seats)
    assert [one.where.line for one in caught.value.findings if one.where] == [3, 4]
    path.write_text("id,cafe,only-north\n1,3,2\n2,,5\n")
    papers = read_slips(path, desk.rules, desk.seats)
    enter_slips(context, SECRETARY.id, desk, papers, 0, desk.left[:2], "a key of a form")
    after = slips_desk(context, SECRETARY.id, "cells", "weights_north")
    assert (after.handed_in, after.left) == (2, desk.left[2:])
    do(context, "weights_north", "close")
    (closed,) = view(context, "weights_north").facts("weighting.closed")
    assert closed.body["sums"] == {"cafe": 3, "only-north": 7}
