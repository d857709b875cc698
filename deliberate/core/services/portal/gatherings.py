"""Gatherings as a page of the process shows them: what all strands brought, and from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.decision.ballot_rules import frozen
from deliberate.core.decision.gathering import GATHERING, MADE, SUM, VOTE, sources
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.portal.weightings import strand_title
from deliberate.core.text import Text

SUPPORT = "support"
"""The way of voting that measures how far each text is supported."""


@dataclass(frozen=True, slots=True)
class Supported:
    """How many of those who stated an opinion support a text where it comes from."""

    votes: int
    base: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item comes from: the strand, or the step where there is none, and which time.

    `points`: what it got there, in a sum; `support`: where it was voted on by levels of support.
    """

    step: str
    title: Text
    n: int
    id: str
    points: int | None = None
    support: Supported | None = None


@dataclass(frozen=True, slots=True)
class GatheredItem:
    """One text, with every place that it comes from. `by_source`: its points from each source of
    the gathering, None where it was not weighed; `times`: at which times it was."""

    id: str
    text: Text
    origins: tuple[Origin, ...]
    points: int | None = None
    by_source: tuple[int | None, ...] = ()

    @property
    def times(self) -> tuple[int, ...]:
        return tuple(sorted({origin.n for origin in self.origins}))


@dataclass(frozen=True, slots=True)
class Counts:
    """The votes of one source of a gathering, in the order of its options."""

    step: str
    title: Text
    n: int
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """What was put together as a `list`, a `sum` or a `vote`; nothing of it before `made_at`.

    `missing`: the titles of steps that are not over, while it waits for them. `sources`: what the
    strands are called that brought something. Of a vote: `options` as code and words, the `counts`
    of each source and the `totals`; there is no threshold, nothing is decided by it.
    """

    step: str
    title: Text
    how: str
    made_at: datetime | None = None
    missing: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = ()
    items: tuple[GatheredItem, ...] = ()
    points: int | None = None
    people: int | None = None
    united: int = 0
    options: tuple[tuple[str, Text], ...] = ()
    counts: tuple[Counts, ...] = ()
    totals: tuple[int, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The options by their codes."""
        return tuple(code for code, _ in self.options)

    @property
    def repeated(self) -> bool:
        """Whether its sources were held several times, so that an item needs its number."""
        return any(origin.n > 1 for item in self.items for origin in item.origins)


def gatherings_of(process: Process) -> tuple[Gathering, ...]:
    """Every gathering of the rulebook, made or not."""
    return tuple(
        _gathering(process.view(step))
        for step in process.rulebook.steps
        if step.kind == GATHERING.name
    )


def _gathering(view: StepView) -> Gathering:
    how, made = str(view.params.how), view.first(MADE)
    if made is None:
        return Gathering(view.step.id, view.step.title, how, missing=sources(view)[1])
    if how == VOTE:
        return _votes(view, made)
    body, names = made.body, _source_names(view.process, made)
    items = [_item(view.process, text, tuple(names)) for text in body["texts"]]
    if how == SUM:
        items.sort(key=lambda item: -(item.points or 0))
    return Gathering(
        step=view.step.id,
        title=view.step.title,
        how=how,
        made_at=made.at,
        sources=tuple(names.values()),
        items=tuple(items),
        points=body.get("points"),
        people=body.get("people"),
        united=len(body["same"]),
    )


def _source_names(process: Process, made: Fact) -> dict[str, Text]:
    """What brought something, by strand or by step, in the order of the record."""
    return {_source(one): _source_title(process, one) for one in made.body["of"]}


def _source(one: Mapping[str, Any]) -> str:
    return str(one.get("strand") or one["step"])


def _source_title(process: Process, one: Mapping[str, Any]) -> Text:
    if one.get("strand"):
        return strand_title(process, str(one["strand"]))
    step = process.step(str(one["step"]))
    return step.title if step is not None else Text()


def _item(process: Process, text: Mapping[str, Any], names: tuple[str, ...]) -> GatheredItem:
    by_source: dict[str, int] = {}
    for one in text["from"]:
        if "points" in one:
            by_source[_source(one)] = by_source.get(_source(one), 0) + int(one["points"])
    return GatheredItem(
        id=str(text["id"]),
        text=text_of(text, "text"),
        origins=tuple(_origin(process, one) for one in text["from"]),
        points=text.get("points"),
        by_source=tuple(map(by_source.get, names)),
    )


def _origin(process: Process, one: Mapping[str, Any]) -> Origin:
    step, name = str(one["step"]), str(one["id"])
    return Origin(
        step=step,
        title=_source_title(process, one),
        n=int(one["n"]),
        id=name,
        points=one.get("points"),
        support=_support(process, step, name),
    )


def _support(process: Process, texts: str, name: str) -> Supported | None:
    """How far a text was supported in the vote on the texts of its own step; None without one."""
    for step in process.rulebook.steps:
        if step.kind != "ballot" or step.parameters.options_of != texts:
            continue
        counted = _last_count(process, step)
        if counted is not None and counted.get("method") == SUPPORT and name in counted["counts"]:
            return Supported(int(counted["counts"][name]), int(counted["base"]))
    return None


def _last_count(process: Process, step: Step) -> Mapping[str, Any] | None:
    found = process.select("ballot.counted", step=step.id)
    return found[-1].body if found else None


def _votes(view: StepView, made: Fact) -> Gathering:
    process, body = view.process, made.body
    names = tuple(str(name) for name in body["counts"])
    return Gathering(
        step=view.step.id,
        title=view.step.title,
        how=VOTE,
        made_at=made.at,
        sources=tuple(_source_names(process, made).values()),
        options=_options(process, made, names),
        counts=tuple(
            Counts(
                str(one["step"]),
                _source_title(process, one),
                int(one["n"]),
                tuple(int(one["counts"][name]) for name in names),
            )
            for one in body["of"]
        ),
        totals=tuple(int(body["counts"][name]) for name in names),
    )


def _options(process: Process, made: Fact, names: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
    """The options with the words of the first ballot; those for and against have none."""
    words: dict[str, Text] = {}
    for one in made.body["of"][:1]:
        opened = process.select("ballot.opened", step=str(one["step"]), n=int(one["n"]))
        for option in frozen(opened[-1].body).options if opened else ():
            words[option.id] = option.text
    return tuple((name, words.get(name, Text())) for name in names)
