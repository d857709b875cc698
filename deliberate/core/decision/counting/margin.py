"""A majority counts only where it is larger than the margin of error of the survey it rests on.

Source of the rule: the Shin-Gori 5 and 6 Public Deliberation Committee, Korea, 2017.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from deliberate.core.errors import UnusableInput, message

Verdict = Literal["first", "second", "undecided"]


def beyond_margin(first: Fraction, second: Fraction, margin: Fraction) -> Verdict:
    """Which of two shares leads by more than the margin; all in the same unit (percentage points).

    Shares of a survey are weighted: the verdict rests on the published shares, never on head counts
    made up from them. Raises `UnusableInput` (MARGIN) for a share or a margin below zero.
    """
    if min(first, second, margin) < 0:
        raise UnusableInput("MARGIN", message("Shares and their margin are not below zero."))
    if abs(first - second) <= margin:
        return "undecided"
    return "first" if first > second else "second"
