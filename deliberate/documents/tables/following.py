"""The points of the protocol: what is to be done, how far it is, what followed when it was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.record.entry import entry_of
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
            say.date(date.fromisoformat(str(item["due"]))),
        )
        for item in _items(making)
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Kind"), width=2),
        Column(say.gettext("Point"), width=6),
        Column(say.gettext("Responsible"), width=4),
        Column(say.gettext("Due"), width=2),
    )
    return Table(columns, rows, empty=say.gettext("The protocol has no points yet."))


def _items(making: Making) -> tuple[Mapping[str, Any], ...]:
    """The points of the frozen protocol, else of its latest draft."""
    if making.report is None:
        return ()
    fact = making.report.last("report.frozen") or making.report.last("report.drafted")
    return tuple(fact.body["items"]) if fact is not None else ()


def _with_evidence(making: Making, item: Mapping[str, Any]) -> str:
    lines = [making.text(text_of(item, "text"))]
    said = (
        (making.say.gettext("Shown by: {text}"), text_of(item, "evidence")),
        (making.say.gettext("Depends on: {text}"), text_of(item, "depends_on")),
        (making.say.gettext("Paid from: {text}"), text_of(item, "funding")),
    )
    lines += [words.format(text=making.text(text)) for words, text in said if text]
    return "\n".join(lines)


def _owners(making: Making, item: Mapping[str, Any]) -> str:
    owners = [str(item["owner"]), *(str(name) for name in item.get("co_executors", ()))]
    return "; ".join(making.named(seat) for seat in owners)


def progress_table(making: Making, _of: str) -> Table:
    """How far each point is, as its owner reports; `evidence` is named where it was given."""
    say, lines = making.say, _reported(making)
    rows = tuple(
        (
            point.id,
            making.text(point.text),
            making.named(point.owner),
            say.date(point.due),
            f"{lines[point.id]['percent'] if point.id in lines else point.percent} %",
            _said(making, lines.get(point.id, {})),
        )
        for point in commitments(making.process).values()
    )
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Point"), width=4),
        Column(say.gettext("Responsible"), width=3),
        Column(say.gettext("Due"), width=2),
        Column(say.gettext("Done"), "right"),
        Column(say.gettext("What was done"), width=4),
    )
    return Table(columns, rows, empty=say.gettext("The protocol has no points yet."))


def _reported(making: Making) -> dict[str, Mapping[str, Any]]:
    """The lines of the report that the document goes with."""
    items = making.body("items") or ()
    return {str(line["commitment"]): line for line in items if "commitment" in line}


def _said(making: Making, line: Mapping[str, Any]) -> str:
    parts = [making.text(text_of(line, "text"))]
    if line.get("evidence"):
        parts.append(making.say.gettext("Shown by: {text}").format(text=line["evidence"]))
    return "\n".join(part for part in parts if part)


def weeks_table(making: Making, _of: str) -> Table:
    """Every reporting period with the day of its report, or that it is missing."""
    say, process = making.say, making.process
    step = next((item for item in process.rulebook.steps if item.kind == "execution"), None)
    weeks = report_weeks(process.view(step)) if step is not None else ()
    rows = tuple(
        (
            say.number(week.number),
            making.day(week.due) or "",
            (making.day(week.report.at) or "")
            if week.report is not None
            else (say.gettext("missing") if week.missing else ""),
        )
        for week in weeks
    )
    columns = (
        Column(say.gettext("Week"), "right"),
        Column(say.gettext("Due"), width=3),
        Column(say.gettext("Published"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("Execution has not begun."))


def escalation_table(making: Making, _of: str) -> Table:
    """What happened around a point, day by day: due dates, notices, answers, complaints."""
    say = making.say
    rows = tuple(_escalation(making))
    columns = (Column(say.gettext("Day"), width=2), Column(say.gettext("What happened"), width=6))
    return Table(columns, rows, empty=say.gettext("Nothing has happened around this point."))


def _escalation(making: Making) -> Iterator[tuple[str, str]]:
    say, point = making.say, making.point
    if point is None:
        return
    yield say.date(point.first_due), say.gettext("The point was to be executed.")
    for fact in _facts_of(making, point):
        text = making.text(text_of(fact.body, "text"))
        yield making.day(fact.at) or "", f"{_what(making, fact)} {text}".strip()


def _what(making: Making, fact: Fact) -> str:
    say = making.say
    words = {
        "execution.due_changed": say.gettext("Another due date was agreed."),
        "execution.submitted": say.gettext("The point was submitted as executed."),
        "execution.returned": say.gettext("It was returned with remarks."),
        "execution.noticed": say.gettext("Written notice."),
        "execution.complained": say.gettext("Pre-trial complaint."),
        "execution.answered": say.gettext("Answer of the responsible party."),
        "execution.claimed": say.gettext("The draft of a claim went to a lawyer."),
        "execution.accepted": say.gettext("The point was accepted."),
    }
    return words.get(fact.kind, "")


def _facts_of(making: Making, point: Commitment) -> tuple[Fact, ...]:
    return tuple(
        fact
        for fact in making.process.facts
        if fact.kind.startswith("execution.") and fact.body.get("commitment") == point.id
    )


def evidence_table(making: Making, _of: str) -> Table:
    """The entries of the public record that a claim rests on, with their hashes.

    A lawyer can hold each against a bundle of the process. The chain is computed from the first
    entry on, as everywhere.
    """
    say, point = making.say, making.point
    wanted = {
        fact.seq
        for fact in making.process.facts
        if fact.kind in {"report.frozen", "report.published"}
        or (point is not None and fact in _facts_of(making, point))
    }
    rows, previous = [], ""
    for fact in making.process.facts:
        entry = entry_of(fact, previous)
        previous = entry.hash
        if fact.seq in wanted:
            rows.append((str(fact.seq), making.day(fact.at) or "", fact.kind, entry.hash))
    columns = (
        Column(say.gettext("Entry"), "right"),
        Column(say.gettext("Day"), width=2),
        Column(say.gettext("What"), width=2),
        Column("SHA-256", width=5),
    )
    return Table(columns, tuple(rows))
