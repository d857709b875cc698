"""How each language writes dates, times and numbers.

Official Kazakh and Russian put the year as «2027 жылғы» and «2027 года»; the abbreviations of CLDR
(«2027 ж.», «2027 г.») would end a sentence with two full stops.
"""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from deliberate.core.rounded import Rounded

_DATES = MappingProxyType({"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"})
_SHORT = MappingProxyType({"kk": "dd.MM.y", "ru": "dd.MM.y", "en": "d MMM y"})
_MONTHS = MappingProxyType({"kk": "y 'жылғы' MMMM", "ru": "LLLL y 'года'", "en": "LLLL y"})
_CLDR = MappingProxyType({"kk": "kk", "ru": "ru", "en": "en_GB"})

_YEAR_LAST = MappingProxyType({"kk": False, "ru": True, "en": True})
_UNGROUPED = 10_000


def written_date(day: date, locale: str, *, weekday: bool = False) -> str:
    """A day with the name of its month, for example «25 January 2027»."""
    pattern = _DATES[locale] + (", EEEE" if weekday else "")
    return format_date(day, pattern, locale=_CLDR[locale])


def short_date(day: date, locale: str) -> str:
    """A day where room is scarce, for example «25.01.2027» or «25 Jan 2027»."""
    return format_date(day, _SHORT[locale], locale=_CLDR[locale])


def month_name(day: date, locale: str) -> str:
    """The month of a day, in brief: «Jan»."""
    return format_date(day, "LLL", locale=_CLDR[locale])


def month_and_year(day: date, locale: str) -> str:
    """The month of a day with its year: «January 2027»."""
    return format_date(day, _MONTHS[locale], locale=_CLDR[locale])


def written_days(first: date, last: date, locale: str) -> str:
    """From a day to another; what both share, a year or a month, is written once."""
    if first == last:
        return written_date(first, locale)
    if first.year != last.year:
        return f"{written_date(first, locale)} – {written_date(last, locale)}"
    if first.month == last.month:
        # In the pattern a quoted text stands for the day: «7–8 апреля 2027 года».
        days = _DATES[locale].replace("d ", f"'{first.day}–{last.day}' ", 1)
        return format_date(last, days, locale=_CLDR[locale])
    month = format_date(first if _YEAR_LAST[locale] else last, "d MMMM", locale=_CLDR[locale])
    if _YEAR_LAST[locale]:
        return f"{month} – {written_date(last, locale)}"
    return f"{written_date(first, locale)} – {month}"


def written_time(moment: time | datetime, locale: str) -> str:
    """Hours and minutes of the 24-hour clock."""
    return format_time(moment.replace(tzinfo=None), "HH:mm", locale=_CLDR[locale])


def written_moment(moment: datetime, locale: str, zone: tzinfo | str | None) -> str:
    """Day and time in `zone`; without a zone in the moment's own, with its offset from UTC."""
    if zone is not None:
        moment = moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
    words = f"{written_date(moment, locale)}, {written_time(moment, locale)}"
    return words if zone is not None else f"{words} ({_offset(moment)})"


def written_number(number: int | float | Decimal | Rounded, locale: str) -> str:
    """A number with grouped thousands; four digits stay together, so that years and lines do.

    One that is rounded keeps all its decimals: «0,5120».
    """
    if isinstance(number, Rounded):
        pattern = "#0." + "0" * number.decimals
        return format_decimal(Decimal(str(number)), pattern, locale=_CLDR[locale])
    if -_UNGROUPED < number < _UNGROUPED:
        return format_decimal(number, "#0.###", locale=_CLDR[locale])
    return format_decimal(number, locale=_CLDR[locale])


def written_count(number: int, locale: str) -> str:
    """A number among others that are added up, such as votes: thousands are always grouped."""
    return format_decimal(number, locale=_CLDR[locale])


def written_percent(percent: int, locale: str) -> str:
    """So many hundredths, with the blank before the sign that the language asks for."""
    return format_percent(percent / 100, locale=_CLDR[locale])


def written_share(share: Fraction, locale: str, decimals: int | None = None) -> str:
    """A part of a whole in hundredths, with one decimal where needed, more where it is tiny.

    With `decimals` exactly so many at most, rounded half up, as a rule of counting may say.
    """
    if decimals is None:
        exact = rounded_share(share)
    else:
        steps = 10 ** (decimals + 2)
        exact = _decimal(Fraction(floor(share * steps + Fraction(1, 2)), steps))
    return format_percent(exact, locale=_CLDR[locale], decimal_quantization=False)


def rounded_share(share: Fraction) -> Decimal:
    """A part of a whole as exactly as people need it: to a thousandth, a tiny one to its first
    digit."""
    return _decimal(round(share, next((n for n in range(3, 9) if share * 10**n >= 1), 3)))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def written_list(words: list[str], locale: str) -> str:
    """Words one after the other, with the conjunction of the language before the last."""
    return format_list(words, locale=_CLDR[locale])


def _offset(moment: datetime) -> str:
    offset = moment.strftime("%z")
    if not offset:
        return "no zone"
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"
