"""The port to whoever composes documents: the core says which, others say what stands in them."""

from __future__ import annotations

from typing import Protocol

from deliberate.core.process.process import Process
from deliberate.core.services.papers import Paper


class Press(Protocol):
    """Composes documents. The renderers that set them for print stand above the core."""

    def compose(self, process: Process, paper: Paper, language: str) -> bytes:
        """The canonical text of a document in one language, from the state at its cause."""
        ...
