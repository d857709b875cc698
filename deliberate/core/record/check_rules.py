"""Check that votes were opened with the numbers of the frozen rules.

The rules are read as plain TOML from the texts in the bundle: no plugin and no schema stands
between a stranger and the number twenty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member
from deliberate.core.rulebook.frozen import SEPARATOR

RULEBOOK, PILOT = "rulebook.toml", "pilot.toml"
OF_BALLOT = ("method", "threshold", "base", "secrecy")
OF_PUBLIC_VOTE = ("channels", "votes_per_voter", "tie", "revote", "electorate")


@dataclass(frozen=True, slots=True)
class FrozenRules:
    """Steps, seat groups and open parameters by name, later texts of the chain over earlier ones;
    what the pilot chose stands over the defaults."""

    steps: Mapping[str, Mapping[str, Any]]
    seats: Mapping[str, int]
    parameters: Mapping[str, Any]

    def resolved(self, value: Any) -> Any:
        """The value with each `@name` replaced by the open parameter of that name."""
        if isinstance(value, str) and value.startswith("@"):
            if value[1:] not in self.parameters:
                raise CheckFailed(message("The rules do not define {name}.", name=value))
            return self.parameters[value[1:]]
        if isinstance(value, dict):
            return {key: self.resolved(item) for key, item in value.items()}
        return value


def check_rules(reading: Reading) -> Message | None:
    """Threshold, base and seats of every ballot, and seats and votes of every public vote, are
    those of the frozen rulebook and pilot."""
    opened = reading.select("ballot.opened", "public_vote.opened")
    if not opened:
        return None
    rules = reading.derived(frozen_rules)
    for entry in opened:
        step = rules.steps.get(str(entry.step))
        if step is None:
            raise CheckFailed(
                message(
                    "Entry {entry}: the rules have no step “{step}”.",
                    entry=entry.seq,
                    step=entry.step,
                )
            )
        names = OF_BALLOT if entry.kind == "ballot.opened" else OF_PUBLIC_VOTE
        asked = {name: rules.resolved(step[name]) for name in names if name in step}
        if entry.kind == "ballot.opened":
            asked["seats"] = sum(rules.seats.values())
        else:
            asked["seats"] = rules.seats.get(str(step.get("seats")), 0)
            shown = str(rules.resolved(step.get("comments", "shown"))).startswith("shown")
            asked["comments_mode"] = "shown" if shown else "counted"
        shapes.require_same(entry, asked)
    return message("{count} votes were opened with the numbers of the rules.", count=len(opened))


def frozen_rules(reading: Reading) -> FrozenRules:
    """The rules in the texts of the bundle; raises `CheckFailed` when they are no TOML."""
    steps: dict[str, Mapping[str, Any]] = {}
    seats: dict[str, int] = {}
    parameters: dict[str, Any] = {}
    try:
        for part in member(reading.bundle, RULEBOOK).decode().split(SEPARATOR):
            book = tomllib.loads(part)
            for name in book.get("remove", {}).get("seat_groups", ()):
                seats.pop(name, None)
            steps |= {step["id"]: step for step in book.get("steps", ())}
            seats |= {group["name"]: group["count"] for group in book.get("seat_groups", ())}
            parameters |= {item["id"]: item["default"] for item in book.get("open_parameters", ())}
        pilot = tomllib.loads(member(reading.bundle, PILOT).decode())
        parameters |= pilot.get("open_parameters", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError):
        raise CheckFailed(message("The texts of the rules cannot be read.")) from None
    return FrozenRules(steps, seats, parameters)
