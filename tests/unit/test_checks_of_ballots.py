"""Checks of how steps are held, of a group's seats and of days of meetings; chosen seats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from deliberate.core.errors import Finding, UnusableInput
from deliberate.core.kinds import kinds
from deliberate.core.phases import Phase
from deliberate.core.rulebook.check_parameters import Held
from deliberate.core.rulebook.checks import check_rules
from deliberate.core.rulebook.chosen_seats import sized
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.model import OpenParameter, Rule, Rulebook, SeatGroup, Step
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.text import Text
from deliberate.i18n import Translator

ENGLISH = Translator("en")


@dataclass(frozen=True)
class Ballot:
    secrecy: str = "secret"
    worded_by: str = "wording"
    voters: str = ""
    opt_out: Any = None
    in_session: str = ""


def step(name: str, kind: str = "ballot", parameters: Any = None) -> Step:
    words = Text.of({"en": name})
    return Step(name, kind, Phase.DECISION, words, parameters, source="invented")


def said(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(ENGLISH.render(finding.message) for finding in findings)


def found(sample: Any, rule: Rule, steps: tuple[Step, ...], toml: str = "") -> tuple[Finding, ...]:
    """What the check of a rule finds in a rulebook with these steps."""
    return check_rules(sample.context(sample.rulebook(rule, steps=steps), sample.pilot(toml)))


BOOK = (step("one", parameters=Ballot()), step("two", parameters=Ballot("roll_call", "")))


def test_steps_of_a_kind_are_held_as_a_rule_says(sample: Any) -> None:
    secret = sample.rule("H1", "held", kind="ballot", as_={"secrecy": "secret", "opt_out": True})
    assert said(found(sample, secret, BOOK)) == [
        "“one”: opt_out is -; the rule asks for true.",
        "“two”: opt_out is -; the rule asks for true.",
        '“two”: secrecy is "roll_call"; the rule asks for "secret".',
    ]


def test_what_a_step_has_to_state_at_all(sample: Any) -> None:
    stated = sample.rule("H2", "held", kind="ballot", stated=["worded_by"])
    assert said(found(sample, stated, BOOK)) == ["“two” does not say: worded_by."]
    narrow = replace(stated, parameters={**stated.parameters, "only_": ["one"]})
    assert found(sample, narrow, BOOK) == ()


def test_an_open_parameter_counts_with_the_choice_of_the_pilot(sample: Any) -> None:
    book = (step("one", parameters=Ballot(secrecy="@tie")),)
    rule = sample.rule("H3", "held", kind="ballot", as_={"secrecy": "vote"})
    assert found(sample, rule, book, '[open_parameters]\ntie = "vote"\n') == ()
    (one,) = found(sample, rule, book, '[open_parameters]\ntie = "draw"\n')
    assert one.where is not None
    assert one.where.line == 2


def test_a_group_that_may_not_vote_has_no_ballot_on_paper(sample: Any) -> None:
    silent = sample.rule("V1", "voters", group="elected", may_not=["vote"])
    book = (
        step("one", parameters=Ballot(voters="permanent")),
        step("two", parameters=Ballot(voters="elected")),
        step("three", parameters=Ballot()),
    )
    assert said(found(sample, silent, book)) == [
        "“Elected members” would vote in “three”.",
        "“Elected members” would vote in “two”.",
    ]


def test_seats_of_a_group_are_counted_whether_they_are_named_or_not(sample: Any) -> None:
    rule = sample.rule("G1", "count", what="group:permanent", exactly=4)
    assert said(sample.findings([rule])) == [
        "seats of “Permanent members”: 3; the rule asks for exactly 4."
    ]


def test_days_of_meetings_are_counted_once_each(sample: Any) -> None:
    book = (step("sitting", "session"), step("closing", "session"))
    rule = sample.rule("D1", "count", what="days", min=4)
    calendar = "[calendar]\nsitting = { from = 2027-03-01, until = 2027-03-03 }\nclosing = {day}\n"
    two = calendar.replace("{day}", "2027-03-03")
    assert said(found(sample, rule, book, two)) == [
        "days of meetings: 3; the rule asks for at least 4."
    ]
    assert found(sample, rule, book, calendar.replace("{day}", "2027-03-05")) == ()
    assert found(sample, rule, book) == ()


def test_the_form_of_the_check() -> None:
    read = Held().load({"kind": "ballot", "as": {"opt_out": True}, "only": ["one"]})
    assert read == {"kind": "ballot", "as_": {"opt_out": True}, "only_": ["one"]}


# ------------------------------------------------------------------ seats that the pilot chooses
PARAMETER = OpenParameter("members", 100, Text.of({"en": "Members"}), minimum=50, maximum=200)
GROUP = SeatGroup("members", 100, Text.of({"en": "Members"}), chosen="@members")


@pytest.mark.parametrize(("chosen", "seats"), [(60, 60), (40, 100), ("many", 100), (None, 100)])
def test_a_group_has_as_many_seats_as_the_pilot_chooses(
    sample: Any, chosen: Any, seats: int
) -> None:
    book: Rulebook = replace(
        sample.rulebook(), seat_groups=(GROUP,), open_parameters={"members": PARAMETER}
    )
    given = {} if chosen is None else {"members": chosen}
    pilot: Pilot = replace(sample.pilot(""), open_parameters=given)
    assert sized(book, pilot).seats == seats
    plain = replace(book, seat_groups=(replace(GROUP, chosen=""),))
    assert sized(plain, pilot) is plain


def test_a_choice_that_no_open_parameter_offers_is_refused() -> None:
    text = (
        '[rulebook]\nmodel = "m"\nvariant = "v"\nversion = "1"\nsource = "s"\ntitle.en = "T"\n'
        '[[sources]]\nid = "s"\ntext = "S"\n'
        '[[seat_groups]]\nname = "g"\ncount = 9\nchosen = "@many"\ntitle.en = "G"\n'
        'source = "s"\nstatus = "seen"\n'
    )
    schemas = {name: kind.parameters for name, kind in kinds().items() if kind.parameters}
    with pytest.raises(UnusableInput) as error:
        load_rulebook(parse_toml(text, "own.toml"), schemas)
    told = [(one.code, one.where.line) for one in error.value.findings if one.where]
    assert told == [("REFERENCE", 13)]
