"""Parsed texts of running processes. Texts are frozen, so one that was parsed stays right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from marshmallow import Schema

from deliberate.core.rulebook.frozen import thaw_rulebook
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.rulebook.strands import meet


class Library:
    """Rulebooks and pilots by their texts; the ones that were asked for last are kept."""

    def __init__(self, schemas: Mapping[str, type[Schema]], size: int = 64) -> None:
        self._rulebook = lru_cache(size)(lambda text: thaw_rulebook(text, schemas))
        self._pilot = lru_cache(size)(lambda text, name: load_pilot(parse_toml(text, name)))

        self._met = lru_cache(size)(self._meet)

    def met(self, rulebook: str, pilot: str, name: str) -> tuple[Rulebook, Pilot]:
        """A rulebook with a step for each strand of the pilot, and the pilot with their dates."""
        return self._met(rulebook, pilot, name)

    def _meet(self, rulebook: str, pilot: str, name: str) -> tuple[Rulebook, Pilot]:
        return meet(self.rulebook(rulebook), self.pilot(pilot, name))

    def rulebook(self, text: str) -> Rulebook:
        return self._rulebook(text)

    def pilot(self, text: str, name: str) -> Pilot:
        return self._pilot(text, name)
