"""Multilingual text written by people (agencies, authors of rulebooks)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same statement in several languages, in the order in which it was written."""

    versions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, versions: Mapping[str, str]) -> Text:
        return cls(tuple(versions.items()))

    def get(self, language: str) -> str | None:
        """The text in exactly this language, or None when it is absent or blank."""
        for code, words in self.versions:
            if code == language and words.strip():
                return words
        return None

    def best(self, language: str) -> tuple[str, str]:
        """`(words, language)`: the asked language, else the first that is present.

        A caller shows the fallback visibly whenever the second value differs from `language`.
        """
        exact = self.get(language)
        if exact is not None:
            return exact, language
        for code, words in self.versions:
            if words.strip():
                return words, code
        return "", language

    def missing(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Which of `languages` this text lacks."""
        return tuple(code for code in languages if self.get(code) is None)

    def as_dict(self) -> dict[str, str]:
        return dict(self.versions)

    def __bool__(self) -> bool:
        return any(words.strip() for _, words in self.versions)
