"""The lottery as a step of a process: targets, the list, chance in public, who follows whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused, UnusableInput
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.check_lottery import LIST, check_lottery_draw, check_lottery_list
from deliberate.core.record.check_pool import check_with_pool
from deliberate.core.record.promise import judge
from deliberate.core.record.reading import Reading, read_entries
from deliberate.core.record.verify import verify_file
from deliberate.core.recruitment import lottery_step
from deliberate.core.recruitment.drawn import drawn_in
from deliberate.core.recruitment.features import Feature
from deliberate.core.recruitment.lottery.hidden_list import HiddenList
from deliberate.core.recruitment.lottery.public_draw import hidden_of
from deliberate.core.recruitment.public_chance import draw_context
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.services.pool_files import pool_of_process, read_pool_file
from deliberate.core.services.portal.lotteries import lotteries_of
from deliberate.core.services.recruiting import setting
from deliberate.core.services.recruiting.calls import call_list
from deliberate.core.services.recruiting.pack import thanks_pack
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY
from deliberate.core.storage import open_store
from tests.lottery_desk import DAY, PROCESS, REGISTRY, THIRD, Desk

Public = dict[str, Any]
KEPT = dict.fromkeys(("C1", "C2", "C3", "C4", "C5"), "pass")


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
    pool = read_pool_file(tmp_path / "pool.csv")
    found = verify_file(tmp_path / "bundle.zip", pool=pool)
    return {item.code: item.verdict for item in found if item.code.startswith("C")}


def test_ten_people_are_drawn_and_seated_by_number(desk: Desk, tmp_path: Path) -> None:
    desk.drawn()
    drawn, fixed = desk.fact("lottery.drawn"), desk.fact("lottery.committed")
    assert drawn["panel"] == fixed["panels"][drawn["number"]]
    assert sorted(seated(desk).values()) == [printed(number) for number in drawn["panel"]]
    assert desk.process().state("lottery").state == "done"
    assert len(drawn["alternates"]) == 10
    assert not set(drawn["alternates"]) & set(drawn["panel"])
    assert verdicts(desk, tmp_path) == KEPT


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
    # The rulebook's own text, which the bundle holds, says nothing of dice.
    assert verdicts(desk, tmp_path) == {**KEPT, "C5": "fail"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("objective", "maximin"), ("panels", 100), ("alternates", 3), ("alternates", 0)],
)
def test_a_lottery_that_is_not_held_by_the_rules_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: object
) -> None:
    """The rules that are frozen ask for leximin, a thousand panels and ten alternates."""
    parameters = desk.process().rulebook.step("lottery").parameters
    monkeypatch.setattr(type(parameters), name, value, raising=False)
    desk.drawn()
    assert verdicts(desk, tmp_path) == {**KEPT, "C5": "fail"}


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


def silent_parties(desk: Desk) -> dict[str, bool]:
    """Who is said on the page not to have revealed a value in time."""
    (shown,) = lotteries_of(desk.process())
    return {line.party: line.silent for line in shown.parties}


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
    assert silent_parties(desk) == {"a": False, "b": True}
    assert verdicts(desk, tmp_path)["C2"] == "pass"


def test_when_neither_is_revealed_two_others_commit(desk: Desk, tmp_path: Path) -> None:
    desk.fixed().values()
    assert silent_parties(desk) == {"a": False, "b": False}
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
    assert silent_parties(desk) == {"a": True, "b": True, "c": False, "d": False}
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


def test_the_list_is_reckoned_while_others_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No transaction waits for the list; a list that is out of date when it is there is refused."""
    asked, quotas = [], [desk.quotas(room) for room in (2, 3)]

    def slow(*args: Any, **options: Any) -> Any:
        asked.append(args)
        if len(asked) == 1:
            desk.act("set_targets", size=10, quotas=quotas[1])
        return prepare(*args, **options)

    prepare = lottery_step.prepare
    monkeypatch.setattr(lottery_step, "prepare", slow)
    desk.act("set_targets", size=10, quotas=quotas[0])
    before = len(desk.process().facts)
    with pytest.raises(Refused) as refused:
        desk.act("commit")
    assert refused.value.code == "CHANGED"
    assert len(desk.process().facts) == before + 1
    desk.act("commit")
    assert len(asked) == 2
    assert desk.fact("lottery.committed")["quotas"][0][3] == quotas[1][0][3]


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
    assert verdicts(desk, tmp_path) == KEPT


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


def test_a_list_that_no_longer_has_its_hash_is_not_drawn_from(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A salt that changed in the database: the panel could not be opened on the record."""
    desk.fixed().values("a", "b")

    def salted_anew(people: Sequence[Respondent], body: Public) -> HiddenList:
        found = hidden_of(people, body)
        return replace(found, salts={**found.salts, found.numbers[0]: "00" * 32})

    monkeypatch.setattr(lottery_step, "hidden_of", salted_anew)
    assert desk.refused("draw") == "CHANGED"


def test_a_pool_that_changed_after_its_close_is_not_drawn_from(desk: Desk) -> None:
    desk.act("set_targets", size=10, quotas=desk.quotas())
    people = list(desk.people().values())
    with desk.context.store.transaction() as unit:
        row = unit.respondent(desk.id, "registration", people[0].number)
        last = unit.answers_of(row.code_hash)[-1]
        unit.add_answers(replace(last, seq=last.seq + 1, answer="declined"))
    assert desk.refused("commit") == "CHANGED"


def judged(desk: Desk, tmp_path: Path, change: Callable[[list[tuple[str, Public]]], None]) -> str:
    """The first promise that a record breaks in which a forger has changed some entries; what the
    chain of hashes would say is left aside."""
    export_bundle(desk.context, desk.id, tmp_path / "bundle.zip")
    (tmp_path / "pool.csv").write_bytes(pool_of_process(desk.context, desk.id))
    bundle = read_bundle(tmp_path / "bundle.zip")
    entries = [(one.kind, dict(one.public)) for one in read_entries(bundle)]
    change(entries)
    changed = zip(read_entries(bundle), entries, strict=True)
    reading = Reading(bundle, tuple(replace(one, public=body) for one, (_, body) in changed))
    found = [
        judge("C1", LIST, partial(check_lottery_list, reading)),
        judge("C2", LIST, partial(check_lottery_draw, reading)),
        *check_with_pool(reading, read_pool_file(tmp_path / "pool.csv")),
    ]
    return next((item.code for item in found if item.verdict == "fail"), "")


def last(entries: list[tuple[str, Public]], kind: str) -> Public:
    return [body for name, body in entries if name == kind][-1]


def others_stand_by(entries: list[tuple[str, Public]]) -> None:
    """Other alternates from the beginning, in the entries of draw and replacement alike."""
    drawn, replaced = last(entries, "lottery.drawn"), last(entries, "lottery.replaced")
    drawn["alternates"] = replaced["standing"] = list(reversed(drawn["alternates"]))


def stands_elsewhere(entries: list[tuple[str, Public]]) -> None:
    last(entries, "lottery.replaced")["standing"].reverse()


def nobody_stands_by_any_more(entries: list[tuple[str, Public]]) -> None:
    last(entries, "lottery.replaced")["alternates"] = []


def one_less_remains(entries: list[tuple[str, Public]]) -> None:
    last(entries, "lottery.replaced")["remaining"].pop()


def who_left_may_come_again(entries: list[tuple[str, Public]]) -> None:
    last(entries, "lottery.replaced")["out"] = []


def who_said_no_may_come_again(entries: list[tuple[str, Public]]) -> None:
    replaced = last(entries, "lottery.replaced")
    replaced["out"] = [one for one in replaced["out"] if one not in replaced["refused"]]


def another_one_came(entries: list[tuple[str, Public]]) -> None:
    """The last alternate, say, whom the record then seats as well."""
    replaced = last(entries, "lottery.replaced")
    replaced["called"], replaced["drawn"] = replaced["standing"][-1:], []
    last(entries, "seat.filled")["holder"] = printed(replaced["called"][0])


def somebody_is_seated_who_was_not_called(entries: list[tuple[str, Public]]) -> None:
    last(entries, "seat.filled")["holder"] = printed(999)


def nothing(entries: list[tuple[str, Public]]) -> None:
    """A genuine record."""


@pytest.fixture(scope="module")
def refilled(pool_closed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A panel of which one left; the first alternate said no, so another came."""
    path = tmp_path_factory.mktemp("refilled") / "process.db"
    path.write_bytes(pool_closed.read_bytes())
    with open_store(str(path)) as store:
        clock = SimulatedClock(DAY)
        desk = Desk(Context(store, REGISTRY, clock, Generator(b"lottery").bytes), clock, PROCESS)
        desk.drawn()
        standing = desk.fact("lottery.drawn")["alternates"]
        desk.act("decline", step="declarations", seat=min(seated(desk)))
        desk.act("fill_vacancies", refused=standing[:1])
        yield desk


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (nothing, ""),
        (others_stand_by, "C3"),
        (stands_elsewhere, "C2"),
        (nobody_stands_by_any_more, "C3"),
        (one_less_remains, "C2"),
        (who_left_may_come_again, "C2"),
        (who_said_no_may_come_again, "C2"),
        (another_one_came, "C3"),
        (somebody_is_seated_who_was_not_called, "C2"),
    ],
)
def test_forged_lists_of_those_who_follow_are_named(
    refilled: Desk,
    tmp_path: Path,
    change: Callable[[list[tuple[str, Public]]], None],
    broken: str,
) -> None:
    assert judged(refilled, tmp_path, change) == broken


def test_a_panel_is_counted_once_and_by_one_feature_at_a_time(refilled: Desk) -> None:
    """A second table after a replacement would tell the values of who left and who came."""
    tables = [
        (fact.kind, row)
        for fact in refilled.process().facts
        if fact.kind.startswith("lottery.")
        for row in fact.public.get("counts", ())
    ]
    assert {kind for kind, _ in tables} == {"lottery.drawn"}
    quotas = refilled.fact("lottery.committed")["quotas"]
    assert [row[:2] for _, row in tables] == [quota[:2] for quota in quotas]


def test_after_a_replacement_calls_and_thanks_go_by_who_is_seated_now(refilled: Desk) -> None:
    drawn, replaced = refilled.fact("lottery.drawn"), refilled.fact("lottery.replaced")
    now = drawn_in(refilled.process())
    assert now is not None
    (left,) = now.left
    (came,) = (*replaced["called"], *replaced["drawn"])
    assert left in drawn["panel"]
    assert now.panel == tuple(sorted({*drawn["panel"], came} - {left}))
    assert now.alternates == tuple(replaced["alternates"])
    listed = [item.number for item in call_list(refilled.context, SECRETARY, refilled.id)]
    assert listed == [printed(number) for number in (*now.panel, *now.alternates)]
    thanked = {
        item.number for item in thanks_pack(refilled.context, SECRETARY, refilled.id).letters
    }
    assert thanked == set(refilled.people()) - {*now.panel, *now.alternates, left}
    assert drawn["alternates"][0] in thanked, "who said no stands by no more"


def test_the_values_of_quotas_are_the_answers_once_they_are_set(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the rulebook names features alone, as most do."""
    free = (Feature("age"), Feature("colour"), Feature("sex", ("f", "m")))
    monkeypatch.setattr(setting, "features_of", lambda *_of: free)
    step = desk.process().rulebook.step("registration")
    assert setting.features(desk.process(), step) == free
    desk.act("set_targets", size=10, quotas=desk.quotas())
    asked = {item.id: item.values for item in setting.features(desk.process(), step)}
    assert asked == {"age": ("18-34", "35-54", "55+"), "colour": (), "sex": ("f", "m")}
