"""Tables as a step of a process: planned, planned again, moved by hand, held, verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.api import Problem, Proposal
from deliberate.cli.house import House
from deliberate.cli.status import show_planned_tables
from deliberate.core.canonical import digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.deliberation.table_plan.figures import Figures, figures
from deliberate.core.deliberation.table_plan.on_record import as_lists, planned_body
from deliberate.core.deliberation.table_plan.plan import propose_tables
from deliberate.core.deliberation.table_plan.problem import Round
from deliberate.core.deliberation.tables import _guests, table_rounds
from deliberate.core.deliberation.tables import plan as plan_step
from deliberate.core.errors import DeliberateError
from deliberate.core.process.facts import Actor
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.check_tables import check_tables
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, read_entries
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import Mine
from deliberate.core.services.member.own_tables import own_tables
from deliberate.core.services.opening import open_process
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import Store, open_store
from deliberate.i18n import Translator

DATA = Path(__file__).parents[1] / "data"
AGENCY = Actor("agency-1", "agency")
SEATS = [*(f"R{n}" for n in range(1, 9)), *(f"B{n}" for n in range(1, 5))]


def registry_with(propose: Callable[..., Proposal] | None = None) -> Registry:
    plugin = ModuleType("sitting_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "tables_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    if propose is not None:
        hook: Any = jurisdictions.hookimpl(propose)
        plugin.deliberate_plan_deliberation = hook  # type: ignore[attr-defined]
    return Registry.load(points=(), extra=(jurisdictions, plugin))


def opened(store: Store, registry: Registry | None = None) -> Context:
    clock = SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    context = Context(store, registry or registry_with(), clock, Generator(b"tables").bytes)
    open_process(context, AGENCY, load_pilot(read_toml(DATA / "tables_pilot.toml")))
    for seat in SEATS:
        step = "constitution" if seat.startswith("R") else "bodies"
        body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
        perform(context, AGENCY, "sitting", step, "delegate", body)
    clock.move_to(datetime(2027, 2, 1, 9, tzinfo=UTC))
    return context


@pytest.fixture
def context(tmp_path: Path) -> Any:
    with open_store(str(tmp_path / "p.db"), migrate=True) as store:
        yield opened(store)


def do(context: Context, action: str, **body: Any) -> None:
    perform(context, AGENCY, "sitting", "tables", action, body)


def process(context: Context) -> Process:
    with context.store.read() as unit:
        return context.read_process(unit, "sitting")


def rounds(context: Context) -> Any:
    found = process(context)
    step = found.step("tables")
    assert step is not None
    return table_rounds(found.view(step))


def refused(context: Context, action: str, **body: Any) -> DeliberateError:
    with pytest.raises(DeliberateError) as caught:
        do(context, action, **body)
    return caught.value


def verdict(context: Context, folder: Path) -> str:
    export_bundle(context, "sitting", folder / "bundle.zip")
    found = {item.code: item.verdict for item in verify_file(folder / "bundle.zip")}
    assert "fail" not in found.values()
    return found["G1"]


def test_who_is_absent_keeps_no_fixed_seat(context: Context) -> None:
    do(context, "plan", seed="7", fixed=[{"seat": "R1", "table": 2}, {"seat": "R2", "table": 1}])
    do(context, "absent", seat="R1")
    do(context, "replan", seed="8")
    for tables in rounds(context):
        assert "R1" not in [seat for table in tables for seat in table]
        assert "R2" in tables[0]


def test_only_the_plan_that_was_looked_at_is_frozen(context: Context) -> None:
    assert refused(context, "plan", seed="7", rounds_sha256="0" * 64).code == "CHANGED"
    assert rounds(context) == ()
    do(context, "plan", seed="7")
    shown = digest(as_lists(rounds(context)))
    do(context, "replan", seed="7", rounds_sha256=shown)
    assert digest(as_lists(rounds(context))) == shown


def test_a_plan_is_frozen_changed_by_hand_and_held(context: Context, tmp_path: Path) -> None:
    do(context, "plan", seed="7", fixed=[{"seat": "R1", "table": 2}])
    planned = rounds(context)
    for tables in planned:
        assert sorted(seat for table in tables for seat in table) == sorted(SEATS)
        assert {len(table) for table in tables} == {4}
        assert "R1" in tables[1]
    fact = process(context).select("tables.planned")[0]
    assert fact.public == fact.body
    assert fact.public["mixing"] == [["group", 0, 18]]
    assert "h-R1" not in str(fact.body)
    assert refused(context, "plan").code == "TWICE"
    do(context, "hold", round=1)
    assert refused(context, "hold", round=1).code == "ORDER"
    do(context, "absent", seat="B4")
    assert [sum(map(len, tables)) for tables in rounds(context)] == [12, 11, 11]
    do(context, "replan")
    again = rounds(context)
    assert again[0] == planned[0]
    assert all("R1" in tables[1] for tables in again)
    assert sorted(map(len, again[1])) == [3, 4, 4]
    assert verdict(context, tmp_path) == "pass"
    do(context, "hold", round=2)
    do(context, "hold", round=3)
    assert process(context).state("tables").state == "done"
    assert verdict(context, tmp_path) == "pass"


def test_a_move_shows_what_it_breaks(context: Context, tmp_path: Path) -> None:
    do(context, "plan", fixed=[{"seat": "R1", "table": 2, "round": 1}])
    error = refused(context, "move", round=1, seat="R1", table=1)
    said = [str(finding.message) for finding in error.findings]
    assert error.code == "BROKEN"
    assert any("fixed seat at table 2" in text for text in said)
    assert any("from 3 to 5 people" in text for text in said)
    do(context, "move", round=1, seat="R1", table=1, anyway=True)
    assert "R1" in rounds(context)[0][0]
    assert refused(context, "move", round=9, seat="R1", table=1).code == "NO_ROUND"
    assert refused(context, "move", round=2, seat="zz", table=1).code == "NO_SEAT"
    assert refused(context, "move", round=2, seat="R1").code == "MOVE"
    second = rounds(context)[1]
    one = next(seat for seat in second[0] if seat.startswith("R"))
    other = next(seat for seat in second[1] if seat.startswith("R"))
    do(context, "move", round=2, seat=one, with_seat=other)
    assert other in rounds(context)[1][0]
    assert verdict(context, tmp_path) == "pass"


def test_members_and_organisers_see_the_tables(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    do(context, "plan", fixed=[{"seat": "B1", "table": 3}])
    do(context, "hold", round=1)
    found = process(context)
    mine = Mine("account", "", found, found.roster.seat("B1"), ())
    say = Translator("en")
    assert [say.render(line.text) for line in own_tables(mine)] == [
        f"Tables, round {number}: your table is 3." for number in (2, 3)
    ]
    house = House.of("en", "")
    show_planned_tables(house, house.translator, found)
    said = capsys.readouterr().out
    assert "Round 1 (held)" in said
    assert "Round 3" in said


def test_what_nobody_knows_of_members_is_not_mixed(context: Context) -> None:
    found = process(context)
    step = found.step("tables")
    assert step is not None
    changed = replace(step, parameters=replace(step.parameters, mixed=("age",)))
    command = Command(StepView(found, changed), AGENCY, found.now)
    with pytest.raises(DeliberateError) as caught:
        plan_step(command)
    assert caught.value.code == "VALUES"
    people = [Respondent(n, {"age": "old" if n % 2 else "young"}) for n in range(1, 13)]
    seats = [replace(seat, holder=printed(n)) for n, seat in enumerate(found.roster.seats, 1)]
    known = _guests(replace(command, respondents=lambda: people), seats, ("age", "group"))
    assert {guest.values for guest in known} == {
        (age, group) for age in ("old", "young") for group in ("bodies", "residents")
    }
    problem = Problem.of(("age", "group"), known, [Round((4, 4, 4))])
    body = planned_body(problem, propose_tables(problem, "1"), "1", figures_of(problem))
    assert "old" not in str(body)


def figures_of(problem: Problem) -> Figures:
    return figures(problem, propose_tables(problem, "1").rounds)


def test_a_fixed_seat_that_cannot_be_changes_nothing(context: Context) -> None:
    before = len(process(context).facts)
    refusal = refused(context, "plan", fixed=[{"seat": "R1", "table": 9}])
    assert refusal.code == "TABLE_PLAN"
    assert refused(context, "replan").code == "ORDER"
    assert len(process(context).facts) == before


def test_a_plugin_proposes_and_the_core_counts(tmp_path: Path) -> None:
    def deliberate_plan_deliberation(problem: Problem) -> Proposal:
        names = [one.id for one in problem.people]
        tables = tuple(tuple(names[n : n + 4]) for n in (0, 4, 8))
        return Proposal((tables,) * len(problem.rounds))

    registry = registry_with(deliberate_plan_deliberation)
    with open_store(str(tmp_path / "p.db"), migrate=True) as store:
        context = opened(store, registry)
        do(context, "plan")
        fact = process(context).select("tables.planned")[0]
        assert (fact.body["figures"]["meetings"], fact.body["steps"]) == (18, 0)
        assert verdict(context, tmp_path) == "pass"


def test_a_proposal_that_leaves_somebody_out_is_refused(tmp_path: Path) -> None:
    def deliberate_plan_deliberation(problem: Problem) -> Proposal:
        return Proposal(((("R1", "R2"),),) * len(problem.rounds))

    with open_store(str(tmp_path / "p.db"), migrate=True) as store:
        context = opened(store, registry_with(deliberate_plan_deliberation))
        assert refused(context, "plan").code == "PROPOSAL"


def test_a_forged_plan_is_found(context: Context, tmp_path: Path) -> None:
    do(context, "plan", seed="7")
    do(context, "hold", round=1)
    export_bundle(context, "sitting", tmp_path / "bundle.zip")
    bundle = read_bundle(tmp_path / "bundle.zip")
    entries = read_entries(bundle)
    place = next(n for n, entry in enumerate(entries) if entry.kind == "tables.planned")

    def judged(**changed: Any) -> str:
        forged = dict(entries[place].public) | changed
        lines = [*entries[:place], _with(entries[place], forged), *entries[place + 1 :]]
        with pytest.raises(CheckFailed) as caught:
            check_tables(Reading(bundle, tuple(lines)))
        return str(caught.value.reason)

    plan = entries[place].public["rounds"]
    swapped = [[list(table) for table in tables] for tables in plan]
    swapped[0][0][0], swapped[0][1][0] = swapped[0][1][0], swapped[0][0][0]
    assert "recomputed" in judged(rounds=swapped) or "another plan" in judged(rounds=swapped)
    assert "breaks" in judged(rounds=[plan[0], plan[1], [*plan[2][:2], plan[2][1]]])
    assert "another plan" in judged(seed="8")
    assert "recomputed" in judged(figures={"meetings": 66})
    for nonsense in ([], [[3]], "x", None, [[["R1"]]]):
        judged(rounds=nonsense)
    judged(input={"features": [], "people": [], "rounds": 5})


def _with(entry: Entry, public: dict[str, Any]) -> Entry:
    return replace(entry, public=public)


def test_a_process_with_tables_is_rehearsed(tmp_path: Path) -> None:
    pilot = load_pilot(read_toml(DATA / "tables_pilot.toml"))
    with open_store(str(tmp_path / "r.db"), migrate=True) as store:
        ended = rehearse(store, registry_with(), pilot, 1).process
    assert ended.state("tables").state == "done"
    assert len(ended.select("tables.held")) == 3
