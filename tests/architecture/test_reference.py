"""The reference pages say what the code says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def test_generated_pages_are_fresh(project: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "docs.generator", "--check"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_a_stale_page_is_named(project: Path, tmp_path: Path) -> None:
    """The check sees a page that was changed by hand, in a copy of the documentation."""
    shutil.copytree(
        project / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__")
    )
    page = tmp_path / "docs" / "reference" / "kinds.md"
    page.write_text(page.read_text(encoding="utf-8").replace("ballot", "poll"), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "docs.generator", "--check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "kinds.md" in run.stderr
