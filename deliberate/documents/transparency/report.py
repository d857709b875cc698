"""From the facts of a lottery to its report, in plain words of one language.

It names nobody unless the facts do. What it shows of the pool is withheld where a number is small
(`FeatureFacts.shown`), and no table combines features.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from deliberate.core.recruitment.lottery.facts import LotteryFacts
from deliberate.core.rounded import Rounded
from deliberate.documents.document import Block, Column, Document, Heading, Paragraph, Table
from deliberate.documents.transparency import fairness, method
from deliberate.documents.transparency.pictures import population_pool_and_panel
from deliberate.i18n import Translator

ID = "transparency_report"


def transparency_report(
    facts: LotteryFacts, say: Translator, *, process: str = "", sender: str = "", check: str = ""
) -> Document:
    """The report of a lottery.

    `process` is its identifier, `sender` whose report it is; `check` is the command with which it
    is checked, where it is not the draw itself. Moments are told on the clock of `say`.
    """
    kind = say.gettext("Transparency report of a civic lottery")
    return Document(
        process=process,
        id=ID,
        type=ID,
        form="report",
        language=say.locale,
        version=1,
        title=say.gettext("How the panel was chosen by lot"),
        sender=sender or kind,
        blocks=tuple(_blocks(facts, say, check or command(facts))),
        footer=" · ".join(part for part in (kind, process, facts.input_hash[:16]) if part),
        words=_words(say),
    )


def command(facts: LotteryFacts) -> str:
    """What repeats the draw, for whoever has both files."""
    words = ["deliberate", "draw", "pool.csv", "--targets", "targets.csv"]
    words += ["--size", str(facts.panel), "--seed", facts.seed]
    if facts.objective != "leximin":
        words += ["--objective", facts.objective]
    if facts.id_column:
        words += ["--id", facts.id_column]
    for column in facts.households:
        words += ["--household", column]
    return shlex.join(words)


def _blocks(facts: LotteryFacts, say: Translator, check: str) -> Iterator[Block]:
    yield from _beginning(facts, say)
    yield Heading(say.gettext("How it was done"))
    yield from method.paragraphs(facts, say)
    yield Heading(say.gettext("Population, pool and panel"))
    yield from population_pool_and_panel(facts, say)
    yield Heading(say.gettext("Everybody’s chances"))
    yield from fairness.chances(facts, say)
    yield Heading(say.gettext("Who could not be chosen"))
    yield from fairness.never(facts, say)
    yield Heading(say.gettext("What was fixed beforehand"))
    yield from _beforehand(facts, say)
    yield Heading(say.gettext("How to check it"))
    yield from _checking(facts, say, check)


def _beginning(facts: LotteryFacts, say: Translator) -> Iterator[Block]:
    lead = say.gettext(
        "Chosen by lot: {panel}. Agreed to take part: {pool}. This report says how the panel was "
        "chosen, what chance everybody had, and how anybody can check it."
    )
    yield Paragraph(lead.format(panel=say.count(facts.panel), pool=say.count(facts.pool)))
    columns = (Column(say.gettext("Figure"), width=2), Column(say.gettext("Value"), "right", 1))
    yield Table(columns, tuple(_figures(facts, say)), say.gettext("The draw in figures"))
    if facts.members:
        yield Table(
            (Column(say.gettext("Identifier")),),
            tuple((name,) for name in facts.members),
            say.gettext("The panel"),
        )


def _figures(facts: LotteryFacts, say: Translator) -> Iterator[tuple[str, str]]:
    kept = say.gettext("{kept} of {all}")
    yield say.gettext("People who agreed to take part (the pool)"), say.count(facts.pool)
    yield say.gettext("People chosen by lot (the panel)"), say.count(facts.panel)
    yield say.gettext("Alternates chosen by lot"), say.count(facts.alternates)
    yield (
        say.gettext("Quotas that are kept"),
        kept.format(kept=say.count(facts.quotas - len(facts.broken)), all=say.count(facts.quotas)),
    )
    yield say.gettext("Smallest chance"), fairness.told(facts.smallest, say)
    yield say.gettext("Equal share"), fairness.told(facts.equal_share, say)
    yield say.gettext("Largest chance"), fairness.told(facts.largest, say)
    yield say.gettext("People who could not be chosen"), say.count(facts.excluded)


def _beforehand(facts: LotteryFacts, say: Translator) -> Iterator[Block]:
    if not facts.commitments:
        yield Paragraph(
            say.gettext(
                "Nothing was committed beforehand. The draw can be repeated with its seed; that "
                "alone does not prove that the seed was not picked for a wanted panel. Proof "
                "needs the pool and the quotas to be fixed in public first, and the seed to come "
                "from public chance afterwards."
            )
        )
        return
    yield Paragraph(
        say.gettext(
            "These values were made public before the draw. They reveal nothing about anybody, "
            "and nobody can change afterwards what they stand for without being noticed."
        )
    )
    columns = (
        Column(say.gettext("When"), width=2),
        Column(say.gettext("What"), width=2),
        Column("SHA-256", width=4),
    )
    rows = tuple(
        (say.datetime(one.at, say.zone), one.what, one.sha256)
        for one in sorted(facts.commitments, key=lambda one: (one.at, one.what))
    )
    yield Table(columns, rows)


def _checking(facts: LotteryFacts, say: Translator, check: str) -> Iterator[Block]:
    yield Paragraph(
        say.gettext(
            "The tables above show everybody whether the quotas were kept. The pool holds personal "
            "data and is not published; whoever is entrusted with it, an auditor or a court, "
            "draws again with this command and gets the same panel. Another SHA-256 means another "
            "pool, other quotas or another way of drawing."
        )
    )
    columns = (Column(say.gettext("To check"), width=1), Column(say.gettext("Value"), width=3))
    rows = (
        (say.gettext("Command"), check),
        (say.gettext("Seed"), facts.seed or "—"),
        (say.gettext("SHA-256 of pool, quotas and way of drawing"), facts.input_hash),
        (say.gettext("Smallest chance"), say.value(Rounded(facts.smallest, 5))),
    )
    yield Table(columns, rows)


def _words(say: Translator) -> dict[str, str]:
    """What renderers print around the words of a document."""
    return {
        "number": say.gettext("No."),
        "date": say.gettext("Date"),
        "signature": say.gettext("signature"),
        "registration": say.gettext("Registration number"),
        "page": say.gettext("page {page} of {pages}"),
        "nothing": say.gettext("nothing"),
        "picture": say.gettext("The picture stands in the PDF of this document."),
    }
