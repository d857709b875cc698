"""The lottery as a step of a process: targets, the list, chance in public, who follows whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused, UnusableInput
from deliberate.core.process.respondents import printed
from deliberate.core.randomness import Generator
from deliberate.core.record.verify import verify_file
from deliberate.core.recruitment.public_chance import draw_context
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.services.pool_files import pool_of_process, read_pool_file
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY
from deliberate.core.storage import open_store
from tests.lottery_desk import DAY, PROCESS, REGISTRY, THIRD, Desk


@pytest.fixture
def desk(pool_closed: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "process.db"
    path.write_bytes(pool_closed.read_bytes())
    with ExitStack() as stack:
        store = stack.enter_context(open_store(str(path)))
        clock = SimulatedClock(DAY)
        context = Context(store, REGISTRY, clock, Generator(b"lottery").bytes)
        yield Desk(context, clock, PROCESS)


def seated(desk: Desk) -> dict[str, str]:
    roster = desk.process().roster.group("non_permanent")
    return {seat.id: seat.holder for seat in roster if seat.state == "filled"}


def verdicts(desk: Desk, tmp_path: Path) -> dict[str, str]:
    export_bundle(desk.context, desk.id, tmp_path / "bundle.zip")
    (tmp_path / "pool.csv").write_bytes(pool_of_process(desk.context, desk.id))
    people = read_pool_file(tmp_path / "pool.csv")
    found = verify_file(tmp_path / "bundle.zip", pool=people)
    return {item.code: item.verdict for item in found if item.code.startswith("C")}


def test_ten_people_are_drawn_and_seated_by_number(desk: Desk, tmp_path: Path) -> None:
    desk.drawn()
    drawn, fixed = desk.fact("lottery.drawn"), desk.fact("lottery.committed")
    assert drawn["panel"] == fixed["panels"][drawn["number"]]
    assert sorted(seated(desk).values()) == [printed(number) for number in drawn["panel"]]
    assert desk.process().state("lottery").state == "done"
    assert len(drawn["alternates"]) == 10
    assert not set(drawn["alternates"]) & set(drawn["panel"])
    assert verdicts(desk, tmp_path) == dict.fromkeys(("C1", "C2", "C3", "C4"), "pass")


def test_the_record_holds_numbers_and_no_values_of_anybody(desk: Desk) -> None:
    desk.drawn()
    for fact in desk.process().facts:
        if fact.kind.startswith(("lottery.", "registration.", "invitation.")):
            words = str(fact.public)
            assert not any(one.salt in words for one in desk.people().values())
            assert "resident " not in words


def test_dice_are_thrown_where_the_rulebook_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    parameters = desk.process().rulebook.step("lottery").parameters
    monkeypatch.setattr(type(parameters), "randomness", "dice", raising=False)
    desk.act("set_targets", size=10, quotas=desk.quotas())
    desk.act("commit")
    assert desk.refused("commit_value", party="a", hash="0" * 64) == "OTHER_WAY"
    assert desk.refused("draw") == "ORDER"
    for digits in ([4, 0], [4, 0, 10], [4, 0, 7, 1]):
        assert desk.refused("throw", digits=digits) == "DIGITS"
    desk.act("throw", digits=[4, 0, 7])
    assert desk.refused("throw", digits=[4, 0, 8]) == "TWICE"
    desk.act("draw")
    assert desk.fact("lottery.drawn")["number"] == 407
    assert verdicts(desk, tmp_path) == dict.fromkeys(("C1", "C2", "C3", "C4"), "pass")


def test_the_order_of_a_public_draw(desk: Desk) -> None:
    assert desk.refused("commit") == "ORDER"
    assert desk.refused("draw") == "ORDER"
    desk.fixed()
    assert desk.refused("commit") == "TWICE"
    assert desk.refused("set_targets", size=10, quotas=desk.quotas()) == "LATE"
    assert desk.refused("draw") == "COMMITMENTS"
    desk.values("a")
    assert desk.refused("draw") == "NOT_REVEALED"
    assert desk.refused("reveal_value", party="a", value="01" * 32) == "TWICE"
    assert desk.refused("reveal_value", OVERSIGHT, party="b", value="03" * 32) == "COMMITMENT"
    assert desk.refused("reveal_value", AGENCY, party="b", value="02" * 32) == "OTHER_PARTY"
    desk.act("reveal_value", OVERSIGHT, party="b", value="02" * 32)
    desk.act("draw")
    assert desk.refused("draw") == "DONE"


def test_both_parties_of_the_organisers_are_refused(desk: Desk) -> None:
    desk.fixed()
    with pytest.raises(Refused, match="ONE_SIDED"):
        desk.values(second=SECRETARY)


def test_a_value_kept_back_holds_nobody_up(desk: Desk, tmp_path: Path) -> None:
    desk.fixed().values("a")
    desk.clock.move_to(desk.clock.now() + timedelta(days=4))
    assert desk.refused("reveal_value", OVERSIGHT, party="b", value="02" * 32) == "LATE"
    desk.act("draw")
    assert desk.fact("lottery.drawn")["not_revealed"] == ["b"]
    assert verdicts(desk, tmp_path)["C2"] == "pass"


def test_when_neither_is_revealed_two_others_commit(desk: Desk, tmp_path: Path) -> None:
    desk.fixed().values()
    assert desk.refused("commit_value", THIRD, party="c", hash="0" * 64) == "COMMITTED"
    desk.clock.move_to(desk.clock.now() + timedelta(days=4))
    assert desk.refused("draw") != ""
    view = desk.process().view(desk.process().rulebook.step("lottery"))
    parties = {"c": (b"\x03" * 32, SECRETARY), "d": (b"\x04" * 32, THIRD)}
    for party, (value, actor) in parties.items():
        desk.act(
            "commit_value", actor, party=party, hash=commit(party, value, draw_context(view)).hash
        )
    for party, (value, actor) in parties.items():
        desk.act("reveal_value", actor, party=party, value=value.hex())
    desk.act("draw")
    assert verdicts(desk, tmp_path)["C2"] == "pass"


Broken = Callable[[list[list[Any]]], Any]


@pytest.mark.parametrize(
    ("size", "change"),
    [
        (9, lambda quotas: quotas),
        (10, lambda quotas: quotas[1:]),
        (10, lambda quotas: [*quotas, ["shoe", "42", 0, 10]]),
        (10, lambda quotas: [*quotas, quotas[0]]),
        (10, lambda quotas: [["sex", "female", 3, 2], *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", -1, 2], *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", 1.5, 2], *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", "1", "2"], *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", 1], *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", 1, 2, 3, 4, 5], *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", 2, 3, 4, None], *quotas[1:]]),
        (10, lambda quotas: [["sex", "other", 0, 1], *quotas]),
        (10, lambda quotas: ["sex", *quotas[1:]]),
        (10, lambda quotas: [["sex", "female", 0, 1], ["sex", "male", 0, 1], *quotas[2:]]),
        (10, lambda quotas: []),
    ],
)
def test_targets_that_cannot_be(desk: Desk, size: int, change: Broken) -> None:
    before = len(desk.process().facts)
    with pytest.raises(UnusableInput):
        desk.act("set_targets", size=size, quotas=change(desk.quotas()))
    assert len(desk.process().facts) == before


def test_quotas_that_no_panel_keeps_name_what_is_in_the_way(desk: Desk) -> None:
    quotas = desk.quotas(room=8)
    counts = Counter(one.values["sex"] for one in desk.people().values())
    few = min(counts, key=lambda value: counts[value])
    for row in quotas:
        if row[0] == "sex":
            row[2:4] = [10, 10] if row[1] == few else [0, 0]
        if row[0] == "type_of_place":
            row[2:4] = [10, 10] if row[1] == "urban" else [0, 0]
        if row[0] == "language":
            row[2:4] = [10, 10] if row[1] == "kk" else [0, 0]
    desk.act("set_targets", size=10, quotas=quotas)
    with pytest.raises(Refused) as refused:
        desk.act("commit")
    assert refused.value.code == "NO_PANEL"
    assert refused.value.findings
    assert refused.value.fix is not None


def test_who_leaves_is_followed_within_the_quotas(desk: Desk, tmp_path: Path) -> None:
    desk.drawn()
    standing = desk.fact("lottery.drawn")["alternates"]
    before = seated(desk)
    leaving = sorted(before)[:2]
    for seat in leaving:
        desk.act("decline", step="declarations", seat=seat, reason={"en": "moved away"})
    desk.act("fill_vacancies")
    replaced = desk.fact("lottery.replaced")
    after = seated(desk)
    assert set(after) == set(before)
    coming = {after[seat] for seat in leaving}
    assert coming == {printed(n) for n in (*replaced["called"], *replaced["drawn"])}
    assert set(replaced["called"]) <= set(standing)
    assert not coming & set(before.values())
    assert "moved" not in str([fact.public for fact in desk.process().facts])
    people = desk.people()
    members = [people[int(holder[1:])] for holder in after.values()]
    for feature, value, least, most, *_flex in desk.fact("lottery.committed")["quotas"]:
        assert least <= sum(one.values[feature] == value for one in members) <= most
    assert verdicts(desk, tmp_path) == dict.fromkeys(("C1", "C2", "C3", "C4"), "pass")


def test_an_alternate_who_says_no_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    desk.drawn()
    standing = desk.fact("lottery.drawn")["alternates"]
    assert desk.refused("fill_vacancies") == "FULL"
    desk.act("decline", step="declarations", seat=min(seated(desk)))
    assert desk.refused("fill_vacancies", refused=[999]) == "UNKNOWN"
    desk.act("fill_vacancies", refused=standing[:3])
    replaced = desk.fact("lottery.replaced")
    assert not set(standing[:3]) & {
        *replaced["called"],
        *replaced["drawn"],
        *replaced["alternates"],
    }
    desk.act("decline", step="declarations", seat=max(seated(desk)))
    desk.act("fill_vacancies")
    again = desk.fact("lottery.replaced")
    assert not set(standing[:3]) & {*again["called"], *again["drawn"], *again["alternates"]}
    assert verdicts(desk, tmp_path)["C3"] == "pass"


def test_a_pool_that_changed_after_its_close_is_not_drawn_from(desk: Desk) -> None:
    desk.act("set_targets", size=10, quotas=desk.quotas())
    people = list(desk.people().values())
    with desk.context.store.transaction() as unit:
        row = unit.respondent(desk.id, "registration", people[0].number)
        last = unit.answers_of(row.code_hash)[-1]
        unit.add_answers(replace(last, seq=last.seq + 1, answer="declined"))
    assert desk.refused("commit") == "CHANGED"
