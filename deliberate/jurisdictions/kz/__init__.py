"""Kazakhstan: holidays, languages, regions, the personal number, names for rehearsals, law."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.text import Text
from deliberate.jurisdictions.kz.advice import advise
from deliberate.jurisdictions.kz.holidays import KazakhstanHolidays
from deliberate.jurisdictions.kz.law import LEGAL_REFERENCES
from deliberate.jurisdictions.kz.names import read_names
from deliberate.jurisdictions.kz.personal_number import IndividualNumber
from deliberate.jurisdictions.kz.territories import read_composition, read_territories, region_words

__all__ = ["kz_jurisdiction"]


@cache
def kz_jurisdiction() -> Jurisdiction:
    """Kazakhstan: Kazakh first, then Russian, both authentic; English is a translation.

    One zone, UTC+5 since 1 March 2024.
    """
    return Jurisdiction(
        id="kz",
        name=Text.of({"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}),
        zone=ZoneInfo("Asia/Almaty"),
        languages=("kk", "ru", "en"),
        authentic_languages=("kk", "ru"),
        holidays=KazakhstanHolidays(),
        advice=advise,
        territories=read_territories(),
        personal_number=IndividualNumber(),
        names=read_names(),
        legal_references=LEGAL_REFERENCES,
        composition=read_composition(),
        synonyms={"region": region_words(), "language": {"kk": ("kaz", "kz", "kazakh", "qazaq")}},
    )
