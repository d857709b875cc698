"""Scenarios of installed models, read from `scenario.toml` and rehearsed to their end."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deliberate import jurisdictions
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.services.rehearsal.stage import Scene
from deliberate.core.storage import open_store

LOOKED_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When a pilot is checked: before its process begins, and on no day in particular."""
FILE = "scenario.toml"


class NoScenario(Exception):
    """A model without a scenario, or a scenario that names a rulebook that is not installed."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A complete small run of one variant of a model.

    `findings`: the codes that a check of its pilot gives; `seed`: the rehearsal's; `expected`: what
    the record says at its end, and under `findings` the codes that the finished process leaves.
    """

    rulebook: str
    pilot: Path
    findings: tuple[str, ...] = ()
    seed: int = 1
    expected: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.rulebook


@dataclass(frozen=True)
class Run:
    """A scenario that has been lived through: the process as it ended, its bundle, its story."""

    scenario: Scenario
    process: Process
    bundle: Path
    story: tuple[Scene, ...] = ()


def installed() -> Registry:
    """Every plugin that is installed, with the jurisdictions of the house."""
    return Registry.load(extra=(jurisdictions,))


def scenarios(registry: Registry, model: str | None = None) -> list[Scenario]:
    """The scenarios of a model, or of all models; each variant has one, and no other has.

    Raises `NoScenario` where a variant has none, or a scenario none of the variants.
    """
    books = [book for book in registry.rulebooks() if model in (None, book.model)]
    if model is not None and not books:
        raise NoScenario(f"No model “{model}” is installed: {registry.names()}")
    found: dict[str, Scenario] = {}
    for path in sorted({Path(book.file).parents[1] / FILE for book in books}):
        if not path.is_file():
            raise NoScenario(f"{path} is missing: a model shows by a scenario that it runs.")
        found |= {one.rulebook: one for one in read_scenarios(path)}
    names = {book.name for book in books}
    if set(found) != names:
        raise NoScenario(f"Variants: {sorted(names)}; scenarios: {sorted(found)}")
    return list(found.values())


def read_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of a file; the paths of their pilots begin at its folder."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Scenario(
            item["rulebook"],
            path.parent / item["pilot"],
            tuple(item.get("findings", ())),
            item.get("seed", 1),
            item.get("expected", {}),
        )
        for item in read["scenarios"]
    ]


def walk(scenario: Scenario, registry: Registry, bundle: Path, database: str = ":memory:") -> Run:
    """Rehearse the scenario to its end and write its bundle.

    Raises `Refused` where the pilot breaks a rule or a step cannot be played to its end.
    """
    with open_store(database, migrate=True) as store:
        done = rehearse(store, registry, load_pilot(read_toml(scenario.pilot)), scenario.seed)
        export_bundle(done.context, done.process.id, bundle)
    return Run(scenario, done.process, bundle, done.story)
