"""The installed models, the broken ones among them, and who has a rule of a code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deliberate.core.errors import UnusableInput
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Installed:
    """A rulebook by its name; one that cannot be read has an `error` in place of the rulebook."""

    name: str
    rulebook: Rulebook | None
    error: UnusableInput | None = None


@dataclass(frozen=True, slots=True)
class Owned:
    """A rule and the rulebooks that have it in exactly these words."""

    rule: Rule
    rulebooks: tuple[Rulebook, ...]


def installed_models(registry: Registry) -> tuple[Installed, ...]:
    """Every installed rulebook; one that does not load hides none of the others."""
    return tuple(_read(registry, name) for name in registry.names())


def _read(registry: Registry, name: str) -> Installed:
    try:
        return Installed(name, registry.rulebook(name))
    except UnusableInput as error:
        return Installed(name, None, error)


def rules_by_code(registry: Registry, code: str) -> tuple[Owned, ...]:
    """The rules of this code, in any spelling of its letters, with those who have each."""
    found: list[tuple[Rule, list[Rulebook]]] = []
    for book, rule in _all_rules(registry):
        if rule.code.upper() != code.upper():
            continue
        same = next((books for known, books in found if known == rule), None)
        if same is None:
            found.append((rule, [book]))
        else:
            same.append(book)
    return tuple(Owned(rule, tuple(books)) for rule, books in found)


def known_codes(registry: Registry) -> tuple[str, ...]:
    """The codes of all rules of all models, each once."""
    return tuple(dict.fromkeys(rule.code for _, rule in _all_rules(registry)))


def _all_rules(registry: Registry) -> Iterator[tuple[Rulebook, Rule]]:
    for item in installed_models(registry):
        if item.rulebook is not None:
            for rule in item.rulebook.rules:
                yield item.rulebook, rule
