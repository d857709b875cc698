"""The import contracts hold, and each of them can be broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TREES = ("deliberate", "plugins", "web")

# Where to write which forbidden import, by the identifier of the contract that must object.
VIOLATIONS = {
    "core-layers": ("deliberate/core/calendar/wrong.py", "import deliberate.core.rulebook"),
    "house-layers": ("deliberate/core/services/wrong.py", "import deliberate.i18n"),
    "domain-knows-no-framework": ("deliberate/core/process/wrong.py", "import flask"),
    "plugins-are-found-in-one-place": ("deliberate/core/process/wrong_too.py", "import pluggy"),
    "only-storage-touches-peewee": ("deliberate/core/services/wrong_too.py", "import peewee"),
    "plugins-ignore-each-other": (
        "plugins/assembly/deliberate_assembly/wrong.py",
        "import deliberate_citizen_jury",
    ),
    "host-imports-no-plugin": ("deliberate/i18n/wrong.py", "import deliberate_citizen_jury"),
    "plugins-import-the-api": (
        "plugins/citizen_jury/deliberate_citizen_jury/wrong.py",
        "import deliberate.core.errors",
    ),
    "doors-ignore-each-other": ("deliberate/cli/wrong.py", "import deliberate_web"),
    "doors-call-services": ("web/deliberate_web/wrong.py", "import deliberate.core.storage"),
}


def lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = [folder, folder / "web", *sorted((folder / "plugins").iterdir())]
    command = "from importlinter.cli import lint_imports_command as main; main()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold(project: Path) -> None:
    result = lint_imports(project)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory: pytest.TempPathFactory, project: Path) -> str:
    """What the linter says about a copy of the house in which every contract is broken."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(project / "pyproject.toml", copy)
    for tree in TREES:
        shutil.copytree(project / tree, copy / tree, ignore=shutil.ignore_patterns("__pycache__"))
    for path, line in VIOLATIONS.values():
        (copy / path).write_text(line + "\n", encoding="utf-8")
    result = lint_imports(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


def contracts(project: Path) -> dict[str, str]:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    return {item["id"]: item["name"] for item in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_has_its_violation(project: Path) -> None:
    assert set(contracts(project)) == set(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_is_found(contract: str, broken_house: str, project: Path) -> None:
    assert f"{contracts(project)[contract]} BROKEN" in " ".join(broken_house.split())


def test_the_floors_are_described(project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = project / "deliberate" / "core"
    floors = [
        [
            name
            for name in layer.replace("(", "").replace(")", "").split(" | ")
            if exists(rooms, name)
        ]
        for layer in layers
    ]
    text = (project / "docs" / "reference" / "rooms.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    assert [re.findall(r"`(\w+)`", row) for row in rows] == floors


def exists(folder: Path, name: str) -> bool:
    return (folder / name).is_dir() or (folder / f"{name}.py").is_file()
