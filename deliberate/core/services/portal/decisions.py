"""What the members decided: the rule, every round of voting, the published protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from deliberate.core.decision.ballot import papers_of
from deliberate.core.decision.ballot_papers import in_short
from deliberate.core.decision.ballot_rules import frozen, option_text, resolved
from deliberate.core.decision.casting import session_of_ballot
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome, Position
from deliberate.core.decision.counting.terms import SUPPORT
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.decision.minority import minority_reports
from deliberate.core.decision.secrecy import electors
from deliberate.core.errors import Message, message
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
    Objection,
    Protocol,
    Refusal,
    Round,
    Support,
)
from deliberate.core.text import Text

OPEN_VOTE = "roll_call"
CONSENTS = "consent"


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


def report_title_of(process: Process) -> Text:
    """What the model calls its protocol or report; empty for a model that makes none."""
    view = report_view(process)
    return Text() if view is None else view.step.title


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
        minority=minorities_of(view),
    )


def minorities_of(view: StepView) -> tuple[Minority, ...]:
    """The minority reports of a protocol, with the bodies of those who hold them."""
    return tuple(
        Minority(
            tuple(body_of(view.process, seat) for seat in report.seats),
            report.text,
            report.point,
        )
        for report in minority_reports(view)
    )


def _occurrences(process: Process, step: Step) -> Iterator[StepView]:
    for n in range(1, process.scheduled(step.id) + 1):
        yield StepView(process, step, n)


def _rule(process: Process, step: Step) -> DecisionRule:
    params: Any = step.parameters
    seats = process.rulebook.seats
    base = str(process.parameter(params.base))
    planned = resolved(process, params.threshold)
    threshold = Threshold.of_body(planned) if planned is not None else None
    fixed = threshold is not None and (threshold.at_least_votes is not None or base == "seats")
    repeats = params.on_fail["at_most"] if params.on_fail else 0
    return DecisionRule(
        step=step.id,
        needed=threshold.needed(seats) if threshold is not None and fixed else None,
        base=base,
        seats=seats,
        present_to_open=int(process.parameter(params.present_to_open)),
        repeats=int(process.parameter(repeats)),
        secrecy=str(process.parameter(params.secrecy)),
    )


def _round(view: StepView, opened: Fact) -> Round:
    text, secrecy = text_of(opened.body, "text"), str(opened.body["secrecy"])
    counted, ballot = view.first("ballot.counted"), frozen(opened.body)
    if counted is None:
        return Round(
            view.step.id,
            view.n,
            text,
            opened.at,
            secrecy,
            title=view.step.title,
            ballot=ballot,
        )
    body, failed = counted.body, view.first("ballot.failed")
    return Round(
        step=view.step.id,
        n=view.n,
        text=text,
        opened_at=opened.at,
        secrecy=secrecy,
        counted_at=counted.at,
        for_=body.get("for"),
        against=body.get("against"),
        abstain=body.get("abstain"),
        absent=int(body["absent"]),
        blank=body.get("blank"),
        base=int(body["base"]),
        needed=body["needed"],
        outcome=str(body["outcome"]),
        then=str(failed.body["then"]) if failed is not None else "",
        repeated_on=_repeated_on(view),
        title=view.step.title,
        ballot=ballot,
        lot=str(body.get("lot", "")),
        **_papers(view, ballot, secrecy),
        **_told(view, opened, counted, ballot),
    )


def _position(ballot: BallotDefinition, position: Position) -> Message:
    """A minority position with its support and, where somebody objected, the reasons."""
    option, number = ballot.text_of(position.option), position.votes
    if not position.reasons:
        return message("{option}: {number}.", option=option, number=number)
    return message(
        "{option}: {number}. Reasons: {reasons}",
        option=option,
        number=number,
        reasons="; ".join(position.reasons),
    )


def _told(view: StepView, opened: Fact, counted: Fact, ballot: BallotDefinition) -> dict[str, Any]:
    """The whole outcome, and in words that of another method than yes/no/abstain."""
    outcome = _outcome(view, counted, ballot)
    if "for" in counted.body:
        return {"counted": outcome}
    return {
        "result": option_text(opened.body, outcome.result),
        "told": outcome.explanation,
        "minority": tuple(_position(ballot, position) for position in outcome.minority),
        "cautions": tuple(caution.message for caution in outcome.warnings),
        "counted": outcome,
        "support": tuple(_support(opened, ballot, outcome)),
    }


def _outcome(view: StepView, counted: Fact, ballot: BallotDefinition) -> Outcome:
    """The outcome from the papers on the record; blank papers are no absences."""
    body = counted.body
    present = body.get("present")
    if present is None:
        present = len(electors(view, session_of_ballot(view), counted))
    outcome = count(ballot, papers_of(view, ballot), present=int(present), seed=body.get("lot"))
    return replace(outcome, absent=int(body["absent"]))


def _support(opened: Fact, ballot: BallotDefinition, outcome: Outcome) -> Iterator[Support]:
    """The levels of each idea, the best supported first; nothing of a vote that decides."""
    if ballot.method != "support" or not outcome.base:
        return
    for name in sorted(outcome.levels, key=lambda name: -outcome.counts[name]):
        papers = [outcome.levels[name].get(level, 0) for level in range(len(SUPPORT))]
        shares = tuple((number, Fraction(number, outcome.base)) for number in papers)
        yield Support(option_text(opened.body, name), shares)


def _repeated_on(view: StepView) -> date | None:
    """The day of the session that repeats this vote, if there is one."""
    process = view.process
    if view.n >= process.scheduled(view.step.id):
        return None
    start = process.planned_start(view.step.id, view.n + 1)
    return None if start is None else process.calendar.local_day(start)


def _papers(view: StepView, ballot: BallotDefinition, secrecy: str) -> dict[str, Any]:
    """How each seat voted where that is by name; serious objections, with whose they are only
    then."""
    papers = sorted(papers_of(view, ballot), key=lambda paper: paper.id)
    objecting = [paper for paper in papers if ballot.method == CONSENTS and _objects(paper)]
    if secrecy != OPEN_VOTE:
        reasons = sorted(paper.reason for paper in objecting)
        return {"objections": tuple(map(Objection, reasons))}
    process = view.process
    return {
        "roll_call": tuple(
            Cast(body_of(process, paper.id), in_short(ballot, paper), paper) for paper in papers
        ),
        "objections": tuple(
            Objection(paper.reason, body_of(process, paper.id)) for paper in objecting
        ),
    }


def _objects(paper: Paper) -> bool:
    return paper.number("object") is not None


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
