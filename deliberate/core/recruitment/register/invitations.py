"""How many to invite, so that enough are willing with a stated probability.

Each of *n* who are invited is willing with chance *p*, on their own: their number is binomial. The
advice is the smallest *n* with P(fewer than needed) <= what may be missed; for several strata
together, Bonferroni's inequality shares out what may be missed evenly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from deliberate.core.recruitment.register.allocation import Stratum, proportional
from deliberate.core.recruitment.register.rates import Answers, Rate, rate

DIGITS = 50
"""Decimal digits of the sums: the same on every machine, and far finer than any answer."""
MOST = 10**9
"""Advice beyond it would be none."""


@dataclass(frozen=True, slots=True)
class StratumAdvice:
    """How many of a stratum to invite for `needed` willing people.

    `invite` reckons with the share that was measured, `cautious` with the lower end of its
    interval; None where nobody was willing, or the number is past all sense.
    """

    answers: Answers
    response: Rate
    willing: Rate
    needed: int
    invite: int | None
    cautious: int | None


def advise(
    answers: Sequence[Answers], needed: Mapping[str, int], certain: Fraction
) -> tuple[StratumAdvice, ...]:
    """Advice for each stratum; in all of them together enough are willing with chance `certain`."""
    asked = sum(1 for one in answers if needed[one.stratum]) or 1
    missed = (1 - certain) / asked
    return tuple(_advice(one, needed[one.stratum], missed) for one in answers)


def _advice(one: Answers, needed: int, missed: Fraction) -> StratumAdvice:
    willing = rate(one.willing, one.invited)
    return StratumAdvice(
        one,
        rate(one.answered, one.invited),
        willing,
        needed,
        invitations(willing.share, needed, missed),
        invitations(willing.low, needed, missed),
    )


def shared_pool(answers: Sequence[Answers], pool: int) -> dict[str, int]:
    """A pool of so many willing people by stratum: by size where all are known, else evenly."""
    known = all(one.size is not None for one in answers)
    sizes: dict[Stratum, int] = {
        (one.stratum,): (one.size or 0) if known else pool for one in answers
    }
    return {name[0]: count for name, count in proportional(sizes, pool).items()}


def invitations(chance: Fraction, needed: int, missed: Fraction) -> int | None:
    """The fewest invitations that leave fewer than `needed` willing with a chance <= `missed`."""
    if not needed:
        return 0
    if not chance:
        return None
    few, many = needed - 1, needed
    while fewer(many, chance, needed) > missed:
        few, many = many, 2 * many
        if many > MOST:
            return None
    while many - few > 1:
        middle = (few + many) // 2
        if fewer(middle, chance, needed) > missed:
            few = middle
        else:
            many = middle
    return many


def fewer(invited: int, chance: Fraction, needed: int) -> Fraction:
    """P(X < needed) for X of Binomial(invited, chance), to some fifty digits.

    All terms are positive, each follows from the one before:
    P(i + 1) = P(i) (n - i) / (i + 1) p / (1 - p).
    """
    if invited < needed:
        return Fraction(1)
    if chance == 1:
        return Fraction(0)
    with localcontext(Context(prec=DIGITS, Emin=-(10**17), Emax=10**17)):
        odds = Decimal(chance.numerator) / Decimal(chance.denominator - chance.numerator)
        term = (1 - Decimal(chance.numerator) / Decimal(chance.denominator)) ** invited
        total = term
        for i in range(needed - 1):
            term = term * (invited - i) / (i + 1) * odds
            total += term
        return min(Fraction(total), Fraction(1))
