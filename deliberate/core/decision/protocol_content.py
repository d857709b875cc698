"""What a protocol says, as data: the text that members sign is the hash of exactly this.

Process and stranger make it from the same parts: the one from its facts, the other from the public
record and the frozen pilot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.process.facts import json_value
from deliberate.core.text import Text

Body = Mapping[str, Any]


def protocol_hash(
    process: str,
    question: Text,
    *,
    votes: Sequence[Body],
    items: Sequence[Body],
    minority: Sequence[Body],
    dispositions: Sequence[Body],
    binding: bool,
) -> str:
    """SHA-256 of question, votes, points, minority reports, dispositions and bindingness."""
    content = {
        "process": process,
        "question": question,
        "votes": [dict(body) for body in votes],
        "items": [dict(body) for body in items],
        "minority": [dict(body) for body in minority],
        "dispositions": [dict(body) for body in dispositions],
        "binding": binding,
    }
    return digest(json_value(content))
