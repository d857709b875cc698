"""Secrecy in a rulebook: unknown levels are refused, and what cannot be held together is said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliberate.core.decision import ballot, entitled, secrecy
from deliberate.core.errors import Finding, UnusableInput
from deliberate.core.kinds import kinds
from deliberate.core.record import check_counters, check_secrecy
from deliberate.core.rulebook.loader import load_rulebook
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.services.files import check_pilot
from tests.papers import DATA, registry

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def findings(tmp_path: Path, level: str) -> tuple[Finding, ...]:
    text = (DATA / "secret_pilot.toml").read_text()
    path = tmp_path / "pilot.toml"
    path.write_text(text.replace('secrecy = "secret"', f'secrecy = "{level}"'))
    return check_pilot(registry(), path, NOW).findings


def test_a_secret_ballot_and_members_by_video_are_said_to_exclude_each_other(
    tmp_path: Path,
) -> None:
    found = [item for item in findings(tmp_path, "secret") if item.code == "REMOTE"]
    assert [(item.level, item.steps) for item in found] == [
        ("should", ("choice",)), ("should", ("agreeing",)), ("should", ("decision",))
    ]  # fmt: skip
    place = found[0].where
    assert place is not None
    assert place.path == "open_parameters.secrecy"
    for level in ("roll_call", "confidential"):
        assert not [item for item in findings(tmp_path, level) if item.code == "REMOTE"]


def test_an_unknown_level_is_refused_where_it_stands() -> None:
    text = (DATA / "secret_rulebook.toml").read_text()
    wrong = text.replace('secrecy = "@secrecy"', 'secrecy = "secrt"', 1)
    known = {name: kind.parameters for name, kind in kinds().items() if kind.parameters}
    with pytest.raises(UnusableInput) as error:
        load_rulebook(parse_toml(wrong, "rules.toml"), known)
    (finding,) = error.value.findings
    assert finding.where is not None
    assert finding.where.line == 1 + text[: text.index('secrecy = "@secrecy"')].count("\n")
    assert str(secrecy.SECRECIES) in str(finding.message)
    assert "secret" in str(finding.fix)


def test_casting_and_verification_mean_the_same_levels() -> None:
    """The two share no code, so that a fault in one is seen by the other."""
    assert check_secrecy.LEVELS == secrecy.SECRECIES
    fields = secrecy.SEALED | {"opt_out"}
    assert fields == check_secrecy.ON_A_PAPER


def test_counting_and_verification_mean_the_same_people() -> None:
    assert check_counters.HOSTS == ballot.HOSTS
    assert check_counters.RETURNING_OFFICER == entitled.RETURNING_OFFICER
