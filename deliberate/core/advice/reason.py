"""One reason for or against a model."""

from __future__ import annotations

from dataclasses import dataclass, field

from deliberate.core.errors import Message
from deliberate.core.rulebook.fit import Strength
from deliberate.core.rulebook.status import Status
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a model suits an issue (`made_for`, `suits`) or does not (`weak`, `unsuited`).

    `words` state it; `why` adds the model's own words. `question` is what was answered, empty for
    what follows from no single answer. A reason that `bars` means: not advised here, however many
    reasons speak for the model.
    """

    words: Message
    strength: Strength
    question: str = ""
    why: Text = field(default_factory=Text)
    source: str = ""
    status: Status = "practice"
    bars: bool = False
