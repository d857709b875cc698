"""A point that was not executed: what followed, what proves it, which documents go with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from deliberate.core.follow_up.commitments import Commitment
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.record.entry import entry_of
from deliberate.core.services.papers import issued_papers
from deliberate.documents.document import Column, Table
from deliberate.documents.fields import fill
from deliberate.documents.making import Making

REPORT = ("report.frozen", "report.published")


def escalation_table(making: Making, _of: str) -> Table:
    """What happened around a point, day by day: due dates, notices, answers, complaints."""
    say = making.say
    rows = tuple(_escalation(making))
    columns = (Column(say.gettext("Day"), width=3), Column(say.gettext("What happened"), width=8))
    return Table(columns, rows, empty=say.gettext("Nothing has happened around this point."))


def _escalation(making: Making) -> Iterator[tuple[str, str]]:
    say, point = making.say, making.point
    if point is None:
        return
    published = making.process.latest("report.published")
    if published is not None:
        yield making.day(published.at) or "", say.gettext("The protocol was published.")
    rows = [
        (making.process.calendar.local_day(fact.at), _what_happened(making, fact))
        for fact in _facts_of(making, point)
        if fact != making.cause
    ]
    rows.append((point.first_due, say.gettext("The point was to be executed by this day.")))
    for day, words in sorted(rows, key=lambda row: row[0]):
        yield say.date(day), words


def _what_happened(making: Making, fact: Fact) -> str:
    """The act in a word, what was said with it, and the day that it sets."""
    say = making.say
    lines = [_words(making).get(fact.kind, "")]
    said = ("text", "note", "remarks", "reason")
    lines += [making.text(text_of(fact.body, key)) for key in said]
    for key in ("due", "deadline"):
        if key in fact.body:
            day = say.date(date.fromisoformat(str(fact.body[key])))
            lines.append(say.gettext("Until: {day}").format(day=day))
    if fact.body.get("evidence"):
        lines.append(say.gettext("Shown by: {text}").format(text=fact.body["evidence"]))
    return "\n".join(line for line in lines if line)


def _words(making: Making) -> Mapping[str, str]:
    """What the facts around a point are called."""
    say = making.say
    return MappingProxyType(
        {
            "ballot.counted": say.gettext("The votes of the members were counted."),
            "report.frozen": say.gettext("The protocol was registered."),
            "report.published": say.gettext("The protocol was published."),
            "execution.reported": say.gettext("The latest weekly report."),
            "execution.due_changed": say.gettext("Another due date was agreed."),
            "execution.submitted": say.gettext("The point was submitted as executed."),
            "execution.returned": say.gettext("It was returned with remarks."),
            "execution.noticed": say.gettext("Written notice."),
            "execution.complained": say.gettext("Pre-trial complaint."),
            "execution.answered": say.gettext("Answer of the responsible party."),
            "execution.claimed": say.gettext("The draft of a claim went to a lawyer."),
            "execution.accepted": say.gettext("The point was accepted."),
        }
    )


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
    say, words = making.say, _words(making)
    wanted = {fact.seq for fact in _evidence(making)}
    rows, previous = [], ""
    for fact in making.process.facts:
        entry = entry_of(fact, previous)
        previous = entry.hash
        if fact.seq in wanted:
            what = words.get(fact.kind, fact.kind)
            rows.append((str(fact.seq), making.day(fact.at) or "", what, entry.hash))
    columns = (
        Column(say.gettext("Entry"), "right", 2),
        Column(say.gettext("Day"), width=4),
        Column(say.gettext("What happened"), width=5),
        Column("SHA-256", width=7),
    )
    return Table(columns, tuple(rows))


def _evidence(making: Making) -> Iterator[Fact]:
    """The vote that carried the protocol, the protocol, the last report, all around the point."""
    process = making.process
    for kind in ("ballot.counted", *REPORT, "execution.reported"):
        yield from process.select(kind)[-1:]
    if making.point is not None:
        yield from _facts_of(making, making.point)


def enclosures_table(making: Making, _of: str) -> Table:
    """The documents that go with this one: the protocol, and what was written about the point."""
    say = making.say
    rows: list[tuple[str, str, str]] = []
    own = making.cause.seq if making.cause is not None else len(making.process.facts) + 1
    for paper in issued_papers(making.process):
        if paper.cause is None or paper.cause.seq >= own:
            continue
        template = paper.template
        about = template.about == "point" and paper.subject == making.paper.subject
        if about or (template.form == "report" and template.on in REPORT):
            title = fill(making.text(template.title), Making(making.process, paper, say))
            rows.append((str(len(rows) + 1), title, making.day(paper.cause.at) or ""))
    columns = (
        Column(say.gettext("No.")),
        Column(say.gettext("Document"), width=8),
        Column(say.gettext("Day"), width=3),
    )
    return Table(columns, tuple(rows), empty=say.gettext("There are no enclosures."))
