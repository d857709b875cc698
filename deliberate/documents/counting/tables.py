"""The numbers of a count as tables: figures, options, rounds, pairs, levels, positions, rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome, Round
from deliberate.core.decision.counting.terms import RANKED, SUPPORT
from deliberate.core.services.ballot_counts import Counted
from deliberate.documents.counting.words import (
    BASES,
    IRREGULAR,
    METHODS,
    TIES,
    UNMARKED,
    level_words,
    number,
    option_words,
    threshold_words,
    unit,
)
from deliberate.documents.document import Column, Table
from deliberate.i18n import Translator

NONE = "—"


def figures(counted: Counted, say: Translator) -> Table:
    """Who voted, and what was needed."""
    columns = (Column(say.gettext("Figure"), width=3), Column(say.gettext("Number"), "right"))
    return Table(columns, tuple(_figures(counted, say)), say.gettext("The vote in figures"))


def _figures(counted: Counted, say: Translator) -> Iterator[tuple[str, str]]:
    outcome, ballot = counted.outcome, counted.ballot
    if counted.seats_known:
        yield say.gettext("Seats"), say.count(outcome.seats)
        yield say.gettext("Seats without a paper"), say.count(outcome.absent)
    if outcome.present != outcome.cast:
        yield say.gettext("Members present"), say.count(outcome.present)
    yield say.gettext("Papers handed in"), say.count(outcome.cast)
    yield say.gettext("Papers without an opinion"), say.count(outcome.opt_outs)
    if outcome.invalid:
        yield say.gettext("Papers set aside as invalid"), say.count(outcome.invalid)
    if outcome.quorum is not None:
        yield say.gettext("Quorum"), say.count(outcome.quorum)
    if outcome.needed is not None:
        of = say.gettext("Base of the count: {base}")
        yield of.format(base=say.render(BASES[ballot.base])), say.count(outcome.base)
        yield say.gettext("Needed"), say.count(outcome.needed)


def results(ballot: BallotDefinition, outcome: Outcome, say: Translator) -> Table:
    """Each option with its number, its share of the base and its average, the largest first."""
    shares, averages = bool(outcome.shares), bool(outcome.averages)
    columns = [Column(say.gettext("Option"), width=3), Column(unit(ballot, say), "right")]
    columns += [Column(say.gettext("Share of the base"), "right")] if shares else []
    columns += [Column(say.gettext("Average by paper"), "right")] if averages else []
    columns.append(Column(say.gettext("Result")))
    rows = []
    for name in by_number(ballot, outcome):
        row = [option_words(ballot, name, say), number(outcome.counts[name], say)]
        row += [say.share(outcome.shares[name], ballot.decimals)] if shares else []
        row += [number(outcome.averages[name], say)] if averages else []
        rows.append((*row, _result(ballot, outcome, name, say)))
    return Table(tuple(columns), tuple(rows), say.gettext("Result by option"))


def by_number(ballot: BallotDefinition, outcome: Outcome) -> list[str]:
    """The options, winners first, then by their number; those for and against in their own order.

    An option that left in instant-runoff stands in the order of leaving, the last to leave first.
    """
    if not ballot.chooses and ballot.method not in {"live_with", "support"}:
        return [name for name in ballot.names if name in outcome.counts]

    def place(name: str) -> tuple[int, Fraction]:
        won = outcome.winners.index(name) if name in outcome.winners else len(outcome.winners)
        return won, -Fraction(outcome.counts[name])

    return sorted((name for name in ballot.names if name in outcome.counts), key=place)


def _result(ballot: BallotDefinition, outcome: Outcome, name: str, say: Translator) -> str:
    if name not in outcome.winners:
        return ""
    if ballot.method == "live_with":
        return say.gettext("accepted")
    return say.gettext("wins") if ballot.chooses else say.gettext("adopted")


def rounds(counted: Counted, say: Translator) -> Table | None:
    """Instant-runoff, all rounds beside each other; None for other methods."""
    ballot, outcome = counted.ballot, counted.outcome
    if not outcome.rounds:
        return None
    head = say.gettext("Round {number}")
    columns = (
        Column(say.gettext("Option"), width=2),
        *(Column(head.format(number=one.number), "right") for one in outcome.rounds),
    )
    out = say.gettext("Papers without a further preference")
    rows = [
        (option_words(ballot, name, say), *(_votes(one, name, say) for one in outcome.rounds))
        for name in in_order_of_leaving(ballot, outcome)
    ]
    rows.append((out, *(say.number(one.exhausted) for one in outcome.rounds)))
    return Table(columns, tuple(rows), say.gettext("All rounds"))


def in_order_of_leaving(ballot: BallotDefinition, outcome: Outcome) -> list[str]:
    """The options of instant-runoff: those of the last round by votes, then who left, backwards."""
    last = outcome.rounds[-1].counts
    standing = sorted(last, key=lambda name: (-last[name], ballot.names.index(name)))
    left = [name for one in reversed(outcome.rounds) for name in one.eliminated]
    return standing + [name for name in left if name not in last]


def _votes(one: Round, name: str, say: Translator) -> str:
    return say.number(one.counts[name]) if name in one.counts else NONE


def round_table(ballot: BallotDefinition, one: Round, say: Translator) -> Table:
    """One round: votes, and where the papers of who leaves go."""
    columns = [Column(say.gettext("Option"), width=3), Column(say.gettext("Votes"), "right")]
    columns += [Column(say.gettext("Papers that go on to it"), "right")] if one.transfers else []
    rows = []
    for name in sorted(one.counts, key=lambda name: (-one.counts[name], name)):
        row = [option_words(ballot, name, say), say.number(one.counts[name])]
        gained = one.transfers.get(name)
        row += [NONE if gained is None else f"+{say.number(gained)}"] if one.transfers else []
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))


def pairs(counted: Counted, say: Translator) -> Table | None:
    """How many papers rank the option of the row above that of the column; None without ranks."""
    ballot, found = counted.ballot, counted.outcome.pairwise
    if found is None:
        return None
    names = ballot.names
    columns = (
        Column(say.gettext("Papers that prefer …"), width=2),
        *(Column(say.gettext("to {option}").format(option=option_words(ballot, name, say)), "right")
          for name in names),
    )  # fmt: skip
    rows = tuple(
        (
            option_words(ballot, a, say),
            *(NONE if a == b else say.number(found.wins[a][b]) for b in names),
        )
        for a in names
    )
    return Table(columns, rows, say.gettext("Every option against every other"))


def levels(counted: Counted, say: Translator) -> Table | None:
    """How many papers gave each option which number; None where papers give no numbers."""
    ballot, found = counted.ballot, counted.outcome.levels
    if not found:
        return None
    steps = sorted({level for row in found.values() for level in row})
    if ballot.method == "support":
        steps = list(range(len(SUPPORT)))
    columns = (
        Column(say.gettext("Option"), width=2),
        *(Column(level_words(ballot, level, say), "right") for level in steps),
    )
    rows = tuple(
        (option_words(ballot, name, say), *(say.number(row.get(level, 0)) for level in steps))
        for name, row in found.items()
    )
    return Table(columns, rows, say.gettext("Papers by the number that they give"))


def positions(counted: Counted, say: Translator) -> Table | None:
    """What others wanted than what came out; None where there is nobody."""
    ballot, found = counted.ballot, counted.outcome.minority
    if not found:
        return None
    columns = (
        Column(say.gettext("Option"), width=2),
        Column(say.gettext("Support"), "right"),
        Column(say.gettext("Share of the base"), "right"),
        Column(say.gettext("Reasons given"), width=3),
    )
    rows = tuple(
        (
            option_words(ballot, one.option, say),
            number(one.votes, say),
            "" if one.share is None else say.share(one.share, ballot.decimals),
            "\n".join(one.reasons),
        )
        for one in found
    )
    return Table(columns, rows).without_empty_columns()


def not_prevailing(say: Translator) -> str:
    """What `positions` go by."""
    return say.gettext("Positions that did not prevail")


def rules(counted: Counted, say: Translator) -> Table:
    """The rules of this vote, all of them, those that were left to their default too."""
    columns = (Column(say.gettext("Rule")), Column(say.gettext("As it was counted"), width=2))
    return Table(columns, tuple(_rules(counted, say)))


def _rules(counted: Counted, say: Translator) -> Iterator[tuple[str, str]]:
    ballot = counted.ballot
    yield say.gettext("Method"), say.render(METHODS[ballot.method])
    if ballot.threshold is not None:
        yield say.gettext("Threshold"), threshold_words(ballot.threshold, say)
        yield say.gettext("Base of the count"), say.render(BASES[ballot.base])
    if ballot.quorum is not None:
        yield say.gettext("Quorum"), threshold_words(ballot.quorum, say)
    if ballot.winners > 1:
        yield say.gettext("Options to be chosen"), say.number(ballot.winners)
    if ballot.most is not None:
        yield say.gettext("Marks on a paper at most"), say.number(ballot.most)
    if ballot.chooses:
        words = [say.render(TIES[rule]) for rule in ballot.ties]
        yield say.gettext("A tie"), "; ".join(words)
    if ballot.method in RANKED:
        yield say.gettext("A rank left out"), say.render(IRREGULAR[ballot.gaps])
        yield say.gettext("An option named twice"), say.render(IRREGULAR[ballot.repeats])
        yield say.gettext("Two options on one rank"), say.render(IRREGULAR[ballot.equals])
    if ballot.method in {"borda", "score", "live_with"}:
        yield say.gettext("An option left blank gets"), say.render(UNMARKED[ballot.unmarked])
    if ballot.spend_all:
        yield say.gettext("Points"), say.gettext("all have to be given")
    places = say.ngettext("half up, to {count} decimal", "half up, to {count} decimals",
                          ballot.decimals)  # fmt: skip
    yield say.gettext("Percentages are rounded"), places.format(count=say.number(ballot.decimals))
