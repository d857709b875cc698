"""Findings for rules of these rulebooks that no declarative check can state."""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.api import OwnCheck
from deliberate_planning_cell.cells import attendance, executor, groups, one_vote, seats, stewards
from deliberate_planning_cell.programme import (
    closing_day,
    days,
    minutes,
    one_programme,
    parts,
    sides,
)

CHECKS: Mapping[str, OwnCheck] = {
    "PC01": seats,
    "PC03": minutes,
    "PC04": parts,
    "PC05": days,
    "PC06": groups,
    "PC08": sides,
    "PC09": one_programme,
    "PC11": executor,
    "PC12": stewards,
    "PC20": closing_day,
    "PC21": attendance,
    "PC27": one_vote,
}
"""What each rule with a hook is checked by."""
