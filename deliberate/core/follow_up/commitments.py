"""Commitments: the points of the protocol, their state derived from facts and the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from deliberate.core.decision.report import published_at, published_items
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.text import Text

CommitmentState = Literal[
    "in_progress",
    "overdue",
    "submitted",
    "returned",
    "noticed",
    "notice_expired",
    "complained",
    "complaint_expired",
    "claimed",
    "accepted",
]


@dataclass(frozen=True, slots=True)
class Commitment:
    """One point to execute. `first_due` never changes; `due` is the current date (inclusive).

    `percent` is what the owner last reported; `cost` in whole units of the pilot's currency.
    """

    id: str
    kind: str
    text: Text
    owner: str
    co_executors: tuple[str, ...]
    first_due: date
    due: date
    state: CommitmentState = "in_progress"
    percent: int = 0
    evidence: Text = field(default_factory=Text)
    depends_on: Text = field(default_factory=Text)
    cost: int | None = None
    funding: Text = field(default_factory=Text)
    changes: tuple[Fact, ...] = ()
    reports: tuple[Fact, ...] = ()
    remarks: tuple[Fact, ...] = ()
    deadline: date | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None


def report_view(process: Process) -> StepView | None:
    """The step that makes the protocol or report of this process."""
    step = next((item for item in process.rulebook.steps if item.kind == "report"), None)
    return process.view(step) if step is not None else None


def published_since(process: Process) -> datetime | None:
    """When the protocol was published: weekly reports count from here."""
    view = report_view(process)
    return published_at(view) if view is not None else None


def commitments(process: Process) -> dict[str, Commitment]:
    """All commitments by identifier, as they stand at the process's moment."""
    view = report_view(process)
    if view is None:
        return {}
    found = {str(item["id"]): _from_item(item) for item in published_items(view)}
    for fact in process.facts:
        key = str(fact.body.get("commitment", ""))
        if fact.kind == "execution.reported":
            for line in fact.body["items"]:
                point = str(line["commitment"])
                if point in found:
                    found[point] = replace(
                        found[point],
                        percent=int(line["percent"]),
                        reports=(*found[point].reports, fact),
                    )
        elif key in found:
            found[key] = _step(found[key], fact)
    today = process.calendar.local_day(process.now)
    return {key: _by_the_clock(item, today) for key, item in found.items()}


def _from_item(item: Mapping[str, Any]) -> Commitment:
    due = date.fromisoformat(str(item["due"]))
    return Commitment(
        id=str(item["id"]),
        kind=str(item["kind"]),
        text=text_of(item, "text"),
        owner=str(item["owner"]),
        co_executors=tuple(item.get("co_executors", ())),
        first_due=due,
        due=due,
        evidence=text_of(item, "evidence"),
        depends_on=text_of(item, "depends_on"),
        cost=item.get("cost"),
        funding=text_of(item, "funding"),
    )


def _step(item: Commitment, fact: Fact) -> Commitment:
    match fact.kind:
        case "execution.due_changed":
            return replace(
                item, due=date.fromisoformat(str(fact.body["due"])), changes=(*item.changes, fact)
            )
        case "execution.submitted":
            return replace(item, state="submitted", submitted_at=fact.at, percent=100)
        case "execution.returned":
            return replace(item, state="returned", remarks=(*item.remarks, fact))
        case "execution.accepted":
            return replace(item, state="accepted", accepted_at=fact.at, deadline=None)
        case "execution.noticed":
            return replace(item, state="noticed", deadline=_day(fact, "deadline"))
        case "execution.complained":
            return replace(item, state="complained", deadline=_day(fact, "deadline"))
        case "execution.claimed":
            return replace(item, state="claimed", deadline=None)
    return item


def _by_the_clock(item: Commitment, today: date) -> Commitment:
    """What the passing of time alone makes of a state."""
    if item.state in {"in_progress", "returned"} and today > item.due:
        return replace(item, state="overdue")
    if item.state == "noticed" and item.deadline is not None and today > item.deadline:
        return replace(item, state="notice_expired")
    if item.state == "complained" and item.deadline is not None and today > item.deadline:
        return replace(item, state="complaint_expired")
    return item


def _day(fact: Fact, key: str) -> date:
    return date.fromisoformat(str(fact.body[key]))
