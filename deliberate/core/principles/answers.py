"""What an ask finds: whether it is met, by what, and where a pilot file would say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deliberate.core.errors import Message
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks.values import is_present, label, values_at
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.positions import Path
from deliberate.core.text import Text

AskState = Literal["kept", "missed", "waiting", "not_asked"]
"""`waiting`: it cannot be seen yet; `not_asked`: this process has nothing that it speaks of."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on: a part of the pilot file (`key`), or a step with the moment at which
    it was done."""

    key: str = ""
    step: str = ""
    title: Text = field(default_factory=Text)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`place`: the path in the pilot file at which one would comply; `note` says a number."""

    state: AskState
    evidence: tuple[Evidence, ...] = ()
    place: Path = ()
    note: Message | None = None


Asked = Callable[[Process], Answer]


def judged(
    kept: bool, *evidence: Evidence, place: Path = (), note: Message | None = None
) -> Answer:
    """Kept by this evidence, or missed."""
    return Answer("kept" if kept else "missed", evidence if kept else (), place, note)


def filled_in(process: Process, *keys: str) -> Answer:
    """Kept where the pilot file says all of this, each text in every authentic language."""
    for key in keys:
        found = tuple(values_at(process.pilot, key))
        if not found or not all(_is_said(process, value) for _, value in found):
            return Answer("missed", (), tuple(key.split(".")))
    return Answer("kept", tuple(in_file(key) for key in keys))


def _is_said(process: Process, value: object) -> bool:
    if isinstance(value, Text) and value:
        return not value.missing(process.pilot.authentic_languages)
    return is_present(value)


def in_file(key: str) -> Evidence:
    """A part of the pilot file, by its dotted key."""
    return Evidence(key=label(tuple(key.split("."))))


def step_done(process: Process, step: Step) -> Evidence:
    """A step, with the moment at which it was done if it was."""
    progress = process.progress(step.id)
    return Evidence(step=step.id, title=step.title, at=progress.at if progress.done else None)


def steps_of(process: Process, *kinds: str) -> tuple[Step, ...]:
    """The steps of these kinds, but those that will not happen any more."""
    return tuple(
        step
        for step in process.rulebook.steps
        if step.kind in kinds and process.state(step.id).state != "skipped"
    )


def done_in_time(process: Process, steps: tuple[Step, ...]) -> Answer:
    """Kept once each of these steps is done, missed when one is overdue; before that it waits.

    On paper, before anything happened, no step can be late.
    """
    states = tuple(process.state(step.id).state for step in steps)
    evidence = tuple(step_done(process, step) for step in steps)
    if all(state == "done" for state in states):
        return Answer("kept", evidence)
    late = process.facts and any(_late(process, step) for step in steps)
    return Answer("missed" if late else "waiting", () if late else evidence)


def _late(process: Process, step: Step) -> bool:
    """Overdue, or still waiting for another step when its own time has passed."""
    found = process.state(step.id)
    if found.state in ("done", "skipped"):
        return False
    return found.deadline is not None and process.reached >= found.deadline
