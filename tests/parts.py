"""The parts of a process that elects its members and writes a protocol."""

from __future__ import annotations

from deliberate_web.portal.sections import GROUPS

OTHERS = frozenset({"lottery", "hearing", "recommendations", "surveys", "weighting", "gathering"})
"""Parts of other models: drawing by lot, choosing witnesses, recommending."""
PARTS_OF_A_VOTE = tuple(
    item.name for group in GROUPS for item in group.sections if item.name not in OTHERS
)
