"""Where a statement of a rulebook comes from, and how it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from deliberate.cli.house import House
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.rulebook.model import Rulebook, Status


class Sourced(Protocol):
    """Anything in a rulebook that names its source."""

    @property
    def source(self) -> str: ...

    @property
    def status(self) -> Status: ...


UNVERIFIED = "unverified"
STATED_ONLY = _("Stated in the regulation, not enforced by the software.")
"""Of an open parameter that nothing acts on."""


def status_of(house: House, item: Sourced) -> str:
    """How it is known, as a word; what nobody has checked is marked."""
    words = house.translator.word("status", item.status)
    return f"{words} (!)" if item.status == UNVERIFIED else words


def source_of(house: House, rulebook: Rulebook, item: Sourced) -> str:
    """The source in full, the day it was read, its address and how the statement is known."""
    source = rulebook.sources.get(item.source)
    if source is None:
        return status_of(house, item)
    parts = [house.translator.value(source.title) or source.text]
    if source.checked_on is not None:
        parts.append(house.translator.render(message("read on {day}", day=source.checked_on)))
    if source.url:
        parts.append(source.url)
    return f"{'; '.join(parts)} [{status_of(house, item)}]"


def source_as_json(rulebook: Rulebook, item: Sourced) -> dict[str, Any]:
    source = rulebook.sources.get(item.source)
    checked_on = source.checked_on if source is not None else None
    return {
        "id": item.source,
        "status": item.status,
        "text": source.text if source is not None else "",
        "url": source.url if source is not None else None,
        "checked_on": checked_on.isoformat() if checked_on else None,
    }
