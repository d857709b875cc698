"""Check of a ballot's threshold: how many votes carry it, and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.checks.context import CheckContext, finding
from deliberate.core.rulebook.model import Rule

SEATS = "seats"
"""The base that counts every seat: who is absent or abstains counts against."""

_OF = re.compile(r"\s*(\d{1,6})\s*(?:of|/)\s*(\d{1,6})\s*")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What pilot and rulebook say together; the names are those of open parameters, if any."""

    threshold: Any
    threshold_name: str | None
    base: Any
    base_name: str | None


def check_share(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`share {step, at_least_votes | at_least | more_than, of}`: threshold and base of a ballot.

    `of` is the number of seats that the rule counts from (all seats, when it is left out).

    Compared are the pilot's open parameters that the step names with `@`. A threshold is a number
    of votes; "20 of 24" is refused, since the base is a statement of its own.
    """
    chosen = _chosen(context, rule)
    seats = int(rule.parameters.get("of", context.rulebook.seats))
    need = _votes(rule.parameters, seats)
    step = str(rule.parameters["step"])
    wrong = _wrong_threshold(chosen.threshold, need, seats)
    if wrong is not None:
        yield _finding(context, rule, step, chosen.threshold_name, *wrong)
    if chosen.base not in (None, SEATS):
        yield _finding(
            context,
            rule,
            step,
            chosen.base_name,
            message(
                "The threshold is counted of “{base}”; the rule counts it of all seats.",
                base=str(chosen.base),
            ),
            message("Write {key} = {value}.", key=chosen.base_name or "base", value=f'"{SEATS}"'),
        )


def _finding(
    context: CheckContext, rule: Rule, step: str, name: str | None, text: Message, fix: Message
) -> Finding:
    place = ("open_parameters", name) if name else ("open_parameters",)
    return finding(rule, text, fix, where=context.place(*place), steps=(step,))


def _chosen(context: CheckContext, rule: Rule) -> _Chosen:
    step = context.rulebook.step(str(rule.parameters["step"]))
    declared = getattr(step.parameters, "threshold", None) if step is not None else None
    base = getattr(step.parameters, "base", None) if step is not None else None
    threshold = next(iter(declared.values()), None) if isinstance(declared, Mapping) else declared
    return _Chosen(
        context.parameter(threshold), _name(threshold), context.parameter(base), _name(base)
    )


def _name(value: Any) -> str | None:
    return value[1:] if isinstance(value, str) and value.startswith("@") else None


def _votes(parameters: Mapping[str, Any], seats: int) -> int:
    """How many votes the rule asks for, of all seats."""
    if "at_least_votes" in parameters:
        return int(parameters["at_least_votes"])
    if "at_least" in parameters:
        return ceil(Fraction(str(parameters["at_least"])) * seats)
    return floor(Fraction(str(parameters["more_than"])) * seats) + 1


def _wrong_threshold(value: Any, need: int, seats: int) -> tuple[Message, Message] | None:
    fix = message("Write {need}: votes, of {seats} seats.", need=need, seats=seats)
    if isinstance(value, bool) or not isinstance(value, int):
        found = _OF.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return message("“{value}” is no number of votes.", value=str(value)), fix
        votes, of = int(found[1]), int(found[2])
        return (
            message(
                "The threshold is {votes} of {of}; the rule asks for at least {need} of "
                "{seats} seats.",
                votes=votes,
                of=of,
                need=need,
                seats=seats,
            ),
            fix,
        )
    if value < need:
        return (
            message(
                "The threshold is {votes} votes; the rule asks for at least {need} of "
                "{seats} seats.",
                votes=value,
                need=need,
                seats=seats,
            ),
            fix,
        )
    if value > seats:
        return (
            message(
                "The threshold is {votes} votes, and there are only {seats} seats.",
                votes=value,
                seats=seats,
            ),
            fix,
        )
    return None
