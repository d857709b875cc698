"""How fair a lottery was: everybody's chance, the proof of it, and who had none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from deliberate.core.recruitment.lottery.facts import SMALLEST_CELL, LotteryFacts, NeverFacts
from deliberate.documents.charts import ChancesData, chances_chart, written_quota
from deliberate.documents.document import Block, Column, Paragraph, Table
from deliberate.documents.transparency.pictures import picture_of
from deliberate.i18n import Translator

REACHED = 1e-6
"""A gap below this is no gap: chances are weights of whole tickets, bounds are floats."""


def told(chance: Fraction, say: Translator) -> str:
    """A chance as a percentage, a small one as people tell it too: «3.9 % (about 1 in 25)»."""
    share = say.share(chance)
    if not 0 < chance < Fraction(2, 5):
        return share
    return say.gettext("{share} (about 1 in {number})").format(
        share=share, number=say.count(round(1 / chance))
    )


def chances(facts: LotteryFacts, say: Translator) -> Iterator[Block]:
    """The chances in words, as a picture, with their proof and how unequal they are."""
    words = say.gettext(
        "Without quotas everybody would have had the same chance, the equal share: {share}."
    )
    yield Paragraph(f"{words.format(share=told(facts.equal_share, say))} {_spread(facts, say)}")
    data = ChancesData(facts.chances, facts.excluded, facts.equal_share)
    yield picture_of(chances_chart(data, say))
    yield Paragraph(_proof(facts, say))
    yield Paragraph(_inequality(facts, say))


def _spread(facts: LotteryFacts, say: Translator) -> str:
    if facts.smallest == facts.largest:
        words = say.gettext("Everybody who could be chosen had this chance: {chance}.")
        return words.format(chance=told(facts.smallest, say))
    words = say.gettext("With them the smallest chance was {least}, the largest {most}.")
    spread = words.format(least=told(facts.smallest, say), most=told(facts.largest, say))
    if facts.largest < 1:
        return spread
    words = say.gettext(
        "Certain to be chosen, because the quotas cannot do without them: {people}."
    )
    return f"{spread} {words.format(people=say.count(facts.chances[-1][1]))}"


def _proof(facts: LotteryFacts, say: Translator) -> str:
    gap = Fraction(facts.gap)
    if facts.objective == "nash":
        if facts.gap <= REACHED:
            return say.gettext("By this measure no lottery is noticeably better.")
        words = say.gettext(
            "Nobody lacks more than {gap} to the chance of the best lottery by this measure."
        )
        return words.format(gap=say.points(gap))
    bound = say.share(Fraction(facts.bound))
    if facts.gap <= REACHED:
        words = say.gettext(
            "No lottery that keeps the quotas can give everybody who can be chosen more than "
            "{bound}. This one reaches it: that has been proved."
        )
        return words.format(bound=bound)
    words = say.gettext(
        "No lottery that keeps the quotas can give everybody who can be chosen more than {bound}: "
        "that has been proved. In this one nobody lacks more than {gap} to the chance of the best."
    )
    return words.format(bound=bound, gap=say.points(gap))


def _inequality(facts: LotteryFacts, say: Translator) -> str:
    words = say.gettext(
        "How unequal the chances are is told by one number, the Gini coefficient: here {gini}. It "
        "is 0 when all have the same chance, and near 1 when a few have nearly all of it."
    )
    return words.format(gini=say.number(round(facts.gini, 2)))


def never(facts: LotteryFacts, say: Translator) -> Iterator[Block]:
    """How many could not be chosen, and which quotas stood in their way.

    The number of each group is told only where all groups have `SMALLEST_CELL` people or more: the
    quotas in somebody's way say something of who they are.
    """
    if not facts.never:
        yield Paragraph(say.gettext("Everybody in the pool could be chosen."))
        return
    words = say.gettext(
        "People who could not be chosen: {people}. No panel that keeps all quotas can contain them."
    )
    yield Paragraph(words.format(people=say.count(facts.excluded)))
    counted = all(group.people >= SMALLEST_CELL for group in facts.never)
    columns = [Column(say.gettext("Quotas in the way"), width=3)]
    if counted:
        columns.append(Column(say.gettext("People"), "right", 1))
    rows = tuple(
        (_because(group, say), say.count(group.people)) if counted else (_because(group, say),)
        for group in facts.never
    )
    yield Table(tuple(columns), rows)


def _because(group: NeverFacts, say: Translator) -> str:
    if not group.because:
        return say.gettext("the size of the panel and the rule about households")
    quotas = [
        f"{quota.name} ({written_quota(quota.least, quota.most, say)})" for quota in group.because
    ]
    if group.households:
        quotas.append(say.gettext("the rule about households"))
    return "; ".join(quotas)
