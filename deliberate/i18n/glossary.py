"""The project's terms in three languages, with notes for translators (`glossary.csv`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from deliberate.core.errors import UnusableInput, message

_FILE = Path(__file__).parent / "glossary.csv"
_REMARK = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Term:
    """One term. Round brackets hold a remark, an abbreviation or a second form."""

    key: str
    words: Mapping[str, str]
    note: str

    @property
    def doubtful(self) -> bool:
        """Whether the Kazakh term still wants an editor's confirmation."""
        return "DOUBTFUL" in self.note


@lru_cache(maxsize=1)
def terms() -> Mapping[str, Term]:
    """All terms by key, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return MappingProxyType({row["key"]: _term(row) for row in rows})


def term(key: str, locale: str, *, full: bool = False) -> str:
    """The term `key` in `locale`, without its bracketed remarks unless `full`.

    Raises UnusableInput for a key or a language that the glossary lacks.
    """
    found = terms().get(key)
    words = found.words.get(locale) if found else None
    if words is None:
        raise UnusableInput(
            "TERM",
            message(
                "The glossary has no term {key} in the language {locale}.", key=key, locale=locale
            ),
        )
    return words if full else _REMARK.sub("", words)


def _term(row: Mapping[str, str]) -> Term:
    words = {locale: row[locale] for locale in ("kk", "ru", "en")}
    return Term(row["key"], MappingProxyType(words), row["note"])
