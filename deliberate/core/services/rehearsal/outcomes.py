"""What the story tells of a ballot: who or what won, the votes, and their shares of the base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from deliberate.core.decision.ballot import carried
from deliberate.core.decision.ballot_rules import PLAIN
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.errors import Message, message

WHOLE = 100


def told_outcome(
    ballot: BallotDefinition, body: Mapping[str, Any], together: Iterable[Sequence[str]]
) -> Iterator[Message]:
    """The sentences on a counted ballot; `together`: options whose votes are also told as one
    number, as whoever reports on a ballot with many options does."""
    if ballot.method == PLAIN:
        yield _adopted(body)
        return
    if body["outcome"] == "measured":
        yield message(
            "Supported, out of {base}: {ideas}.",
            base=body["base"],
            ideas=_each(ballot, body, sorted(ballot.names, key=lambda name: -_votes(body, name))),
        )
        return
    result = str(body["outcome"])
    words = ballot.text_of(result) if result in ballot.names else result
    yield message("The votes are counted: {outcome}.", outcome=words)
    if ballot.method != "single_choice" or not body["base"]:
        return
    yield message(
        "Out of {base}: {options}.",
        base=body["base"],
        options=_each(ballot, body, sorted(ballot.names, key=lambda name: -_votes(body, name))),
    )
    for several in together:
        names = [name for name in several if name in ballot.names]
        votes = sum(_votes(body, name) for name in names)
        yield message(
            "Together – {options}: {votes} of {base} ({share} %).",
            options=tuple(ballot.text_of(name) for name in names),
            votes=votes,
            base=body["base"],
            share=_share(votes, body["base"]),
        )


def _adopted(body: Mapping[str, Any]) -> Message:
    values = {"votes": body["for"], "needed": body["needed"], "base": body["base"]}
    if carried(body):
        return message("In favour: {votes} of {base}; needed: {needed}. Adopted.", **values)
    return message("In favour: {votes} of {base}; needed: {needed}. Not adopted.", **values)


def _each(
    ballot: BallotDefinition, body: Mapping[str, Any], names: Iterable[str]
) -> tuple[Message, ...]:
    return tuple(
        message(
            "{name} – {count} ({share} %)",
            name=ballot.text_of(name),
            count=_votes(body, name),
            share=_share(_votes(body, name), body["base"]),
        )
        for name in names
    )


def _votes(body: Mapping[str, Any], name: str) -> int:
    return int(body["counts"][name])


def _share(votes: int, base: int) -> int:
    """Per cent of the base that the ballot was counted from, a half rounded up."""
    return (2 * WHOLE * votes + base) // (2 * base) if base else 0
