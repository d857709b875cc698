"""The result of a count as bars with the line that an option has to reach, and each round so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome, Round
from deliberate.documents import charts
from deliberate.documents.charts import BallotBar, BallotData, Chart, ballot_chart
from deliberate.documents.charts.chart import rows
from deliberate.documents.charts.decision import DecisionData, decision_chart
from deliberate.documents.counting import tables
from deliberate.documents.counting.words import (
    number,
    option_words,
    outcome_words,
    unit,
)
from deliberate.documents.document import Table
from deliberate.i18n import Translator

MOST_ROUNDS = 12
"""More rounds than this are told by the table of all rounds alone."""
MOST_BARS = 40
"""Options of which a picture can be taken in; the others stand in the table."""


def outcome_charts(
    ballot: BallotDefinition,
    outcome: Outcome,
    say: Translator,
    *,
    id: str = "result",
    vote: str = "",
    absent: bool = True,
) -> tuple[Chart, ...]:
    """The outcome as pictures: one for each round of instant-runoff, else one. `vote`: which of
    several votes of a page it is, so that each picture has a name of its own; "" for the only one.
    `absent`: whether seats without a paper are known."""
    vote = f"{vote}: " if vote else ""
    if 0 < len(outcome.rounds) <= MOST_ROUNDS:
        return tuple(_rounds(ballot, outcome, say, id, vote))
    return (_result(ballot, outcome, say, id, vote, absent),)


def _result(
    ballot: BallotDefinition, outcome: Outcome, say: Translator, id: str, vote: str, absent: bool
) -> Chart:
    if ballot.method == "yes_no_abstain" and outcome.result != "no_quorum":
        votes = DecisionData(
            int(outcome.counts["for"]),
            int(outcome.counts["against"]),
            outcome.opt_outs,
            outcome.absent if absent else None,
            outcome.base,
            outcome.needed,
            outcome.result,
        )
        return decision_chart(votes, say, id=id)
    data = _data(ballot, outcome, say)
    data = replace(data, title=f"{vote}{data.title}")
    table = _plain(tables.results(ballot, outcome, say))
    table = replace(table, caption=f"{vote}{table.caption}")
    return ballot_chart(data, table, say, id=id)


def _data(ballot: BallotDefinition, outcome: Outcome, say: Translator) -> BallotData:
    base, needed = (outcome.base, outcome.needed) if outcome.shares else (None, None)
    line = say.gettext("needed: {needed} of {base}")
    if ballot.method == "condorcet":
        base = needed = len(ballot.names) - 1
    order = tables.by_number(ballot, outcome)[:MOST_BARS]
    bars = tuple(
        BallotBar(
            option_words(ballot, name, say),
            outcome.counts[name],
            _told(ballot, outcome, name, say),
            name in outcome.winners,
        )
        for name in order
    )
    return BallotData(
        title=unit(ballot, say),
        description=say.gettext("Outcome: {outcome}.").format(
            outcome=outcome_words(ballot, outcome, say)
        ),
        bars=bars,
        base=base,
        needed=needed,
        line=line.format(needed=needed, base=base) if needed is not None else "",
    )


def _told(ballot: BallotDefinition, outcome: Outcome, name: str, say: Translator) -> str:
    told = number(outcome.counts[name], say)
    if name in outcome.shares:
        return f"{told} · {say.share(outcome.shares[name], ballot.decimals)}"
    return told


def _rounds(
    ballot: BallotDefinition, outcome: Outcome, say: Translator, id: str, vote: str
) -> Iterator[Chart]:
    """A picture of each round of instant-runoff, with where papers go after it."""
    bars = [_round_bars(ballot, outcome, one, say) for one in outcome.rounds]
    beside = tuple(bar for row in bars for bar in row)
    for one, row in zip(outcome.rounds, bars, strict=True):
        data = replace(_round(ballot, outcome, one, say), bars=row, beside=beside)
        data = replace(data, title=f"{vote}{data.title}")
        table = replace(_plain(tables.round_table(ballot, one, say)), caption=data.title)
        yield ballot_chart(data, table, say, id=f"{id}-{one.number}")


def _round_bars(
    ballot: BallotDefinition, outcome: Outcome, one: Round, say: Translator
) -> tuple[BallotBar, ...]:
    last = one is outcome.rounds[-1]
    leaves = say.gettext("{votes}, leaves")
    return tuple(
        BallotBar(
            option_words(ballot, name, say),
            votes,
            leaves.format(votes=say.number(votes)) if name in one.eliminated else say.number(votes),
            last and name in outcome.winners,
        )
        for name, votes in sorted(
            one.counts.items(), key=lambda pair: (-pair[1], ballot.names.index(pair[0]))
        )
    )


def _round(ballot: BallotDefinition, outcome: Outcome, one: Round, say: Translator) -> BallotData:
    """A round without its bars: the line is a majority of the papers that still count, or what the
    threshold asks for where that is more."""
    still = sum(one.counts.values())
    majority, needed = still // 2 + 1, outcome.needed
    ruled = needed is not None and needed > majority
    line = (
        say.gettext("needed: {needed} of {base}").format(needed=needed, base=outcome.base)
        if ruled
        else say.gettext("more than half: {needed} of {base}").format(needed=majority, base=still)
    )
    return BallotData(
        title=say.gettext("Round {number}").format(number=one.number),
        description=_round_told(ballot, one, say),
        bars=(),
        base=outcome.base if ruled else still,
        needed=needed if ruled else majority,
        line=line,
    )


def _round_told(ballot: BallotDefinition, one: Round, say: Translator) -> str:
    parts = [
        say.gettext("{option}: {votes}.").format(
            option=option_words(ballot, name, say), votes=say.number(votes)
        )
        for name, votes in one.counts.items()
    ]
    if one.eliminated:
        names = say.listed([option_words(ballot, name, say) for name in one.eliminated])
        parts.append(say.gettext("Last, and leaving: {options}.").format(options=names))
    return " ".join(parts)


def _plain(table: Table) -> charts.ChartTable:
    columns = tuple(charts.Column(column.head, column.align) for column in table.columns)
    return charts.ChartTable(table.caption, columns, rows(table.rows))
