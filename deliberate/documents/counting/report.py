"""The result of a vote as one document: outcome, bars, rounds, rules, and how to count again."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.services.ballot_counts import Counted
from deliberate.documents.counting import tables
from deliberate.documents.counting.pictures import outcome_charts
from deliberate.documents.counting.words import defined, outcome_words
from deliberate.documents.document import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from deliberate.documents.transparency.pictures import picture_of
from deliberate.i18n import Translator

ID = "count"
_VOTES = "Round {round}. {option}: {votes}."
"""A sentence of the explanation that the table of all rounds says better."""


def count_report(counted: Counted, say: Translator, *, question: str, command: str) -> Document:
    """The result of a count. `question`: what was voted on, perhaps ""; `command`: what counts
    again."""
    kind = say.gettext("Result of a vote")
    return Document(
        process="",
        id=ID,
        type=ID,
        form="report",
        language=say.locale,
        version=1,
        title=question or kind,
        sender=kind
        if question
        else say.gettext("Ballots: {file}").format(file=counted.file.path.name),
        blocks=tuple(_blocks(counted, say, command)),
        footer=" · ".join((kind, counted.input_hash[:16])),
        words={
            "signature": say.gettext("signature"),
            "page": say.gettext("page {page} of {pages}"),
            "nothing": say.gettext("nothing"),
            "picture": say.gettext("The picture stands in the PDF of this document."),
        },
    )


def _blocks(counted: Counted, say: Translator, command: str) -> Iterator[Block]:
    yield Heading(outcome_words(counted.ballot, counted.outcome, say))
    yield from _told(counted, say)
    yield from _cautions(counted, say)
    yield from _result(counted, say)
    yield tables.figures(counted, say)
    yield from _further(counted, say)
    yield Heading(say.gettext("The rules of this vote"))
    yield tables.rules(counted, say)
    yield Heading(say.gettext("How to count again"))
    yield from _again(counted, say, command)


def _told(counted: Counted, say: Translator) -> Iterator[Paragraph]:
    """How the method counts, then the count in words."""
    yield Paragraph(say.render(defined(counted.ballot)))
    explained = [one for one in counted.explanation if one.text != _VOTES]
    yield Paragraph(" ".join(say.render(one) for one in explained))


def _cautions(counted: Counted, say: Translator) -> Iterator[Block]:
    cautions = [caution.message for caution in counted.outcome.warnings]
    lines = [say.render(text) for text in cautions]
    if counted.file.found:
        lines.append(
            say.gettext(
                "The options were taken from the papers themselves: a slip of the pen would be an "
                "option of its own."
            )
        )
    if not counted.seats_known:
        lines.append(
            say.gettext("How many seats there are was not told; whoever handed in no paper is not "
                        "counted anywhere.")
        )  # fmt: skip
    if lines:
        yield Heading(say.gettext("To be kept in mind"))
    for line in lines:
        yield Paragraph(line)


def _result(counted: Counted, say: Translator) -> Iterator[Block]:
    every = tables.rounds(counted, say)
    yield Heading(say.gettext("The result") if every is None else say.gettext("Round by round"))
    if every is not None and len(counted.outcome.rounds) > 1:
        yield every
    pictures = outcome_charts(counted.ballot, counted.outcome, say, absent=counted.seats_known)
    yield from map(picture_of, pictures)


def _further(counted: Counted, say: Translator) -> Iterator[Block]:
    """Distributions, pairs and positions of the minority, where there are any."""
    levels, pairs = tables.levels(counted, say), tables.pairs(counted, say)
    positions = tables.positions(counted, say)
    if levels is not None:
        yield levels
    if pairs is not None:
        yield Heading(say.gettext("In pairs"))
        yield Paragraph(
            say.gettext(
                "Each number is of papers that rank the option of the row above the option of the "
                "column; an option without a rank is below all that have one."
            )
        )
        yield pairs
    if positions is not None:
        yield Heading(tables.not_prevailing(say))
        yield positions


def _again(counted: Counted, say: Translator, command: str) -> Iterator[Block]:
    yield Paragraph(
        say.gettext(
            "Whoever has the file of ballots counts again with this command and finds the same "
            "outcome and the same hash. Another hash means other papers or other rules."
        )
    )
    columns = (Column(say.gettext("To check")), Column(say.gettext("Value"), width=3))
    rows = [
        (say.gettext("Command"), command),
        (say.gettext("SHA-256 of the file"), counted.file.sha256),
        (say.gettext("SHA-256 of rules and papers"), counted.input_hash),
    ]
    if counted.seed:
        rows.append((say.gettext("Seed"), counted.seed))
    yield Table(columns, tuple(rows))
