"""Names for synthetic people of Kazakhstan: a hand-made list, taken from no register."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from deliberate.core.jurisdiction import Choose
from deliberate.core.text import Text

# Of every twenty people about fourteen are Kazakhs, three Russians, three others (census of 2021).
_COMMUNITIES = ("kk",) * 14 + ("ru",) * 3 + ("other",) * 3
_SEXES = ("female", "male")
_RUSSIAN_ENDING = re.compile(r"(ов|ев|ин)$")
_EITHER = "(а)"
"""Marks a surname of the list that has a feminine form."""


@dataclass(frozen=True, slots=True)
class GivenNames:
    """First names of one language."""

    female: tuple[str, ...]
    male: tuple[str, ...]

    def of(self, sex: str) -> tuple[str, ...]:
        return self.female if sex == "female" else self.male


@dataclass(frozen=True, slots=True)
class KazakhstanNames:
    """Whole names: the surname first and then the given name, in every language.

    Surnames vary: with -ов(а) or -ев(а), or without a suffix. `spellings` says how a name of the
    list is written in Kazakh, in Russian and in English.
    """

    kazakh: GivenNames
    russian: GivenNames
    kazakh_surnames: tuple[str, ...]
    russian_surnames: tuple[str, ...]
    other_surnames: tuple[str, ...]
    spellings: Mapping[str, Text]

    def full_name(self, choose: Choose) -> Text:
        """A name in the proportions of the census."""
        sex = choose(_SEXES)
        match choose(_COMMUNITIES):
            case "kk":
                surname, given = choose(self.kazakh_surnames), choose(self.kazakh.of(sex))
            case "ru":
                surname, given = choose(self.russian_surnames), choose(self.russian.of(sex))
            case _:
                surname, given = choose(self.other_surnames), choose(self.russian.of(sex))
        bends = surname.endswith(_EITHER) or _RUSSIAN_ENDING.search(surname) is not None
        feminine = bends and sex == "female"
        first, family = self.spellings[given], self.spellings[surname.removesuffix(_EITHER)]
        return Text.of(
            {
                language: f"{words}{_feminine(language) if feminine else ''} {first.get(language)}"
                for language, words in family.versions
            }
        )


def _feminine(language: str) -> str:
    """What a surname that bends ends with for a woman, in the letters of the language."""
    return "a" if language == "en" else "а"


def read_names() -> KazakhstanNames:
    """The names that the package brings."""
    data = json.loads(_file("synthetic_names.json"))
    return KazakhstanNames(
        kazakh=GivenNames(tuple(data["kk"]["female"]), tuple(data["kk"]["male"])),
        russian=GivenNames(tuple(data["ru"]["female"]), tuple(data["ru"]["male"])),
        kazakh_surnames=tuple(data["kk"]["surname"]),
        russian_surnames=tuple(data["ru"]["surname"]),
        other_surnames=tuple(data["other"]["surname"]),
        spellings={
            row["kk"]: Text.of(row)
            for row in csv.DictReader(_file("name_spellings.csv").splitlines())
        },
    )


def _file(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
