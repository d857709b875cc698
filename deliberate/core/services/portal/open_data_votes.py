"""Tables about the votes of the members: each vote, each option, and the numbers on the way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Number, Outcome
from deliberate.core.decision.counting.threshold import Threshold, percent
from deliberate.core.errors import message
from deliberate.core.services.portal.open_data_shapes import Row, Sheet
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.results import Round


def decisions(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Votes of the members"),
        message("One row for each vote. Before the count the columns with numbers are empty."),
        (
            ("ballot", message("step of the vote")),
            ("n", message("number of the vote: 1 is the first, 2 the repeated one")),
            ("text", message("the text put to the vote")),
            ("opened_at", message("when the vote was opened")),
            ("counted_at", message("when the votes were counted")),
            ("for", message("votes for")),
            ("against", message("votes against")),
            ("abstain", message("abstentions")),
            ("absent", message("members who were absent")),
            ("base", message("votes of which the threshold is counted")),
            ("needed", message("votes needed")),
            ("outcome", message("outcome, as a code, or the one option that won")),
            ("title", message("name of the vote")),
            ("method", message("method of the count, as a code")),
            ("secrecy", message("how openly members voted, as a code")),
            ("threshold", message("what carries the decision: votes, or a share of the base")),
            ("base_of", message("what the threshold is a share of, as a code")),
            ("quorum", message("members who had to be present")),
            ("present", message("members present who had a vote")),
            ("seats", message("seats that have a vote")),
            ("cast", message("papers that were counted")),
            ("opt_outs", message("papers among them without an opinion")),
            ("invalid", message("papers among them that were set aside")),
            ("blank", message("blank papers, where the vote was not by name")),
            ("winners", message("options that won, best first, with spaces between them")),
            ("warnings", message("what to mind, as codes, with spaces between them")),
            ("lot", message("digits that broke a tie")),
        ),
        tuple(map(_decision, page.rounds)),
        frozenset({"text", "title"}),
    )


def _decision(item: Round) -> Row:
    ballot, counted = item.ballot, item.counted
    return (
        item.step,
        item.n,
        item.text,
        item.opened_at,
        item.counted_at,
        item.for_,
        item.against,
        item.abstain,
        item.absent,
        item.base,
        item.needed,
        item.outcome,
        item.title,
        ballot.method if ballot else "",
        item.secrecy,
        _threshold(ballot.threshold) if ballot else "",
        ballot.base if ballot else "",
        *_figures(counted),
        item.blank,
        " ".join(counted.winners) if counted else "",
        " ".join(caution.code for caution in counted.warnings) if counted else "",
        item.lot,
    )


def _figures(counted: Outcome | None) -> tuple[int | None, ...]:
    if counted is None:
        return (None,) * 6
    return (
        counted.quorum,
        counted.present,
        counted.seats,
        counted.cast,
        counted.opt_outs,
        counted.invalid,
    )


def _threshold(threshold: Threshold | None) -> str:
    """`at_least = 4/5`: a spreadsheet would take the fraction alone for a date."""
    if threshold is None:
        return ""
    return ", ".join(f"{name} = {value}" for name, value in threshold.as_body().items())


def results(page: ProcessPage) -> Sheet:
    """Every option of every vote that was counted."""
    return Sheet(
        message("Results by option"),
        message("One row for each option of each vote of the members that was counted."),
        (
            ("ballot", message("step of the vote")),
            ("n", message("number of the vote: 1 is the first, 2 the repeated one")),
            ("option", message("name of the option")),
            ("text", message("words of the option; empty where the method has its own")),
            ("number", message("votes, sum or points; in instant-runoff of its last round")),
            ("percent", message("percentage of the base, rounded as the rules say")),
            ("average", message("average by paper, rounded to two decimals")),
            ("won", message("whether the option won or was accepted")),
            ("minority", message("papers or points for a position that did not prevail")),
            ("reasons", message("reasons of serious objections, a line each")),
        ),
        tuple(row for item in page.rounds for row in _results(item)),
        frozenset({"text"}),
    )


def _results(item: Round) -> Iterator[Row]:
    ballot, counted = item.ballot, item.counted
    if ballot is None or counted is None:
        return
    lost = {position.option: position for position in counted.minority}
    for option in ballot.options:
        name, position = option.id, lost.get(option.id)
        share, average = counted.shares.get(name), counted.averages.get(name)
        yield (
            item.step,
            item.n,
            name,
            option.text,
            _number(_last(counted, name)),
            None if share is None else _decimal(percent(share, 1, ballot.decimals)),
            _number(average),
            name in counted.winners,
            None if position is None else _number(position.votes),
            "\n".join(position.reasons) if position else "",
        )


def _last(counted: Outcome, name: str) -> Number | None:
    """The number of an option; of one that left in instant-runoff, that of its last round."""
    numbers = [one.counts[name] for one in counted.rounds if name in one.counts]
    return numbers[-1] if numbers else counted.counts.get(name)


def _number(number: Number | None) -> int | str | None:
    """A number with two decimals at most, rounded half up."""
    return None if number is None else _decimal(percent(number, 1, 0) / 100)


def _decimal(exact: Fraction) -> int | str:
    """A whole number, or its decimals with a point."""
    if exact.denominator == 1:
        return int(exact)
    return format(Decimal(exact.numerator) / Decimal(exact.denominator), "f")


def counting(page: ProcessPage) -> Sheet:
    """The numbers on the way to an outcome, one a row."""
    return Sheet(
        message("How votes were counted"),
        message(
            "One row for each number on the way to an outcome: rounds of instant-runoff, pairs of "
            "options, levels and scores, ties. A vote for or against has none."
        ),
        (
            ("ballot", message("step of the vote")),
            ("n", message("number of the vote: 1 is the first, 2 the repeated one")),
            ("what", message("round, transfer, exhausted, pair, level or tie")),
            ("round", message("round of instant-runoff, from 1")),
            ("option", message("name of the option")),
            ("other", message("of a pair, the option ranked below")),
            ("level", message("score, level or points that papers give the option")),
            ("papers", message("how many papers")),
            ("out", message("whether the option leaves after the round or by the tie")),
            ("rule", message("how a tie was broken, as a code")),
        ),
        tuple(row for item in page.rounds for row in _counting(item)),
    )


def _counting(item: Round) -> Iterator[Row]:
    if item.ballot is None or item.counted is None:
        return
    for row in _on_the_way(item.ballot, item.counted):
        yield (item.step, item.n, *row)


def _on_the_way(ballot: BallotDefinition, counted: Outcome) -> Iterator[Row]:
    for one in counted.rounds:
        for name, papers in one.counts.items():
            yield ("round", one.number, name, "", None, papers, name in one.eliminated, "")
        for name, papers in one.transfers.items():
            yield ("transfer", one.number, name, "", None, papers, None, "")
        yield ("exhausted", one.number, "", "", None, one.exhausted, None, "")
    for name, row in (counted.pairwise.wins if counted.pairwise else {}).items():
        for other, papers in row.items():
            yield ("pair", None, name, other, None, papers, None, "")
    for name in ballot.names:
        for level, papers in sorted(counted.levels.get(name, {}).items()):
            yield ("level", None, name, "", level, papers, None, "")
    for tie in counted.ties:
        for name in tie.options:
            out = name not in tie.kept if tie.kept else None
            yield ("tie", tie.round or None, name, "", None, None, out, tie.rule)
