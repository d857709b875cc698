"""The world café as a plugin: one rulebook, and one rule that no declarative check can state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deliberate.api import Finding, Process, hookimpl, message

_HERE = Path(__file__).parent


@hookimpl
def deliberate_models() -> Sequence[Path]:
    """The rulebook of each variant, the default one first."""
    return [_HERE / "rulebooks" / "evening.toml"]


@hookimpl
def deliberate_check(process: Process) -> Sequence[Finding]:
    """WC03: there are as many conversations on the agenda as there are rounds at the tables."""
    rule, tables = process.rulebook.rule("WC03"), process.step("tables")
    if rule is None or tables is None:
        return ()
    talks = [item for item in process.pilot.agenda if item.kind == "tables"]
    if len(talks) == tables.parameters.rounds:
        return ()
    said = message(
        "The agenda has {talks} conversations, the tables are planned for {rounds} rounds.",
        talks=len(talks),
        rounds=tables.parameters.rounds,
    )
    return [Finding(rule.code, rule.level, said, process.pilot.place("agenda"))]
