"""The fields in which columns and words of a table are matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from deliberate.core.services.pool_import.matching import (
    Foreseen,
    Matching,
    Synonyms,
    age_group,
    words_of,
)
from deliberate.core.services.pool_import.sheet import Sheet
from deliberate.core.services.pool_import.synonyms import PERSON

MOST_WORDS = 40
"""A column with more different words is no column of values; no more are asked about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of the table and what it means. `field`: of its choice; `meant`: empty when nobody
    knows."""

    field: str
    word: str
    meant: str


def choices_of(
    sheet: Sheet, matching: Matching, foreseen: Foreseen
) -> dict[str, tuple[Choice, ...]]:
    """For each feature with values, the words of its column that are asked about."""
    found: dict[str, tuple[Choice, ...]] = {}
    for number, (feature, known) in enumerate(foreseen.items()):
        if not known:
            continue
        asked = [word for word in words_of(sheet, matching, feature) if _is_asked(word, known)]
        found[feature] = tuple(
            Choice(f"v{number}-{place}", word, matching.value_of(feature, word, known) or "")
            for place, word in enumerate(asked[:MOST_WORDS])
        )
    return found


def _is_asked(word: str, known: Sequence[str]) -> bool:
    """Whether somebody may want to say what a word means: values and ages explain themselves."""
    return word not in known and age_group(word, known) is None


def matching_of(sheet: Sheet, foreseen: Foreseen, local: Synonyms) -> Matching:
    """What the form of this request says; of a column that was just chosen, what is guessed."""
    features = {feature: _column(f"f{number}", sheet) for number, feature in enumerate(foreseen)}
    household = _column("household", sheet)
    person = {name: place for name in PERSON if (place := _column(name, sheet)) is not None}
    return Matching(
        _column("identifier", sheet),
        () if household is None else (household,),
        features,
        {feature: _meanings(number, known) for number, (feature, known) in
         enumerate(foreseen.items())},
        person,
        local,
    )  # fmt: skip


def _column(name: str, sheet: Sheet) -> int | None:
    typed = request.form.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
        return None
    return int(typed) if int(typed) < len(sheet.heads) else None


def _meanings(number: int, known: Sequence[str]) -> dict[str, str]:
    """The words that the form asked about, with what was chosen for each."""
    found: dict[str, str] = {}
    head = f"v{number}-"
    for name in request.form:
        if name.startswith(head) and name.endswith("-word"):
            meant = request.form.get(name.removesuffix("-word"), "")
            if meant in known or not meant:
                found[request.form[name]] = meant
    return found
