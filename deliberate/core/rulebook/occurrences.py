"""How many times a step happens: as the rulebook says, or leaves to the pilot."""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.rulebook.model import Rulebook, Step
from deliberate.core.rulebook.pilot import Pilot


def repeated(rulebook: Rulebook, pilot: Pilot) -> Rulebook:
    """The rulebook with the number of times that the pilot chooses for its steps, else the default.

    A number that is not permitted is reported where it stands, and the default holds.
    """
    if not any(step.occurs is not None and step.occurs.parameter for step in rulebook.steps):
        return rulebook
    return replace(rulebook, steps=tuple(_step(step, rulebook, pilot) for step in rulebook.steps))


def _step(step: Step, rulebook: Rulebook, pilot: Pilot) -> Step:
    if step.occurs is None or not step.occurs.parameter:
        return step
    known = rulebook.open_parameters[step.occurs.parameter]
    chosen = pilot.open_parameters.get(known.id, known.default)
    times = int(chosen if known.permits(chosen) else known.default)
    return replace(step, occurs=replace(step.occurs, times=times))


def fixed_times(step: Step) -> int:
    """How many times a rulebook makes a step happen, whatever comes of it."""
    return (step.occurs.times or 1) if step.occurs is not None else 1
