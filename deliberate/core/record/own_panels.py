"""What one person checks of a lottery: the own panels are those behind the hash of the list.

proof   number, salt, panels (numbers of panels; null for whom no panel can contain), path
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deliberate.core.errors import Message, UnusableInput, Where, message
from deliberate.core.process.respondents import printed
from deliberate.core.record import shapes
from deliberate.core.record.check_lottery import panel_count
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed, Promise, judge
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.lottery.hidden_list import leads_to, own_leaf
from deliberate.core.system_reason import system_reason

TITLE = message("Your panels are those of the list that was fixed")
OwnPanels = Mapping[str, Any]
FIELDS = frozenset({"number", "salt", "panels", "path"})
LONGEST_PATH = 64


def check_own(reading: Reading, own: OwnPanels) -> Promise:
    """Whether the hash that was fixed before the draw stands for these panels of this person."""
    return judge("N1", TITLE, lambda: _own(reading, own))


def _own(reading: Reading, own: OwnPanels) -> Message | None:
    for fixed in reading.select("lottery.committed"):
        if _stands_in(fixed, own):
            return _told(reading, fixed, own)
    if not reading.select("lottery.committed"):
        return None
    raise CheckFailed(message("The list that was fixed says something else about this person."))


def _stands_in(fixed: Entry, own: OwnPanels) -> bool:
    numbers, count = shapes.wholes(fixed, "numbers"), panel_count(fixed)
    if own["number"] not in numbers:
        return False
    panels = None if own["panels"] is None else tuple(own["panels"])
    leaf = own_leaf(own["number"], panels, own["salt"])
    place, size = count + numbers.index(own["number"]), count + len(numbers)
    return leads_to(leaf, place, size, own["path"], shapes.text(fixed, "panels_hash"))


def _told(reading: Reading, fixed: Entry, own: OwnPanels) -> Message:
    person, panels = printed(own["number"]), own["panels"] or []
    count = panel_count(fixed)
    drawn = reading.one_at_most("lottery.drawn", str(fixed.step), fixed.n)
    if drawn is None:
        return message(
            "{person} is on {own} of {count} panels.", person=person, own=len(panels), count=count
        )
    seated = own["number"] in shapes.wholes(drawn, "panel")
    if seated != (shapes.whole(drawn, "number") in panels):
        raise CheckFailed(
            message(
                "Panel {number} was drawn, and {person} is wrongly on it or wrongly not.",
                number=shapes.whole(drawn, "number"),
                person=person,
            )
        )
    if seated:
        return message(
            "{person} is on {own} of {count} panels, and on the one drawn.",
            person=person,
            own=len(panels),
            count=count,
        )
    return message(
        "{person} is on {own} of {count} panels, and not on the one drawn.",
        person=person,
        own=len(panels),
        count=count,
    )


def read_own(path: Path) -> OwnPanels:
    """The proof in a file; raises `UnusableInput` (PROOF) for any other file."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        reason = message("The file cannot be read: {reason}.", reason=system_reason(error))
        raise UnusableInput("PROOF", reason, where=Where(str(path))) from None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or set(data) != FIELDS or not _is_proof(data):
        raise UnusableInput(
            "PROOF",
            message("This file does not tell a person's panels."),
            where=Where(str(path)),
            fix=message("Ask the organisers for the file of your number."),
        )
    return data


def _is_proof(data: OwnPanels) -> bool:
    panels, path = data["panels"], data["path"]
    return (
        _is_whole(data["number"])
        and isinstance(data["salt"], str)
        and data["salt"].isascii()
        and (panels is None or (isinstance(panels, list) and all(map(_is_whole, panels))))
        and isinstance(path, list)
        and len(path) <= LONGEST_PATH
        and all(isinstance(step, str) and _is_hash(step) for step in path)
    )


def _is_whole(value: Any) -> bool:
    return type(value) is int and 0 <= value < 10**9


def _is_hash(step: str) -> bool:
    return len(step) == 64 and set(step) <= set("0123456789abcdef")
