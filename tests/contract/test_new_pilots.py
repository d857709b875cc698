"""A new pilot file says, for every installed model, what an agency has to fill in."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.errors import Finding
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot
from deliberate.core.services.pilot_template import new_pilot
from deliberate.i18n.translator import Translator

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REGISTRY = Registry.load(extra=(jurisdictions,))
ENGLISH = Translator("en")
PLUGINS = Path(__file__).parents[2] / "plugins"
SCENARIOS = {
    f"{path.parents[2].name}/{path.stem}": path
    for path in sorted(PLUGINS.glob("*/deliberate_*/scenarios/*.toml"))
}
MODELS = sorted(SCENARIOS)


def fresh(tmp_path: Path, model: str) -> Path:
    path = tmp_path / "pilot.toml"
    new_pilot(REGISTRY, model, path, ENGLISH.value)
    return path


def said(finding: Finding) -> str:
    fix = "" if finding.fix is None else ENGLISH.render(finding.fix)
    return f"{finding.code} {ENGLISH.render(finding.message)} {fix}"


def shown(text: str) -> set[str]:
    """Every table and key that a file holds, commented out or not."""
    tables = re.findall(r"^(?:# )?\[\[?([a-z_.]+)\]?\]", text, re.MULTILINE)
    keys = re.findall(r"(?:^(?:# )?|[{,] )([a-zA-Z_0-9]+)(?:\.[a-z]{2,3})? =", text, re.MULTILINE)
    return {part for table in tables for part in table.split(".")} | set(keys)


def named(words: str) -> set[str]:
    """The tables and keys that a finding speaks of."""
    dotted = re.findall(r"\b[a-z_]+(?:\.[a-z_0-9]+)+(?! =)\b", words)
    return (
        {part for key in dotted for part in key.split(".") if not part.isdigit()}
        | set(re.findall(r"\[\[?([a-z_]+)\]?\]", words))
        | set(re.findall(r"(?<![.\w])([a-z_]+)(?:\.[a-z]{2,3})? =", words))
        | set(re.findall(r"Fill in ([a-z_]+)", words))
        | set(re.findall(r"^\w+ ([a-z_]+) is not filled in", words))
    )


@pytest.mark.parametrize("model", MODELS)
def test_every_finding_of_a_new_pilot_names_what_to_fill_in(tmp_path: Path, model: str) -> None:
    path = fresh(tmp_path, model)
    text = path.read_text(encoding="utf-8")
    known = shown(text)
    strands = [item["id"] for item in tomllib.loads(text).get("strands", ())]
    known |= {f"{key}_{strand}" for key in known for strand in strands}
    findings = check_pilot(REGISTRY, path, NOW).findings
    assert findings
    for finding in findings:
        words = said(finding)
        assert finding.level != "error", words
        assert named(words), words
        assert named(words) <= known, words


def keys_of(value: Any) -> Iterator[str]:
    """Every key of a table and of the tables in it; not the names that its author chose."""
    if isinstance(value, list):
        for item in value:
            yield from keys_of(item)
    elif isinstance(value, Mapping) and not set(value) <= {"kk", "ru", "en", "de"}:
        for key, item in value.items():
            yield key
            yield from keys_of(item)


def toml(value: Any) -> str:
    """A value of a file on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{key}" = {toml(item)}' for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("model", MODELS)
def test_filled_in_from_the_scenario_it_passes(tmp_path: Path, model: str) -> None:
    """Whatever the model's scenario states has its place in the new file, and with that it passes.

    A scenario's script is its own, and of principles a finding says how they are left.
    """
    path = fresh(tmp_path, model)
    begun = path.read_text(encoding="utf-8")
    given = tomllib.loads(SCENARIOS[model].read_text(encoding="utf-8"))
    for own in ("rehearsal", "statements"):
        given.pop(own, None)
    given["pilot"].pop("fictional", None)
    apart = {name: given.pop(name) for name in ("calendar", "deviations") if name in given}
    known = shown(begun)
    missing = {key for key in keys_of(given) if key not in known}
    assert not missing
    filled = {**tomllib.loads(begun), **given, **apart}
    path.write_text("".join(f"{key} = {toml(item)}\n" for key, item in filled.items()), "utf-8")
    assert [said(found) for found in check_pilot(REGISTRY, path, NOW).findings] == []


def test_repeated_steps_and_empty_words_are_named(tmp_path: Path) -> None:
    path = fresh(tmp_path, "planning_cell/wuppertal")
    text = path.read_text(encoding="utf-8")
    assert "each has a line of its own: unit, unit_2, …, unit_16." in text
    assert "# unit_16 =\n" in text
    assert "that of one alone stands under unit_a." in text
    told = [said(found) for found in check_pilot(REGISTRY, path, NOW).findings]
    assert "EMPTY strands.2.title is not filled in. " in told


def test_a_later_wave_with_more_questions_first_asks_the_same(tmp_path: Path) -> None:
    path = fresh(tmp_path, "deliberative_poll/verdict")
    asked = {
        one["id"]: [item["id"] for item in one["items"]]
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["questionnaires"]
    }
    assert asked["poll_with_choice"] == [*asked["poll"], "choice"]
    told = [said(found) for found in check_pilot(REGISTRY, path, NOW).findings]
    assert "EMPTY questionnaires.1.items.1.options.2.text is not filled in. " in told
