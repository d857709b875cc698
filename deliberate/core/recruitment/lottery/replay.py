"""Holding a fixed list of panels against the pool it was made from, for whoever holds the pool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from deliberate.core.errors import Message, message
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.recruitment.lottery.hidden_list import Panels
from deliberate.core.recruitment.lottery.pool import Targets


def broken_panels(
    panels: Panels, people: Sequence[Respondent], targets: Targets
) -> Iterator[Message]:
    """What a panel breaks, one sentence for each; nothing when all quotas and households hold."""
    known = {one.number: one for one in people}
    for place, panel in enumerate(panels):
        strange = tuple(printed(number) for number in panel if number not in known)
        if strange:
            yield message(
                "Panel {number}: not in the pool: {people}.", number=place, people=strange
            )
            continue
        members = [known[number] for number in panel]
        yield from _quotas(place, members, targets)
        yield from _households(place, members)


def _quotas(place: int, members: Sequence[Respondent], targets: Targets) -> Iterator[Message]:
    counts = {feature: Counter(_values(members, feature)) for feature in targets.features}
    for quota in targets.quotas:
        have = counts[quota.feature][quota.value]
        if not quota.least <= have <= quota.most:
            yield message(
                "Panel {number}: {quota} has {count}, not {least}–{most}.",
                number=place,
                quota=quota.name,
                count=have,
                least=quota.least,
                most=quota.most,
            )


def _values(members: Sequence[Respondent], feature: str) -> list[str]:
    return [_value(one.values, feature) for one in members]


def _value(values: Mapping[str, str], feature: str) -> str:
    return values.get(feature, "")


def _households(place: int, members: Sequence[Respondent]) -> Iterator[Message]:
    homes = Counter(one.household for one in members if one.household)
    for home, count in homes.items():
        if count > 1:
            together = tuple(printed(one.number) for one in members if one.household == home)
            yield message(
                "Panel {number}: of one household: {people}.", number=place, people=together
            )
