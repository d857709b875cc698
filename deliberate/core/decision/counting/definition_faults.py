"""Faults of a ballot's definition: all of them at once, each with the key it stands under."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from deliberate.core.decision.counting.terms import (
    ABSTAIN,
    FIXED_OPTIONS,
    IRREGULAR,
    METHODS,
    RANKED,
    RESULTS,
    SEVERAL_WINNERS,
    SUPPORT,
    TIES,
    UNMARKED,
    WITH_THRESHOLD,
)
from deliberate.core.decision.counting.threshold import BASES, Threshold
from deliberate.core.errors import Finding, Message, UnusableInput, Where, message

if TYPE_CHECKING:
    from deliberate.core.decision.counting.definition import BallotDefinition

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Names of options, so that a condition can ask for one."""
_FAULT = tuple[str, Message]


def faults_of_definition(ballot: BallotDefinition) -> tuple[Finding, ...]:
    """Everything that keeps a ballot from being held; the key stands in `where.path`."""
    if ballot.method not in METHODS:
        return (_finding("method", _unknown(ballot.method, METHODS)),)
    found = [*_options(ballot), *_numbers(ballot), *_threshold(ballot), *_rules(ballot)]
    return tuple(_finding(key, text) for key, text in found)


def _options(ballot: BallotDefinition) -> Iterator[_FAULT]:
    names = [option.id for option in ballot.options]
    fixed = FIXED_OPTIONS.get(ballot.method)
    if fixed is not None:
        if tuple(names) != fixed:
            yield "options", message("This method has the options {names}.", names=fixed)
        return
    if len(names) < (1 if ballot.method in {"live_with", "support"} else 2):
        yield "options", message("There is nothing to choose between: {count}.", count=len(names))
    for name, times in sorted(Counter(names).items()):
        if times > 1:
            yield "options", message("The option “{name}” stands there twice.", name=name)
        if name in RESULTS or name == ABSTAIN:
            yield "options", message("An option cannot be called “{name}”.", name=name)
        if not NAME.fullmatch(name):
            yield (
                "options",
                message(
                    "“{name}” is no name of an option: letters, digits, “-” and “_”.", name=name
                ),
            )


def _winners(most: int) -> Message:
    if most == 1:
        return message("One option wins here, neither more nor fewer.")
    return message("From 1 to {most} options can win here.", most=most)


def _numbers(ballot: BallotDefinition) -> Iterator[_FAULT]:
    if ballot.seats < 1:
        yield "seats", message("A panel has at least one seat, not {seats}.", seats=ballot.seats)
    if not 0 <= ballot.decimals <= 6:
        yield "decimals", message("Percentages are rounded to 0 to 6 decimals.")
    several = len(ballot.options) if ballot.method in SEVERAL_WINNERS else 1
    if not 1 <= ballot.winners <= several:
        yield "winners", _winners(several)
    if ballot.most is not None and (ballot.method != "approval" or ballot.most < 1):
        yield "most", message("Only approval limits the marks of a paper, to at least one.")
    if ballot.objections_allowed and ballot.method != "consent":
        yield "objections_allowed", message("Serious objections belong to consent.")
    if ballot.objections_allowed < 0:
        yield "objections_allowed", message("A number is not negative.")
    yield from _points(ballot)
    yield from _scale(ballot)


def _points(ballot: BallotDefinition) -> Iterator[_FAULT]:
    points = ballot.method == "points"
    if points and (ballot.budget is None or ballot.budget < 1):
        yield "budget", message("Each person needs at least one point to give.")
    if not points and (ballot.budget is not None or ballot.spend_all):
        yield "budget", message("A budget belongs to the method “points”.")


def _scale(ballot: BallotDefinition) -> Iterator[_FAULT]:
    if ballot.method == "support":
        if ballot.scale != (0, len(SUPPORT) - 1):
            yield "scale", message("Support has its own levels: {levels}.", levels=SUPPORT)
        if ballot.live_with_from is not None:
            yield "live_with_from", message("This level belongs to the method “live_with”.")
        return
    scaled = ballot.method in {"score", "live_with"}
    if scaled and (ballot.scale is None or ballot.scale[0] >= ballot.scale[1]):
        yield "scale", message("A scale has a lowest and a higher highest number.")
    if not scaled and ballot.scale is not None:
        yield "scale", message("A scale belongs to the methods “score” and “live_with”.")
    if ballot.method == "live_with" and ballot.scale is not None:
        low, high = ballot.scale
        if ballot.live_with_from is None or not low < ballot.live_with_from <= high:
            yield (
                "live_with_from",
                message("Say from which level on people can live with it, above the lowest."),
            )
    if ballot.method != "live_with" and ballot.live_with_from is not None:
        yield "live_with_from", message("This level belongs to the method “live_with”.")


def _threshold(ballot: BallotDefinition) -> Iterator[_FAULT]:
    if ballot.base not in BASES:
        yield "base", _unknown(ballot.base, BASES)
    if ballot.method in {"yes_no_abstain", "live_with"} and ballot.threshold is None:
        yield "threshold", message("Say how many votes carry the decision.")
    if ballot.threshold is not None and ballot.method not in WITH_THRESHOLD:
        yield (
            "threshold",
            message("Support is published and decides nothing: it has no threshold.")
            if ballot.method == "support"
            else message("The result of this method is no number of papers: it has no threshold."),
        )
    for key, rule in (("threshold", ballot.threshold), ("quorum", ballot.quorum)):
        votes = rule.at_least_votes if isinstance(rule, Threshold) else None
        if votes is not None and votes > ballot.seats:
            yield (
                key,
                message(
                    "{votes} votes can never be reached with {seats} seats.",
                    votes=votes,
                    seats=ballot.seats,
                ),
            )


def _rules(ballot: BallotDefinition) -> Iterator[_FAULT]:
    for rule in ballot.ties:
        if rule not in TIES:
            yield "ties", _unknown(rule, TIES)
    if not ballot.ties or len(set(ballot.ties)) < len(ballot.ties):
        yield "ties", message("Rules for ties are named once each, in the order of their use.")
    if "previous_rounds" in ballot.ties and ballot.method != "instant_runoff":
        yield "ties", message("Only instant-runoff has previous rounds.")
    if "order" in ballot.ties and sorted(ballot.tie_order) != sorted(o.id for o in ballot.options):
        yield "tie_order", message("The order for ties names every option once.")
    for key in ("gaps", "repeats", "equals"):
        value = getattr(ballot, key)
        if value not in IRREGULAR:
            yield key, _unknown(value, IRREGULAR)
        elif value != "refuse" and ballot.method not in RANKED:
            yield key, message("Only rankings have gaps, repeats and equal ranks.")
    if ballot.unmarked not in UNMARKED:
        yield "unmarked", _unknown(ballot.unmarked, UNMARKED)
    elif ballot.unmarked == "average" and ballot.method != "borda":
        yield "unmarked", message("The average of the places left belongs to Borda.")


def _unknown(value: Any, known: tuple[str, ...]) -> Message:
    return message("“{value}” is none of: {known}.", value=str(value), known=known)


def _finding(key: str, text: Message) -> Finding:
    return Finding("BALLOT", "error", text, where=Where("", path=key))


# the shape of what comes from a file or a record

_WHOLE = ("seats", "winners", "objections_allowed", "decimals")
_MAYBE_WHOLE = ("most", "budget", "live_with_from")
_FLAGS = ("opt_out", "spend_all")
_WORDS = ("method", "base", "gaps", "repeats", "equals", "unmarked")
_LISTS = ("ties", "tie_order")


def defaults(kind: type[BallotDefinition]) -> dict[str, Any]:
    """The value of every key that may be left out."""
    return {f.name: f.default for f in fields(kind) if f.default is not MISSING}


def require_shape(body: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a definition as their types allow; raises `UnusableInput` (BALLOT)."""
    found = [_finding(key, text) for key, text in _misshapen(body)]
    if found:
        raise UnusableInput(
            "BALLOT",
            message("This ballot cannot be held as it is defined."),
            findings=tuple(found),
        )
    return dict(body)


def _misshapen(body: Mapping[str, Any]) -> Iterator[_FAULT]:
    if "method" not in body:
        yield "method", _unknown("", METHODS)
    for key, value in body.items():
        text = _wrong_type(key, value)
        if text is not None:
            yield key, text


def _wrong_type(key: str, value: Any) -> Message | None:
    whole = type(value) is int
    match key:
        case "threshold" | "quorum":
            return None
        case "rounding":
            return None if value == "half_up" else _unknown(value, ("half_up",))
        case "options":
            good = isinstance(value, list | tuple) and all(_is_option(option) for option in value)
            wanted = message("Expected a list of options: names, or tables with id and text.")
        case "scale":
            good = value is None or (
                isinstance(value, list | tuple)
                and len(value) == 2
                and all(type(number) is int for number in value)
            )
            wanted = message("Expected the lowest and the highest number of the scale.")
        case _ if key in _WHOLE:
            good, wanted = whole, message("Expected a whole number.")
        case _ if key in _MAYBE_WHOLE:
            good, wanted = value is None or whole, message("Expected a whole number.")
        case _ if key in _FLAGS:
            good, wanted = type(value) is bool, message("Expected true or false.")
        case _ if key in _WORDS:
            good, wanted = isinstance(value, str), message("Expected a word.")
        case _ if key in _LISTS:
            good = isinstance(value, list | tuple) and all(isinstance(i, str) for i in value)
            wanted = message("Expected a list of words.")
        case _:
            return message("A ballot has no rule “{key}”.", key=key)
    return None if good else wanted


def _is_option(value: Any) -> bool:
    if isinstance(value, str):
        return True
    if not isinstance(value, Mapping) or not set(value) <= {"id", "text"}:
        return False
    words = value.get("text", {})
    return (
        isinstance(value.get("id"), str)
        and isinstance(words, Mapping)
        and all(isinstance(k, str) and isinstance(v, str) for k, v in words.items())
    )
