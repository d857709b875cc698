"""The targets of a lottery inside a process: what the step foresees, and what the agency sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deliberate.core.errors import Finding, Message, Refused, UnusableInput, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.parameters import AnyField
from deliberate.core.recruitment.lottery.pool import Quota, Targets
from deliberate.core.recruitment.lottery.public_draw import quotas_as_lists, targets_of
from deliberate.core.rulebook.fields import ListOf, StrictInt, StrictSchema

SHORTEST, LONGEST = 4, 6


class SetTargets(StrictSchema):
    """`quotas`: feature, value, least, most and, if an operator may give way, least and most at
    the utmost. `size`: people on the panel."""

    size = StrictInt(required=True)
    quotas = ListOf(AnyField(), required=True)


def quota_features(view: StepView) -> Mapping[str, tuple[str, ...]]:
    """The features that the step has quotas for, each with its values; none: any value."""
    found: dict[str, tuple[str, ...]] = {}
    for item in view.params.quotas:
        if isinstance(item, Mapping):
            found[str(item["feature"])] = tuple(str(value) for value in item.get("values", ()))
        else:
            found[str(item)] = ()
    return found


def seats_of(view: StepView) -> int:
    """How many people the lottery draws: what the rulebook or the pilot says, else the seats of its
    group."""
    drawn = view.process.parameter(view.params.drawn)
    return int(drawn) or len(view.process.roster.group(view.params.seats))


def current_targets(view: StepView) -> Targets | None:
    """The targets set last; None before any are."""
    found = view.last("lottery.targets_set")
    return None if found is None else targets_of(int(found.body["size"]), found.body["quotas"])


def set_targets(command: Command) -> list[Draft]:
    """Set the quotas; they may be set anew until the list of panels is fixed."""
    view = command.view
    if view.first("lottery.committed") is not None:
        raise Refused("LATE", message("The list of panels is fixed; its targets stay."))
    quotas, faults = _read(command.body["quotas"])
    targets = Targets(int(command.body["size"]), tuple(quotas))
    faults += [*_about_step(view, targets), *_sums(targets)]
    if faults:
        raise UnusableInput(
            "TARGETS",
            message("Faults in the targets: {count}; they are not set.", count=len(faults)),
            findings=tuple(Finding("TARGETS", "error", fault) for fault in faults),
        )
    body = {"size": targets.size, "quotas": quotas_as_lists(targets)}
    return [command.fact("lottery.targets_set", body)]


def _read(rows: Sequence[Any]) -> tuple[list[Quota], list[Message]]:
    quotas: list[Quota] = []
    faults: list[Message] = []
    for number, row in enumerate(rows, start=1):
        fault = _fault(row)
        if fault is None:
            quotas.append(Quota(*row))
        else:
            faults.append(message("Quota {number}: {fault}", number=number, fault=fault))
    names = [quota.name for quota in quotas]
    faults += [
        message("{quota} stands here twice.", quota=name)
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    return quotas, faults


def _fault(row: Any) -> Message | None:
    if not isinstance(row, Sequence) or isinstance(row, str) or not SHORTEST <= len(row) <= LONGEST:
        return message("feature, value, least and most are expected.")
    if not all(isinstance(word, str) and word.strip() for word in row[:2]):
        return message("The feature or its value is missing.")
    numbers = row[2:]
    if not all(_whole(number) for number in numbers[:2]) or not all(
        number is None or _whole(number) for number in numbers[2:]
    ):
        return message("a whole number from 0 on is expected.")
    least, most, *flex = numbers
    if least > most:
        return message("min {least} is more than max {most}.", least=least, most=most)
    low, high = (*flex, None, None)[:2]
    if (low is not None and low > least) or (high is not None and high < most):
        return message("min_flex is at most min, and max_flex at least max.")
    return None


def _whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 10**9


def _about_step(view: StepView, targets: Targets) -> Iterator[Message]:
    """What the step foresees and these targets lack, and the other way round."""
    seats = seats_of(view)
    if targets.size != seats:
        yield message("The panel has {seats} seats, not {size}.", seats=seats, size=targets.size)
    features = quota_features(view)
    for feature in features:
        if feature not in targets.features:
            yield message("{feature} has no quota.", feature=feature)
    for quota in targets.quotas:
        if quota.feature not in features:
            yield message("The lottery has no feature {feature}.", feature=quota.feature)
        elif features[quota.feature] and quota.value not in features[quota.feature]:
            yield message(
                "{feature} has no value {value}. Known: {known}.",
                feature=quota.feature,
                value=quota.value,
                known=features[quota.feature],
            )


def _sums(targets: Targets) -> Iterator[Message]:
    """Features whose quotas cannot add up to the panel."""
    for feature in targets.features:
        own = [quota for quota in targets.quotas if quota.feature == feature]
        least, most = sum(quota.least for quota in own), sum(quota.most for quota in own)
        if not least <= targets.size <= most:
            yield message(
                "The quotas of {feature} add up to {least}–{most}; the panel has {size}.",
                feature=feature,
                least=least,
                most=most,
                size=targets.size,
            )
