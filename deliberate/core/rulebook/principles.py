"""The principles of good practice over every model: what each asks for, in data with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from deliberate.core.rulebook.status import Status
from deliberate.core.text import Text

FILE = "principles.toml"


@dataclass(frozen=True, slots=True)
class PrincipleSource:
    """Where a principle is read."""

    id: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a principle asks for and that can be looked up."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Principle:
    """A recommendation over every model: kept, or justified in public.

    `criterion`: one of the three that make a process a representative deliberative one.
    """

    code: str
    title: Text
    text: Text
    asks: tuple[Ask, ...]
    source: PrincipleSource
    status: Status
    criterion: bool = False


@cache
def principles() -> tuple[Principle, ...]:
    """All of them, in their order."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    sources = {item["id"]: PrincipleSource(**item) for item in data["sources"]}
    return tuple(_principles(data["principles"], sources))


def _principles(
    items: list[Mapping[str, Any]], sources: Mapping[str, PrincipleSource]
) -> Iterator[Principle]:
    for item in items:
        yield Principle(
            code=item["code"],
            title=Text.of(item["title"]),
            text=Text.of(item["text"]),
            asks=tuple(Ask(ask["id"], Text.of(ask["text"])) for ask in item["asks"]),
            source=sources[item["source"]],
            status=item["status"],
            criterion=item.get("criterion", False),
        )


def principle(code: str) -> Principle | None:
    """The principle of this code, in any spelling of its letters."""
    return next((item for item in principles() if item.code == code.upper()), None)
