"""Days off in Kazakhstan.

Law of 13 December 2001 No. 267-II on holidays, articles 3 to 5, and Labour Code, articles 84 and
85: holidays are days off; when one falls on a weekend, the next working day after it is a day off.
7 January and the first day of Kurban Ait are days off but no holidays, so they move nothing.
Transfers by decree of the Government are entered in the pilot file.

The table is complete from 2022; earlier holidays that were abolished before are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from deliberate.core.calendar import SATURDAY, Holiday, Holidays, transferred
from deliberate.core.calendar.days import ONE_DAY
from deliberate.core.text import Text
from deliberate.jurisdictions.kz.feasts import kurban_ait
from deliberate.jurisdictions.weekends import DECREED_DAY_OFF


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """A day off on the same days every year, from the year `since` to the year `until`."""

    month: int
    days: tuple[int, ...]
    name: Text
    since: int = date.min.year
    until: int = date.max.year
    moves: bool = True


def _name(kk: str, ru: str, en: str) -> Text:
    return Text.of({"kk": kk, "ru": ru, "en": en})


CHRISTMAS = _name("Православиелік Рождество", "Православное Рождество", "Orthodox Christmas")
KURBAN_AIT = _name(
    "Құрбан айттың бірінші күні", "Первый день Курбан-айта", "First day of Kurban Ait"
)
CONSTITUTION_DAY = _name(
    "Қазақстан Республикасының Конституциясы күні",
    "День Конституции Республики Казахстан",
    "Constitution Day",
)

FIXED = (
    FixedHoliday(1, (1, 2), _name("Жаңа жыл", "Новый год", "New Year")),
    FixedHoliday(1, (7,), CHRISTMAS, moves=False),
    FixedHoliday(
        3, (8,), _name("Халықаралық әйелдер күні", "Международный женский день", "Women's Day")
    ),
    # The Constitution was adopted on 15 March 2026; the day is off from the following year on.
    FixedHoliday(3, (15,), CONSTITUTION_DAY, since=2027),
    FixedHoliday(3, (21, 22, 23), _name("Наурыз мейрамы", "Наурыз мейрамы", "Nauryz")),
    FixedHoliday(
        5,
        (1,),
        _name(
            "Қазақстан халқының бірлігі мерекесі",
            "Праздник единства народа Казахстана",
            "Unity Day of the People of Kazakhstan",
        ),
    ),
    FixedHoliday(
        5,
        (7,),
        _name("Отан қорғаушы күні", "День защитника Отечества", "Defender of the Fatherland Day"),
    ),
    FixedHoliday(5, (9,), _name("Жеңіс күні", "День Победы", "Victory Day")),
    FixedHoliday(7, (6,), _name("Астана күні", "День Столицы", "Capital Day")),
    FixedHoliday(8, (30,), CONSTITUTION_DAY, until=2025),
    FixedHoliday(
        10, (25,), _name("Республика күні", "День Республики", "Republic Day"), since=2022
    ),
    FixedHoliday(12, (16,), _name("Тәуелсіздік күні", "День Независимости", "Independence Day")),
)


@dataclass(frozen=True, slots=True)
class KazakhstanHolidays:
    """Holidays, feasts and the days off moved by a weekend, without decrees."""

    def on(self, day: date) -> Holiday | None:
        return days_off(day.year).get(day)

    def is_weekend(self, day: date) -> bool:
        return day.weekday() >= SATURDAY

    def with_transfers(
        self, *, days_off: Iterable[date] = (), working: Iterable[date] = ()
    ) -> Holidays:
        return transferred(self, DECREED_DAY_OFF, days_off, working)


@lru_cache(maxsize=64)
def days_off(year: int) -> Mapping[date, Holiday]:
    """All named days off of a year."""
    found: dict[date, Holiday] = {}
    for feast in kurban_ait(year):
        found[feast.day] = Holiday(feast.day, KURBAN_AIT, feast.estimated, "religious")
    fixed = [rule for rule in FIXED if rule.since <= year <= rule.until]
    for rule in fixed:
        for number in rule.days:
            day = date(year, rule.month, number)
            found[day] = Holiday(day, rule.name, kind="public" if rule.moves else "religious")
    for rule in fixed:
        if rule.moves:
            _add_moved(found, rule, year)
    return MappingProxyType(dict(sorted(found.items())))


def _add_moved(found: dict[date, Holiday], rule: FixedHoliday, year: int) -> None:
    """Each day of a holiday that meets a weekend frees the next working day after the holiday."""
    last = date(year, rule.month, rule.days[-1])
    for number in rule.days:
        if date(year, rule.month, number).weekday() < SATURDAY:
            continue
        day, estimated = last + ONE_DAY, False
        while day.weekday() >= SATURDAY or day in found:
            # A moved day pushed on by a feast is as uncertain as the feast.
            estimated = estimated or (day in found and found[day].estimated)
            day += ONE_DAY
        found[day] = Holiday(day, rule.name, estimated, "moved")
