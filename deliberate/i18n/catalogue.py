"""Catalogues: gettext's .po files, read when the program starts.

No compiled files are shipped, so a catalogue is never older than its source and an editable
install needs no build step; 1,200 messages are read in 25 ms, once for each language.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from deliberate.core.errors import UnusableInput, Where, message

LOCALES = ("kk", "ru", "en")
"""The languages of the interface, the state language first."""

HOUSE = Path(__file__).parent / "locale"
"""The house's own catalogues: `<locale>/LC_MESSAGES/deliberate.po`."""

Key = tuple[str | None, str]
"""The context, if any, and the msgid (of a plural: the singular)."""


def locales() -> tuple[str, ...]:
    """The languages in which every page, finding and document exists."""
    return LOCALES


@dataclass(frozen=True, slots=True)
class Words:
    """The translations of one language; `plural` chooses a form by a number."""

    entries: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    plural: Callable[[int], int] = field(default=lambda n: int(n != 1))

    def find(self, key: Key, n: int | None = None) -> str | None:
        """The translation of `key` (its form for `n`), or None when there is none."""
        forms = self.entries.get(key)
        if forms is None:
            return None
        index = 0 if n is None else self.plural(n)
        return forms[index] if index < len(forms) and forms[index] else None


def catalogue(locale: str, directories: Iterable[Path] = ()) -> Words:
    """All translations into `locale`: those of `directories` in their order, then the house's.

    Each directory holds `<locale>/LC_MESSAGES/*.po`. Raises UnusableInput for an unknown language
    and for a file that cannot be read.
    """
    if locale not in LOCALES:
        raise UnusableInput(
            "LOCALE",
            message("{locale} is not a language of the interface.", locale=locale),
            fix=message("Choose one of: {permitted}.", permitted=LOCALES),
        )
    return _merged(locale, (*(Path(directory) for directory in directories), HOUSE))


# A memory of files that do not change while the program runs; its values are read-only.
@lru_cache(maxsize=64)
def _merged(locale: str, directories: tuple[Path, ...]) -> Words:
    entries: dict[Key, tuple[str, ...]] = {}
    plural: Callable[[int], int] = Words().plural
    for directory in reversed(directories):
        for path in sorted(directory.glob(f"{locale}/LC_MESSAGES/*.po")):
            catalog = read_catalogue(path, locale)
            plural = gettext.c2py(catalog.plural_expr)
            entries.update(_entries(catalog))
    return Words(MappingProxyType(entries), plural)


def read_catalogue(path: Path, locale: str) -> Catalog:
    """One .po file as Babel reads it. Raises UnusableInput when it is broken or not UTF-8."""
    try:
        with path.open("rb") as stream:
            return read_po(stream, locale=locale, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise UnusableInput(
            "CATALOGUE",
            message("The catalogue is broken: {reason}.", reason=str(error)),
            where=Where(str(path), getattr(error, "lineno", 0) + 1),
        ) from None
    except (OSError, UnicodeError, ValueError) as error:
        raise UnusableInput(
            "CATALOGUE",
            message("The catalogue cannot be read: {reason}.", reason=str(error)),
            where=Where(str(path)),
        ) from None


def translations(entry: Message) -> tuple[str, ...]:
    """The forms of one entry: a single one, or one for each plural; untranslated ones are empty."""
    strings = entry.string
    return (strings,) if isinstance(strings, str) else tuple(strings or ())


def _entries(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    for entry in catalog:
        if not entry.id or entry.fuzzy:
            continue
        msgid = entry.id if isinstance(entry.id, str) else entry.id[0]
        forms = translations(entry)
        if any(forms):
            found[(entry.context, msgid)] = forms
    return found
