"""The four rulebooks: complete in three languages, every statement with its source and status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from deliberate import jurisdictions
from deliberate.core.common.communication import communication_plan, occasions
from deliberate.core.common.overview import figures, risk_matrix, swot
from deliberate.core.errors import UnusableInput
from deliberate.core.period import Period
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.checks import CHECKS
from deliberate.core.rulebook.inheritance import NAMES
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.model import Rulebook, Status
from deliberate.core.rulebook.pilot_surroundings import Risk
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.rulebook.templates import FIELD
from deliberate.core.services.files import Sheet, read_sheet
from deliberate.core.text import Text
from deliberate_citizen_jury import VARIANTS
from deliberate_citizen_jury.findings import CHECKS as HOOKS

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "temirkent-heating-2027.toml"
LANGUAGES = ("kk", "ru", "en")
REGISTRY = Registry.load(extra=(jurisdictions,))
BOOKS = {variant: REGISTRY.rulebook(f"citizen_jury/{variant}") for variant in VARIANTS}
STATED = {"seat_groups", "steps", "rules", "open_parameters", "duties"}


@pytest.fixture(params=VARIANTS)
def book(request: pytest.FixtureRequest) -> Rulebook:
    return BOOKS[request.param]


@pytest.fixture(scope="module")
def kazakhstan() -> Rulebook:
    return BOOKS["kazakhstan"]


def statements(book: Rulebook) -> Iterator[tuple[str, Any]]:
    """Everything that a rulebook states, with the list it stands in."""
    for table in NAMES:
        held = getattr(book, table, None)
        items = getattr(book.background, table) if held is None else held
        for item in items.values() if isinstance(items, dict) else items:
            yield table, item


def texts(value: Any, path: str = "") -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(item, f"{path}[{index}]")
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield from texts(item, f"{path}.{key}")


def test_all_five_are_there_and_kazakhstan_is_the_default() -> None:
    assert VARIANTS == ("kazakhstan", "kazakhstan-lottery", "jefferson", "panel", "advertised")
    assert REGISTRY.rulebook("citizen_jury").variant == "kazakhstan"


def test_every_text_is_complete(book: Rulebook) -> None:
    needed = {"title", "text", "what", "measure", "summary"}
    found = dict(texts(book))
    # A caption of a block, and the name under which documents quote a source, may be missing.
    optional = re.compile(r"\.blocks\[|^\.sources\.|^\.fit\.sources\[")
    empty = [
        path
        for path, text in found.items()
        if path.split(".")[-1] in needed and not optional.search(path) and not text
    ]
    assert empty == []
    assert len(found) > 50
    assert [p for p, text in found.items() if text and text.missing(LANGUAGES)] == []


def test_no_text_is_the_same_in_two_languages(book: Rulebook) -> None:
    """A sentence that was forgotten in the wrong language is the same in two of them; what is
    made of fields alone has no words of its own."""
    same = [
        (path, text.get("ru"))
        for path, text in texts(book)
        if re.search(r"[^\W\d_]", FIELD.sub("", text.get("ru") or ""))
        and len({text.get(code) for code in LANGUAGES}) < len(LANGUAGES)
    ]
    assert same == []


def test_kazakh_is_kazakh_and_english_is_english(book: Rulebook) -> None:
    cyrillic = set("абвгдежзийклмнопрстуфхцчшщъыьэюя")
    wrong = [path for path, text in texts(book) if cyrillic & set((text.get("en") or "").lower())]
    assert wrong == []
    kazakh = "".join((text.get("kk") or "").lower() for _, text in texts(book))
    russian = "".join((text.get("ru") or "").lower() for _, text in texts(book))
    assert set("әғқңөұүі") <= set(kazakh)
    assert set("әғқңөұү") & set(russian) == set()


def test_every_statement_has_its_source_and_status(book: Rulebook) -> None:
    bare = [
        (table, item)
        for table, item in statements(book)
        if table != "sources"
        and (item.source not in book.sources or item.status not in get_args(Status))
    ]
    assert bare == []
    assert {table for table, _ in statements(book)} >= STATED
    cited = {item.source for table, item in statements(book) if table != "sources"}
    assert set(book.sources) - cited <= {"public-councils-2015"}


def test_what_nobody_checked_is_never_obligatory(book: Rulebook) -> None:
    assert [r.code for r in book.rules if r.level == "must" and r.status == "unverified"] == []


def test_every_rule_is_checked_by_something(book: Rulebook) -> None:
    unchecked = [
        rule.code
        for rule in book.rules
        if rule.check not in CHECKS and not (rule.check == "hook" and HOOKS.get(rule.code))
    ]
    assert unchecked == []


def test_every_step_that_names_a_rule_is_named_by_it(book: Rulebook) -> None:
    for step in book.steps:
        if step.rule is not None:
            rule = book.rule(step.rule)
            assert rule is not None
            assert step.id in rule.steps, (step.id, rule.code)


def test_law_is_dated(book: Rulebook) -> None:
    laws = {i.source for t, i in statements(book) if t != "sources" and i.status == "law"}
    assert [name for name in laws if book.sources[name].checked_on is None] == []


# ------------------------------------------------------------------ the rows of the mechanism

ROWS: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # row of the mechanism: its steps, its rules
    0: (("order", "constitution"), ("KZ00", "KZ33")),
    1: (("regulation",), ("KZ01", "KZ02")),
    2: (("regulation", "requirements"), ("KZ02", "KZ34", "KZ43", "KZ44")),
    3: (("constitution", "declarations", "officers"), ("KZ22", "KZ03", "KZ38", "KZ46")),
    4: (("agenda",), ("KZ04", "KZ45")),
    5: (("nomination", "candidates"), ("KZ05", "KZ34")),
    6: (("election",), ("KZ06", "KZ39")),
    7: (("election", "declarations"), ("KZ07",)),
    8: (("notification", "materials"), ("KZ23", "KZ08", "KZ24", "KZ35")),
    9: (("session",), ("KZ09", "KZ36", "KZ37", "KZ27", "KZ32")),
    10: (("decision",), ("KZ10",)),
    11: (("session", "decision"), ("KZ11",)),
    12: (("protocol",), ("KZ25", "KZ12", "KZ28")),
    13: (("execution",), ("KZ13", "KZ47")),
    14: (("execution", "closing"), ("KZ14",)),
    15: (("execution",), ("KZ15",)),
    16: (("closing",), ("KZ16",)),
    17: (("agenda",), ("KZ17", "KZ26")),
    18: (("agenda",), ("KZ18",)),
    19: (("protocol",), ("KZ19",)),
    20: (("engagement",), ("KZ20", "KZ42")),
    21: (("closing",), ("KZ21",)),
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_mechanism_is_a_step_and_a_rule(row: int, kazakhstan: Rulebook) -> None:
    steps, rules = ROWS[row]
    assert {step.id for step in kazakhstan.steps} >= set(steps)
    assert {rule.code for rule in kazakhstan.rules} >= set(rules)


def test_the_numbers_of_the_mechanism(kazakhstan: Rulebook) -> None:
    seats = {group.name: group.count for group in kazakhstan.seat_groups}
    assert seats == {"permanent": 15, "non_permanent": 10}
    parameters = {step.id: step.parameters for step in kazakhstan.steps}
    asked = {rule.code: dict(rule.parameters) for rule in kazakhstan.rules}
    assert asked["KZ04"]["at_least"] == Period(1, "months")
    assert asked["KZ06"]["at_least"] == Period(14, "days")
    assert asked["KZ08"]["at_least"] == asked["KZ23"]["at_least"] == Period(1, "weeks")
    assert asked["KZ11"]["repeat_after"] == Period(14, "days")
    assert (asked["KZ10"]["at_least_votes"], asked["KZ10"]["of"]) == (20, 25)
    assert parameters["decision"].present_to_open == 20
    assert parameters["execution"].every == Period(7, "days")
    execution = parameters["execution"]
    assert execution.accepted_by == "@acceptance_of_execution"
    arrangement = kazakhstan.open_parameters["acceptance_of_execution"].default
    together = tuple(execution.arrangements[arrangement])
    assert together == ("chair", "non_permanent", "non_permanent")
    assert kazakhstan.open_parameters["session_quorum"].default == 17
    assert kazakhstan.open_parameters["decision_threshold"].choices == (20,)


def test_the_open_parameters_are_those_of_the_example(kazakhstan: Rulebook) -> None:
    sheet = read_sheet(REGISTRY, EXAMPLE)
    defaults = {item.id: item.default for item in kazakhstan.open_parameters.values()}
    assert dict(sheet.pilot.open_parameters) == defaults


def test_what_the_oecd_would_say_is_said(kazakhstan: Rulebook) -> None:
    principles = [item.principle for item in kazakhstan.deviations]
    assert principles == ["GP4", "GP5", "GP6", "GP7", "GP8", "GP9", "GP10", "GP11", "OECD2"]


# ------------------------------------------------------------------ the other three


def test_the_lottery_fills_the_ten_seats_and_leaves_the_rest(kazakhstan: Rulebook) -> None:
    lottery = BOOKS["kazakhstan-lottery"]
    assert lottery.document("order") is not None
    before_, now = (
        {item.id for item in kazakhstan.documents},
        {item.id for item in lottery.documents},
    )
    assert before_ - now == {"post_vote", "messenger_vote", "press_vote"}
    assert now - before_ == {
        "lottery_protocol", "post_lottery", "post_drawn", "messenger_drawn", "press_drawn",
    }  # fmt: skip
    assert lottery.extends == kazakhstan.name
    before, after = ({step.id for step in item.steps} for item in (kazakhstan, lottery))
    assert before - after == {"nomination", "candidates", "election"}
    assert after - before == {"invitation", "registration", "lottery"}
    step = lottery.step("lottery")
    assert step is not None
    quotas = {quota["feature"]: len(quota["values"]) for quota in step.parameters.quotas}
    assert quotas == {"sex": 2, "age": 3, "language": 2, "type_of_place": 2}
    kept = [rule for rule in kazakhstan.rules if rule in lottery.rules]
    assert {"KZ04", "KZ08", "KZ10", "KZ13"} <= {rule.code for rule in kept}
    assert [item.principle for item in lottery.deviations].count("GP4") == 1


def test_the_numbers_of_the_jefferson_center() -> None:
    jury = BOOKS["jefferson"]
    seats, days = jury.open_parameters["jurors"], jury.open_parameters["meeting_days"]
    assert (seats.minimum, seats.maximum, seats.status) == (12, 24, "seen")
    assert (days.minimum, days.maximum, days.status) == (3, 6, "thesis")


def test_the_numbers_of_the_panel_are_unverified() -> None:
    panel = BOOKS["panel"]
    members = panel.open_parameters["members"]
    assert (members.minimum, members.maximum, members.status) == (25, 50, "unverified")
    share = panel.open_parameters["supermajority"]
    assert (share.default, share.status) == ("4/5", "unverified")
    hours = panel.rule("CP02")
    assert hours is not None
    assert (hours.parameters["min"], hours.level, hours.status) == (2400, "should", "unverified")


# ------------------------------------------------------------------ data beside the rules


@pytest.fixture
def process() -> Process:
    return process_of(read_sheet(REGISTRY, EXAMPLE))


def process_of(sheet: Sheet) -> Process:
    now = sheet.calendar.start_of(date(2027, 1, 1))
    kinds = REGISTRY.kinds
    return Process("p", sheet.rulebook, sheet.pilot, sheet.calendar, kinds, (), now)


def test_the_four_lists_are_filled(process: Process) -> None:
    lists = swot(process)
    assert list(lists) == ["strength", "weakness", "opportunity", "threat"]
    assert all(len(items) >= 3 for items in lists.values())
    assert {item.status for items in lists.values() for item in items} == {"thesis", "practice"}


def test_the_matrix_meets_threats_with_strengths(process: Process) -> None:
    cells = risk_matrix(process)
    assert {cell.kind for cell in cells} == {"threat_strength", "weakness_opportunity"}
    assert all(cell.owner and cell.measure and cell.threat for cell in cells)
    own = [cell for cell in cells if cell.id in {"RISK1", "RISK2"}]
    assert len(own) == 2
    threats = [(cell.kind, cell.threat.get("en")) for cell in cells]
    assert len(threats) == len(set(threats))
    assert all(cell.counterpart for cell in own)
    answered = {name for item in process.rulebook.background.measures for name in item.pair}
    lists = swot(process)
    assert {item.id for item in (*lists["threat"], *lists["weakness"])} <= answered


def test_a_pilot_s_own_cell_replaces_the_model_s(process: Process) -> None:
    words = Text.of({"kk": "а", "ru": "б", "en": "c"})
    own = Risk("T1-S1", "threat_strength", words, words, "P02")
    changed = replace(process, pilot=replace(process.pilot, risks=(own,)))
    assert [cell.owner for cell in risk_matrix(changed) if cell.id == "T1-S1"] == ["P02"]


def test_the_figures_and_what_does_not_add_up(process: Process) -> None:
    known = {(item.category, item.year): item for item in figures(process)}
    received = [known["appeals_received", year].value for year in (2018, 2019, 2020)]
    unanswered = [known["appeals_unanswered", year].value for year in (2018, 2019, 2020)]
    assert received == [47_024, 58_721, 71_921]
    assert unanswered == [536, 959, 3_845]
    apart = {key: item.discrepancy for key, item in known.items() if item.discrepancy}
    assert apart == {("appeals_received", 2018): 10}
    text = known["appeals_received", 2018].text
    assert "47 034" in (text.get("kk") or "")
    assert "47,034" in (text.get("en") or "")


def test_the_communication_plan_follows_the_calendar(process: Process) -> None:
    plan = communication_plan(process)
    assert [line.when for line in plan] == sorted(line.when for line in plan)
    lines = {line.what.get("en"): line for line in plan}
    opens = lines["The vote is open: how to vote and how to check the receipt"]
    soon = lines["Three days until the vote closes"]
    assert (opens.when, opens.responsible, opens.languages) == (
        date(2027, 2, 18),
        "P01",
        ("kk", "ru"),
    )
    assert {"portal", "social", "messengers"} <= set(opens.channels)
    assert len(plan) == len({(line.when, line.what) for line in plan}) == 11
    assert soon.when == date(2027, 3, 4) - timedelta(days=3)
    assert lines["The final protocol and the minority report"].when == date(2027, 4, 30)
    assert {"portal", "social", "press"} <= {name for line in plan for name in line.channels}


def test_a_crisis_has_no_day_and_a_deadline(process: Process) -> None:
    found = occasions(process)
    assert [item.within for item in found] == [Period(24, "hours"), Period(7, "days")]
    assert all(item.languages == ("kk", "ru") for item in found)


def test_what_was_told_is_kept_by_its_channel(process: Process) -> None:
    body = {"telling": "vote-opens", "channel": "portal", "evidence": "an address"}
    fact = Fact("p", 1, process.now, Actor("a", "agency"), "register.communicated", None, body=body)
    told = [line for line in communication_plan(replace(process, facts=(fact,))) if line.done]
    assert [(line.what.get("en"), line.done) for line in told] == [
        ("The vote is open: how to vote and how to check the receipt", ("portal",))
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('pair = ["T1", "S1"]', 'pair = ["S1", "T1"]', "PAIR"),
        ('pair = ["T1", "S1"]', 'pair = ["T1", "O1"]', "PAIR"),
        ('pair = ["T1", "S1"]', 'pair = ["T1"]', "PAIR"),
        ('[[tellings]]\nid = "after-crisis"', '[[tellings]]\nid = "crisis"', "DUPLICATE"),
        ('step = "session"\nbefore = "3 days"', 'step = "sessoin"\nbefore = "3 days"', "REFERENCE"),
    ],
)
def test_a_wrong_line_of_the_data_is_refused_with_its_place(
    old: str, new: str, code: str, kazakhstan: Rulebook
) -> None:
    assert kazakhstan.text.count(old) == 1
    text = kazakhstan.text.replace(old, new)
    with pytest.raises(UnusableInput) as refused:
        load_rulebook(parse_toml(text, "own.toml"), REGISTRY.schemas())
    (found,) = refused.value.findings or (refused.value,)
    assert found.code == code
    assert found.where is not None
    line = text[: text.rindex(new)].count("\n") + 1
    assert line <= found.where.line <= line + new.count("\n")


NEXT = 'default = "next_candidate"'


@pytest.mark.parametrize(
    ("old", "new", "codes", "line"),
    [
        ('electorate = "@electorate"\n', "", ["UNREAD"], 'id = "electorate"'),
        ('reads = ["agreement_days"]\n', "", ["UNREAD"], 'id = "agreement_days"'),
        (
            'reads = ["agreement_days"]',
            'reads = ["agreement_day"]',
            ["REFERENCE", "UNREAD"],
            'id = "agreement_days"',
        ),
        (NEXT, f"{NEXT}\nstated_only = true", ["STATED_ONLY"], "stated_only = true"),
    ],
)
def test_a_parameter_is_read_or_says_that_it_is_not(
    old: str, new: str, codes: list[str], line: str, kazakhstan: Rulebook
) -> None:
    assert kazakhstan.text.count(old) == 1
    text = kazakhstan.text.replace(old, new)
    with pytest.raises(UnusableInput) as refused:
        load_rulebook(parse_toml(text, "own.toml"), REGISTRY.schemas())
    found = refused.value.findings or (refused.value,)
    assert sorted(item.code for item in found) == codes
    last = max(found, key=lambda item: item.where.line if item.where is not None else 0)
    assert last.where is not None
    assert text.splitlines()[last.where.line - 1] == line


def test_prose_is_prose_and_a_removed_step_leaves_nothing_unread(kazakhstan: Rulebook) -> None:
    """An extending rulebook removes a parameter with what reads it, or says that it is prose."""
    head = (
        '[rulebook]\nmodel = "citizen_jury"\nvariant = "own"\nversion = "1"\n'
        'extends = "citizen_jury/kazakhstan"\nsource = "practice"\n'
        'title = { kk = "Ө", ru = "С", en = "O" }\n'
    )
    rules = '[remove]\nrules = ["KZ44"]\n'
    with pytest.raises(UnusableInput) as refused:
        load_rulebook(
            parse_toml(head + rules, "own.toml"), REGISTRY.schemas(), lambda _: kazakhstan
        )
    assert refused.value.code == "UNREAD"
    rules += 'open_parameters = ["agreement_days"]\n'
    with pytest.raises(UnusableInput) as refused:
        load_rulebook(
            parse_toml(head + rules, "own.toml"), REGISTRY.schemas(), lambda _: kazakhstan
        )
    assert "parameter.agreement_days" in str(refused.value)
    all_of_it = rules + 'documents = ["letter_to_organisation", "regulation"]\n'
    own = load_rulebook(
        parse_toml(head + all_of_it, "own.toml"), REGISTRY.schemas(), lambda _: kazakhstan
    )
    assert "agreement_days" not in own.open_parameters
