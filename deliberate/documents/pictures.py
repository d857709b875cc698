"""The charts that a document may show."""

from __future__ import annotations

from deliberate.documents.document import Picture
from deliberate.documents.making import Making


def picture(making: Making, name: str, caption: str) -> Picture:
    raise KeyError(name)
