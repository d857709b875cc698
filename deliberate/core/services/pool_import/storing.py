"""A clean table becomes the pool of a registration: all of its people, or none."""

from __future__ import annotations

from pathlib import Path

from deliberate.core.errors import Refused, message
from deliberate.core.services.acting import actor_in
from deliberate.core.services.context import Context
from deliberate.core.services.pool_import.matching import Foreseen
from deliberate.core.services.pool_import.reading import Line, Read
from deliberate.core.services.recruiting.people_files import Columns, PeopleFile, PeopleRow
from deliberate.core.services.recruiting.setting import ORGANISERS
from deliberate.core.services.recruiting.taking_in import import_pool

HOME, PERSON = "household", ("id", "name", "email", "phone")


def store_pool(
    context: Context, account: str, process_id: str, step: str, name: str, read: Read,
    foreseen: Foreseen,
) -> int:  # fmt: skip
    """Take in everybody of a table; returns how many they are. Refuses one with faults."""
    if not read.clean:
        raise Refused("FAULTS", message("The table has faults; nothing was taken in."))
    actor = actor_in(context, account, process_id, ORGANISERS, message("take in a pool"))
    fields = {feature: f"value of {feature}" for feature in foreseen}
    rows = tuple(PeopleRow(one.line, _cells(one, fields)) for one in read.lines)
    file = PeopleFile(Path(name), (*PERSON, HOME, *fields.values()), rows)
    columns = Columns({key: key for key in PERSON}, fields, HOME)
    return import_pool(context, actor, process_id, step, file, columns).count


def _cells(one: Line, fields: dict[str, str]) -> dict[str, str]:
    known = {"id": one.reference, **one.person}
    person = {key: known.get(key, "") for key in PERSON}
    return {**person, HOME: one.home, **{fields[name]: v for name, v in one.values.items()}}
