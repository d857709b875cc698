"""What can be said about an issue before a model is chosen: the closed lists of answers.

The words of the questions stand in `advice/questions.toml`; a rulebook's [fit] refers to the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deliberate.core.rulebook.pilot_schema import STAGES

PREFLIGHT = ("solvable", "room", "influence", "commitment", "resources", "time", "aim")
"""The conditions without which nobody should be asked to deliberate (OECD 2022)."""

SURE = ("yes", "no", "unsure")
YES_NO = ("yes", "no")

QUESTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "purpose": ("recommendations", "opinion", "ballot_measure", "standing_body"),
        "complexity": ("simple", "moderate", "hard"),
        "breadth": ("focused", "several", "broad"),
        "contested": ("little", "some", "deeply"),
        "technology": YES_NO,
        "spatial": YES_NO,
        "opinion_change": YES_NO,
        "stage": STAGES,
        "participation": ("information", "consultation", "engagement"),
    }
)
"""The nine questions about the issue, in the order in which they are asked."""

CIRCUMSTANCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"level": ("local", "regional", "central"), "places": ("one", "several"), "mandate": YES_NO}
)
"""Who asks, where, and whether a law requires it."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType({**QUESTIONS, **CIRCUMSTANCES})
"""Everything that is answered by one word of a list."""

HOME = "jurisdiction"
"""Whose rules a process must follow: one of the jurisdictions that are installed."""

MEANS = ("days", "people", "weeks", "person_days")
"""What there is: days of meetings for each member, people who can be brought together, weeks until
the decision, person-days of those who do the work."""
MOST: Mapping[str, int] = MappingProxyType(
    {"days": 200, "people": 100_000, "weeks": 520, "person_days": 100_000}
)
