"""Packaging, locks and papers agree with each other."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path
from typing import Any

import pytest

LOCKS = ("run.txt", "dev.txt", "build.txt")
MARKS = ("TO" + "DO", "FIX" + "ME", "XX" + "X")


@pytest.fixture(scope="module")
def settings(project: Path) -> dict[str, Any]:
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


def bare(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def lock_pins(project: Path, lock: str) -> dict[str, str]:
    text = (project / "requirements" / lock).read_text(encoding="utf-8")
    lines = re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,._-]+\])?==([^\s;]+)", text, re.MULTILINE)
    return dict(lines)


def test_every_dependency_is_justified_and_no_other(
    settings: dict[str, Any], project: Path
) -> None:
    text = (project / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z0-9._-]+)` \| ([^ ]+) \|", text, re.MULTILINE))
    extras = settings["project"]["optional-dependencies"].values()
    named = [settings["project"]["dependencies"], *extras, settings["dependency-groups"]["build"]]
    locked = {name: version for lock in LOCKS for name, version in lock_pins(project, lock).items()}
    assert rows == {
        name: locked[name] for name in (bare(item) for group in named for item in group)
    }


def test_nothing_that_runs_is_under_the_gpl(project: Path) -> None:
    under = {}
    for name in lock_pins(project, "run.txt"):
        try:
            about = metadata(name)
        except PackageNotFoundError:  # made for another operating system
            continue
        words = [about.get("License-Expression"), about.get("License")]
        words += about.get_all("Classifier") or []
        under[name] = " ".join(word for word in words if word and len(word) < 200)
    assert len(under) > 20
    # psycopg is an extra, under the LGPL, used unmodified.
    assert {name for name, text in under.items() if "GPL" in text} <= {"psycopg", "psycopg-binary"}


def test_the_locks_hold_what_is_asked_for(settings: dict[str, Any], project: Path) -> None:
    run, dev, build = (lock_pins(project, name) for name in LOCKS)
    extras = settings["project"]["optional-dependencies"]
    assert {bare(item) for item in settings["project"]["dependencies"]} <= set(run)
    assert {bare(item) for item in extras["dev"]} <= set(dev)
    assert {bare(item) for item in settings["dependency-groups"]["build"]} <= set(build)
    assert run.items() <= dev.items()
    assert all(run[name] == build[name] for name in run.keys() & build.keys())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_host(lock: str, project: Path) -> None:
    text = (project / "requirements" / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|^--|@ ", text, re.MULTILINE) == []
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_wheel_holds_packages_that_exist(settings: dict[str, Any], project: Path) -> None:
    packages = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert [name for name in packages if not (project / name / "__init__.py").is_file()] == []
    plugins = {path.parent for path in (project / "plugins").glob("*/*/__init__.py")}
    assert {project / name for name in packages if name.startswith("plugins/")} == plugins


def test_the_wheel_leaves_nothing_behind(
    settings: dict[str, Any], project: Path, tmp_path: Path
) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    packages = [
        project / name
        for name in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    ]
    files = {
        path.relative_to(package.parent).as_posix()
        for package in packages
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - packed == set()
    licences = {name.rpartition("/")[2] for name in packed if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


def test_what_is_installed_is_what_is_written(settings: dict[str, Any]) -> None:
    installed = distribution("deliberate")
    written = settings["project"]
    assert installed.version == written["version"]
    points = {(point.group, point.name): point.value for point in installed.entry_points}
    groups = {"console_scripts": written["scripts"], **written["entry-points"]}
    assert points == {
        (group, name): value for group, named in groups.items() for name, value in named.items()
    }


def test_versions_agree(settings: dict[str, Any], project: Path) -> None:
    citation = (project / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {settings['project']['version']}\n" in citation


def test_nothing_is_left_for_later(modules: tuple[Path, ...], project: Path) -> None:
    pattern = re.compile(rf"\b({'|'.join(MARKS)})\b")
    files = [*modules, *(project / "tests").rglob("*.py"), *(project / "docs").rglob("*.md")]
    hits = [path for path in files if pattern.search(path.read_text(encoding="utf-8"))]
    assert hits == []


def test_links_of_the_papers_lead_somewhere(project: Path) -> None:
    papers = [*project.glob("*.md"), *(project / "docs").rglob("*.md")]
    dead = [
        (paper.name, link)
        for paper in papers
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
        if not (paper.parent / link).exists()
    ]
    assert dead == []
