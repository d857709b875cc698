"""The plain jurisdiction: a country code, a zone, languages, weekends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.errors import UnusableInput
from deliberate.jurisdictions.plain import plain_jurisdiction


def test_unstated() -> None:
    plain = plain_jurisdiction()
    assert (plain.id, plain.zone.key, plain.languages) == ("plain", "UTC", ("en",))
    assert plain.name.get("kk") == "Ел көрсетілмеген"
    assert plain.personal_number is None
    assert plain.names is None
    assert not plain.territories


def test_a_country() -> None:
    ireland = plain_jurisdiction("IE", "Europe/Dublin", ["en", "ga"])
    assert ireland.id == "plain-ie"
    assert ireland.name.as_dict() == {"en": "IE", "ga": "IE"}
    assert ireland.authentic_languages == ("en", "ga")


def test_only_weekends_are_off_until_a_pilot_enters_more() -> None:
    plain = plain_jurisdiction()
    friday, saturday = date(2027, 12, 24), date(2027, 12, 25)
    calendar = Calendar(plain.zone, plain.holidays)
    assert calendar.is_working(friday)
    assert not calendar.is_working(saturday)
    assert calendar.holiday(saturday) is None
    changed = Calendar(plain.zone, plain.holidays.with_transfers(days_off=[friday]))
    assert changed.next_working(friday) == date(2027, 12, 27)
    assert changed.advice(friday) == ()


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("COUNTRY", {"country": "Ireland"}),
        ("COUNTRY", {"country": "ie"}),
        ("ZONE", {"zone": "Mars/Olympus"}),
        ("ZONE", {"zone": "../etc/passwd"}),
        ("ZONE", {"zone": ""}),
        ("LANGUAGES", {"languages": ()}),
    ],
)
def test_what_is_none_is_refused(code: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(UnusableInput) as refusal:
        plain_jurisdiction(**arguments)
    assert refusal.value.code == code
