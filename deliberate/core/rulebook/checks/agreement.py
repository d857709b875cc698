"""Checks of agreement: what two steps share, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.asked import changed_items, questionnaire_of
from deliberate.core.rulebook.checks.context import (
    CheckContext,
    Underway,
    finding,
    names,
    place_of_questions,
)
from deliberate.core.rulebook.model import Rule

VOTE = "vote"
QUESTIONS = "questions"


def check_same(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`same {steps, of?}`: these steps share every parameter, or `of = "questions"` what they ask.

    A later wave of a survey may ask more, after the same questions.
    """
    steps = names(rule.parameters["steps"])
    first = context.rulebook.step(steps[0])
    if rule.parameters.get("of") == QUESTIONS:
        yield from _other_questions(context, rule, steps)
        return
    for name in steps[1:]:
        step = context.rulebook.step(name)
        if step is None or first is None or step.parameters == first.parameters:
            continue
        yield finding(
            rule,
            message("“{first}” and “{second}” differ.", first=first.title, second=step.title),
            message("Give both the same parameters."),
            where=context.rulebook.stated_at(name),
            steps=(name,),
        )


def _other_questions(
    context: CheckContext, rule: Rule, steps: tuple[str, ...]
) -> Iterator[Finding]:
    waves = [step for step in map(context.rulebook.step, steps) if step is not None]
    asked = [questionnaire_of(context.rulebook, context.pilot, step) for step in waves]
    for step, asks in zip(waves[1:], asked[1:], strict=True):
        first = asked[0]
        changed = () if first is None or asks is None else changed_items(first, asks)
        if changed:
            yield finding(
                rule,
                message(
                    "“{second}” does not ask the same as “{first}”: {items}.",
                    second=step.title,
                    first=waves[0].title,
                    items=changed,
                ),
                message("A change of opinion is measured with the same questions only."),
                where=place_of_questions(context, step),
                steps=(step.id,),
            )


def check_voters(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`voters {office | group, may_not}`: who may not vote in a ballot.

    An office without a vote (a secretary) is held by nobody who has a seat; a group without a vote
    casts none, and no ballot of the rulebook lets it.
    """
    if VOTE not in rule.parameters.get("may_not", ()):
        return
    office, group = rule.parameters.get("office"), rule.parameters.get("group")
    if group:
        yield from _ballots_open_to(context, rule, str(group))
    if context.process is None:
        return
    if office:
        yield from _office_without_vote(context, rule, str(office))
    if group:
        yield from _group_without_vote(context, rule, str(group))


def _ballots_open_to(context: CheckContext, rule: Rule, group: str) -> Iterator[Finding]:
    """Ballots of the rulebook in which a group votes that may not."""
    silent = context.rulebook.group(group)
    for step in context.rulebook.steps:
        if step.kind != "ballot":
            continue
        if context.parameter(step.parameters.voters) not in ("", "all", group):
            continue
        yield finding(
            rule,
            message(
                "“{group}” would vote in “{ballot}”.",
                group=group if silent is None else silent.title,
                ballot=step.title,
            ),
            message("Name the group that votes: {example}", example='voters = "GROUP"'),
            where=context.rulebook.stated_at(step.id),
            steps=(step.id,),
        )


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
    for fact in process.select("ballot.cast", "ballot.participated"):
        if fact.body.get("seat") in silent:
            yield finding(
                rule,
                message("Seat {seat} has voted; its group may not.", seat=fact.body["seat"]),
                steps=() if fact.step is None else (fact.step,),
            )
