"""Published shares of a wave that an outside institute counted.

They are weighted: with one decimal at most, never turned into head counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

from deliberate.core.decision.counting.margin import beyond_margin
from deliberate.core.errors import Refused, message
from deliberate.core.rounded import Rounded
from deliberate.core.rulebook.faults import invalid
from deliberate.core.rulebook.fields import StrictField
from deliberate.core.rulebook.questionnaire import CHOSEN, Questionnaire
from deliberate.core.survey.counting import NO_ANSWER

_SHARE = re.compile(r"(100(\.0)?|\d{1,2}(\.\d)?)")
WHOLE = 100
UNDECIDED = "undecided"
_TENTHS_OF_ONE = 980
"""The margin of a single answer in tenths of a point: 1.96 times a half of a hundred."""


class ShareField(StrictField):
    """A share in per cent with at most one decimal, kept as it was published: "36.6"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        written = str(value) if isinstance(value, str | int | float) else ""
        if isinstance(value, bool) or not _SHARE.fullmatch(written):
            raise invalid(
                message("A share from 0 to 100 with at most one decimal is expected."),
                message("Write: {example}", example="36.6"),
            )
        return written


def require_shares(questionnaire: Questionnaire, shares: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse shares of unknown questions or options, and those of one question that do not add up.

    Each share was rounded: as many options, as many halves of the last decimal may be lost.
    """
    for name, given in shares.items():
        item = questionnaire.item(name)
        if item is None or item.kind not in (*CHOSEN, "scale") or set(given) - set(item.answers):
            raise Refused(
                "SHARES",
                message("“{item}”: these shares fit no question of this survey.", item=name),
                fix=None if item is None else message("Known: {options}.", options=item.answers),
            )
        total = sum((Fraction(share) for share in given.values()), Fraction(0))
        if item.kind != "multiple" and abs(total - WHOLE) > Fraction(len(given), 20):
            raise Refused(
                "SHARES",
                message(
                    "“{item}”: the shares add up to {total}, not to 100.",
                    item=name,
                    total=Rounded(total, 1),
                ),
            )


def margin_of_error(people: int) -> str:
    """Half the width of the 95 % interval of a share near a half, in points, for a simple random
    sample; rounded up to a tenth. A weighted sample has another, which its institute publishes."""
    tenths = isqrt((_TENTHS_OF_ONE**2 - 1) // people) + 1
    return f"{tenths // 10}.{tenths % 10}"


def counted_verdict(
    item: str, results: Sequence[Mapping[str, Any]], papers: int
) -> Mapping[str, str]:
    """The verdict of a wave that the house counted, from its published counts alone; empty where
    the rulebook asks for none. Counts that are not shown count together as one rival."""
    if not item or not papers:
        return {}
    counts: Mapping[str, int | None] = next(
        (one["counts"] for one in results if one["item"] == item), {}
    )
    shown = {name: n for name, n in counts.items() if n is not None and name != NO_ANSWER}
    hidden = papers - sum(n for n in counts.values() if n is not None)
    shares = {name: Fraction(WHOLE * n, papers) for name, n in {**shown, "": hidden}.items()}
    margin = margin_of_error(papers)
    return {"item": item, "margin": margin, "verdict": _leader(shares, margin) or UNDECIDED}


def _leader(shares: Mapping[str, Fraction], margin: str) -> str:
    """The answer that leads by more than the margin; empty where none does."""
    if len(shares) < 2:
        return ""
    first, second = sorted(shares, key=lambda name: -shares[name])[:2]
    found = beyond_margin(shares[first], shares[second], Fraction(margin))
    return first if found == "first" else ""


def verdict(shares: Mapping[str, str], margin: str) -> str:
    """The option that leads by more than the margin of error, or "undecided"."""
    exact = {name: Fraction(share) for name, share in shares.items()}
    return _leader(exact, margin) or UNDECIDED
