"""The individual identification number (IIN) of a natural person."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from deliberate.core.text import Text

FIRST_PASS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_PASS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
UNUSED = 10

_TWELVE_DIGITS = re.compile("[0-9]{12}", re.ASCII)


def check_digit(base: str) -> int | None:
    """The twelfth digit for the first eleven; None for a base that is never issued.

    The remainder by 11 of the weighted sum; when it is 10 the other weights are tried, and when it
    is 10 again the number is not used.
    """
    digits = [int(digit) for digit in base]
    for weights in (FIRST_PASS, SECOND_PASS):
        remainder = sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        if remainder != UNUSED:
            return remainder
    return None


@dataclass(frozen=True, slots=True)
class IndividualNumber:
    """Twelve digits, the last of them a check digit.

    The digits say nothing reliable about birth or sex: resolution No. 853 of the Government of
    26 August 2013 removed the tie, so a number that contradicts a birth date is no error.
    """

    label: Text = field(default_factory=lambda: Text.of({"kk": "ЖСН", "ru": "ИИН", "en": "IIN"}))

    def valid(self, number: str) -> bool:
        if not _TWELVE_DIGITS.fullmatch(number):
            return False
        return check_digit(number[:-1]) == int(number[-1])
