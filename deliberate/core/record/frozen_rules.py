"""The frozen rules as a verifier reads them: plain TOML out of the texts in the bundle.

No plugin and no schema stands between a stranger and the number twenty. What a rulebook says once
for all strands is laid out for each of them by `strand_tables`, which shares with the engine the
list of keys that name steps and seat groups: a verifier that had its own would call genuine
records broken whenever a key is new, and would protect nobody, because a forger changes records
and texts, not the program of whoever verifies. Independence of the code is the part of a second
verifier, which is to share nothing with this one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import message
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member
from deliberate.core.rulebook.frozen import SEPARATOR
from deliberate.core.rulebook.strand_tables import StatedRules

RULEBOOK, PILOT = "rulebook.toml", "pilot.toml"


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

    def voting_seats(self, group: str) -> int:
        """How many seats have a vote: those of the group that a ballot names, else all."""
        if group:
            return self.seats.get(group, 0)
        return sum(self.seats.values())


def frozen_rules(reading: Reading) -> FrozenRules:
    """The rules in the texts of the bundle; raises `CheckFailed` when they are no TOML."""
    stated = StatedRules()
    try:
        for part in member(reading.bundle, RULEBOOK).decode().split(SEPARATOR):
            stated.extend(tomllib.loads(part))
        pilot = tomllib.loads(member(reading.bundle, PILOT).decode())
        parameters = {name: item["default"] for name, item in stated.open_parameters.items()}
        parameters |= pilot.get("open_parameters", {})
        strands = pilot.get("strands", ())
        return FrozenRules(
            stated.in_strands(strands), stated.seats(parameters, strands), parameters
        )
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
        raise CheckFailed(message("The texts of the rules cannot be read.")) from None


def step_of(reading: Reading, entry: Entry, kind: str = "") -> Mapping[str, Any]:
    """The step of an entry as the rules state it; raises `CheckFailed` where they have none, or
    none of this kind."""
    step = reading.derived(frozen_rules).steps.get(str(entry.step))
    if step is None or (kind and step.get("kind") != kind):
        raise CheckFailed(
            message(
                "Entry {entry}: the rules have no step “{step}”.",
                entry=entry.seq,
                step=str(entry.step),
            )
        )
    return step
