"""A jurisdiction's days of rest when nothing but the weekend is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deliberate.core.calendar import SATURDAY, Holiday, Holidays, transferred
from deliberate.core.text import Text

DECREED_DAY_OFF = Text.of(
    {
        "kk": "Қосымша демалыс күні",
        "ru": "Дополнительный выходной день",
        "en": "Additional day off",
    }
)


@dataclass(frozen=True, slots=True)
class WeekendsOnly:
    """Saturday and Sunday; every other day off is entered in the pilot file."""

    def on(self, day: date) -> Holiday | None:
        return None

    def is_weekend(self, day: date) -> bool:
        return day.weekday() >= SATURDAY

    def with_transfers(
        self, *, days_off: Iterable[date] = (), working: Iterable[date] = ()
    ) -> Holidays:
        return transferred(self, DECREED_DAY_OFF, days_off, working)
