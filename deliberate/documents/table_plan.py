"""A table plan as one document: cards for tables and people, how it is mixed, who meets whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deliberate.core.deliberation.table_plan.figures import encounters
from deliberate.core.deliberation.table_plan.plan import TablePlan
from deliberate.core.errors import Message, message
from deliberate.documents.charts.encounters import encounters_chart
from deliberate.documents.document import Block, Column, Document, Heading, Paragraph, Table
from deliberate.documents.transparency.pictures import picture_of
from deliberate.i18n import Translator

TRADED = message(
    "Each line is a plan of its own, looked for less long than the one above. A weight that does "
    "better is taken with --balance."
)


def table_plan(plan: TablePlan, say: Translator, traded: Sequence[TablePlan] = ()) -> Document:
    """The plan in one language, with identifiers and without names."""
    return Document(
        process="",
        id="tables",
        type="tables",
        form="paper",
        language=say.locale,
        version=1,
        title=say.render(message("Table plan for {count} rounds", count=len(plan.rounds))),
        sender="",
        blocks=(
            *(Paragraph(say.render(words)) for words in sentences(plan)),
            *_rounds(plan, say),
            *_people(plan, say),
            *_mixing(plan, say),
            *_encounters(plan, say),
            *_trade(traded, say),
            Paragraph(say.render(message("Seed: {seed}", seed=plan.seed or "—")), small=True),
        ),
        footer=say.render(message("SHA-256 of people and rounds: {hash}", hash=plan.input_hash)),
        words={"page": say.gettext("page {page} of {pages}")},
    )


def sentences(plan: TablePlan) -> Iterator[Message]:
    """What a plan achieves, and what none could surpass."""
    found = plan.figures
    yield message(
        "Pairs who meet: {meetings}; no plan has more than {bound}.",
        meetings=found.meetings,
        bound=found.bound,
    )
    again = sum(pairs for _times, pairs in found.repeats)
    yield message("Pairs who meet more than once: {pairs}.", pairs=again)
    if found.most - found.fewest == found.least_spread and found.fewest:
        yield message(
            "Two people meet {fewest} to {most} times; no plan is more even.",
            fewest=found.fewest,
            most=found.most,
        )
    else:
        yield message(
            "Two people meet {fewest} to {most} times.", fewest=found.fewest, most=found.most
        )
    if found.mixing:
        yield message(
            "Shares missed by a table: {missed} of {cells}; fixed seats force {forced}.",
            missed=found.violations,
            cells=found.cells,
            forced=found.unavoidable,
        )


def _rounds(plan: TablePlan, say: Translator) -> Iterator[Block]:
    columns = (
        Column(say.render(message("At table"))),
        Column(say.render(message("Who sits there")), width=9),
    )
    yield Heading(say.render(message("Tables, round by round")))
    for number, tables in enumerate(plan.rounds, 1):
        rows = tuple(
            (say.count(table), ", ".join(people)) for table, people in enumerate(tables, 1)
        )
        yield Table(columns, rows, say.render(message("Round {round}", round=number)))


def _people(plan: TablePlan, say: Translator) -> Iterator[Block]:
    seats = {
        (name, number): table
        for number, tables in enumerate(plan.rounds)
        for table, people in enumerate(tables, 1)
        for name in people
    }
    numbers = range(len(plan.rounds))
    columns = (
        Column(say.render(message("Person")), width=2),
        *(Column(say.count(number + 1), "right") for number in numbers),
    )
    rows = tuple(
        (one.id, *(say.count(seats[one.id, n]) if (one.id, n) in seats else "–" for n in numbers))
        for one in plan.problem.people
    )
    yield Heading(say.render(message("Everybody's tables")))
    yield Table(columns, rows, say.render(message("The table of each person in each round")))


def _mixing(plan: TablePlan, say: Translator) -> Iterator[Block]:
    if not plan.figures.mixing:
        return
    yield Heading(say.render(message("How the tables are mixed")))
    yield Paragraph(
        say.render(
            message(
                "A table keeps the share of a value when as many with it sit there as in the whole "
                "group, by the number of places, rounded down or up."
            )
        )
    )
    yield Table(
        (
            Column(say.render(message("Feature")), width=2),
            Column(say.render(message("Shares missed")), "right"),
            Column(say.render(message("Shares")), "right"),
        ),
        tuple(
            (item.feature, say.count(item.violations), say.count(item.cells))
            for item in plan.figures.mixing
        ),
    )


def _encounters(plan: TablePlan, say: Translator) -> Iterator[Block]:
    yield Heading(say.render(message("Who meets how often")))
    times = Counter(encounters(plan.rounds).values())
    people = len(plan.problem.people)
    never = people * (people - 1) // 2 - sum(times.values())
    counts = [(0, never), *sorted(times.items())]
    yield picture_of(encounters_chart(tuple(counts), say))


def _trade(traded: Sequence[TablePlan], say: Translator) -> Iterator[Block]:
    if not traded:
        return
    yield Heading(say.render(message("What mixing costs in encounters")))
    yield Table(
        (
            Column(say.render(message("Weight of mixing")), "right"),
            Column(say.render(message("Pairs who meet")), "right"),
            Column(say.render(message("Shares missed")), "right"),
        ),
        tuple(
            (
                say.count(one.weights.balance),
                say.count(one.figures.meetings),
                say.count(one.figures.violations),
            )
            for one in traded
        ),
    )
    yield Paragraph(say.render(TRADED), small=True)
