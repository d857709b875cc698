"""How many to invite of each stratum, from what came of earlier invitations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from deliberate.core.errors import Finding, UnusableInput, Where, message
from deliberate.core.recruitment.lottery.pool import Quota
from deliberate.core.recruitment.register.invitations import StratumAdvice, advise, shared_pool
from deliberate.core.recruitment.register.rates import Answers
from deliberate.core.services.lottery_files import read_quotas
from deliberate.core.services.register.tables import read_answers


def advice_for_seats(
    rates: Path, targets: Path, per_seat: int, certain: Fraction
) -> tuple[StratumAdvice, ...]:
    """`per_seat` willing people for each seat that the quota of a stratum may fill (its max)."""
    answers = read_answers(rates)
    seats = _seats(rates, answers, read_quotas(targets))
    return advise(answers, {name: per_seat * count for name, count in seats.items()}, certain)


def advice_for_pool(rates: Path, pool: int, certain: Fraction) -> tuple[StratumAdvice, ...]:
    """`pool` willing people in all: by the column `size` where it is filled in, else evenly."""
    answers = read_answers(rates)
    return advise(answers, shared_pool(answers, pool), certain)


def _seats(rates: Path, answers: Sequence[Answers], quotas: Sequence[Quota]) -> dict[str, int]:
    """The seats of each stratum, which is called like a value, or `feature: value`."""
    seats: dict[str, int] = {}
    faults = []
    for one in answers:
        alike = [quota for quota in quotas if one.stratum in (quota.value, quota.name)]
        if len(alike) == 1:
            seats[one.stratum] = alike[0].most
            continue
        text = (
            message("Several quotas are called {name}.", name=one.stratum)
            if alike
            else message("No quota is called {name}.", name=one.stratum)
        )
        fix = message("Call the stratum like a value of the targets, or “feature: value”.")
        faults.append(Finding("ROW", "error", text, Where(str(rates)), fix))
    if faults:
        raise UnusableInput(
            "ROWS",
            message("Faults: {count}; nothing was reckoned.", count=len(faults)),
            where=Where(str(rates)),
            findings=tuple(faults),
        )
    return seats
