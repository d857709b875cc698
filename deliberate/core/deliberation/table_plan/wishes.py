"""The fixed seats of a plan, which hold in the next one until others are named."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from deliberate.core.deliberation.table_plan.arranging import Absence, FixedSeat


def earlier_wishes(
    planned: Mapping[str, Any], known: Collection[str], away: Collection[Absence]
) -> Iterator[FixedSeat]:
    """The wishes behind a plan, from the body of its entry, round by round.

    Whoever has left has none any more, and none for rounds from which they are absent.
    """
    gone = {(absence.id, absence.round) for absence in away}
    for number, item in enumerate(planned.get("input", {}).get("rounds", ()), 1):
        for name, table in item["fixed"].items():
            if name in known and (name, number) not in gone:
                yield FixedSeat(name, table + 1, number)
