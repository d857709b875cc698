"""The citizens' dialogue as a plugin: rulebooks and the hooks where it departs from the core."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deliberate.api import Finding, Issue, Process, Reason, Rulebook, findings_of, hookimpl, message
from deliberate_citizens_dialogue.findings import CHECKS

VARIANTS = ("single", "regional")
"""The variants of the model; the first one is its default."""

PER_REGION = 30
"""People in each regional dialogue, as in Canada: 150 in five."""

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
    """How many regional dialogues the people make who can be reached, where there are places."""
    people = issue.means.get("people")
    if people is None or issue.answers.get("places") != "several" or not rulebook.strands:
        return ()
    regions = people // PER_REGION
    words = message(
        "{people} people make {count} regional dialogues of {size}.",
        people=people,
        count=regions,
        size=PER_REGION,
    )
    if regions > 1:
        return [Reason(words, "suits", "places", source="canada-2017", status="practice")]
    return [Reason(words, "weak", "places", source="canada-2017", status="practice")]
