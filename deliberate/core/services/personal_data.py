"""Nobody's personal number enters the public record, whoever typed it and wherever."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.setting import jurisdiction_of

_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9]{6,}(?![0-9A-Za-z])", re.ASCII)


def refuse_personal_numbers(registry: Registry, process: Process, drafts: Sequence[Draft]) -> None:
    """Refuse facts whose public part holds a well-formed personal number of the jurisdiction.

    A paper that comes with them is looked through too: it is opened in the record at the count.
    """
    number = jurisdiction_of(registry, process.rulebook, process.pilot).personal_number
    if number is None:
        return
    for draft in drafts:
        sealed = {} if draft.paper is None else draft.paper.content
        for key, words in (*_texts(draft.public), *_texts(sealed)):
            if any(number.valid(found) for found in _DIGITS.findall(words)):
                raise Refused(
                    "PERSONAL_NUMBER",
                    message(
                        "{field} holds a personal number ({label}); the record is public.",
                        field=key,
                        label=number.label,
                    ),
                    fix=message("Leave the number out; nothing was changed."),
                )


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text below a value, with the dotted key that leads to it."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, f"{key}.{name}" if key else str(name))
    elif isinstance(value, Sequence):
        for item in value:
            yield from _texts(item, key)
