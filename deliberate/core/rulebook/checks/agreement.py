"""Checks of agreement: what two steps share, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext, Underway, finding, names
from deliberate.core.rulebook.model import Rule

VOTE = "vote"


def check_same(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`same {steps}`: these steps share every parameter (questions, programme)."""
    steps = names(rule.parameters["steps"])
    first = context.rulebook.step(steps[0])
    for name in steps[1:]:
        step = context.rulebook.step(name)
        if step is None or first is None or step.parameters == first.parameters:
            continue
        yield finding(
            rule,
            message("“{first}” and “{second}” differ.", first=first.title, second=step.title),
            message("Give both the same parameters."),
            where=context.rulebook.places.get(f"steps.{name}"),
            steps=(name,),
        )


def check_voters(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`voters {office | group, may_not}`: who may not vote in a ballot.

    An office without a vote (a secretary) is held by nobody who has a seat; a group without a vote
    casts none. Before a process begins there is nothing to look at.
    """
    if context.process is None or VOTE not in rule.parameters.get("may_not", ()):
        return
    office, group = rule.parameters.get("office"), rule.parameters.get("group")
    if office:
        yield from _office_without_vote(context, rule, str(office))
    if group:
        yield from _group_without_vote(context, rule, str(group))


def _office_without_vote(context: CheckContext, rule: Rule, office: str) -> Iterator[Finding]:
    roster = cast(Underway, context.process).roster
    holder = roster.office(office)
    seat = None if holder is None else roster.seat(holder) or roster.seat_of_account(holder)
    if seat is not None:
        yield finding(
            rule,
            message(
                "The {office} holds seat {seat} and may not vote.", office=office, seat=seat.id
            ),
            message("Give the office to somebody without a seat."),
        )


def _group_without_vote(context: CheckContext, rule: Rule, group: str) -> Iterator[Finding]:
    process = cast(Underway, context.process)
    silent = {seat.id for seat in process.roster.group(group)}
    for fact in process.select("ballot.cast"):
        if fact.body.get("seat") in silent:
            yield finding(
                rule,
                message("Seat {seat} has voted; its group may not.", seat=fact.body["seat"]),
                steps=() if fact.step is None else (fact.step,),
            )
