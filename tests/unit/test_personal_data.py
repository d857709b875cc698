"""No personal number enters a public fact; long numbers that are none may."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import Refused
from deliberate.core.process.facts import Draft
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.files import planned_process, read_sheet
from deliberate.core.services.personal_data import refuse_personal_numbers
from deliberate.jurisdictions.kz.personal_number import check_digit

BASE = "85010130012"
NUMBER = f"{BASE}{check_digit(BASE)}"
WRONG = f"{BASE}{(int(NUMBER[-1]) + 1) % 10}"


@pytest.fixture(scope="module")
def process(registry: Registry, project: Path) -> Process:
    sheet = read_sheet(registry, project / "examples" / "temirkent-heating-2027.toml")
    return planned_process(registry, sheet, datetime(2026, 12, 1, tzinfo=UTC))


def draft(public: dict[str, Any]) -> Draft:
    return Draft("nomination.received", "nomination", 1, None, public, public)


@pytest.mark.parametrize(
    "public",
    [
        {"candidate": NUMBER},
        {"reason": {"kk": f"ЖСН {NUMBER}.", "ru": "ИИН"}},
        {"items": [{"text": {"ru": f"({NUMBER})"}}]},
    ],
)
def test_a_personal_number_is_refused(
    registry: Registry, process: Process, public: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as error:
        refuse_personal_numbers(registry, process, [draft(public)])
    assert error.value.code == "PERSONAL_NUMBER"


@pytest.mark.parametrize("words", [WRONG, f"a{NUMBER}b", "12 345 678 901 234", "K2000000350"])
def test_other_numbers_may_stand(registry: Registry, process: Process, words: str) -> None:
    refuse_personal_numbers(registry, process, [draft({"text": {"ru": words}})])
