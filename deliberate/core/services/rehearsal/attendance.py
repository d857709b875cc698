"""Who came: the members whom any session so far has seen."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.process.process import Process


def came(process: Process, seats: Sequence[str]) -> tuple[str, ...]:
    """Those of these seats that sat in a session so far; all of them before the first session, or
    where none of them ever sits in one."""
    seen: set[str] = set()
    for fact in process.select("session.opened"):
        seen |= {*fact.body["present"], *fact.body["remote"]}
    for fact in process.select("session.attendance"):
        if fact.body["presence"] != "absent":
            seen.add(str(fact.body["seat"]))
    return tuple(seat for seat in seats if seat in seen) or tuple(seats)
