"""The input ledger: what came in, and what became of it."""

from __future__ import annotations

from deliberate.core.common.ledger import SOURCES, dispositions, inputs
from deliberate.core.process.guards import text_of
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def inputs_table(making: Making, _of: str) -> Table:
    """How many inputs came from where."""
    say = making.say
    received = [str(fact.body["source"]) for fact in inputs(making.process).values()]
    rows = tuple(
        (say.word("input", name), say.number(received.count(name)))
        for name in SOURCES
        if name in received
    )
    columns = (Column(say.gettext("Source"), width=5), Column(say.gettext("Inputs"), "right", 2))
    return Table(columns, rows, empty=say.gettext("No public input has come in."))


def dispositions_table(making: Making, _of: str) -> Table:
    """What became of each input, why, and where. The words of an input belong to its author."""
    say, process = making.say, making.process
    disposed = dispositions(process)
    rows = []
    for key, received in inputs(process).items():
        fact = disposed.get(key)
        body = fact.body if fact is not None else {}
        rows.append(
            (
                key,
                say.word("input", str(received.body["source"])),
                say.word("disposition", str(body["disposition"])) if body else "",
                making.text(text_of(body, "reason")),
                str(body.get("place", "")),
            )
        )
    columns = (
        Column(say.gettext("Input"), width=2),
        Column(say.gettext("Source"), width=2),
        Column(say.gettext("What became of it"), width=2),
        Column(say.gettext("Reason"), width=5),
        Column(say.gettext("Place"), width=2),
    )
    return Table(columns, tuple(rows), empty=say.gettext("No public input has come in."))


def comments_table(making: Making, _of: str) -> Table:
    """The members' comments on the draft of the protocol."""
    say = making.say
    facts = making.report.facts("report.commented") if making.report is not None else ()
    rows = tuple(
        (making.named(str(fact.body["seat"])), making.text(text_of(fact.body, "text")))
        for fact in facts
    )
    columns = (Column(say.gettext("Member"), width=3), Column(say.gettext("Comment"), width=6))
    return Table(columns, rows, empty=say.gettext("No comment on the draft was made."))
