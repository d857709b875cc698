"""`deliberate replace`: from a drawn panel to the next one, and every fault told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

POOL = "id,sex,age\n" + "".join(
    f"p{n:02},{'f' if n % 2 else 'm'},{'old' if n % 3 else 'young'}\n" for n in range(24)
)
TARGETS = "feature,value,min,max\nsex,f,2,2\nsex,m,2,2\nage,old,2,3\nage,young,1,2\n"


@pytest.fixture
def where(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "pool.csv").write_text(POOL, encoding="utf-8")
    (tmp_path / "targets.csv").write_text(TARGETS, encoding="utf-8")
    targets = str(tmp_path / "targets.csv")
    return (str(tmp_path / "pool.csv"), "--targets", targets, "--size", "4", "--seed", "7")


@pytest.fixture
def panel(call: Callable, where: tuple[str, ...], tmp_path: Path) -> Path:
    """What `draw --json` answered, as a file."""
    path = tmp_path / "panel.json"
    path.write_text(call("draw", *where, "--alternates", "3", "--json").out, encoding="utf-8")
    return path


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_one_replacement_after_the_other(
    call: Callable, where: tuple[str, ...], panel: Path
) -> None:
    gone: list[str] = []
    for _ in range(3):
        before = read(panel)
        left = before["panel"][0]
        answer = call("replace", *where, "--panel", str(panel), "--left", left, "--json")
        assert answer.code == 0, answer.err
        done = answer.json
        gone.append(left)
        assert done["left"] == gone
        assert len(done["panel"]) == 4
        assert not set(gone) & set(done["panel"])
        assert set(before["panel"][1:]) < set(done["panel"])
        assert {*done["called"], *done["drawn"]} == set(done["panel"]) - set(before["panel"])
        assert sum(int(name[1:]) % 2 for name in done["panel"]) == 2
        assert done["conditional"]["size"] == 1
        panel.write_text(answer.out, encoding="utf-8")


def test_the_rule_of_households_goes_with_the_panel(
    call: Callable, where: tuple[str, ...], tmp_path: Path
) -> None:
    rows = POOL.splitlines()
    homes = [f"{row},h{n // 2}" for n, row in enumerate(rows[1:])]
    (tmp_path / "pool.csv").write_text("\n".join([f"{rows[0]},address", *homes]), "utf-8")
    drawn = call("draw", *where, "--household", "address", "--json")
    path = tmp_path / "panel.json"
    path.write_text(drawn.out, encoding="utf-8")
    assert drawn.json["household"] == ["address"]
    words = ("replace", *where, "--panel", str(path), "--left", drawn.json["panel"][0], "--json")
    done = call(*words).json
    assert done["household"] == ["address"]
    assert done["panel"] == call(*words, "--household", "address").json["panel"]
    at = {row.split(",")[0]: row.rsplit(",", 1)[1] for row in homes}
    assert len({at[name] for name in done["panel"]}) == 4
    path.write_text(drawn.out.replace('"household": [', '"household": [1,'), encoding="utf-8")
    assert "“household” is a list of columns." in call(*words[:-1]).err


def test_what_is_told_of_a_replacement(
    call: Callable, where: tuple[str, ...], tmp_path: Path
) -> None:
    panel = tmp_path / "panel.csv"
    panel.write_text("id\np01\np05\np02\np06\n", encoding="utf-8")
    standby = tmp_path / "alternates.csv"
    standby.write_text("p03\np04\np08\n", encoding="utf-8")
    words = ("replace", *where, "--panel", str(panel), "--left", "p02")
    answer = call(*words, "--alternates", str(standby))
    assert answer.code == 0, answer.err
    assert answer.out.startswith("p04\n\nFree seats: 1. Their quotas: sex: m: 1–1, age: old: 0–1")
    assert "Called from the alternates: p04." in answer.out
    assert "Drawn from the pool: —." in answer.out
    assert "Alternates who still stand by: p03, p08." in answer.out
    drawn = call(*words, "--refused", "p04", "--json").json
    assert drawn["refused"] == ["p04"]
    assert drawn["drawn"] == [name for name in drawn["panel"] if name not in ("p01", "p05", "p06")]
    assert call(*words, "--refused", "p04", "--json").json == drawn


def test_what_cannot_be_kept(call: Callable, where: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "panel.csv").write_text("id\np01\np05\np02\np06\n", encoding="utf-8")
    men = [word for n in range(0, 24, 2) if n not in (2, 6) for word in ("--refused", f"p{n:02}")]
    answer = call("replace", *where, "--panel", str(tmp_path / "panel.csv"), "--left", "p02", *men)
    assert (answer.code, answer.out) == (1, "")
    assert "NO_REPLACEMENT Nobody who is left can fill the seats within these" in answer.err
    assert "The smallest change: sex: f: 2–3, sex: m: 1–2." in answer.err


@pytest.mark.parametrize(
    ("content", "name", "more", "said"),
    [
        ("id\np01\np05\np02\np06\n", "p.csv", (), "4 remain on a panel of 4"),
        ("id\np01\np05\np02\np06\n", "p.csv", ("--left", "p07"), "p07 is not on the panel."),
        ("id\np01\np05\np02\np99\n", "p.csv", (), "p.csv:5: ROW p99 is not in the pool."),
        ("p01\np05\np02\np99\n", "p.csv", (), "p.csv:4: ROW p99 is not in the pool."),
        ("id\np01\np01\np02\np06\n", "p.csv", (), "p.csv:2: ROW p01 stands here 2 times."),
        ("name,nr\na,1\n", "p.csv", (), "These columns are missing: id."),
        ("id,nr\np01\n", "p.csv", (), "1 cells; the first line has 2."),
        ("id\n", "p.csv", (), "EMPTY The file has no rows."),
        ("", "p.csv", (), "EMPTY The file has no rows."),
        ("{", "p.json", (), "p.json:1: JSON This is not JSON."),
        ("[]", "p.json", (), "JSON A table of keys and values is expected."),
        ('{"panel": 7}', "p.json", (), "“panel” is a list of identifiers."),
        ('{"panel": []}', "p.json", (), "PANEL No panel stands in this file."),
        ('{"error": {"code": "ROWS"}}', "p.json", (), "PANEL No panel stands in this file."),
        ('{"panel": ["zz"]}', "p.json", (), "p.json: ROW zz is not in the pool."),
    ],
)
def test_what_cannot_be_used_is_told(
    call: Callable, where: tuple[str, ...], tmp_path: Path, content: str, name: str,
    more: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    answer = call("replace", *where, "--panel", str(path), *more)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_files_that_are_not_there(call: Callable, where: tuple[str, ...], tmp_path: Path) -> None:
    answer = call("replace", *where, "--panel", str(tmp_path / "none.json"), "--left", "p01")
    assert answer.code == 2
    assert "FILE The file cannot be read" in answer.err
