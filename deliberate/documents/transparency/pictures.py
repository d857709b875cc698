"""Population, pool and panel, feature by feature, as pictures with their tables."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.recruitment.lottery.facts import SMALLEST_CELL, FeatureFacts, LotteryFacts
from deliberate.documents.charts import Chart, SharesData, ValueShare, parts, shares_chart
from deliberate.documents.document import Block, Column, Paragraph, Picture, Table
from deliberate.i18n import Translator

ON_A_SHEET = 11
"""Values whose bars fit on a sheet of A4 together with their caption."""


def population_pool_and_panel(facts: LotteryFacts, say: Translator) -> Iterator[Block]:
    """What the pictures show, whether the quotas are kept, and a picture for each feature."""
    yield Paragraph(
        say.gettext(
            "Each picture shows one feature: the share of each value in the pool and on the panel. "
            "The panel has to keep the quotas, whatever the pool looks like. Deviation says by how "
            "many people it leaves a quota."
        )
    )
    yield Paragraph(_population(facts, say))
    yield Paragraph(_quotas(facts, say))
    yield from _small_numbers(facts, say)
    for number, feature in enumerate(facts.features, start=1):
        yield from _pictures(facts, feature, number, say)


def picture_of(chart: Chart) -> Picture:
    """A chart as a block of a document; its first column is the widest."""
    first, *others = chart.table.columns
    columns = (
        Column(first.title, first.align, 2),
        *(Column(one.title, one.align) for one in others),
    )
    return Picture(
        svg=str(chart.svg),
        caption=chart.title,
        description=chart.description,
        table=Table(columns, chart.table.rows, empty=chart.description),
        narrow=str(chart.narrow),
    )


def _population(facts: LotteryFacts, say: Translator) -> str:
    known = [
        feature.feature
        for feature in facts.features
        if any(value.population is not None for value in feature.values)
    ]
    if not known:
        return say.gettext(
            "The shares in the population were not given; the quotas say what was aimed at."
        )
    if len(known) == len(facts.features):
        return say.gettext("The shares in the population were given by the organisers of the draw.")
    words = say.gettext(
        "The shares in the population were given by the organisers of the draw for: {features}."
    )
    return words.format(features=say.join(known))


def _quotas(facts: LotteryFacts, say: Translator) -> str:
    if not facts.broken:
        words = say.gettext("All quotas are kept: {count} of {count}.")
        return words.format(count=say.count(facts.quotas))
    words = say.gettext("Quotas that are not kept: {names}.")
    return words.format(names=say.join(value.quota.name for value in facts.broken))


def _small_numbers(facts: LotteryFacts, say: Translator) -> Iterator[Paragraph]:
    """Why something is not shown, where something is not."""
    if all(None not in feature.shown for feature in facts.features):
        return
    words = say.gettext(
        "“Not shown”: so that nobody can be recognised, numbers of the pool under {smallest} are "
        "withheld, with those from which they could be reckoned. The numbers of the panel are "
        "shown: its quotas are public, and whether they were kept must be seen. No table combines "
        "features."
    )
    yield Paragraph(words.format(smallest=say.number(SMALLEST_CELL)), small=True)


def _pictures(
    facts: LotteryFacts, feature: FeatureFacts, number: int, say: Translator
) -> Iterator[Picture]:
    values = tuple(
        ValueShare(
            value.quota.value,
            value.population,
            pool,
            value.panel,
            value.quota.least,
            value.quota.most,
        )
        for value, pool in zip(feature.values, feature.shown, strict=True)
    )
    data = SharesData(feature.feature, facts.pool, facts.panel, values)
    for place, part in enumerate(parts(len(values), ON_A_SHEET), start=1):
        yield picture_of(shares_chart(data, say, id=f"feature-{number}-{place}", part=part))
