"""The charts that a document may show, by the names that templates use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.documents.document import Picture
from deliberate.documents.making import Making

CHARTS: Mapping[str, Callable[[Making], Picture]] = MappingProxyType({})


def picture(making: Making, name: str, caption: str) -> Picture:
    """The chart of this name with the caption of the template."""
    raise KeyError(name)
