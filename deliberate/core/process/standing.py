"""Acts that belong to the process as a whole, not to one of its steps.

They live in *standing steps*: always open, never done, present in every model. The rulebook does
not list them, because no model can do without them.
"""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.phases import Phase
from deliberate.core.process.kind import Kind, Progress, StepKind, StepView
from deliberate.core.rulebook.model import Step
from deliberate.core.text import Text


def standing_step(name: str) -> Step:
    """The standing step of this name."""
    return Step(id=name, kind=name, phase=Phase.PREPARATION, title=Text(), parameters=None)


def never_done(view: StepView) -> Progress:
    """A standing step is never finished; its first fact says since when it is in use."""
    facts = view.facts()
    return Progress(started=facts[0].at if facts else None)


def is_standing(name: str, kinds: Mapping[str, Kind]) -> bool:
    """Whether `name` is a standing step: a kind that carries the flag of one."""
    kind = kinds.get(name)
    return isinstance(kind, StepKind) and kind.standing
