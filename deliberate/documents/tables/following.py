"""The points of the protocol: what is to be done, how far it is, what was accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from deliberate.core.decision.consensus import MARK
from deliberate.core.decision.minority import minority_reports
from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.process.guards import text_of
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def points_table(making: Making, _of: str) -> Table:
    """The points as the protocol states them: kind, words, who answers, by when."""
    say = making.say
    rows = tuple(
        (
            str(item["id"]),
            say.word("point", str(item["kind"])),
            _with_evidence(making, item),
            _owners(making, item),
            say.date(date.fromisoformat(str(item["due"]))) if item.get("due") else "",
        )
        for item in _items(making)
    )
    columns = (
        Column(say.gettext("No."), width=2),
        Column(say.gettext("Kind"), width=4),
        Column(say.gettext("Point"), width=11),
        Column(say.gettext("Responsible"), width=8),
        Column(say.gettext("Due"), width=7),
    )
    return Table(columns, rows, empty=say.gettext("The protocol has no points yet."))


def _items(making: Making) -> tuple[Mapping[str, Any], ...]:
    """The points of the frozen protocol, else of its latest draft."""
    if making.report is None:
        return ()
    fact = making.report.last("report.frozen") or making.report.last("report.drafted")
    return tuple(fact.body["items"]) if fact is not None else ()


def _with_evidence(making: Making, item: Mapping[str, Any]) -> str:
    say = making.say
    lines = [making.text(text_of(item, "text")), *_carried(making, item)]
    said = (
        (say.gettext("Shown by: {text}"), making.text(text_of(item, "evidence"))),
        (say.gettext("Depends on: {text}"), making.text(text_of(item, "depends_on"))),
        (say.gettext("Cost: {text}"), _money(making, item.get("cost"))),
        (say.gettext("Paid from: {text}"), making.text(text_of(item, "funding"))),
    )
    return "\n".join(lines + [words.format(text=text) for words, text in said if text])


def _carried(making: Making, item: Mapping[str, Any]) -> Iterator[str]:
    """Whether all members carry a point, where the report marks that; else what is said instead."""
    say, mark = making.say, item.get(MARK)
    if mark is None or making.report is None:
        return
    if mark:
        yield say.gettext("Carried by all members.")
    for report in minority_reports(making.report):
        if report.point == item["id"]:
            words = say.ngettext(
                "{count} member dissents: {text}",
                "{count} members dissent: {text}",
                len(report.seats),
            )
            yield words.format(count=len(report.seats), text=making.text(report.text))


def _money(making: Making, amount: int | None) -> str:
    """An amount in the currency of the budget; nothing for a point that costs nothing."""
    if not amount:
        return ""
    return making.say.money(amount, making.process.pilot.budget.currency)


def _owners(making: Making, item: Mapping[str, Any]) -> str:
    """Who answers, and below it with whom."""
    others = [making.organisation(str(seat)) for seat in item.get("co_executors", ())]
    lines = [making.organisation(str(item["owner"]))] if item.get("owner") else []
    if others:
        lines.append(making.say.gettext("With: {text}").format(text="; ".join(others)))
    return "\n".join(lines)


def progress_table(making: Making, _of: str) -> Table:
    """How far each point is, as its owner reports; `evidence` is named where it was given."""
    say, lines = making.say, _reported(making)
    rows = tuple(
        (
            point.id,
            _with_owner(making, point),
            due_words(making, point),
            say.percent(lines[point.id]["percent"] if point.id in lines else point.percent),
            "\n".join(_said(making, point, lines.get(point.id, {}))),
        )
        for point in commitments(making.process).values()
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Point"), width=8),
        Column(say.gettext("Due"), width=5),
        Column(say.gettext("Done"), "right", 3),
        Column(say.gettext("What was done"), width=5),
    )
    return Table(columns, rows, empty=say.gettext("The protocol has no points yet."))


def _with_owner(making: Making, point: Commitment) -> str:
    """The point, and below it who answers for it."""
    owner = making.organisation(point.owner)
    said = making.say.gettext("Responsible: {text}").format(text=owner)
    return f"{making.text(point.text)}\n{said}"


def due_words(making: Making, point: Commitment) -> str:
    """When a point is due. A date that was changed never hides the first one."""
    say = making.say
    if point.due == point.first_due:
        return say.date(point.due)
    first = say.gettext("first: {day}").format(day=say.date(point.first_due))
    return f"{say.date(point.due)}\n{first}"


def _reported(making: Making) -> dict[str, Mapping[str, Any]]:
    """The lines of the report that the document goes with."""
    items = making.body("items") or ()
    return {str(line["commitment"]): line for line in items if "commitment" in line}


def _said(making: Making, point: Commitment, line: Mapping[str, Any]) -> Iterator[str]:
    say = making.say
    if point.accepted_at is not None and point.state == "accepted":
        yield say.gettext("Accepted: {day}").format(day=making.day(point.accepted_at))
    if line:
        yield making.text(text_of(line, "text"))
    if line.get("evidence"):
        yield say.gettext("Shown by: {text}").format(text=line["evidence"])
    if line.get("spent"):
        yield say.gettext("Spent: {text}").format(text=_money(making, line["spent"]))


def accepted_table(making: Making, _of: str) -> Table:
    """When each point was due and when it was accepted as executed."""
    say = making.say
    rows = tuple(
        (
            point.id,
            making.organisation(point.owner),
            say.date(point.first_due),
            say.date(point.due) if point.due != point.first_due else "",
            making.day(point.accepted_at) or "",
            say.word("state", point.state),
        )
        for point in commitments(making.process).values()
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Responsible"), width=5),
        Column(say.gettext("First due date"), width=4),
        Column(say.gettext("Due date agreed later"), width=4),
        Column(say.gettext("Accepted on"), width=4),
        Column(say.gettext("State"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("The protocol has no points yet."))
