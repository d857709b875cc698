"""Steps that an open parameter asks for, and what the oversight group and two waves must be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from deliberate.core.errors import Refused
from deliberate.core.process.kind import Command
from deliberate.core.recruitment import invitation, registration
from deliberate.core.rulebook.conditions import holds, parse_condition, possible


def test_an_open_parameter_may_stand_in_the_place_of_a_step() -> None:
    chosen = {"@control": "twice", "vote": None}
    assert parse_condition("@control = twice and vote = adopted") == (
        (("@control", "twice"), ("vote", "adopted")),
    )
    assert holds("@control = twice", chosen.get)
    assert not possible("@control = none", chosen.get, lambda name: name == "vote")
    assert possible("@control = twice and vote = adopted", chosen.get, lambda name: name == "vote")


def survey(closed: dict[str, Any] | None) -> Any:
    """A process in which the survey `t1` is closed, or open still."""
    facts = () if closed is None else (SimpleNamespace(body=closed),)
    return SimpleNamespace(select=lambda *kinds, step=None: facts if step == "t1" else ())


def command(closed: dict[str, Any] | None, people: int) -> Command:
    params = SimpleNamespace(from_="t1")
    made = SimpleNamespace(process=survey(closed), params=params, body={"people": people})
    return cast(Command, made)


def test_nobody_is_invited_before_the_survey_is_closed() -> None:
    with pytest.raises(Refused, match="is not closed"):
        invitation._require_answered(command(None, 10))


@pytest.mark.parametrize("body", [{"answered": 10}, {"n": 10}])
def test_no_more_are_invited_than_answered(body: dict[str, Any]) -> None:
    invitation._require_answered(command(body, 10))
    with pytest.raises(Refused, match="11 people, and 10 answered"):
        invitation._require_answered(command(body, 11))
    registration._require_answered(command(body, 0), 10)
    with pytest.raises(Refused, match="11 people are willing"):
        registration._require_answered(command(body, 0), 11)
