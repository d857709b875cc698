"""What was adopted becomes the points of the protocol: nothing is added to it and nothing left out.

The text put to the vote has one line for each point, with or without a label such as `K1.`; a line
that ends with a colon is a heading. Who executes a point, and by when, is settled afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import Command
from deliberate.core.process.process import Process
from deliberate.core.text import Text

_LABEL = re.compile(r"[\w-]{1,12}[.)]\s+")


def adopted_text(process: Process, step: str) -> Text | None:
    """The text that a ballot adopted; None while it has adopted nothing."""
    counted = process.select("ballot.counted", step=step)
    adopted = next((fact for fact in counted if fact.body["outcome"] == "adopted"), None)
    if adopted is None:
        return None
    opened = process.select("ballot.opened", step=step, n=adopted.n)
    return text_of(opened[-1].body, "text") if opened else None


def require_adopted(command: Command, items: Sequence[Mapping[str, Any]]) -> None:
    """Refuse points that the adopted text does not have, and an adopted line that no point has."""
    step = command.params.adopted_by
    if not step:
        return
    process = command.process
    text = adopted_text(process, step)
    if text is None:
        raise Refused("NOT_ADOPTED", message("No text has been adopted yet."))
    said = {code: _lines(words) for code, words in text.versions}
    invented = tuple(str(item["id"]) for item in items if not _is_in(item["text"], said))
    if invented:
        raise Refused(
            "NOT_ADOPTED",
            message("Not in the text that was adopted: {points}.", points=invented),
            fix=message("Enter points as they were adopted; another text needs another vote."),
        )
    for code in process.pilot.authentic_languages:
        entered = {line for item in items for line in _lines(item["text"].get(code))}
        left = [line for line in said.get(code, ()) if not {line, _unlabelled(line)} & entered]
        if left:
            raise Refused(
                "LEFT_OUT",
                message("Adopted, and not among the points: {line}", line=left[0]),
                fix=message("Enter a point for each line that was adopted."),
            )


def _is_in(point: Text, said: Mapping[str, Iterable[str]]) -> bool:
    """Whether the adopted text has each line of a point, in every language that both have."""
    return all(
        set(_lines(words)) <= {*said[code], *map(_unlabelled, said[code])}
        for code, words in point.versions
        if code in said
    )


def _lines(words: str | None) -> tuple[str, ...]:
    """The lines of a text but for blanks and headings."""
    lines = (" ".join(line.split()) for line in (words or "").splitlines())
    return tuple(line for line in lines if line and not line.endswith(":"))


def _unlabelled(line: str) -> str:
    return _LABEL.sub("", line, count=1) if _LABEL.match(line) else line
