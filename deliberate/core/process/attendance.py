"""Who is present, as the record of attendance tells it."""

from __future__ import annotations

from deliberate.core.process.process import Process


def present_now(process: Process) -> frozenset[str] | None:
    """The seats present in the sessions that are open, in the room or remotely; None without one.

    Strands may sit at the same time.
    """
    rooms: dict[tuple[str | None, int], set[str]] = {}
    for fact in process.select(
        "session.opened", "session.attendance", "session.adjourned", "session.closed"
    ):
        room = fact.step, fact.n
        match fact.kind:
            case "session.opened":
                rooms[room] = {*fact.body["present"], *fact.body["remote"]}
            case "session.attendance" if room in rooms:
                here = rooms[room]
                move = here.discard if fact.body["presence"] == "absent" else here.add
                move(str(fact.body["seat"]))
            case _:
                rooms.pop(room, None)
    return frozenset().union(*rooms.values()) if rooms else None
