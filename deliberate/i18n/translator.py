"""Messages and values in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from deliberate.core.errors import Message
from deliberate.core.period import Period
from deliberate.core.phases import Phase
from deliberate.core.rounded import Rounded
from deliberate.core.text import Text
from deliberate.i18n import formats
from deliberate.i18n.catalogue import catalogue
from deliberate.i18n.words import VOCABULARIES, WORDS


class Translator:
    """Speaks one language of the interface: `kk`, `ru` or `en`.

    `directories` are further catalogues, those of plugins, which come before the house's; `zone`
    is the time zone of moments inside messages (without it each moment shows its own offset).
    """

    def __init__(
        self, locale: str, directories: Iterable[Path] = (), *, zone: tzinfo | str | None = None
    ) -> None:
        self._words = catalogue(locale, directories)
        self.locale = locale
        self.zone = zone

    # gettext, for sentences of the doors and for Jinja

    def gettext(self, msgid: str) -> str:
        return self._words.find((None, msgid)) or msgid

    def pgettext(self, context: str, msgid: str) -> str:
        return self._words.find((context, msgid)) or msgid

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form for `n`; the caller fills the placeholder."""
        return self._words.find((None, singular), n) or (singular if n == 1 else plural)

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        return self._words.find((context, singular), n) or (singular if n == 1 else plural)

    # messages

    def render(self, message: Message) -> str:
        """The sentence in this language, its values written as the language writes them.

        A translation whose placeholders do not fit (of a plugin, say: the house's are tested)
        must not hide the message: the English sentence is shown instead.
        """
        values = {
            name: self.value(value, VOCABULARIES.get(name, ()))
            for name, value in message.values.items()
        }
        words = self.gettext(message.text)
        if message.plural:
            words = self.ngettext(message.text, message.plural, message.number)
        try:
            return words.format_map(values)
        except (KeyError, IndexError, ValueError, AttributeError):
            return message.english.format_map(values)

    def value(self, value: Any, vocabularies: tuple[str, ...] = ()) -> str:
        """Any value that a message may carry; a code of `vocabularies` becomes a word."""
        match value:
            case Phase():
                return self.phase(value)
            case str():
                return self._word(vocabularies, value)
            case Message():
                return self.render(value)
            case Text():
                return self._marked(value)
            case bool():
                return self.gettext("yes") if value else self.gettext("no")
            case int() | float() | Decimal() | Rounded():
                return self.number(value)
            case Fraction():
                return f"{value.numerator}/{value.denominator}"
            case datetime():
                return self.datetime(value, self.zone)
            case date():
                return self.date(value)
            case time():
                return self.time(value)
            case Period():
                return self.period(value)
            case None:
                return "—"
            case list() | tuple():
                return self.join(value, vocabularies)
            case set() | frozenset():
                return ", ".join(sorted(self.value(item, vocabularies) for item in value))
            case _:
                return str(value)

    def text(self, text: Text) -> str:
        """The words of a multilingual text in this language, or in the first that it has."""
        return text.best(self.locale)[0]

    def _marked(self, text: Text) -> str:
        words, language = text.best(self.locale)
        return words if language == self.locale else f"{words} [{language}]"

    # values

    def days(self, first: date, last: date) -> str:
        """From a day to another, both inclusive."""
        return formats.written_days(first, last, self.locale)

    def date(self, day: date, *, weekday: bool = False) -> str:
        return formats.written_date(day, self.locale, weekday=weekday)

    def time(self, moment: time | datetime) -> str:
        return formats.written_time(moment, self.locale)

    def datetime(self, moment: datetime, zone: tzinfo | str | None = None) -> str:
        """Day and time in `zone`; without one, in the moment's own zone with its offset."""
        return formats.written_moment(moment, self.locale, zone)

    def number(self, number: int | float | Decimal | Rounded) -> str:
        return formats.written_number(number, self.locale)

    def count(self, number: int) -> str:
        """A number of votes or the like, with its thousands grouped."""
        return formats.written_count(number, self.locale)

    def percent(self, percent: int) -> str:
        return formats.written_percent(percent, self.locale)

    def share(self, share: Fraction, decimals: int | None = None) -> str:
        """A part of a whole as a percentage: «48.7 %»; `decimals`: rounded half up to so many."""
        return formats.written_share(share, self.locale, decimals)

    def points(self, difference: Fraction) -> str:
        """How far two shares are apart: «0.2 percentage points», which is no share of either."""
        number = formats.rounded_share(difference) * 100
        words = (
            self.ngettext("{number} percentage point", "{number} percentage points", int(number))
            if number == int(number)
            else self.pgettext("a fraction", "{number} percentage points")
        )
        return words.format(number=self.number(number))

    def currency(self, code: str) -> str:
        """What people call a currency; one without a word here keeps its code."""
        return self.word("currency", code)

    def money(self, amount: int, code: str) -> str:
        """An amount in whole units of a currency, on one line."""
        return f"{self.number(amount)}\u00a0{self.currency(code)}" if code else self.number(amount)

    def listed(self, words: Iterable[str]) -> str:
        """Words with the conjunction of the language before the last."""
        return formats.written_list(list(words), self.locale)

    def word(self, vocabulary: str, code: str) -> str:
        """A code of a closed vocabulary (`words.WORDS`) as a word; any other code as it is."""
        return self._word((vocabulary,), code)

    def _word(self, vocabularies: tuple[str, ...], code: str) -> str:
        msgid = code.replace("_", " ")
        for vocabulary in vocabularies:
            if (vocabulary, msgid) in WORDS:
                return self.pgettext(vocabulary, msgid)
        return str(code)

    def join(self, values: Iterable[Any], vocabularies: tuple[str, ...] = ()) -> str:
        """The values with commas between them."""
        return ", ".join(self.value(value, vocabularies) for value in values)

    def period(self, period: Period) -> str:
        """A length of time with the plural form of its unit: «14 days», «14 дней», «14 күн»."""
        n = period.amount
        match period.unit:
            case "hours":
                words = self.ngettext("{count} hour", "{count} hours", n)
            case "days":
                words = self.ngettext("{count} day", "{count} days", n)
            case "working_days":
                words = self.ngettext("{count} working day", "{count} working days", n)
            case "weeks":
                words = self.ngettext("{count} week", "{count} weeks", n)
            case "months":
                words = self.ngettext("{count} month", "{count} months", n)
        return words.format(count=self.number(n))

    def phase(self, phase: Phase) -> str:
        """The name of a phase."""
        match phase:
            case Phase.PREPARATION:
                return self.gettext("preparation")
            case Phase.RECRUITMENT:
                return self.gettext("recruitment")
            case Phase.LEARNING:
                return self.gettext("learning")
            case Phase.DELIBERATION:
                return self.gettext("deliberation")
            case Phase.DECISION:
                return self.gettext("decision")
            case Phase.FOLLOW_UP:
                return self.gettext("follow-up")
