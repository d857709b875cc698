"""Weightings as a page of the process shows them: the points of each item, by strand and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from deliberate.core.canonical import canonical
from deliberate.core.decision.weighting import CLOSED, OPENED, WEIGHTING, took_part
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.text import Text

PartState = Literal["not_open", "open", "closed"]


@dataclass(frozen=True, slots=True)
class AlikePapers:
    """How many papers gave these points: a number for each item of their part, in its order."""

    papers: int
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeighingPart:
    """What one strand gave, or all members where there are no strands; `title` is then empty.

    `people`: who gave points so far. `items`: the names of what was weighed here; `sheets`: all
    papers without names, those that are alike together; empty before the points are added up.
    """

    step: str
    title: Text
    state: PartState
    people: int
    closed_at: datetime | None
    items: tuple[str, ...]
    sheets: tuple[AlikePapers, ...]


@dataclass(frozen=True, slots=True)
class WeighedItem:
    """One item. `by_part`: its points in each part, None where it was not weighed there or its
    points are not added up yet; `points`: those of all parts that are."""

    id: str
    text: Text
    by_part: tuple[int | None, ...]
    points: int

    @property
    def counted(self) -> bool:
        """Whether its points are added up anywhere."""
        return any(points is not None for points in self.by_part)


@dataclass(frozen=True, slots=True)
class Weighing:
    """One time that points were given, in all strands together.

    `step`: as the rulebook states it, without strands; `times`: how often it is done; `budget`:
    the points of each person; `items`: those with most points first once all are added up, before
    that in their own order.
    """

    step: str
    title: Text
    n: int
    times: int
    budget: int
    spend_all: bool
    opened_at: datetime
    parts: tuple[WeighingPart, ...]
    items: tuple[WeighedItem, ...]

    @property
    def people(self) -> int:
        """Who gave points that are added up."""
        return sum(part.people for part in self.parts if part.state == "closed")

    @property
    def told(self) -> bool:
        """Whether there is anything to show: the points of one strand at least."""
        return any(part.state == "closed" for part in self.parts)

    @property
    def whole(self) -> bool:
        """Whether the points of all strands are added up."""
        return all(part.state == "closed" for part in self.parts)


def weightings_of(process: Process) -> tuple[Weighing, ...] | None:
    """Every time that points were or are given, in order; None for a model without weightings."""
    steps: dict[str, list[Step]] = {}
    for step in process.rulebook.steps:
        if step.kind == WEIGHTING.name:
            steps.setdefault(step.origin or step.id, []).append(step)
    if not steps:
        return None
    return tuple(
        found
        for name, copies in steps.items()
        for n in range(1, _times(process, copies) + 1)
        if (found := _weighing(name, [process.view(step, n) for step in copies], process))
    )


def strand_title(process: Process, strand: str) -> Text:
    """What a strand is called; empty for none."""
    return next((one.title for one in process.pilot.strands if one.id == strand), Text())


def _times(process: Process, copies: Iterable[Step]) -> int:
    return max(process.scheduled(step.id) for step in copies)


def _weighing(name: str, views: Sequence[StepView], process: Process) -> Weighing | None:
    """One time of one weighting; None before it is open anywhere."""
    opened = [(view, fact) for view in views if (fact := view.first(OPENED)) is not None]
    if not opened:
        return None
    step, first = views[0].step, opened[0][1]
    items = _items(views)
    whole = all(view.first(CLOSED) is not None for view in views)
    return Weighing(
        step=name,
        title=step.shared_title or step.title,
        n=views[0].n,
        times=_times(process, [view.step for view in views]),
        budget=int(first.body["points"]),
        spend_all=bool(first.body["spend_all"]),
        opened_at=min(fact.at for _, fact in opened),
        parts=tuple(map(_part, views)),
        items=tuple(sorted(items, key=lambda item: -item.points)) if whole else items,
    )


def _part(view: StepView) -> WeighingPart:
    opened, closed = view.first(OPENED), view.first(CLOSED)
    state: PartState = "not_open"
    if opened is not None:
        state = "open" if closed is None else "closed"
    items = tuple(str(item["id"]) for item in opened.body["items"]) if opened is not None else ()
    return WeighingPart(
        step=view.step.id,
        title=strand_title(view.process, view.step.strand),
        state=state,
        people=len(took_part(view)),
        closed_at=closed.at if closed is not None else None,
        items=items,
        sheets=_sheets(items, closed.body["papers"]) if closed is not None else (),
    )


def _sheets(items: Sequence[str], papers: Iterable[Mapping[str, Any]]) -> tuple[AlikePapers, ...]:
    """Papers that are alike together, the most frequent first."""
    marks = ({str(name): int(number) for name, number in one["marks"]} for one in papers)
    alike = Counter(tuple(one.get(name, 0) for name in items) for one in marks)
    ordered = sorted(alike.items(), key=lambda pair: (-pair[1], tuple(-n for n in pair[0])))
    return tuple(AlikePapers(papers, points) for points, papers in ordered)


def _items(views: Sequence[StepView]) -> tuple[WeighedItem, ...]:
    """Items of the same name with the same words in several strands are one item."""
    found: dict[bytes, tuple[str, Text]] = {}
    given: dict[bytes, dict[int, int | None]] = {}
    for place, view in enumerate(views):
        opened, closed = view.first(OPENED), view.first(CLOSED)
        for item in opened.body["items"] if opened is not None else ():
            name = str(item["id"])
            key = canonical([name, dict(item["text"])])
            found.setdefault(key, (name, text_of(item, "text")))
            points = None if closed is None else int(closed.body["sums"][name])
            given.setdefault(key, {})[place] = points
    return tuple(
        WeighedItem(
            name,
            text,
            tuple(given[key].get(place) for place in range(len(views))),
            sum(points or 0 for points in given[key].values()),
        )
        for key, (name, text) in found.items()
    )
