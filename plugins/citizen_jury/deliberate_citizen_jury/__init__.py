"""The citizens' jury as a plugin: rulebooks and the hooks where it departs from the core."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deliberate.api import Finding, Process, findings_of, hookimpl
from deliberate_citizen_jury.findings import CHECKS

VARIANTS = ("kazakhstan", "kazakhstan-lottery", "jefferson", "panel", "advertised")
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
