"""Marks of consensus, held against what members have said about each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.decision.consensus import MARK, disagreeing
from deliberate.core.decision.minority import MinorityReport
from deliberate.core.errors import message
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed


def check_consensus(
    frozen: Entry, items: Sequence[Mapping[str, Any]], reports: Sequence[MinorityReport]
) -> None:
    """Each point of a frozen report is marked, and its mark is what the members have said."""
    wrong = disagreeing(items, reports)
    unmarked = tuple(str(item["id"]) for item in items if not isinstance(item.get(MARK), bool))
    points = (*unmarked, *wrong.contested, *wrong.silent)
    if points:
        raise CheckFailed(
            message(
                "Entry {entry}: the marks of consensus are not what members have said: {points}.",
                entry=frozen.seq,
                points=points,
            )
        )
