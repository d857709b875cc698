"""How the public pages write moments, spans, money and words in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from deliberate.core.calendar import Moment
from deliberate.core.errors import Message
from deliberate.core.phases import Phase
from deliberate.core.services.portal.shapes import Span
from deliberate.core.text import Text
from deliberate.i18n import Translator
from deliberate_web.portal.words import WORDS


class Shown:
    """Writes values for one reader. `zone` is that of the process; without one, of the house."""

    def __init__(self, translator: Translator, zone: str = "") -> None:
        self._say = translator
        self._zone = ZoneInfo(zone) if zone else None

    def of(self, zone: str) -> Shown:
        """The same reader, in the zone of another process."""
        return Shown(self._say, zone)

    def word(self, vocabulary: str, code: str) -> str:
        """The word for a code; a code that nobody named is shown without its underscores."""
        found = WORDS.get(vocabulary, {}).get(code)
        if found is not None:
            return self._say.pgettext(*found)
        word = self._say.word(vocabulary, code)
        return word if word != code else code.replace("_", " ")

    def knows(self, vocabulary: str, code: str) -> bool:
        """Whether there is a word for a code that an office may have made up."""
        return code in WORDS.get(vocabulary, {})

    def phase(self, phase: Phase) -> str:
        """The name of a phase as a heading."""
        return self.sentence(self._say.phase(phase))

    def sentence(self, words: str) -> str:
        """The words with a capital letter first."""
        return words[:1].upper() + words[1:]

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone) if self._zone is not None else moment

    def day(self, moment: Moment) -> str:
        """The local day of a moment."""
        return self._say.date(self._day_of(moment))

    def moment(self, moment: Moment) -> str:
        """A day, or a day with its local time."""
        if isinstance(moment, datetime):
            return self._say.datetime(self.local(moment), self._zone)
        return self._say.date(moment)

    def until(self, moment: Moment) -> str:
        """An end that no longer belongs to the span: midnight is 24:00 of the day before."""
        if isinstance(moment, datetime):
            local = self.local(moment)
            if (local.hour, local.minute) == (0, 0):
                return f"{self._say.date(local.date() - timedelta(days=1))}, 24:00"
        return self.moment(moment)

    def iso(self, moment: Moment) -> str:
        """The moment for `<time datetime>`."""
        return (self.local(moment) if isinstance(moment, datetime) else moment).isoformat()

    def days(self, span: Span) -> str:
        """A span by its first and last day, without times."""
        first = None if span.starts is None else self._day_of(span.starts)
        last = None if span.ends is None else self._last_day_of(span.ends)
        if first is None or last is None or last <= first:
            day = first if first is not None else last
            return "" if day is None else self._say.date(day)
        return self._say.days(first, last)

    def money(self, amount: int, currency: str) -> str:
        return f"{self._say.number(amount)}\N{NO-BREAK SPACE}{currency}"

    def share(self, share: Fraction) -> str:
        """A part of one, in per cent with one decimal."""
        return self._say.share(share, 1)

    def chance(self, chance: Fraction) -> str:
        """A chance as a share of a hundred."""
        return self._say.share(chance)

    def value(self, value: object, vocabulary: str = "") -> str:
        """A value of an entry that is neither a text nor a group of values."""
        match value:
            case str():
                return self.word(vocabulary, value) if vocabulary else value
            case datetime() | date():
                return self.moment(value)
            case Message():
                return self._say.render(value)
            case _:
                return self._say.value(value)

    def kind(self, value: object) -> str:
        """How a value of an entry is set: "text", "list", "group" or "plain"."""
        if isinstance(value, Text):
            return "text"
        if isinstance(value, Sequence) and not isinstance(value, str):
            if not value:
                return "plain"
            return "group" if hasattr(value[0], "label") else "list"
        return "plain"

    def _day_of(self, moment: Moment) -> date:
        return self.local(moment).date() if isinstance(moment, datetime) else moment

    def _last_day_of(self, moment: Moment) -> date:
        """The last day of a span: one that ends at midnight does not reach into the new day."""
        if isinstance(moment, datetime):
            return (self.local(moment) - timedelta(microseconds=1)).date()
        return moment
