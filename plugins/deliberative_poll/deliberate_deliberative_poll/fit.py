"""What no answer alone can tell about an issue: how exactly so many people speak for the others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from deliberate.api import Issue, Reason, margin_of_error, message

EXACT = Fraction(7)
"""Points: with about two hundred people; a lead of twice as much is hardly chance."""


def reasons(issue: Issue) -> Sequence[Reason]:
    """For the model where the margin of error is small, against it where hardly a change shows."""
    people = issue.means.get("people", 0)
    if not people:
        return ()
    margin = margin_of_error(people)
    values = {"people": people, "margin": margin}
    if Fraction(margin) <= EXACT:
        words = message(
            "With {people} people the margin of error is {margin} points: changes of opinion show.",
            **values,
        )
        return (Reason(words, "suits", source="practice"),)
    words = message(
        "With {people} people the margin of error is {margin} points: only large changes show.",
        **values,
    )
    return (Reason(words, "weak", source="practice"),)
