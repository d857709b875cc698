"""Players of weightings and gatherings: members give points, and what strands brought is joined."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deliberate.core.decision.gathering import MADE
from deliberate.core.decision.weighting import CLOSED, OPENED, able
from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage
from deliberate.core.services.rehearsal.telling import numbered
from deliberate.core.text import Text

LASTS = timedelta(minutes=1)
"""How long it takes to give points, where the plan has no end."""


def play_weighting(stage: Stage, process: Process, step: Step) -> None:
    """Outside of a session: open at the beginning of what is planned, close at its end. A weighting
    in a session is played with the session."""
    if step.parameters.in_session:
        return
    begin, end = span(stage, process, step)
    stage.at(begin, lambda: weigh(stage, step, 1))
    stage.at(max(end, begin + LASTS), lambda: add_up(stage, step, 1))


def play_weightings_of(stage: Stage, process: Process, session: Step, n: int) -> None:
    """The weightings of a session, once each: all who are present give their points."""
    for step in process.rulebook.steps:
        here = step.kind == "weighting" and step.parameters.in_session == session.id
        if here and n <= process.scheduled(step.id):
            weigh(stage, step, n)
            add_up(stage, step, n)


def weigh(stage: Stage, step: Step, n: int) -> None:
    """Everybody gives points by chance; the papers are handed in together."""
    items = _items(stage, step)
    stage.act(SECRETARY, step.id, "open", {} if step.parameters.of else {"items": items})
    view = stage.process().view(step, n)
    opened = view.last(OPENED)
    if opened is None:
        return
    names = [str(item["id"]) for item in opened.body["items"]]
    seats = sorted(able(view))
    papers = [_paper(names, int(opened.body["points"]), stage.rng) for _ in seats]
    stage.act(SECRETARY, step.id, "enter", {"papers": papers, "seats": seats})


def _items(stage: Stage, step: Step) -> list[dict[str, Any]]:
    """The points of the script, where no step has frozen what is weighed."""
    if step.parameters.of:
        return []
    return [{"id": one.id, "text": one.text.as_dict()} for one in stage.script.commitments]


def _paper(names: list[str], points: int, rng: Generator) -> list[list[Any]]:
    marks = dict.fromkeys(names, 0)
    for _ in range(points):
        marks[rng.choice(names)] += 1
    return [[name, number] for name, number in marks.items() if number]


def add_up(stage: Stage, step: Step, n: int) -> None:
    """Close a weighting and tell what leads."""
    stage.act(SECRETARY, step.id, "close")
    process = stage.process()
    view = process.view(step, n)
    opened, closed = view.last(OPENED), view.last(CLOSED)
    if opened is not None and closed is not None:
        sums = dict(closed.body["sums"])
        first = max(sums, key=lambda name: sums[name])
        texts = {str(item["id"]): Text.of(item["text"]) for item in opened.body["items"]}
        said = nmessage(
            "{count} person gives points; most go to “{item}”: {points}.",
            "{count} people give points; most go to “{item}”: {points}.",
            closed.body["people"],
            item=texts[first] or first,
            points=sums[first],
        )
        stage.say(step.id, said, numbered(process, step, n))


def play_gathering(stage: Stage, process: Process, step: Step) -> None:
    """Put together what the sources brought, once they are over."""
    _, end = span(stage, process, step)

    def gather() -> None:
        if stage.process().state(step.id).state in {"waiting", "skipped"}:
            return
        stage.act(SECRETARY, step.id, "gather")
        made = stage.process().view(step).last(MADE)
        if made is not None:
            count = len(made.body.get("texts", made.body.get("counts", ())))
            sources = len(made.body["of"])
            entries = nmessage("{count} entry", "{count} entries", count)
            parts = nmessage("{count} source", "{count} sources", sources)
            said = message("Put together: {entries}, {sources}.", entries=entries, sources=parts)
            stage.say(step.id, said)

    stage.at(end, gather)
