"""The plain jurisdiction: an ISO country code and a time zone, no holidays, no units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deliberate.core.calendar import zone_named
from deliberate.core.errors import UnusableInput, message
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.text import Text
from deliberate.jurisdictions.weekends import WeekendsOnly

UNSTATED = "XX"
"""The code that ISO 3166-1 leaves to users: no country is stated."""

_NO_COUNTRY = Text.of(
    {"kk": "Ел көрсетілмеген", "ru": "Страна не указана", "en": "No country stated"}
)


def plain_jurisdiction(
    country: str = UNSTATED, zone: str = "UTC", languages: Sequence[str] = ("en",)
) -> Jurisdiction:
    """A jurisdiction of which nothing is known but its country, its zone and its languages.

    Days off are those that a pilot file enters. All languages are authentic. Raises `UnusableInput`
    (`COUNTRY`, `ZONE`, `LANGUAGES`) for a code that is none.
    """
    if not re.fullmatch("[A-Z]{2}", country):
        raise UnusableInput(
            "COUNTRY",
            message(
                "“{country}” is not an ISO 3166-1 code of two capital letters.", country=country
            ),
        )
    if not languages:
        raise UnusableInput("LANGUAGES", message("A jurisdiction needs at least one language."))
    stated = country != UNSTATED
    return Jurisdiction(
        id=f"plain-{country.lower()}" if stated else "plain",
        name=Text.of(dict.fromkeys(languages, country)) if stated else _NO_COUNTRY,
        zone=zone_named(zone),
        languages=tuple(languages),
        authentic_languages=tuple(languages),
        holidays=WeekendsOnly(),
    )
