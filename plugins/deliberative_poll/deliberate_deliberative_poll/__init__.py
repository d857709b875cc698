"""The deliberative poll as a plugin: rulebooks and the hooks where it departs from the core."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deliberate.api import Finding, Issue, Process, Reason, Rulebook, findings_of, hookimpl
from deliberate_deliberative_poll.findings import CHECKS
from deliberate_deliberative_poll.fit import reasons

VARIANTS = ("standard", "verdict")
"""The variants of the model; the first one is its default."""

_HERE = Path(__file__).parent


@hookimpl
def deliberate_models() -> Sequence[Path]:
    """The rulebook of each variant, the default one first."""
    return [_HERE / "rulebooks" / f"{variant}.toml" for variant in VARIANTS]


@hookimpl
def deliberate_check(process: Process) -> Sequence[Finding]:
    """Findings for the rules that no declarative check can state."""
    return findings_of(process, CHECKS)


@hookimpl
def deliberate_fit(issue: Issue, rulebook: Rulebook) -> Sequence[Reason]:
    """What the margin of error of so many people says about the model."""
    return reasons(issue)
