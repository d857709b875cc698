"""Kind `gathering`: what parallel strands brought is put together in one place, in the open.

Texts are listed, points added up, or votes added up. Items with the same name and the same words
are one; who gathers may say which others mean the same, and every item keeps where it came from.
What is gathered follows from the record alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.decision.gathered import Source, gathered_texts, gathered_votes
from deliberate.core.decision.paper_item import PaperItem
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, json_value
from deliberate.core.process.guards import complete_in
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    StrictSchema,
    StrictStr,
    Table,
)
from deliberate.core.rulebook.records import schema_of

HOSTS = frozenset({"agency", "secretary", "facilitator", "chair"})
MADE = "gathering.made"
LIST, SUM, VOTE = "list", "sum", "vote"
SOURCES = {LIST: "proposals.frozen", SUM: "weighting.closed", VOTE: "ballot.counted"}
"""By the way of gathering, the kind of fact that a source ends with."""


@dataclass(frozen=True, slots=True)
class GatheringParameters:
    """`of`: the steps whose results are put together, each in every strand and at every time;
    `how`: frozen texts as a `list`, points of weightings as a `sum`, counts of ballots as a
    `vote`."""

    of: tuple[str, ...]
    how: str = LIST


class Same(PaperItem):
    """Items that mean the same become one: its own `id` and `text`, and which ones it unites."""

    of = ListOf(StrictStr(), required=True)


class Gather(StrictSchema):
    same = ListOf(Table(Same))


def gather(command: Command) -> list[Draft]:
    """Put together what every source brought; refused while one of them is not over."""
    view, how = command.view, str(command.params.how)
    if view.first(MADE):
        raise Refused("TWICE", message("This is gathered already."))
    found, missing = sources(view)
    if missing:
        raise Refused(
            "ORDER",
            message("These are not over yet: {steps}.", steps=missing),
            fix=message("Finish them first."),
        )
    same = command.body.get("same", ())
    for one in same:
        complete_in(view, one["text"], f"same.{one['id']}")
    if how == VOTE:
        if same:
            raise Refused("SAME", message("Votes are added up as they were counted."))
        return [command.fact(MADE, gathered_votes(found))]
    united = [{**one, "text": json_value(one["text"]), "of": list(one["of"])} for one in same]
    return [command.fact(MADE, gathered_texts(how, found, united))]


def sources(view: StepView) -> tuple[tuple[Source, ...], tuple[Any, ...]]:
    """What the sources brought, and the titles of those that are not over; those that a condition
    left out bring nothing."""
    process, kind = view.process, SOURCES[str(view.params.how)]
    found, missing = [], []
    for step, n in _times(view):
        state = process.state(step.id, n)
        ended = process.view(step, n).last(kind)
        if ended is not None:
            opened = process.view(step, n).last(kind.partition(".")[0] + ".opened")
            first = opened.body if opened is not None else {}
            found.append(Source(step.id, n, step.strand, first, ended.body))
        elif state.state != "skipped":
            missing.append(step.title)
    return tuple(found), tuple(missing)


def _times(view: StepView) -> Iterator[tuple[Any, int]]:
    process = view.process
    for name in view.params.of:
        step = process.step(name)
        if step is not None:
            for n in range(1, process.scheduled(name) + 1):
                yield step, n


def gathered(view: StepView) -> Sequence[Mapping[str, Any]]:
    """The items as they were gathered, in their order; empty before."""
    made = view.first(MADE)
    return () if made is None else tuple(made.body.get("texts", ()))


def progress(view: StepView) -> Progress:
    made = view.first(MADE)
    if made is not None:
        return Progress(True, made.at, made.at)
    _, missing = sources(view)
    if missing:
        return Progress(outstanding=(message("These are not over yet: {steps}.", steps=missing),))
    return Progress(outstanding=(message("It is not gathered yet."),))


GATHERING = StepKind(
    "gathering",
    schema_of(
        GatheringParameters,
        of=ListOf(IdentifierField(), required=True),
        how=Choice(tuple(SOURCES)),
    ),
    actions(
        Action("gather", HOSTS, gather, message("put together what was brought"), Gather),
    ),
    progress,
)
