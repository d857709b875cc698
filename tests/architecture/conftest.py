"""The source files that these tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGES = ("deliberate", "plugins", "web")


@pytest.fixture(scope="session")
def modules(project: Path) -> tuple[Path, ...]:
    """All Python modules of the packages, by path."""
    return tuple(path for name in PACKAGES for path in sorted((project / name).rglob("*.py")))


@pytest.fixture(scope="session")
def core(project: Path) -> tuple[Path, ...]:
    """All files of the core that hold words, whatever their kind."""
    kinds = {".py", ".toml", ".json", ".csv", ".md", ".txt", ".sql"}
    files = sorted((project / "deliberate" / "core").rglob("*"))
    return tuple(path for path in files if path.suffix in kinds)
