"""Who was present when an entry was written, by the record of attendance."""

from __future__ import annotations

from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.reading import Reading


def present_before(reading: Reading, moment: Entry) -> frozenset[str]:
    """The seats present, in the room or by video."""
    return frozenset(presence_before(reading, moment))


def presence_before(reading: Reading, moment: Entry) -> dict[str, str]:
    """How each seat that is there attends: present (in the room) or remote."""
    here: dict[str, str] = {}
    for entry in reading.select("session.opened", "session.attendance", "session.adjourned"):
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
