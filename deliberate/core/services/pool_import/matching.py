"""Which column is what, and which word of a table means which value: guessed, then corrected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from deliberate.core.services.pool_import.sheet import Sheet
from deliberate.core.services.pool_import.synonyms import (
    FEATURES,
    HOUSEHOLD,
    IDENTIFIER,
    PERSON,
    VALUES,
)

Foreseen = Mapping[str, Sequence[str]]
"""The features of a lottery with their values; no values: any word is one."""
Synonyms = Mapping[str, Mapping[str, Sequence[str]]]
"""For each feature, further words for its values."""
_RANGE = re.compile(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})")
_FROM = re.compile(r"(\d{1,3})\s*\+")
_AGE = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Matching:
    """`identifier`, `household` and `features` name columns by their place; None: not there.

    `values`: for each feature, what a word of the table means; a word that is not there means
    itself when it is a value, the age group it lies in when it is an age, else nothing. `local`:
    further words for values, which the jurisdiction knows.
    """

    identifier: int | None = None
    household: tuple[int, ...] = ()
    features: Mapping[str, int | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    person: Mapping[str, int] = field(default_factory=dict)
    local: Synonyms = field(default_factory=dict)

    def value_of(self, feature: str, word: str, known: Sequence[str]) -> str | None:
        """What a word means; None when nobody knows."""
        given = self.values.get(feature, {}).get(word)
        if given is not None:
            return given or None
        return meaning(feature, word, known, self.local)


def guess(sheet: Sheet, foreseen: Foreseen, local: Synonyms) -> Matching:
    """What the heads and words of a table seem to mean; each column is one thing only."""
    left = {place: folded(head) for place, head in enumerate(sheet.heads) if head}

    def take(words: Iterable[str]) -> int | None:
        wanted = [folded(word) for word in words]
        found = next((p for word in wanted for p, head in left.items() if head == word), None)
        if found is not None:
            del left[found]
        return found

    identifier = take(IDENTIFIER)
    features = {
        feature: take((feature, feature.replace("_", " "), *FEATURES.get(feature, ())))
        for feature in foreseen
    }
    household = take(HOUSEHOLD)
    person = {name: place for name, words in PERSON.items() if (place := take(words)) is not None}
    return Matching(identifier, () if household is None else (household,), features, person=person)


def words_of(sheet: Sheet, matching: Matching, feature: str) -> tuple[str, ...]:
    """The different words in the column of a feature, in order."""
    place = matching.features.get(feature)
    return () if place is None else tuple(sorted(set(sheet.column(place)) - {""}))


def meaning(feature: str, word: str, known: Sequence[str], local: Synonyms) -> str | None:
    """The value that a word most probably means."""
    if not known:
        return word or None
    if word in known:
        return word
    same = {folded(value): value for value in known}
    plain = folded(word)
    if plain in same:
        return same[plain]
    age = age_group(word, known)
    if age is not None:
        return age
    for table in (VALUES, local):
        for value, others in table.get(feature, {}).items():
            if value in known and plain in map(folded, others):
                return value
    return None


def age_group(word: str, known: Sequence[str]) -> str | None:
    """The group of ages in which a number lies, where the values are such groups."""
    if not _AGE.fullmatch(word):
        return None
    age = int(word)
    for value in known:
        between, above = _RANGE.fullmatch(value), _FROM.fullmatch(value)
        if between and int(between[1]) <= age <= int(between[2]):
            return value
        if above and age >= int(above[1]):
            return value
    return None


def folded(words: str) -> str:
    """Words without case, dots, hyphens and double blanks: what a guess compares."""
    plain = unicodedata.normalize("NFKC", words).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[\s._\-–—:*]+", " ", plain).split())
