"""Checks of what has happened in a process so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deliberate.api import (
    Fact,
    Finding,
    Period,
    Process,
    Rule,
    Step,
    Text,
    message,
    missing_reports,
)
from deliberate_citizen_jury.on_paper import broken

PRINT = "press"
"""The channel of a report that leaves no trace of its own."""


def seats_decided_by_comments(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ39: comment votes, which cannot be tied to one citizen, have decided a seat."""
    counted = process.latest("public_vote.counted")
    names = tuple(counted.body["decided_by_comments"]) if counted is not None else ()
    if not names:
        return
    known = {
        str(fact.body["candidate"]): Text.of(fact.body["name"])
        for fact in process.select("nomination.accepted")
        if fact.body.get("name")
    }
    yield broken(
        rule,
        message(
            "Comment votes decide a seat: by signed votes alone it would be {names}.",
            names=tuple(known.get(name, name) for name in names),
        ),
    )


def missing_weeks(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ13: a week whose report was not published by its last minute stays missing for good.

    No step is named: a report that is late must not be refused because an earlier one is missing.
    """
    step = process.rulebook.step("execution")
    if step is None:
        return
    for week in missing_reports(process, step):
        yield broken(
            rule,
            message(
                "The report of week {number} was not published by the end of {day}.",
                number=week.number,
                day=process.calendar.local_day(week.due - timedelta(microseconds=1)),
            ),
            steps=(),
        )


def unproved_print(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ47: reports whose publication in print nothing proves. No step is named: late is late."""
    weeks = tuple(
        number
        for number, report in enumerate(process.select("execution.reported"), start=1)
        if PRINT in report.body["channels"] and PRINT not in report.body.get("proofs", {})
    )
    if weeks:
        yield broken(
            rule,
            message(
                "Nothing proves the publication in print of reports: {reports}.", reports=weeks
            ),
            fix=message("Keep a copy, and enter its hash or its address with the report."),
            steps=(),
        )


def inputs_without_disposition(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ19: the protocol was closed over public inputs that nobody had dealt with."""
    frozen = process.latest("report.frozen")
    if frozen is None:
        return
    disposed = {
        str(fact.body["input"])
        for fact in process.select("ledger.disposed")
        if fact.seq < frozen.seq
    }
    left = tuple(
        str(fact.body["input"])
        for fact in process.select("ledger.received")
        if fact.seq < frozen.seq and str(fact.body["input"]) not in disposed
    )
    if left:
        yield broken(
            rule,
            message("The protocol was closed without a disposition of: {inputs}.", inputs=left),
            fix=message("Give each a disposition with its reason: ledger dispose."),
        )


def closed_before_execution(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ14: the process was closed, or the mandates ended, before every point of a published
    protocol was executed and a report had said so."""
    closed, published = process.latest("evaluation.closed"), process.latest("report.published")
    completed = process.latest("execution.completed")
    if published is None:
        return
    if closed is not None and (completed is None or completed.seq > closed.seq):
        yield broken(
            rule,
            message("The process was closed before the last point was accepted and published."),
            fix=message("Close it when the last point is accepted and published."),
        )
        return
    ends = process.select("execution.completed", "execution.mandates_ended")
    if not all(_told(process, ended) for ended in ends):
        yield broken(
            rule,
            message("The mandates ended before a report told of the last accepted point."),
            fix=message("They end with the report that publishes it."),
        )


def _told(process: Process, ended: Fact) -> bool:
    """Whether a report was published between the last acceptance and this end."""
    accepted = [f.seq for f in process.select("execution.accepted") if f.seq < ended.seq]
    after = max(accepted, default=0)
    return any(after < report.seq < ended.seq for report in process.select("execution.reported"))


def rounds_of_agreement(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ43: a document went through more rounds of agreement than the regulation permits."""
    permitted = int(process.open_parameter("agreement_rounds"))
    for step in _agreed_documents(process, rule):
        rounds = len(process.select("document.drafted", step=step.id))
        if rounds > permitted:
            yield broken(
                rule,
                message(
                    "“{document}” is in round {rounds} of agreement; {permitted} are permitted.",
                    document=step.title,
                    rounds=rounds,
                    permitted=permitted,
                ),
                fix=message("Publish the reasons for refusing; the regulation says what follows."),
                steps=(step.id,),
            )


def late_agreement(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ44: a round of agreement took longer than its working days."""
    limit = Period(int(process.open_parameter("agreement_days")), "working_days")
    for step in _agreed_documents(process, rule):
        drafts = process.select("document.drafted", step=step.id)
        for number, drafted in enumerate(drafts, start=1):
            last = process.calendar.add(process.calendar.local_day(drafted.at), limit)
            late = [
                str(fact.body["seat"])
                for fact in _answers(process, step, drafted)
                if process.calendar.local_day(fact.at) > last
            ]
            if late:
                yield broken(
                    rule,
                    message(
                        "“{document}”, round {number}: {seats} answered after {last}.",
                        document=step.title,
                        number=number,
                        seats=tuple(late),
                        last=last,
                    ),
                    steps=(step.id,),
                )


def _agreed_documents(process: Process, rule: Rule) -> tuple[Step, ...]:
    """The documents that this rule names and that seats have to agree to."""
    return tuple(
        step
        for step in process.rulebook.steps
        if step.id in rule.steps and step.kind == "document" and step.parameters.agreed_by
    )


def _answers(process: Process, step: Step, drafted: Fact) -> Iterator[Fact]:
    """Agreements and refusals of one version."""
    for fact in process.select("document.agreed", "document.refused", step=step.id):
        if fact.body["version"] == drafted.body["version"]:
            yield fact


def chair_of_the_responsible_body(process: Process, rule: Rule) -> Iterator[Finding]:
    """KZ46: the chair was given to the delegate of the body that answers for the execution."""
    holder = process.roster.office("chair")
    if holder is None:
        return
    seat = process.roster.seat(holder)
    if seat is not None and seat.id == process.pilot.agency.responsible_body:
        yield broken(
            rule,
            message("The chair holds seat {seat}, that of the responsible body.", seat=seat.id),
            fix=message("Elect a member from another body, or a non-permanent member."),
        )
