"""Fields for languages, time zones and addresses of the web."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import invalid
from deliberate.core.rulebook.fields import StrictStr

_ADDRESS = re.compile(r"https?://[^\s/<>\"]+(/[^\s<>\"]*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class LanguageField(StrictStr):
    """The code of a language: two or three small letters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs)
        if not _LANGUAGE.fullmatch(code):
            raise invalid(
                message("{key} is not the code of a language.", key=code),
                message("Write two or three small letters: kk, ru, en."),
            )
        return code


class ZoneField(StrictStr):
    """A zone of the tz database by its name, such as "Europe/Berlin"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, attr, data, **kwargs)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise invalid(
                message("There is no time zone {name}.", name=name),
                message("Write a name of the tz database: continent, slash, city."),
            ) from None
        return name


class AddressField(StrictStr):
    """The address of a page, as people type it: with http:// or https://, without blanks."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        address = super()._deserialize(value, attr, data, **kwargs)
        if address and not _ADDRESS.fullmatch(address):
            raise invalid(
                message("{key} is not the address of a page.", key=address),
                message("Write it whole: {example}", example="https://process.example.org"),
            )
        return address
