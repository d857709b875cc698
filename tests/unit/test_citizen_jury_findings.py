"""The plugin's own checks, each kept and each broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.api import findings_of
from deliberate.core.errors import Finding
from deliberate.core.period import Period
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Rulebook, Step
from deliberate.core.rulebook.pilot import Planned
from deliberate.core.services.files import Sheet, read_sheet
from deliberate.core.text import Text
from deliberate_citizen_jury.findings import CHECKS

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "temirkent-heating-2027.toml"
SCENARIOS = PROJECT / "plugins" / "citizen_jury" / "deliberate_citizen_jury" / "scenarios"
REGISTRY = Registry.load(extra=(jurisdictions,))
MONDAY = datetime(2027, 5, 3, 6, tzinfo=UTC)

Event = tuple[str, str | None, datetime, Mapping[str, Any]]


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return read_sheet(REGISTRY, EXAMPLE)


def process_of(sheet: Sheet, *events: Event, now: datetime = MONDAY, **pilot: Any) -> Process:
    facts = tuple(
        Fact("p", seq, at, Actor("a", "agency"), kind, step, body=body)
        for seq, (kind, step, at, body) in enumerate(events, start=1)
    )
    return Process(
        "p",
        sheet.rulebook,
        replace(sheet.pilot, **pilot),
        sheet.calendar,
        REGISTRY.kinds,
        facts,
        now,
    )


def codes(process: Process) -> list[str]:
    return [finding.code for finding in findings_of(process, CHECKS)]


def only(process: Process) -> Finding:
    (found,) = findings_of(process, CHECKS)
    return found


def test_a_sound_pilot_breaks_none(sheet: Sheet) -> None:
    assert codes(process_of(sheet)) == []


def test_a_rule_with_a_hook_but_no_check_is_no_silence(sheet: Sheet) -> None:
    unknown = replace(sheet.rulebook.rules[0], code="KZ99", check="hook")
    book = replace(sheet.rulebook, rules=(unknown,))
    with pytest.raises(KeyError):
        findings_of(replace(process_of(sheet), rulebook=book), CHECKS)


# ---------------------------------------------------------------- KZ09: the order of the agenda


def test_kz09_an_agenda_that_lacks_items_names_them(sheet: Sheet) -> None:
    kept = tuple(i for i in sheet.pilot.agenda if i.kind not in {"discussion", "ballot"})
    found = only(process_of(sheet, agenda=kept))
    assert (found.code, found.level) == ("KZ09", "must")
    assert found.message.values["missing"] == ("discussion", "ballot")


def test_kz09_an_item_before_its_time_is_placed(sheet: Sheet) -> None:
    kinds = [item.kind for item in sheet.pilot.agenda]
    vote = kinds.index("ballot")
    turned = (sheet.pilot.agenda[vote], *sheet.pilot.agenda[:vote], *sheet.pilot.agenda[vote + 1 :])
    found = only(process_of(sheet, agenda=turned))
    assert found.message.values == {"first": "discussion", "second": "ballot"}
    assert found.where is not None
    assert found.where.line == sheet.pilot.place("agenda", 0).line


def test_kz09_without_an_agenda_the_rulebook_s_own_is_in_order(sheet: Sheet) -> None:
    assert codes(process_of(sheet, agenda=())) == []
    step = sheet.rulebook.step("session")
    assert step is not None
    kinds = [item["kind"] for item in step.parameters.items]
    wanted = ("agency_presentation", "positions_state_bodies", "positions_ngos_and_experts")
    places = [kinds.index(name) for name in (*wanted, "non_permanent_members", "discussion")]
    assert places == sorted(places)


# ---------------------------------------------------------------- KZ41: authentic languages


@pytest.mark.parametrize("declared", [("ru",), ("kk", "ru", "en"), ()])
def test_kz41_kazakh_and_russian_are_authentic_and_nothing_else(
    sheet: Sheet, declared: tuple[str, ...]
) -> None:
    found = only(process_of(sheet, authentic_languages=declared))
    assert (found.code, found.level) == ("KZ41", "must")
    assert found.where == sheet.pilot.place("authentic_languages")


# ---------------------------------------------------------------- KZ13: weekly, on three channels


def with_execution(sheet: Sheet, **changes: Any) -> Rulebook:
    def changed(step: Step) -> Step:
        if step.id != "execution":
            return step
        return replace(step, parameters=replace(step.parameters, **changes))

    return replace(sheet.rulebook, steps=tuple(map(changed, sheet.rulebook.steps)))


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"every": Period(14, "days")}, Period(14, "days")),
        ({"channels": ("portal",)}, ("social", "press")),
    ],
)
def test_kz13_a_rulebook_may_not_report_seldom_or_in_secret(
    sheet: Sheet, changes: Mapping[str, Any], value: object
) -> None:
    process = replace(process_of(sheet), rulebook=with_execution(sheet, **changes))
    found = only(process)
    assert found.code == "KZ13"
    assert value in found.message.values.values()


def test_kz13_a_week_is_seven_days(sheet: Sheet) -> None:
    weekly = with_execution(sheet, every=Period(1, "weeks"))
    assert codes(replace(process_of(sheet), rulebook=weekly)) == []


def reported(*days: int) -> list[Event]:
    """A protocol published on 30 April and reports so many days later."""
    friday = datetime(2027, 4, 30, 7, tzinfo=UTC)
    return [
        ("report.published", "protocol", friday, {}),
        *[
            (
                "execution.reported",
                "execution",
                friday + timedelta(days=day),
                {"channels": [], "items": []},
            )
            for day in days
        ],
    ]


def test_kz13_a_report_one_day_late_is_missing(sheet: Sheet) -> None:
    now = datetime(2027, 5, 15, 6, tzinfo=UTC)
    assert codes(process_of(sheet, *reported(7, 14), now=now)) == []
    found = only(process_of(sheet, *reported(8, 14), now=now))
    assert (found.code, found.message.values["number"], found.steps) == ("KZ13", 1, ())
    assert found.message.values["day"] == date(2027, 5, 7)


def test_kz13_nothing_is_missing_before_the_week_is_over_or_after_the_last_point(
    sheet: Sheet,
) -> None:
    soon = datetime(2027, 5, 7, 18, 59, tzinfo=UTC)
    assert codes(process_of(sheet, *reported(), now=soon)) == []
    assert codes(process_of(sheet, *reported(), now=soon + timedelta(minutes=1))) == ["KZ13"]
    done = ("execution.completed", "execution", datetime(2027, 5, 3, tzinfo=UTC), {})
    assert codes(process_of(sheet, *reported(3), done, now=datetime(2028, 1, 1, tzinfo=UTC))) == []


def test_kz13_no_week_is_missing_that_ended_in_a_suspension_or_after_the_end(sheet: Sheet) -> None:
    """Reports cannot be published while a process is suspended, and nobody owes one afterwards."""
    may = [datetime(2027, 5, day, 6, tzinfo=UTC) for day in range(1, 32)]
    paused: list[Event] = [
        ("process.suspended", "process", may[5], {}),
        ("process.resumed", "process", may[11], {}),
    ]
    assert codes(process_of(sheet, *reported(), *paused[:1], now=may[30])) == []
    assert codes(process_of(sheet, *reported(), *paused, now=may[12])) == []
    second = only(process_of(sheet, *reported(), *paused, now=may[15]))
    assert second.message.values["number"] == 2
    cancelled: Event = ("process.cancelled", "process", may[5], {})
    assert codes(process_of(sheet, *reported(), cancelled, now=may[30])) == []


# ---------------------------------------------------------------- KZ47: proof of print


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ({"channels": ["portal", "press"], "proofs": {"press": "sha256:1"}}, ()),
        ({"channels": ["portal", "press"]}, (1,)),
        ({"channels": ["portal", "press"], "proofs": {"portal": "an address"}}, (1,)),
        ({"channels": ["portal"]}, ()),
    ],
)
def test_kz47_print_leaves_a_proof(
    sheet: Sheet, body: Mapping[str, Any], left: tuple[int, ...]
) -> None:
    process = process_of(sheet, ("execution.reported", "execution", MONDAY, body))
    assert [f.message.values["reports"] for f in findings_of(process, CHECKS)] == (
        [left] if left else []
    )


# ---------------------------------------------------------------- KZ39: comments decide a seat


def counted(*names: str) -> Event:
    return ("public_vote.counted", "election", MONDAY, {"decided_by_comments": list(names)})


def test_kz39_comments_that_decide_a_seat_are_named(sheet: Sheet) -> None:
    found = only(process_of(sheet, counted("C12")))
    assert (found.code, found.level) == ("KZ39", "should")
    assert found.message.values["names"] == ("C12",)
    assert codes(process_of(sheet, counted())) == []


def test_kz39_a_published_reason_silences_a_should(sheet: Sheet) -> None:
    reason = {"KZ39": Text.of({"kk": "себебі", "ru": "причина"})}
    assert codes(process_of(sheet, counted("C12"), deviations=reason)) == []


def test_a_reason_silences_no_must(sheet: Sheet) -> None:
    reason = {"KZ41": Text.of({"kk": "себебі", "ru": "причина"})}
    assert codes(process_of(sheet, authentic_languages=("ru",), deviations=reason)) == ["KZ41"]


# ---------------------------------------------------------------- KZ19: every input disposed


def received(name: str) -> Event:
    return ("ledger.received", "ledger", MONDAY, {"input": name})


def disposed(name: str) -> Event:
    return ("ledger.disposed", "ledger", MONDAY, {"input": name})


FROZEN: Event = ("report.frozen", "protocol", MONDAY, {})


@pytest.mark.parametrize(
    ("events", "left"),
    [
        ([received("S1"), disposed("S1"), FROZEN], ()),
        ([received("S1"), received("S2"), disposed("S1"), FROZEN], ("S2",)),
        ([received("S1"), FROZEN, disposed("S1")], ("S1",)),
        ([FROZEN, received("S1")], ()),
        ([received("S1")], ()),
    ],
)
def test_kz19_the_protocol_closes_over_disposed_inputs_only(
    sheet: Sheet, events: list[Event], left: tuple[str, ...]
) -> None:
    found = [f.message.values["inputs"] for f in findings_of(process_of(sheet, *events), CHECKS)]
    assert found == ([left] if left else [])


# ---------------------------------------------------------------- KZ14: mandates to the last point


PUBLISHED, ACCEPTED, TOLD, OVER, ENDED, CLOSED = (
    "report.published",
    "execution.accepted",
    "execution.reported",
    "execution.completed",
    "execution.mandates_ended",
    "evaluation.closed",
)


@pytest.mark.parametrize(
    ("order", "broken"),
    [
        ((PUBLISHED, ACCEPTED, TOLD, OVER, ENDED, CLOSED), False),
        ((PUBLISHED, ACCEPTED, TOLD, ACCEPTED, TOLD, OVER, ENDED), False),
        ((PUBLISHED, CLOSED), True),
        ((PUBLISHED, TOLD, CLOSED, OVER), True),
        ((CLOSED,), False),
        ((PUBLISHED,), False),
        ((PUBLISHED, ACCEPTED, OVER, ENDED), True),
        ((PUBLISHED, TOLD, ACCEPTED, OVER), True),
        ((PUBLISHED, ACCEPTED, TOLD, ACCEPTED, ENDED), True),
        ((PUBLISHED, ACCEPTED, OVER, TOLD), True),
    ],
)
def test_kz14_a_process_closes_and_mandates_end_with_the_last_point(
    sheet: Sheet, order: tuple[str, ...], broken: bool
) -> None:
    body = {"channels": [], "items": []}
    events: list[Event] = [(kind, None, MONDAY, body) for kind in order]
    assert codes(process_of(sheet, *events)) == (["KZ14"] if broken else [])


# ---------------------------------------------------------------- KZ43, KZ44: rounds of agreement


def drafted(version: int, at: datetime, step: str = "regulation") -> Event:
    return ("document.drafted", step, at, {"version": version})


def agreed(version: int, at: datetime, seat: str = "P01") -> Event:
    return ("document.agreed", "regulation", at, {"version": version, "seat": seat})


def test_kz43_a_fourth_round_is_one_too_many(sheet: Sheet) -> None:
    rounds = [drafted(number, MONDAY) for number in range(1, 5)]
    assert codes(process_of(sheet, *rounds[:3])) == []
    found = only(process_of(sheet, *rounds))
    assert (found.code, found.steps) == ("KZ43", ("regulation",))
    allowed = {**sheet.pilot.open_parameters, "agreement_rounds": 4}
    assert codes(process_of(sheet, *rounds, open_parameters=allowed)) == []


def test_kz43_counts_each_document_and_only_those_that_are_agreed(sheet: Sheet) -> None:
    both = [drafted(n, MONDAY, step) for n in (1, 2) for step in ("regulation", "requirements")]
    order = [drafted(number, MONDAY, "order") for number in range(1, 6)]
    assert codes(process_of(sheet, *both, *order)) == []


def test_kz44_ten_working_days_are_counted_over_holidays(sheet: Sheet) -> None:
    # Monday 3 May; 7 and 10 May 2027 are days off: the tenth working day is 19 May.
    last = datetime(2027, 5, 19, 12, tzinfo=UTC)
    limit = sheet.calendar.add(date(2027, 5, 3), Period(10, "working_days"))
    assert limit == date(2027, 5, 19)
    assert codes(process_of(sheet, drafted(1, MONDAY), agreed(1, last))) == []
    late = agreed(1, last + timedelta(days=1), "P07")
    found = only(process_of(sheet, drafted(1, MONDAY), agreed(1, last), late))
    assert (found.code, found.level) == ("KZ44", "should")
    assert (found.message.values["seats"], found.message.values["last"]) == (("P07",), limit)


def test_kz44_a_new_version_starts_a_new_period(sheet: Sheet) -> None:
    later = MONDAY + timedelta(days=30)
    events = [drafted(1, MONDAY), drafted(2, later), agreed(2, later + timedelta(days=1))]
    assert codes(process_of(sheet, *events)) == []


# ---------------------------------------------------------------- KZ46: who may hold the chair


@pytest.mark.parametrize(("seat", "broken"), [("P02", True), ("P07", False), ("N01", False)])
def test_kz46_the_responsible_body_does_not_hold_the_chair(
    sheet: Sheet, seat: str, broken: bool
) -> None:
    elected = ("appointment.office", "officers", MONDAY, {"office": "chair", "holder": seat})
    process = process_of(sheet, elected)
    assert process.roster.office("chair") == seat
    assert codes(process) == (["KZ46"] if broken else [])


# ---------------------------------------------------------------- CJ02, CP03: days of meetings


@pytest.mark.parametrize(("variant", "code"), [("jefferson", "CJ02"), ("panel", "CP03")])
def test_days_of_meetings_are_those_stated(variant: str, code: str) -> None:
    sheet = read_sheet(REGISTRY, SCENARIOS / f"{variant}.toml")
    assert codes(process_of(sheet)) == []
    stated = sheet.rulebook.open_parameters["meeting_days"].default
    found = only(process_of(sheet, open_parameters={"meeting_days": stated - 1}))
    assert (found.code, found.level) == (code, "should")
    assert (found.message.values["planned"], found.message.values["stated"]) == (stated, stated - 1)
    assert found.where is not None
    assert found.where.path.startswith("calendar.")


@pytest.mark.parametrize(
    ("planned", "days"),
    [
        (Planned(date(2027, 4, 5), date(2027, 4, 8)), 4),
        (Planned(date(2027, 4, 5), date(2027, 4, 7), (date(2027, 4, 5), date(2027, 4, 7))), 2),
        (Planned(datetime(2027, 4, 5, tzinfo=UTC), datetime(2027, 4, 8, tzinfo=UTC)), 3),
        (Planned(datetime(2027, 4, 5, 9, tzinfo=UTC), datetime(2027, 4, 5, 17, tzinfo=UTC)), 1),
        (Planned(date(2027, 4, 5)), 1),
    ],
)
def test_days_are_counted_in_every_form_of_a_date(planned: Planned, days: int) -> None:
    sheet = read_sheet(REGISTRY, SCENARIOS / "jefferson.toml")
    stated = {"meeting_days": days}
    assert codes(process_of(sheet, calendar={"hearings": planned}, open_parameters=stated)) == []
    stated = {"meeting_days": days + 1}
    process = process_of(sheet, calendar={"hearings": planned}, open_parameters=stated)
    assert codes(process) == ["CJ02"]


def test_a_calendar_without_sessions_is_not_held_against_a_pilot() -> None:
    sheet = read_sheet(REGISTRY, SCENARIOS / "panel.toml")
    assert codes(process_of(sheet, calendar={})) == []


def test_every_check_belongs_to_a_rule_with_a_hook() -> None:
    own = [book for book in REGISTRY.rulebooks() if book.model == "citizen_jury"]
    hooked = {r.code for book in own for r in book.rules if r.check == "hook"}
    assert hooked == set(CHECKS)
