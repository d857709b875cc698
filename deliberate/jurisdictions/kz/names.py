"""Names for synthetic people of Kazakhstan: a hand-made list, taken from no register."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files

from deliberate.core.jurisdiction import Choose

# Of every twenty people about fourteen are Kazakhs, three Russians, three others (census of 2021).
_COMMUNITIES = ("kk",) * 14 + ("ru",) * 3 + ("other",) * 3
_SEXES = ("female", "male")
_RUSSIAN_ENDING = re.compile(r"(ов|ев|ин)$")


@dataclass(frozen=True, slots=True)
class GivenNames:
    """First names of one language."""

    female: tuple[str, ...]
    male: tuple[str, ...]

    def of(self, sex: str) -> tuple[str, ...]:
        return self.female if sex == "female" else self.male


@dataclass(frozen=True, slots=True)
class KazakhstanNames:
    """Whole names in one text: surname, given name and, for Kazakh names, patronymic.

    Surnames vary: with -ов(а) or -ев(а), or without a suffix. `(а)` marks a feminine form.
    """

    kazakh: GivenNames
    russian: GivenNames
    kazakh_surnames: tuple[str, ...]
    russian_surnames: tuple[str, ...]
    other_surnames: tuple[str, ...]
    son_of: str
    daughter_of: str

    def full_name(self, choose: Choose) -> str:
        """A name in Kazakh or Russian spelling, in the proportions of the census."""
        sex = choose(_SEXES)
        match choose(_COMMUNITIES):
            case "kk":
                return self._kazakh(choose, sex)
            case "ru":
                surname = choose(self.russian_surnames)
            case _:
                surname = choose(self.other_surnames)
        return f"{_inflected(surname, sex)} {choose(self.russian.of(sex))}"

    def _kazakh(self, choose: Choose, sex: str) -> str:
        surname = choose(self.kazakh_surnames)
        if sex == "female":
            surname = _RUSSIAN_ENDING.sub(r"\1а", surname)
        given = choose(self.kazakh.of(sex))
        suffix = self.daughter_of if sex == "female" else self.son_of
        return f"{surname} {given} {choose(self.kazakh.male)}{suffix}"


def _inflected(surname: str, sex: str) -> str:
    return surname.replace("(а)", "а" if sex == "female" else "")


def read_names() -> KazakhstanNames:
    """The names that the package brings."""
    text = (files(__package__) / "data" / "synthetic_names.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return KazakhstanNames(
        kazakh=GivenNames(tuple(data["kk"]["female"]), tuple(data["kk"]["male"])),
        russian=GivenNames(tuple(data["ru"]["female"]), tuple(data["ru"]["male"])),
        kazakh_surnames=tuple(data["kk"]["surname"]),
        russian_surnames=tuple(data["ru"]["surname"]),
        other_surnames=tuple(data["other"]["surname"]),
        son_of=data["kk"]["patronymic_suffix"]["male"],
        daughter_of=data["kk"]["patronymic_suffix"]["female"],
    )
