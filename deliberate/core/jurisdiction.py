"""What a country or a city brings to a process: languages, days off, units, personal numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from deliberate.core.calendar import Adviser, Holidays, no_advice
from deliberate.core.text import Text

Option = TypeVar("Option")
APPROXIMATE = "APPROXIMATE"
"""How the status of a figure begins that must be replaced before real use."""


class Choose(Protocol):
    """Picks one of several options; a random generator's `choice`."""

    def __call__(self, options: Sequence[Option], /) -> Option: ...


class SyntheticNames(Protocol):
    """Names for people who do not exist, taken from no register."""

    def full_name(self, choose: Choose) -> Text:
        """A whole name, in each language of the jurisdiction as it is written there."""
        ...


class PersonalNumber(Protocol):
    """The number by which a state knows a natural person."""

    @property
    def label(self) -> Text:
        """What people call it."""
        ...

    def valid(self, number: str) -> bool:
        """Whether the number is well formed; nothing more may be read from its digits."""
        ...


@dataclass(frozen=True, slots=True)
class PopulationCount:
    """Residents with one value of a feature (`sex` = `female`) on a day.

    `source` says who counted or printed it. `status` is `reported`, or says what is done to the
    number and begins with APPROXIMATE where it must be replaced before real use.
    """

    feature: str
    value: str
    number: int
    on: date
    source: str = ""
    status: str = ""

    @property
    def approximate(self) -> bool:
        return self.status.startswith(APPROXIMATE)


@dataclass(frozen=True, slots=True)
class Territory:
    """A territorial unit. `id` is its ISO 3166-2 code, `code` the jurisdiction's own.

    `population` is a number of residents; `population_status` says where it comes from, and
    `approximate` marks a figure that must be replaced before real use. `tile` is the unit's column
    and row on a tile map, `short` the name that has room on a tile.
    """

    id: str
    code: str
    name: Text
    population: int
    population_status: str
    approximate: bool
    tile: tuple[int, int]
    composition: tuple[PopulationCount, ...] = ()
    short: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A law that a rule, a holiday or a document rests on, and when somebody last looked it up."""

    id: str
    text: Text
    checked_on: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Everything that differs from country to country and from nothing else.

    `languages` come in the order in which they are shown; texts in `authentic_languages` have legal
    force and must be present before publication, the others are translations. `composition`: the
    residents of the whole country by the features that are known for it; `synonyms`: for a feature,
    how tables from here write its values.
    """

    id: str
    name: Text
    zone: ZoneInfo
    languages: tuple[str, ...]
    authentic_languages: tuple[str, ...]
    holidays: Holidays
    advice: Adviser = no_advice
    territories: tuple[Territory, ...] = ()
    personal_number: PersonalNumber | None = None
    names: SyntheticNames | None = None
    legal_references: tuple[LegalReference, ...] = ()
    composition: tuple[PopulationCount, ...] = ()
    synonyms: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def territory(self, code: str) -> Territory | None:
        """The unit with this ISO 3166-2 code, or None."""
        return next((unit for unit in self.territories if unit.id == code), None)
