"""What was published where: announcements with their channels, proofs and corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence of a publication: an address, or the hash of a kept copy."""

    channel: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Correction:
    at: datetime
    text: Text


@dataclass(frozen=True, slots=True)
class Notice:
    """One announcement. `subject` is the step that it comes before, empty when it has none."""

    step: str
    title: Text
    subject: str
    published_at: datetime
    channels: tuple[str, ...]
    proofs: tuple[Proof, ...]
    corrections: tuple[Correction, ...]


def notices_of(process: Process) -> tuple[Notice, ...]:
    """Everything that has been announced, in the order of the rulebook, each time of its own."""
    views = (
        StepView(process, step, n)
        for step in process.rulebook.steps
        if step.kind == "announcement"
        for n in range(1, process.scheduled(step.id) + 1)
    )
    return tuple(notice for view in views if (notice := _notice(view)) is not None)


def _notice(view: StepView) -> Notice | None:
    published = view.first("announcement.published")
    if published is None:
        return None
    return Notice(
        step=view.step.id,
        title=view.step.title,
        subject=view.step.before or "",
        published_at=published.at,
        channels=tuple(published.body["channels"]),
        proofs=tuple(
            Proof(str(fact.body["channel"]), str(fact.body["evidence"]))
            for fact in view.facts("announcement.proved")
        ),
        corrections=tuple(
            Correction(fact.at, text_of(fact.body, "text"))
            for fact in view.facts("announcement.corrected")
        ),
    )
