"""The input ledger as the public reads it: what came in, and what became of it, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from deliberate.core.common.ledger import DISPOSITIONS, SOURCES, dispositions, inputs
from deliberate.core.identity.visibility import Place, Viewer, What, sees
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class InputLine:
    """One public input. `words` are empty for a viewer who may not read them: they belong to
    their author. `place` says where it is reflected; `decisions` counts its dispositions, of which
    the last one holds. An input without a disposition has none of the fields from there on.
    """

    id: str
    source: str
    received_at: datetime
    step: str
    step_title: Text
    topic: Text = field(default_factory=Text)
    words: Text = field(default_factory=Text)
    disposition: str = ""
    reason: Text = field(default_factory=Text)
    place: str = ""
    disposed_at: datetime | None = None
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """The ledger: every input in order of receipt, and how many of each source and disposition."""

    received: int
    by_source: tuple[tuple[str, int], ...]
    by_disposition: tuple[tuple[str, int], ...]
    undisposed: int
    lines: tuple[InputLine, ...] = ()


def inputs_of(process: Process, viewer: Viewer, agency: str) -> Inputs:
    """The whole ledger for one viewer."""
    lines = tuple(_lines(process, viewer, agency))
    sources = Counter(line.source for line in lines)
    disposed = Counter(line.disposition for line in lines)
    return Inputs(
        received=len(lines),
        by_source=tuple((name, sources[name]) for name in SOURCES if sources[name]),
        by_disposition=tuple((name, disposed[name]) for name in DISPOSITIONS if disposed[name]),
        undisposed=disposed[""],
        lines=lines,
    )


def _lines(process: Process, viewer: Viewer, agency: str) -> Iterator[InputLine]:
    final = dispositions(process)
    counted = Counter(str(fact.body["input"]) for fact in process.select("ledger.disposed"))
    for name, fact in inputs(process).items():
        place = Place(process.id, agency, about=fact.actor.id)
        readable = sees(viewer, What.INPUT, place)
        yield _line(process, name, fact, final.get(name), counted[name], readable=readable)


def _line(
    process: Process, name: str, fact: Fact, last: Fact | None, count: int, *, readable: bool
) -> InputLine:
    step = str(fact.body.get("step", ""))
    found = process.step(step) if step else None
    return InputLine(
        id=name,
        source=str(fact.body["source"]),
        received_at=fact.at,
        step=step,
        step_title=found.title if found is not None else Text(),
        topic=text_of(fact.body, "topic"),
        words=text_of(fact.body, "text") if readable else Text(),
        disposition=str(last.body["disposition"]) if last is not None else "",
        reason=text_of(last.body, "reason") if last is not None else Text(),
        place=str(last.body.get("place") or "") if last is not None else "",
        disposed_at=last.at if last is not None else None,
        decisions=count,
    )
