"""Who is present, as the record of attendance tells it."""

from __future__ import annotations

from deliberate.core.process.process import Process


def present_now(process: Process) -> frozenset[str] | None:
    """The seats present in the session that is open, in the room or remotely; None without one."""
    here: set[str] | None = None
    for fact in process.select(
        "session.opened", "session.attendance", "session.adjourned", "session.closed"
    ):
        match fact.kind:
            case "session.opened":
                here = {*fact.body["present"], *fact.body["remote"]}
            case "session.attendance" if here is not None:
                move = here.discard if fact.body["presence"] == "absent" else here.add
                move(str(fact.body["seat"]))
            case _:
                here = None
    return None if here is None else frozenset(here)
