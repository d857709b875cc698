"""What the record holds of a lottery, short enough to read: people by number, quotas, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.process.respondents import printed


def _counted(value: Sequence[Any]) -> object:
    return message("{count} (in the bundle)", count=len(value))


def _people(value: Sequence[Any]) -> object:
    return tuple(printed(int(number)) for number in value)


def _quotas(value: Sequence[Any]) -> object:
    return tuple(_quota(*row[:4]) for row in value)


def _quota(feature: str, value: str, least: int, most: int) -> Message:
    return message("{quota}: {least}–{most}", quota=f"{feature}: {value}", least=least, most=most)


def _counts(value: Sequence[Any]) -> object:
    return tuple(
        message("{value}: {count}", value=f"{feature}: {name}", count=count)
        for feature, name, count in value
    )


def _chances(value: Sequence[Any]) -> object:
    return tuple(message("{value}: {count}", value=str(row[0]), count=row[1]) for row in value)


READ: Mapping[str, Callable[[Sequence[Any]], object]] = MappingProxyType(
    {
        "chances": _chances,
        "path": _counted,
        "numbers": _counted,
        "lines": _counted,
        "quotas": _quotas,
        "counts": _counts,
        **dict.fromkeys(
            ("panel", "alternates", "called", "drawn", "left", "refused", "remaining", "out",
             "standing"),
            _people,
        ),
    }
)  # fmt: skip
"""How the lists of a lottery's entries are read, by their key."""


def read_lottery(key: str, value: Any) -> object | None:
    """A list of a lottery's entry as people read it; None for what needs no other reading."""
    if key not in READ or isinstance(value, str) or not isinstance(value, Sequence):
        return None
    return READ[key](value)
