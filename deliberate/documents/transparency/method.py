"""How a panel was chosen, in words for who has never heard of a lottery with quotas."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.recruitment.lottery.facts import LotteryFacts
from deliberate.documents.document import Paragraph
from deliberate.i18n import Translator


def paragraphs(facts: LotteryFacts, say: Translator) -> Iterator[Paragraph]:
    """One clause for each thing that was done."""
    told = (_quotas(say), _objective(facts, say), _alike(facts, say), _households(facts, say))
    clauses = [*told, _uniform(facts, say), _chance(facts, say)]
    for number, words in enumerate(filter(None, clauses), start=1):
        yield Paragraph(words, number)


def _quotas(say: Translator) -> str:
    return say.gettext(
        "A panel has to resemble the population, and those who agree to take part seldom do. So "
        "quotas say how many members of the panel have each value of a feature, from the fewest "
        "to the most. Within the quotas nothing decided but chance."
    )


def _objective(facts: LotteryFacts, say: Translator) -> str:
    match facts.objective:
        case "leximin":
            return say.gettext(
                "Quotas seldom allow all chances to be equal. Of all lotteries that keep "
                "them, the one was used that makes the smallest chance as large as possible, then "
                "the next smallest, and so on (leximin)."
            )
        case "maximin":
            return say.gettext(
                "Quotas seldom allow all chances to be equal. Of all lotteries that keep "
                "them, one was used that makes the smallest chance as large as possible (maximin)."
            )
    return say.gettext(
        "Quotas seldom allow all chances to be equal. Of all lotteries that keep them, the "
        "one was used that makes the product of all chances as large as possible: what some gain "
        "is weighed in proportion against what others lose (Nash)."
    )


def _alike(facts: LotteryFacts, say: Translator) -> str:
    if facts.households:
        return say.gettext(
            "People with the same features, who share their household with the same kinds of "
            "people, had the same chance."
        )
    return say.gettext("People with the same features had the same chance.")


def _households(facts: LotteryFacts, say: Translator) -> str:
    if not facts.households:
        return say.gettext("There was no rule about people of one household.")
    words = say.gettext(
        "Of each household one person at most was chosen. A household are people who agree in: "
        "{columns}."
    )
    return words.format(columns=say.join(facts.households))


def _uniform(facts: LotteryFacts, say: Translator) -> str:
    if facts.uniform is None:
        return ""
    words = say.gettext(
        "The panel was picked from {panels} numbered panels, each as likely as the others. "
        "Nobody’s chance differs by more than {deviation} from the fairest one because of that."
    )
    return words.format(
        panels=say.count(facts.uniform.panels), deviation=say.points(facts.uniform.deviation)
    )


def _chance(facts: LotteryFacts, say: Translator) -> str:
    match facts.randomness:
        case "dice":
            words = say.gettext(
                "The numbers of the draw were thrown with dice in public: “{seed}”. The same "
                "numbers always give the same panel."
            )
        case "commit_reveal":
            words = say.gettext(
                "The draw was made from values to which its parties had committed before any of "
                "them was revealed. Together they are: “{seed}”. The same values always give the "
                "same panel."
            )
        case "beacon":
            words = say.gettext(
                "The draw was made from the value of a round of a public beacon. Which round it "
                "would be was fixed with the list, before anybody could know its value: “{seed}”. "
                "Whoever looks up the same round finds the same value."
            )
        case "seed":
            words = say.gettext(
                "The draw was made from a text, the seed: “{seed}”. The same seed always gives the "
                "same panel."
            )
    return words.format(seed=facts.seed or "—")
