"""A lottery as its page shows it: what was fixed when, everybody's chance, the panel drawn.

People appear by number alone. Counts of the panel are those that the quotas fix within narrow
bounds, feature by feature; combinations of features are shown nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import printed
from deliberate.core.recruitment.lottery.public_draw import stated_chances
from deliberate.core.recruitment.lottery_targets import seats_of
from deliberate.core.recruitment.public_chance import current_round
from deliberate.core.recruitment.registered import closing_of
from deliberate.core.recruitment.tie_draw import rounds
from deliberate.core.services.portal.shapes import Span
from deliberate.core.services.uniform_draws import number_of
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A quota with what the pool and the panel have; None where it is not known or not shown."""

    value: str
    least: int
    most: int
    pool: int | None
    panel: int | None


@dataclass(frozen=True, slots=True)
class FeatureLines:
    feature: str
    quotas: tuple[QuotaLine, ...]


@dataclass(frozen=True, slots=True)
class FixedList:
    """The list of panels as it was fixed. `chances`: each chance and how many people have it, from
    the smallest; whose it is, stays with the list; `equal`: what an equal chance of everybody would
    be."""

    at: datetime
    panels: int
    size: int
    people: int
    pool_hash: str
    targets_hash: str
    panels_hash: str
    objective: str
    bound: Fraction
    smallest: Fraction
    largest: Fraction
    equal: Fraction
    deviation: Fraction
    never: int
    chances: tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party of the draw: when it committed, when it revealed; `silent`: it did not in time."""

    party: str
    committed_at: datetime
    hash: str
    revealed_at: datetime | None
    value: str
    silent: bool


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """The panel that chance picked, by printed numbers; `number`: the panel's own, as dice show
    it and as it stands in the list."""

    at: datetime
    number: str
    digits: tuple[int, ...]
    seed: str
    panel: tuple[str, ...]
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A seat that was filled anew after somebody left: why is nobody's business."""

    at: datetime
    seat: str
    number: str


@dataclass(frozen=True, slots=True)
class LotteryPage:
    """One lottery of a process, as far as it has come."""

    step: str
    title: Text
    planned: Span
    seats: int
    features: tuple[FeatureLines, ...]
    quotas_from: str
    randomness: str
    fixed: FixedList | None
    thrown_at: datetime | None
    parties: tuple[PartyLine, ...]
    drawn: DrawnLine | None
    replacements: tuple[Replacement, ...]


def lotteries_of(process: Process) -> tuple[LotteryPage, ...]:
    """The lotteries of a process, in the order of the rulebook."""
    return tuple(
        _lottery(process.view(step)) for step in process.rulebook.steps if step.kind == "lottery"
    )


def _lottery(view: StepView) -> LotteryPage:
    fixed, drawn, dice = (
        view.first("lottery.committed"),
        view.first("lottery.drawn"),
        view.first("lottery.thrown"),
    )
    way = view.process.parameter(view.params.randomness) if fixed is None else None
    return LotteryPage(
        step=view.step.id,
        title=view.step.title,
        planned=Span(view.starts, view.ends),
        seats=seats_of(view),
        features=tuple(_features(view, drawn)),
        quotas_from=view.params.quotas_from,
        randomness=str(way or (fixed.public["randomness"] if fixed is not None else "")),
        fixed=None if fixed is None else _fixed(fixed),
        thrown_at=None if dice is None else dice.at,
        parties=tuple(_parties(view)),
        drawn=None if drawn is None or fixed is None else _drawn(drawn, fixed),
        replacements=tuple(_replacements(view, drawn)),
    )


def _fixed(fact: Fact) -> FixedList:
    body = fact.public
    steps = stated_chances(body)
    people = len(body["numbers"])
    return FixedList(
        at=fact.at,
        panels=int(body["panel_count"]),
        size=int(body["size"]),
        people=people,
        pool_hash=str(body["pool_hash"]),
        targets_hash=str(body["targets_hash"]),
        panels_hash=str(body["panels_hash"]),
        objective=str(body["objective"]),
        bound=Fraction(str(body["bound"])),
        smallest=Fraction(str(body["smallest_chance"])),
        largest=steps[-1][0],
        equal=Fraction(int(body["size"]), people),
        deviation=Fraction(str(body["largest_deviation"])),
        never=int(body["excluded"]),
        chances=tuple(steps),
    )


def _features(view: StepView, drawn: Fact | None) -> Iterator[FeatureLines]:
    targets = view.last("lottery.targets_set")
    if targets is None:
        return
    pool = _pool_counts(view)
    panel = _counts(drawn.public.get("counts", ())) if drawn is not None else {}
    quotas: Sequence[Sequence[Any]] = targets.public["quotas"]
    for feature in dict.fromkeys(str(row[0]) for row in quotas):
        own = [row for row in quotas if row[0] == feature]
        yield FeatureLines(
            feature,
            tuple(
                QuotaLine(
                    str(value),
                    int(least),
                    int(most),
                    pool.get(feature, {}).get(value),
                    panel.get((feature, value), 0 if panel else None),
                )
                for _feature, value, least, most, *_flex in own
            ),
        )


def _pool_counts(view: StepView) -> Mapping[str, Mapping[str, int | None]]:
    closed = closing_of(view.process, view.step.id)
    found: Mapping[str, Mapping[str, int | None]] = (
        {} if closed is None else closed.public.get("values", {})
    )
    return found


def _counts(rows: Sequence[Sequence[Any]]) -> Mapping[tuple[str, str], int]:
    return {(str(feature), str(value)): int(count) for feature, value, count in rows}


def _parties(view: StepView) -> Iterator[PartyLine]:
    if view.first("lottery.committed") is None:
        return  # nobody commits to a value before there is a list
    current = current_round(view)
    closed = current.over(view.process.now) or view.first("lottery.drawn") is not None
    pairs = rounds(view.facts("lottery.value_committed"))
    for place, pair in enumerate(pairs, start=1):
        until = pairs[place][0].seq if place < len(pairs) else None
        for fact in pair:
            shown = _revealed(view, fact, until)
            yield PartyLine(
                str(fact.public["party"]),
                fact.at,
                str(fact.public["hash"]),
                None if shown is None else shown.at,
                "" if shown is None else str(shown.public["value"]),
                shown is None and (until is not None or closed),
            )


def _revealed(view: StepView, committed: Fact, until: int | None) -> Fact | None:
    """What the party of a commitment revealed before the next pair, which may bear its name."""
    return next(
        (
            fact
            for fact in view.facts("lottery.value_revealed")
            if fact.public["party"] == committed.public["party"]
            and fact.seq > committed.seq
            and (until is None or fact.seq < until)
        ),
        None,
    )


def _drawn(fact: Fact, fixed: Fact) -> DrawnLine:
    body = fact.public
    return DrawnLine(
        fact.at,
        number_of(int(body["number"]), int(fixed.public["panel_count"])),
        tuple(int(digit) for digit in body.get("digits", ())),
        str(body.get("seed", "")),
        tuple(printed(int(number)) for number in body["panel"]),
        tuple(printed(int(number)) for number in body["alternates"]),
    )


def _replacements(view: StepView, drawn: Fact | None) -> Iterator[Replacement]:
    if drawn is None:
        return
    size = len(drawn.public["panel"])
    for fact in view.facts("seat.filled")[size:]:
        yield Replacement(fact.at, str(fact.public["seat"]), str(fact.public["holder"]))
