"""Kind `execution`: the points of a published protocol, until each is executed and published.

A point is executed when it is *accepted*. The step is done, and mandates end, with the report that
tells the public so about the last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deliberate.core.errors import Message, Refused, message
from deliberate.core.follow_up.acceptance import ACCEPTANCE
from deliberate.core.follow_up.commitments import Commitment, commitments, published_since
from deliberate.core.follow_up.escalation import CHAIR_CONSENTS, ESCALATION
from deliberate.core.follow_up.weekly import current_week, missing_weeks
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField, WordsOrOpen
from deliberate.core.rulebook.fields import (
    ListOf,
    MapOf,
    PeriodField,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

REPORTERS = frozenset({"agency", "secretary", "executor"})


@dataclass(frozen=True, slots=True)
class ExecutionParameters:
    """`accepted_by`: an office and seat groups, one entry per person who must accept together, or
    the name of one of the `arrangements`; `due_change`: who may change a due date, if anybody."""

    every: Period
    channels: tuple[str, ...] = ()
    accepted_by: Any = ("chair",)
    arrangements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    due_change: Any = CHAIR_CONSENTS
    notice_period: Period | None = None
    complaint_period: Period | None = None
    mandates: str = ""


class ReportLine(StrictSchema):
    """`percent`: how much of the point is executed, 0 to 100, as its owner says; `spent`: so far,
    in whole units of the pilot's currency."""

    commitment = StrictStr(required=True)
    percent = StrictInt(required=True)
    text = TextField(required=True)
    evidence = StrictStr()
    spent = StrictInt(minimum=0)


class Report(StrictSchema):
    """`proofs`: what proves the publication on a channel, an address or the hash of a copy."""

    channels = ListOf(StrictStr(), required=True)
    items = ListOf(Table(ReportLine), required=True)
    proofs = MapOf(StrictStr(blank=False))


def report(command: Command) -> list[Draft]:
    """A periodic report, on all channels, on every point whose execution is not published yet.

    Once every point is accepted it is the last one: execution is complete and mandates end.
    """
    missing = tuple(c for c in command.params.channels if c not in command.body["channels"])
    if missing:
        raise Refused("CHANNELS", message("Not published on: {missing}.", missing=missing))
    for channel in command.body.get("proofs", {}):
        known(channel, command.body["channels"], "channel")
    points = commitments(command.process)
    if not points:
        raise Refused("NO_POINTS", message("There are no points of a published protocol."))
    _require_lines(command, points)
    week = current_week(command.view)
    body = {**command.body, "week": week.number if week else 0}
    drafts = [command.fact("execution.reported", body)]
    if all(point.state == "accepted" for point in points.values()):
        drafts += _completed(command)
    return drafts


def _require_lines(command: Command, points: Mapping[str, Commitment]) -> None:
    """One line for each point that owes one, each in every authentic language."""
    listed = Counter(str(line["commitment"]) for line in command.body["items"])
    for line in command.body["items"]:
        key = str(line["commitment"])
        known(key, points, "point")
        if listed[key] > 1:
            raise Refused("TWICE", message("Point {point} stands twice in the report.", point=key))
        complete_in(command.view, line["text"], f"items.{key}.text")
        _require_percent(points[key], line["percent"])
    silent = tuple(k for k, p in points.items() if p.published_at is None and k not in listed)
    if silent:
        raise Refused("POINTS", message("The report is silent about: {points}.", points=silent))


def _require_percent(point: Commitment, percent: int) -> None:
    if not 0 <= percent <= 100:
        raise Refused(
            "PERCENT", message("Percent is between 0 and 100, not {percent}.", percent=percent)
        )
    if point.state == "accepted" and percent < 100:
        raise Refused(
            "PERCENT",
            message(
                "Point {point} is accepted: it is executed to 100 percent, not {percent}.",
                point=point.id,
                percent=percent,
            ),
        )


def _completed(command: Command) -> list[Draft]:
    drafts = [command.fact("execution.completed")]
    if command.params.mandates:
        drafts.append(command.fact("execution.mandates_ended", {"group": command.params.mandates}))
    return drafts


def progress(view: StepView) -> Progress:
    completed = view.first("execution.completed")
    points = commitments(view.process)
    accepted = sum(point.state == "accepted" for point in points.values())
    since = published_since(view.process)
    count = (accepted, len(points))
    if completed is not None:
        return Progress(True, since, completed.at, count=count)
    return Progress(False, since, None, None, tuple(_outstanding(view, points)), count)


def _outstanding(view: StepView, points: Mapping[str, Commitment]) -> list[Message]:
    accepted = sum(point.state == "accepted" for point in points.values())
    waits = [
        message(
            "{accepted} of {points} points are accepted.", accepted=accepted, points=len(points)
        )
    ]
    silent = tuple(
        key
        for key, point in points.items()
        if point.state == "accepted" and point.published_at is None
    )
    if silent:
        waits.append(message("Accepted, and no report says so yet: {points}.", points=silent))
    missing = missing_weeks(view)
    if missing:
        waits.append(
            message("No report for week no. {weeks}.", weeks=tuple(week.number for week in missing))
        )
    return waits


EXECUTION = StepKind(
    "execution",
    schema_of(
        ExecutionParameters,
        every=PeriodField(required=True),
        channels=ListOf(StrictStr()),
        accepted_by=WordsOrOpen(),
        arrangements=MapOf(ListOf(StrictStr())),
        due_change=AnyField(),
        notice_period=PeriodField(),
        complaint_period=PeriodField(),
        mandates=StrictStr(),
    ),
    actions(
        Action("report", REPORTERS, report, message("publish the execution report"), Report),
        *ACCEPTANCE,
        *ESCALATION,
    ),
    progress,
)
