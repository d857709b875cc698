"""`deliberate plugins` and `deliberate doctor`."""

from __future__ import annotations

import sqlite3
import sys
import types
import zoneinfo
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

from deliberate import jurisdictions
from deliberate.api import hookimpl
from deliberate.cli import examination
from deliberate.cli.house import House
from deliberate.core.registry import Registry
from deliberate.core.services.installation import upgrade_database


def points(*more: metadata.EntryPoint) -> Iterator[metadata.EntryPoint]:
    yield from metadata.entry_points(group="deliberate")
    yield from more


BROKEN = metadata.EntryPoint("broken", "no_such_module_anywhere", "deliberate")


@pytest.fixture
def a_broken_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry.load(points(BROKEN), (jurisdictions,))
    monkeypatch.setattr(House, "registry", registry)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "d.sqlite"
    upgrade_database(path)
    return path


# ---------------------------------------------------------------- plugins
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_plugins(call: Callable, lang: str) -> None:
    answer = call("--lang", lang, "plugins")
    assert (answer.code, answer.err) == (0, "")
    row = next(line for line in answer.out.splitlines() if line.startswith("citizen_jury "))
    assert metadata.version("deliberate") in row
    assert "citizen_jury/kazakhstan" in row


def test_the_plugins_for_a_machine(call: Callable) -> None:
    known = {item["name"]: item for item in call("plugins", "--json").json}
    found = known["citizen_jury"]
    assert set(found) == {"name", "distribution", "version", "ok", "error", "models"}
    assert (found["name"], found["ok"], found["error"]) == ("citizen_jury", True, None)
    assert found["models"][0] == "citizen_jury/kazakhstan"


@pytest.mark.usefixtures("a_broken_plugin")
def test_a_broken_plugin_is_named(call: Callable) -> None:
    answer = call("plugins")
    assert answer.code == 1
    assert "broken: It cannot be loaded: ModuleNotFoundError" in answer.out
    assert "Update the distribution broken, or remove it." in answer.out
    statuses = call("plugins", "--json").json
    assert [item["name"] for item in statuses if not item["ok"]] == ["broken"]
    (broken,) = (item for item in statuses if not item["ok"])
    assert "no_such_module_anywhere" in broken["error"]


@pytest.mark.parametrize(
    ("files", "ok", "words"),
    [
        (("two.toml", "two.documents.toml"), True, "citizen_jury/two"),
        (("two.toml", "notes.toml"), False, "This file is no rulebook"),
    ],
)
def test_the_files_that_a_plugin_names(
    call: Callable,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    files: tuple[str, ...],
    ok: bool,
    words: str,
) -> None:
    """The documents beside a rulebook belong to it; any other table is a mistake with its name."""
    head = '[rulebook]\nmodel = "citizen_jury"\nvariant = "two"\n'
    for name in files:
        (tmp_path / name).write_text(head if name == "two.toml" else "a = 1\n", encoding="utf-8")
    plugin = types.ModuleType("two_plugin")
    plugin.deliberate_models = hookimpl(lambda: sorted(tmp_path.glob("*.toml")))
    monkeypatch.setitem(sys.modules, "two_plugin", plugin)
    point = metadata.EntryPoint("two", "two_plugin", "deliberate")
    monkeypatch.setattr(House, "registry", Registry.load(points(point), (jurisdictions,)))
    answer = call("plugins")
    assert answer.code == (0 if ok else 1)
    assert words in answer.out
    assert "None" not in answer.out


def test_no_plugin(call: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(House, "registry", Registry.load((), (jurisdictions,)))
    assert call("plugins").out == "No plugin is installed.\n"
    assert "deliberate plugins" in call("models").out


# ---------------------------------------------------------------- doctor
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_sound_installation(call: Callable, database: Path, lang: str) -> None:
    answer = call("--lang", lang, "--database", str(database), "doctor")
    assert (answer.code, answer.err) == (0, "")
    assert [line for line in answer.out.splitlines() if not line.startswith("+ ")] == []
    assert f"click {metadata.version('click')}" in answer.out


def test_for_a_machine(call: Callable, database: Path) -> None:
    found = call("--database", str(database), "doctor", "--json").json
    assert [item["name"] for item in found] == [
        "python", "libraries", "zones", "catalogues", "registers", "plugins", "models", "database",
    ]  # fmt: skip
    assert all(set(item) == {"name", "ok", "found", "fix"} for item in found)


def test_no_database_yet(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite"
    answer = call("--database", str(path), "doctor")
    assert answer.code == 1
    assert "x Database: There is no database at" in answer.out
    assert "deliberate db upgrade" in answer.out
    assert not path.exists()


def test_a_database_of_another_programme(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite"
    with sqlite3.connect(path) as theirs:
        theirs.execute("create table birds (name text)")
    theirs.close()
    before = path.read_bytes()
    answer = call("--database", str(path), "doctor")
    assert answer.code == 1
    assert "It belongs to another programme." in answer.out
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("delete from schema_migration where id > 2", "It lacks"),
        ("update schema_migration set name = '9999_later' where id = 2", "It was made by a newer"),
    ],
)
def test_an_older_and_a_newer_database(
    call: Callable, database: Path, statement: str, words: str
) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(statement)
    connection.close()
    answer = call("--database", str(database), "doctor")
    assert answer.code == 1
    assert f"x Database: {words}" in answer.out


@pytest.mark.usefixtures("a_broken_plugin")
def test_a_broken_plugin_is_found(call: Callable, database: Path) -> None:
    answer = call("--database", str(database), "doctor")
    assert answer.code == 1
    assert "x Plugins: broken: It cannot be loaded" in answer.out
    working = next(line for line in answer.out.splitlines() if line.startswith("+ Plugins: "))
    assert "citizen_jury" in working
    assert "broken" not in working


def test_no_model(call: Callable, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(House, "registry", Registry.load((), (jurisdictions,)))
    answer = call("--database", str(database), "doctor")
    assert answer.code == 1
    assert "x Models: There is none." in answer.out


def test_a_library_and_the_zones_are_missing(
    call: Callable, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_zone(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", no_zone)
    monkeypatch.setattr(examination, "_version", lambda name: None if name == "click" else "1")
    answer = call("--database", str(database), "doctor")
    assert answer.code == 1
    assert "x Libraries: missing: click" in answer.out
    assert "x Time zones: Asia/Almaty is not known." in answer.out


def test_a_language_with_gaps(
    call: Callable, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deliberate.i18n import catalogue as module

    whole = module.catalogue

    def gappy(locale: str) -> module.Words:
        entries = dict(whole(locale).entries)
        if locale == "kk":
            entries.popitem()
        return module.Words(entries)

    monkeypatch.setattr(module, "catalogue", gappy)
    answer = call("--database", str(database), "doctor")
    assert answer.code == 1
    assert "x Languages: sentences without a translation: kk: 1" in answer.out


def test_a_plugin_brings_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences of a plugin are translated by its own catalogues."""
    package = tmp_path / "words_plugin"
    folder = package / "locale" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (folder / "words_plugin.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "A sentence of the plugin."\nmsgstr "Предложение плагина."\n',
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    point = metadata.EntryPoint("words", "words_plugin", "deliberate")
    registry = Registry.load([point], (jurisdictions,))
    assert registry.catalogues() == (package / "locale",)
    monkeypatch.setattr(Registry, "load", lambda **_: registry)
    house = House.of("ru", "")
    assert house.translator.gettext("A sentence of the plugin.") == "A sentence of the plugin."
    assert house.registry is registry
    assert house.translator.gettext("A sentence of the plugin.") == "Предложение плагина."
