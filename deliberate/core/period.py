"""Periods of a rulebook or a pilot file: an amount of one unit, never a mixture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from deliberate.core.errors import UnusableInput, message

Unit = Literal["hours", "days", "working_days", "weeks", "months"]

_UNITS: frozenset[str] = frozenset(get_args(Unit))
_GRAMMAR = re.compile(r"([1-9][0-9]{0,3}) +(hour|day|working +day|week|month)s?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as rules state it: `14 days`, `1 month`, `3 working days`.

    Periods have no common measure (a month has 28 to 31 days), so they are not ordered; a calendar
    applies them to a day or a moment. `amount` is a whole number from 1 to 9999.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in _UNITS or not 1 <= self.amount <= 9999:
            raise _not_a_period(f"{self.amount} {self.unit}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `N hours | days | working days | weeks | months` (a unit may be in the singular).

        Raises `UnusableInput` with the code `PERIOD` for anything else, zero included: a rule
        without a minimum leaves its period out.
        """
        # A TOML file may hold a number here: it is no period, and no reason to crash.
        found = _GRAMMAR.fullmatch(str(text).strip(" "))
        if found is None:
            raise _not_a_period(str(text))
        amount, unit = found.groups()
        return cls(int(amount), cast(Unit, "_".join(unit.split()) + "s"))

    def __str__(self) -> str:
        """The period in its own grammar; `Period.parse` reads it back."""
        unit = self.unit.replace("_", " ")
        return f"{self.amount} {unit[:-1] if self.amount == 1 else unit}"


def _not_a_period(text: str) -> UnusableInput:
    return UnusableInput(
        "PERIOD",
        message("“{text}” is not a period.", text=text),
        fix=message(
            "Write a whole number from 1 to 9999 and a unit: hours, days, working days, weeks or "
            "months; for example “14 days”."
        ),
    )
