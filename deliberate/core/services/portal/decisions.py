"""What the members decided: the rule, every round of voting, the published protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from deliberate.core.decision.ballot import threshold_of, votes
from deliberate.core.decision.minority import minority_reports
from deliberate.core.follow_up.commitments import report_view
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.paper import PAPER
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.results import (
    Cast,
    DecisionRule,
    Minority,
    Protocol,
    Refusal,
    Round,
)

OPEN_VOTE = "roll_call"


def decision_rules_of(process: Process) -> tuple[DecisionRule, ...]:
    """What carries a decision in each ballot of the rulebook."""
    return tuple(_rule(process, step) for step in process.rulebook.steps if step.kind == "ballot")


def rounds_of(process: Process) -> tuple[Round, ...]:
    """Every vote that was opened, in order."""
    return tuple(
        _round(view, opened)
        for step in process.rulebook.steps
        if step.kind == "ballot"
        for view in _occurrences(process, step)
        if (opened := view.first("ballot.opened")) is not None
    )


def protocol_of(process: Process) -> Protocol | None:
    """The protocol once it is published; its drafts belong to the members."""
    view = report_view(process)
    if view is None:
        return None
    published, frozen = view.first("report.published"), view.last("report.frozen")
    if published is None or frozen is None:
        return None
    return Protocol(
        step=view.step.id,
        title=view.step.title,
        published_at=published.at,
        number=str(frozen.body["number"]),
        dated=date.fromisoformat(str(frozen.body["date"])),
        sha256=str(frozen.body["sha256"]),
        binding=bool(published.body["binding"]),
        signatures=int(published.body["signatures"]),
        on_paper=_on_paper(view),
        refusals=_refusals(view),
        minority=tuple(
            Minority(
                tuple(body_of(process, seat) for seat in report.seats),
                report.text,
            )
            for report in minority_reports(view)
        ),
    )


def _occurrences(process: Process, step: Step) -> Iterator[StepView]:
    for n in range(1, process.scheduled(step.id) + 1):
        yield StepView(process, step, n)


def _rule(process: Process, step: Step) -> DecisionRule:
    params: Any = step.parameters
    seats = process.rulebook.seats
    base = str(process.parameter(params.base))
    threshold = threshold_of(
        {key: process.parameter(value) for key, value in params.threshold.items()}
    )
    fixed = threshold.at_least_votes is not None or base == "seats"
    repeats = params.on_fail["at_most"] if params.on_fail else 0
    return DecisionRule(
        step=step.id,
        needed=threshold.needed(seats) if fixed else None,
        base=base,
        seats=seats,
        present_to_open=int(process.parameter(params.present_to_open)),
        repeats=int(process.parameter(repeats)),
        secrecy=str(process.parameter(params.secrecy)),
    )


def _round(view: StepView, opened: Fact) -> Round:
    text = text_of(opened.body, "text")
    counted = view.first("ballot.counted")
    if counted is None:
        return Round(view.step.id, view.n, text, opened.at)
    body, failed = counted.body, view.first("ballot.failed")
    return Round(
        step=view.step.id,
        n=view.n,
        text=text,
        opened_at=opened.at,
        counted_at=counted.at,
        for_=int(body["for"]),
        against=int(body["against"]),
        abstain=int(body["abstain"]),
        absent=int(body["absent"]),
        base=int(body["base"]),
        needed=int(body["needed"]),
        outcome=str(body["outcome"]),
        then=str(failed.body["then"]) if failed is not None else "",
        repeated_on=_repeated_on(view),
        roll_call=_roll_call(view, str(opened.body["secrecy"])),
    )


def _repeated_on(view: StepView) -> date | None:
    """The day of the session that repeats this vote, if there is one."""
    process = view.process
    if view.n >= process.scheduled(view.step.id):
        return None
    start = process.planned_start(view.step.id, view.n + 1)
    return None if start is None else process.calendar.local_day(start)


def _roll_call(view: StepView, secrecy: str) -> tuple[Cast, ...]:
    if secrecy != OPEN_VOTE:
        return ()
    process = view.process
    return tuple(
        Cast(body_of(process, seat), choice) for seat, choice in sorted(votes(view).items())
    )


def _on_paper(view: StepView) -> int:
    """How many members signed by hand; offices are counted apart."""
    seats = {seat.id for seat in view.process.roster.seats}
    signed = view.facts("report.signed")
    return sum(fact.body.get("form") == PAPER and fact.body["seat"] in seats for fact in signed)


def _refusals(view: StepView) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(body_of(view.process, str(fact.body["seat"])), text_of(fact.body, "reason"))
        for fact in view.facts("report.refused")
    )
