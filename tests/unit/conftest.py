"""Small invented rulebooks and pilots for the checks and the plan."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding
from deliberate.core.period import Period
from deliberate.core.phases import Phase
from deliberate.core.rulebook.checks import CheckContext, PlannedTimeline, check_rules
from deliberate.core.rulebook.model import (
    OpenParameter,
    Rule,
    Rulebook,
    SeatGroup,
    Step,
)
from deliberate.core.rulebook.pilot import (
    Agency,
    Pilot,
    Planned,
    Remit,
)
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.text import Text
from deliberate.jurisdictions.kz import kz_jurisdiction


def words(english: str) -> Text:
    return Text.of({"en": english})


@dataclass(frozen=True)
class Threshold:
    threshold: Any
    base: Any = "seats"
    voters: str = "elected"


def step(name: str, **more: Any) -> Step:
    kind = more.pop("kind", "announcement")
    return Step(
        id=name,
        kind=kind,
        phase=Phase.PREPARATION,
        title=words(name),
        parameters=more.pop("parameters", None),
        **more,
    )


STEPS = (
    step("agenda"),
    step("nomination", after=("agenda",)),
    step("election", after=("nomination",), lasts=Period.parse("14 days")),
    step("materials", after=("election",)),
    step("session", after=("materials",)),
    step(
        "decision",
        kind="ballot",
        parameters=Threshold({"at_least_votes": "@decision_threshold"}, "@threshold_base"),
    ),
)


def rule(code: str, check: str, level: str = "must", **parameters: Any) -> Rule:
    return Rule(code, level, words(code), check, parameters, "invented", "seen")  # type: ignore[arg-type]


def rulebook(*rules: Rule, **more: Any) -> Rulebook:
    return Rulebook(
        model="sample",
        variant="plain",
        version="1",
        title=words("Sample"),
        summary=Text(),
        source="invented",
        sources={},
        seat_groups=(
            SeatGroup("permanent", 3, words("Permanent members"), ("state_body", "ngo")),
            SeatGroup("elected", 2, words("Elected members")),
        ),
        steps=more.pop("steps", STEPS),
        rules=rules,
        open_parameters={
            "decision_threshold": OpenParameter("decision_threshold", 4, words("Votes")),
            "threshold_base": OpenParameter("threshold_base", "seats", words("Base")),
            "quorum": OpenParameter("quorum", 3, words("Quorum"), minimum=2, maximum=5),
            "tie": OpenParameter("tie", "draw", words("Tie"), ("draw", "vote")),
        },
        **more,
    )


def planned(value: Any) -> Planned:
    if isinstance(value, Mapping) and "days" in value:
        return Planned(value["days"][0], value["days"][-1], tuple(value["days"]))
    if isinstance(value, Mapping):
        return Planned(value["from"], value.get("until"))
    return Planned(value)


def pilot_of(text: str, **more: Any) -> Pilot:
    """A pilot with complete essentials whose calendar and open parameters come from a TOML text."""
    source = parse_toml(text or "# empty\n", "pilot.toml")
    data = tomllib.loads(text)
    given: dict[str, Any] = {
        "title": words("A pilot"),
        "languages": ("kk", "ru", "en"),
        "authentic_languages": ("kk", "ru"),
        "agency": Agency(name=words("An agency")),
        "remit": Remit(question=words("What?")),
    }
    return Pilot(
        id="p",
        model="sample",
        variant="plain",
        source=source,
        calendar={key: planned(value) for key, value in data.get("calendar", {}).items()},
        open_parameters=data.get("open_parameters", {}),
        deviations={key: Text.of(value) for key, value in data.get("deviations", {}).items()},
        **{**given, **more},
    )


_KZ = kz_jurisdiction()
CALENDAR = Calendar(_KZ.zone, _KZ.holidays, _KZ.advice)


def context_of(book: Rulebook, pilot: Pilot) -> CheckContext:
    timeline = PlannedTimeline(pilot, CALENDAR)
    return CheckContext(book, pilot, CALENDAR, timeline, timeline.occurrences)


class Sample:
    """What the tests of checks and plans build with."""

    rule = staticmethod(rule)
    rulebook = staticmethod(rulebook)
    pilot = staticmethod(pilot_of)
    context = staticmethod(context_of)
    step = staticmethod(step)
    words = staticmethod(words)
    calendar = CALENDAR

    def findings(
        self, rules: Rule | list[Rule], toml: str = "", **more: Any
    ) -> tuple[Finding, ...]:
        listed = rules if isinstance(rules, list) else [rules]
        return check_rules(context_of(rulebook(*listed), pilot_of(toml, **more)))


@pytest.fixture
def sample() -> Sample:
    return Sample()
