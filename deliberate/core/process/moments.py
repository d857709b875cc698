"""How facts keep a planned day or moment."""

from __future__ import annotations

from datetime import date, datetime

from deliberate.core.calendar import Moment


def read_moment(text: str) -> Moment:
    """A date or an aware moment from its ISO form, as facts keep it."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def write_moment(moment: Moment) -> str:
    """The ISO form of a date or an aware moment, as facts keep it."""
    return moment.isoformat()
