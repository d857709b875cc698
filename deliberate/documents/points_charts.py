"""Points that members gave, and votes that were added up, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.services.portal.gatherings import GatheredItem, Gathering
from deliberate.core.services.portal.weightings import Weighing
from deliberate.documents.charts import (
    BallotBar,
    BallotData,
    Chart,
    ChartTable,
    Column,
    ballot_chart,
)
from deliberate.documents.charts.chart import rows
from deliberate.documents.charts.lettering import Words, spoken
from deliberate.i18n import Translator

MOST_BARS = 15
"""Items of which a picture can be taken in; the table beside it has them all."""


def weighing_chart(weighing: Weighing, say: Translator, *, id: str) -> Chart:
    """The points of each item of one weighting, in all groups together."""
    title = say.gettext("Points")
    if not weighing.whole:
        title = say.gettext("Points added up so far")
    elif len(weighing.parts) > 1:
        title = say.gettext("Points of all groups together")
    if weighing.times > 1:
        title = f"{title} ({weighing.n})"
    bars = [(item.text, item.points) for item in weighing.items if item.counted]
    return _bars(title, _papers(weighing.people, say), bars, say, id)


def gathered_chart(gathering: Gathering, say: Translator, *, id: str) -> Chart:
    """The items with most points of all that were put together."""
    bars = [
        (_numbered(item, say) if gathering.repeated else item.text, item.points or 0)
        for item in gathering.items
    ]
    title = say.gettext("Points")
    if len(bars) > MOST_BARS:
        title = say.gettext("The {count} items with most points").format(count=MOST_BARS)
    return _bars(title, _papers(gathering.people or 0, say), bars, say, id)


def _numbered(item: GatheredItem, say: Translator) -> str:
    """The words of an item and at which times it was weighed."""
    return f"{say.text(item.text)} ({', '.join(map(str, item.times))})"


def votes_chart(gathering: Gathering, say: Translator, *, id: str) -> Chart:
    """The votes for each option, from all ballots that were put together."""
    bars = [
        (words or _capital(say.word("choice", code)), votes)
        for (code, words), votes in zip(gathering.options, gathering.totals, strict=True)
    ]
    told = say.gettext("A bar for each answer. The table has the same numbers.")
    return _bars(say.gettext("Votes of all groups together"), told, bars, say, id)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _papers(people: int, say: Translator) -> str:
    told = say.ngettext(
        "The points of {count} paper, a bar for each item. The table has the same numbers.",
        "The points of {count} papers, a bar for each item. The table has the same numbers.",
        people,
    )
    return told.format(count=say.number(people))


def _bars(
    title: str, description: str, bars: Sequence[tuple[Words, int]], say: Translator, id: str
) -> Chart:
    drawn = tuple(
        BallotBar(words, number, say.number(number)) for words, number in bars[:MOST_BARS]
    )
    table = ChartTable(
        title,
        (Column(say.gettext("Option")), Column(say.gettext("Number"), "right")),
        rows((spoken(words, say), say.number(number)) for words, number in bars),
    )
    return ballot_chart(BallotData(title, description, drawn), table, say, id=id)
