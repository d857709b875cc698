"""The parts of a process that elects its members: all but those of a lottery."""

from __future__ import annotations

from deliberate_web.portal.sections import GROUPS

PARTS_OF_A_VOTE = tuple(
    item.name for group in GROUPS for item in group.sections if item.name != "lottery"
)
