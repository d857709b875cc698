"""Finding values of a pilot by the dotted keys that rules name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from deliberate.core.rulebook.pilot import Pilot, path_in_file
from deliberate.core.rulebook.pilot_script import Script
from deliberate.core.rulebook.positions import Path, dotted
from deliberate.core.text import Text

_SCRIPT = frozenset(field.name for field in fields(Script))


def values_at(pilot: Pilot, key: str) -> Iterator[tuple[Path, Any]]:
    """Every value under a dotted key with its path; a list on the way means each of its items.

    `materials.title` gives the title of each material. An unknown key gives nothing. Keys may be
    written as in the file (`pilot.title`, `rehearsal.commitments.due`) or by the pilot's fields.
    """
    if key not in pilot.looked_up:
        pilot.looked_up[key] = tuple(_walk(pilot, path_of(key), ()))
    yield from pilot.looked_up[key]


def path_of(key: str) -> tuple[str, ...]:
    """The path through the fields of a pilot that a dotted key means."""
    head, *rest = key.split(".")
    if head == "pilot":
        return tuple(rest)
    if head == "rehearsal":
        return ("script", *rest)
    if head in _SCRIPT:
        return ("script", head, *rest)
    return (head, *rest)


def _walk(value: Any, parts: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if not parts:
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, parts, (*path, index))
    elif isinstance(value, Mapping):
        if parts[0] in value:
            yield from _walk(value[parts[0]], parts[1:], (*path, parts[0]))
    elif is_dataclass(value) and parts[0] in value.__dataclass_fields__:
        yield from _walk(getattr(value, parts[0]), parts[1:], (*path, parts[0]))


def is_present(value: Any) -> bool:
    """Whether something was filled in: a blank text or an empty list was not; 0 and false were."""
    if value is None:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Text | tuple | Mapping):
        return bool(value)
    if is_dataclass(value) and not isinstance(value, type):
        return any(
            is_present(getattr(value, field.name))
            for field in fields(value)
            if not isinstance(getattr(value, field.name), bool)
        )
    return True


def label(path: Path) -> str:
    """A path for people: the names of the file, lists counted from 1 as one counts tables."""
    return dotted([part + 1 if isinstance(part, int) else part for part in path_in_file(path)])
