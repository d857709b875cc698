"""Checks that a lottery inside a process was held by the frozen rulebook and pilot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.check_lottery import targets_in
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import FrozenRules, frozen_rules, step_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.lottery.alternates import usual_number
from deliberate.core.recruitment.lottery.uniform import PANELS
from deliberate.core.recruitment.public_chance import COMMIT_REVEAL


def check_draw_rules(reading: Reading) -> Message | None:
    """The way of chance, the objective, panels, seats, alternates and features of every list."""
    fixed = reading.select("lottery.committed")
    for entry in fixed:
        rules = reading.derived(frozen_rules)
        step = step_of(reading, entry, "lottery")
        shapes.require_same(entry, _asked(rules, step, entry))
        _check_features(rules, step, entry)
    if not fixed:
        return None
    return message("Chance, fairness, panels and alternates are those that the rules ask for.")


def _asked(rules: FrozenRules, step: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    seats = rules.seats.get(str(step.get("seats")), 0)
    size = rules.resolved(step.get("drawn", 0)) or seats
    stated = shapes.whole(entry, "size")
    return {
        "randomness": rules.resolved(step.get("randomness", COMMIT_REVEAL)),
        "objective": step.get("objective", "leximin"),
        "panel_count": step.get("panels", PANELS),
        "alternates": rules.resolved(step.get("alternates", 0)) or usual_number(stated),
        "size": size,
    }


def _check_features(rules: FrozenRules, step: Mapping[str, Any], entry: Entry) -> None:
    """Quotas were set for the features of the rules, and for no value that these do not have."""
    try:
        features = dict(_feature(rules.resolved(item)) for item in step.get("quotas", ()))
    except (TypeError, ValueError):
        raise CheckFailed(message("The texts of the rules cannot be read.")) from None
    targets = targets_in(entry)
    strange = any(
        features[quota.feature] and quota.value not in features[quota.feature]
        for quota in targets.quotas
        if quota.feature in features
    )
    if strange or set(targets.features) != set(features):
        raise CheckFailed(
            message("Entry {entry}: its quotas are for other features.", entry=entry.seq)
        )


def _feature(item: Any) -> tuple[str, tuple[str, ...]]:
    if isinstance(item, Mapping):
        return str(item.get("feature")), tuple(map(str, item.get("values", ())))
    return str(item), ()
