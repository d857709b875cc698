"""Check that votes were opened with the numbers of the frozen rules.

The rules are read as plain TOML from the texts in the bundle: no plugin and no schema stands
between a stranger and the number twenty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.decision.ballot_rules import RULES
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member
from deliberate.core.rulebook.frozen import SEPARATOR
from deliberate.core.rulebook.strands import PER_STRAND

RULEBOOK, PILOT = "rulebook.toml", "pilot.toml"
OF_BALLOT = ("method", "threshold", "base", "secrecy")
NARROWED = ("voters", "worded_by", "counted_by")
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

    def voting_seats(self, group: str) -> int:
        """How many seats have a vote: those of the group that a ballot names, else all."""
        if group:
            return self.seats.get(group, 0)
        return sum(self.seats.values())


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
            asked.setdefault("secrecy", "roll_call")
            asked |= _narrowed(step, rules)
            asked["seats"] = _seats_of(step, rules, asked.get("voters", ""))
            _check_definition(entry, step, rules)
        else:
            asked["seats"] = rules.seats.get(str(step.get("seats")), 0)
            shown = str(rules.resolved(step.get("comments", "shown"))).startswith("shown")
            asked["comments_mode"] = "shown" if shown else "counted"
        shapes.require_same(entry, asked)
    return message("{count} votes were opened with the numbers of the rules.", count=len(opened))


def _narrowed(step: Mapping[str, Any], rules: FrozenRules) -> dict[str, str]:
    """Who votes, who counts and which step words the paper, where the rules narrow that."""
    said = {name: str(rules.resolved(step[name])) for name in NARROWED if step.get(name)}
    return {name: value for name, value in said.items() if value not in ("all", "hosts")}


def _seats_of(step: Mapping[str, Any], rules: FrozenRules, voters: str) -> int:
    """The seats of a ballot: of the group that votes or that meets in its session, or all."""
    session = rules.steps.get(str(step.get("in_session")), {})
    return rules.voting_seats(voters or str(session.get("group", "")))


def _check_definition(entry: Entry, step: Mapping[str, Any], rules: FrozenRules) -> None:
    """Every rule of the count that the frozen rules state stands in the definition as well, and
    the definition has the method, threshold, base and seats of its entry."""
    told = entry.public.get("definition", {})
    if not isinstance(told, dict):
        raise shapes.misshapen(entry, "definition")
    asked = {name: rules.resolved(step[name]) for name in RULES if name in step}
    if not told and not asked:
        return
    try:
        stated = BallotDefinition.of_body(told).as_body()
        here = {name: entry.public.get(name) for name in ("method", "threshold", "base", "seats")}
        again = BallotDefinition.of_body({**told, **here, **asked}).as_body()
    except UnusableInput as error:
        raise CheckFailed(error.message) from None
    if canonical(stated) != canonical(again):
        raise CheckFailed(
            message("Entry {entry}: the vote was opened by other rules.", entry=entry.seq)
        )


def frozen_rules(reading: Reading) -> FrozenRules:
    """The rules in the texts of the bundle; raises `CheckFailed` when they are no TOML."""
    steps: dict[str, Mapping[str, Any]] = {}
    groups: dict[str, Mapping[str, Any]] = {}
    together = False
    parameters: dict[str, Any] = {}
    try:
        for part in member(reading.bundle, RULEBOOK).decode().split(SEPARATOR):
            book = tomllib.loads(part)
            for name in book.get("remove", {}).get("seat_groups", ()):
                groups.pop(name, None)
            together = "divided_by" in book["rulebook"].get("strands", {}) or together
            steps |= {step["id"]: step for step in book.get("steps", ())}
            groups |= {group["name"]: group for group in book.get("seat_groups", ())}
            parameters |= {item["id"]: item["default"] for item in book.get("open_parameters", ())}
        pilot = tomllib.loads(member(reading.bundle, PILOT).decode())
        parameters |= pilot.get("open_parameters", {})
        strands = pilot.get("strands", ())
        return FrozenRules(
            dict(_steps(steps, {} if together else groups, strands)),
            dict(_seats(groups, parameters, strands, together=together)),
            parameters,
        )
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError):
        raise CheckFailed(message("The texts of the rules cannot be read.")) from None


def _seats(
    groups: Mapping[str, Mapping[str, Any]],
    parameters: Mapping[str, Any],
    strands: Sequence[Any],
    *,
    together: bool,
) -> Iterator[tuple[str, int]]:
    """How many seats each group has: as the pilot chose, and as many as each strand has. Where
    members are divided into strands (`together`), the seats of all strands are one group."""
    for name, group in groups.items():
        chosen = str(group.get("chosen", "")).removeprefix("@")
        count = parameters[chosen] if chosen else group["count"]
        if group.get("per") != PER_STRAND:
            yield name, count
            continue
        if together:
            yield name, sum(strand.get("seats", count) for strand in strands)
            continue
        for strand in strands:
            yield f"{name}_{strand['id']}", strand.get("seats", count)


def _steps(
    steps: Mapping[str, Mapping[str, Any]],
    groups: Mapping[str, Mapping[str, Any]],
    strands: Sequence[Any],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each step by its name; one for each strand under the name of each copy, with its seats."""
    for name, step in steps.items():
        if step.get("per") != PER_STRAND:
            yield name, step
            continue
        own = [
            key
            for key, table in (("seats", groups), ("group", groups), ("in_session", steps))
            if table.get(step.get(key, ""), {}).get("per") == PER_STRAND
        ]
        for strand in strands:
            copied = {key: f"{step[key]}_{strand['id']}" for key in own}
            yield f"{name}_{strand['id']}", {**step, **copied}
