"""The planning cell as a plugin: rulebooks and the hooks where it departs from the core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from deliberate.api import Finding, Issue, Process, Reason, Rulebook, findings_of, hookimpl, message
from deliberate_planning_cell.cells import SEATS
from deliberate_planning_cell.findings import CHECKS

VARIANTS: tuple[str, ...] = ("general", "wuppertal")
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
    """How many cells the people make who can be reached."""
    return list(_cells(issue, rulebook))


def _cells(issue: Issue, rulebook: Rulebook) -> Iterator[Reason]:
    people = issue.means.get("people")
    if people is None:
        return
    cells = people // SEATS
    words = message("{people} people make {cells} cells of {seats}.", people=people, cells=cells,
                    seats=SEATS)  # fmt: skip
    if cells >= 2:
        yield Reason(words, "suits", source="qualitaetsnetz", status="seen")
    else:
        yield Reason(words, "weak", source="qualitaetsnetz", status="seen")
