"""Decree transfers: days freed, days worked, and what no decree can do."""

from __future__ import annotations

from datetime import date

import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.errors import UnusableInput
from deliberate.jurisdictions.kz import kz_jurisdiction

KZ = kz_jurisdiction()
BRIDGE, SATURDAY = date(2027, 3, 25), date(2027, 4, 3)


def test_a_bridge_day_is_off_and_its_saturday_is_worked() -> None:
    changed = KZ.holidays.with_transfers(days_off=[BRIDGE], working=[SATURDAY])
    before, after = Calendar(KZ.zone, KZ.holidays), Calendar(KZ.zone, changed)
    assert before.is_working(BRIDGE)
    assert not before.is_working(SATURDAY)
    assert not after.is_working(BRIDGE)
    assert after.is_working(SATURDAY)
    holiday = after.holiday(BRIDGE)
    assert holiday is not None
    assert holiday.kind == "decreed"
    assert not holiday.name.missing(KZ.languages)
    assert after.next_working(date(2027, 3, 21)) == date(2027, 3, 26)


def test_transfers_add_up() -> None:
    once = KZ.holidays.with_transfers(days_off=[BRIDGE])
    twice = once.with_transfers(working=[SATURDAY])
    assert twice.on(BRIDGE) is not None
    assert not twice.is_weekend(SATURDAY)
    assert twice.is_weekend(date(2027, 4, 10))


def test_without_transfers_nothing_changes() -> None:
    assert KZ.holidays.with_transfers() is KZ.holidays


def test_a_freed_holiday_keeps_its_name() -> None:
    changed = KZ.holidays.with_transfers(days_off=[date(2027, 3, 22)])
    assert changed.on(date(2027, 3, 22)) == KZ.holidays.on(date(2027, 3, 22))


def test_a_day_cannot_be_both() -> None:
    with pytest.raises(UnusableInput) as refusal:
        KZ.holidays.with_transfers(days_off=[BRIDGE], working=[BRIDGE])
    assert refusal.value.code == "TRANSFER"
    with pytest.raises(UnusableInput):
        KZ.holidays.with_transfers(days_off=[BRIDGE]).with_transfers(working=[BRIDGE])


def test_no_decree_makes_a_holiday_a_working_day() -> None:
    with pytest.raises(UnusableInput) as refusal:
        KZ.holidays.with_transfers(working=[date(2027, 3, 22)])
    assert refusal.value.code == "TRANSFER"


def test_a_moved_or_an_estimated_day_may_be_corrected() -> None:
    kurban = date(2028, 5, 5)
    changed = KZ.holidays.with_transfers(
        days_off=[date(2028, 5, 4)], working=[kurban, date(2027, 3, 24)]
    )
    calendar = Calendar(KZ.zone, changed)
    assert calendar.is_working(kurban)
    assert not calendar.is_working(date(2028, 5, 4))
    assert calendar.is_working(date(2027, 3, 24))
