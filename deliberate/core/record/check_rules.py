"""Check that votes were opened with the numbers of the frozen rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.decision.ballot_rules import RULES
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import FrozenRules, frozen_rules, step_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

OF_BALLOT = ("method", "threshold", "base", "secrecy")
NARROWED = ("voters", "worded_by", "counted_by")
OF_PUBLIC_VOTE = ("channels", "votes_per_voter", "tie", "revote", "electorate")


def check_rules(reading: Reading) -> Message | None:
    """Threshold, base and seats of every ballot, and seats and votes of every public vote, are
    those of the frozen rulebook and pilot."""
    opened = reading.select("ballot.opened", "public_vote.opened")
    if not opened:
        return None
    rules = reading.derived(frozen_rules)
    for entry in opened:
        step = step_of(reading, entry)
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
