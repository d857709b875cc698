"""The core knows no model and no country: not by import, and not by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

COUNTRY = "kz kaz kazakh kazakhs kazakhstan qazaq qazaqstan iin eds egov ncalayer ncanode tenge kzt"
MODELS = (
    "citizen jury, citizens jury, assembly, consensus conference, planning cell, "
    "deliberative poll, citizens dialogue, jefferson"
)
GENERIC = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "stuff", "tools"}


def words(text: str) -> list[str]:
    """The words of prose and identifiers: `kzRules`, `KZ_RULES` and “KZ rules” all hold `kz`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text.replace("'s", "s").replace("’s", "s"))
    parted = parted.replace("s'", "s").replace("s’", "s")
    return re.findall(r"[^\W\d_]+", parted.casefold())


def forbidden(project: Path) -> set[tuple[str, ...]]:
    plugins = [path.name.split("_") for path in (project / "plugins").iterdir() if path.is_dir()]
    named = [name.split() for name in MODELS.split(", ")]
    return {(word,) for word in COUNTRY.split()} | {tuple(name) for name in [*plugins, *named]}


# Codecs have the names that the language's library gave them.
CODECS = re.compile(r"\bkz1048\b")


def found(text: str, phrases: set[tuple[str, ...]]) -> Iterator[str]:
    parts = words(CODECS.sub("", text))
    for phrase in phrases:
        size = len(phrase)
        if any(tuple(parts[at : at + size]) == phrase for at in range(len(parts) - size + 1)):
            yield " ".join(phrase)


def test_the_core_names_no_model_and_no_country(core: tuple[Path, ...], project: Path) -> None:
    phrases = forbidden(project)
    hits = {
        str(path.relative_to(project)): sorted(hit)
        for path in core
        if (hit := {*found(path.read_text(encoding="utf-8"), phrases), *found(path.stem, phrases)})
    }
    assert hits == {}


@pytest.mark.parametrize(
    "text",
    ["KZ_RULES", "kzRules = 1", "# asks for the IIN", "citizen_jury", "CitizenJury",
     "a citizens' jury", "an assembly", "deliberative_poll"],
)  # fmt: skip
def test_a_name_is_recognised_in_any_spelling(text: str, project: Path) -> None:
    assert list(found(text, forbidden(project)))


@pytest.mark.parametrize("text", ["hkz", "needs", "disassembly", "a jury", "the citizen"])
def test_parts_of_other_words_are_no_names(text: str, project: Path) -> None:
    assert list(found(text, forbidden(project))) == []


def test_no_room_has_a_generic_name(modules: tuple[Path, ...], project: Path) -> None:
    # One room is called `common` on purpose: kinds of steps that occur in every phase.
    rooms = {part for path in modules for part in path.relative_to(project).with_suffix("").parts}
    assert rooms & GENERIC == set()
    commons = {
        path.parent for path in modules if path.stem == "common" or path.parent.name == "common"
    }
    assert commons <= {project / "deliberate" / "core" / "common"}
