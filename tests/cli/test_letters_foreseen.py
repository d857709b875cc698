"""What letters of invitation need is asked for before a process is opened, not when they go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deliberate.cli import examination

SCENARIOS = Path(__file__).parents[2] / "plugins/citizen_jury/deliberate_citizen_jury/scenarios"
LACKING = [
    ('phone = "+7 7172 00 00 00"\n', "recruitment.phone"),
    ("honorarium_per_day = 15000\n", "member_support.honorarium_per_day"),
    ('post.ru = "Министерство, улица Мира, 1, Астана"\n', "recruitment.post"),
    ('funding.kk = "Республикалық бюджет"\n', "budget.funding"),
]


@pytest.mark.parametrize(("line", "key"), LACKING)
def test_each_gap_is_named_with_its_key(
    call: Callable[..., Any], tmp_path: Path, line: str, key: str
) -> None:
    text = (SCENARIOS / "kazakhstan-lottery.toml").read_text(encoding="utf-8")
    path = tmp_path / "pilot.toml"
    path.write_text(text.replace(line, "", 1), encoding="utf-8")
    said = call("--lang", "en", "check", str(path)).said
    assert said.count("LETTER") == 1
    assert f"Fill in {key} before the process is opened." in said


@pytest.mark.parametrize("name", ["kazakhstan-lottery", "jefferson", "panel", "kazakhstan"])
def test_the_scenarios_lack_nothing(call: Callable[..., Any], name: str) -> None:
    assert "LETTER" not in call("--lang", "en", "check", str(SCENARIOS / f"{name}.toml")).said


@pytest.mark.parametrize(("variant", "laid"), [("kazakhstan-lottery", True), ("kazakhstan", False)])
def test_a_new_pilot_has_the_table_where_letters_are_sent(
    call: Callable[..., Any], tmp_path: Path, variant: str, laid: bool
) -> None:
    path = tmp_path / "new.toml"
    assert call("new", str(path), "--model", f"citizen_jury/{variant}").code == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert ("[recruitment]" in lines, "# [recruitment]" in lines) == (laid, not laid)
    assert (call("--lang", "en", "check", str(path)).said.count("LETTER") > 0) is laid


def test_the_doctor_says_how_registers_are_read(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = examination._version
    assert "Files of registers: duckdb" in call("--lang", "en", "doctor").out
    monkeypatch.setattr(
        examination, "_version", lambda name: None if name == "duckdb" else known(name)
    )
    said = call("--lang", "en", "doctor").out
    assert 'pip install "deliberate[register]"' in said
