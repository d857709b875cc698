"""A model that does not come with the house: installed by pip, found, rehearsed and tested."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.newcomer import newcomers_environment

Run = Callable[..., subprocess.CompletedProcess[str]]

BROKEN = {
    "deliberate_broken.py": "import a_module_that_nobody_has\n",
    "broken-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n",
    "broken-1.0.dist-info/entry_points.txt": "[deliberate]\nbroken = deliberate_broken\n",
}


@pytest.fixture(scope="module")
def sample(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample: a build leaves nothing in the checkout."""
    copy = tmp_path_factory.mktemp("sample") / "world_cafe"
    source = project / "examples" / "plugins" / "world_cafe"
    return Path(shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(scope="module")
def run(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a Python module where the sample is installed beside the house."""
    site = tmp_path_factory.mktemp("site")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    _python([*pip, "--no-build-isolation", "--target", str(site), str(sample)], {})
    for name, text in BROKEN.items():
        path = site / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def module(*arguments: str, ends: int = 0) -> subprocess.CompletedProcess[str]:
        return _python(["-m", *arguments], {"PYTHONPATH": str(site)}, ends=ends)

    return module


def _python(
    arguments: list[str], settings: dict[str, str], ends: int = 0
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=newcomers_environment(COLUMNS="200", NO_COLOR="1", **settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ends, done.stdout + done.stderr
    return done


def test_the_model_is_listed_and_a_broken_one_is_reported(run: Run) -> None:
    told = run("deliberate", "--lang", "en", "plugins", ends=1).stdout
    lines = {line.split()[0]: line.split()[1:] for line in told.splitlines() if line.split()}
    assert lines["world_cafe"] == ["deliberate-world-cafe", "1.0", "works", "world_cafe/evening"]
    assert lines["broken"][:3] == ["broken", "1.0", "broken"]
    assert lines["citizen_jury"][2] == "works"
    assert "broken: It cannot be loaded: ModuleNotFoundError" in told
    assert "Update the distribution broken, or remove it." in told


def test_its_pilot_is_checked_beside_a_broken_plugin(run: Run, sample: Path) -> None:
    pilot = sample / "deliberate_world_cafe" / "scenarios" / "evening.toml"
    told = run("deliberate", "--lang", "en", "check", str(pilot)).stdout
    assert "world_cafe/evening 2026.1: 3 of 3 rules are kept." in told


def test_its_own_rule_finds_what_is_wrong(run: Run, sample: Path) -> None:
    good = sample / "deliberate_world_cafe" / "scenarios" / "evening.toml"
    text = good.read_text(encoding="utf-8").replace('kind = "tables"\nround = 3', 'kind = "break"')
    wrong = good.with_name("wrong.toml")
    wrong.write_text(text, encoding="utf-8")
    told = run("deliberate", "--lang", "en", "check", str(wrong), ends=1).stdout
    said = "The agenda has 2 conversations, the tables are planned for 3 rounds."
    line = 1 + text[: text.index("[[agenda]]")].count("\n")
    assert f"wrong.toml:{line}: WC03 {said}" in told


def test_its_authors_tests_pass(run: Run, sample: Path) -> None:
    done = run("pytest", "-p", "no:cacheprovider", "-q", str(sample / "tests"), ends=1)
    # Of seven tests one fails, and it is the one that says that a plugin is broken.
    assert "1 failed, 6 passed" in done.stdout
    assert "test_every_plugin_loads" in done.stdout


def test_a_model_that_is_not_installed_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "test_nothing.py").write_text(
        "from deliberate.testing.contract import ModelContract\n\n\n"
        "class TestNothing(ModelContract):\n    model = 'no_such_model'\n",
        encoding="utf-8",
    )
    done = run("pytest", "-p", "no:cacheprovider", "-q", str(tmp_path), ends=2)
    assert "NoScenario: No model “no_such_model” is installed" in done.stdout
