"""Who was present when an entry was written, by the record of attendance."""

from __future__ import annotations

from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.reading import Reading


def presence_before(reading: Reading, moment: Entry, session: str, n: int) -> dict[str, str]:
    """How each seat that is there attends a session: present (in the room) or remote. Others may
    sit at the same time."""
    here: dict[str, str] = {}
    kinds = ("session.opened", "session.attendance", "session.adjourned")
    for entry in reading.select(*kinds, step=session, n=n):
        if entry.seq > moment.seq:
            break
        match entry.kind:
            case "session.opened":
                here = dict.fromkeys(shapes.texts(entry, "present"), "present")
                here |= dict.fromkeys(shapes.texts(entry, "remote"), "remote")
            case "session.adjourned":
                here = {}
            case _ if shapes.text(entry, "presence") == "absent":
                here.pop(shapes.text(entry, "seat"), None)
            case _:
                here[shapes.text(entry, "seat")] = shapes.text(entry, "presence")
    return here
