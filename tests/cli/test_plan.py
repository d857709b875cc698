"""`deliberate plan` and `deliberate diff`."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from deliberate.cli.writing import write_whole
from deliberate.core.errors import UnusableInput

LATE = {"agenda = 2027-01-25T09:00:00+05:00": "agenda = 2027-03-08T09:00:00+05:00"}


def row(out: str, title: str) -> str:
    return next(line for line in out.splitlines() if line.startswith(title))


def test_the_calendar(call: Callable, changed: Callable) -> None:
    answer = call("plan", str(changed()))
    assert (answer.code, answer.err) == (0, "")
    assert row(answer.out, "Publication of the agenda ").split()[4:] == [
        "2027-01-25", "09:00", "2027-01-21", "+4", "KZ04",
    ]  # fmt: skip
    assert row(answer.out, "Session of the jury (2)").split()[5:8] == [
        "2027-04-22", "2027-04-22", "0",
    ]  # fmt: skip
    assert row(answer.out, "Session of the jury ").split()[-1] == "KZ04"
    assert row(answer.out, "Session of the jury (2)").split()[-1] == "KZ11"
    assert "“Session of the jury” 7 April 2027 minus 1 month = 7 March 2027" in answer.out
    assert "15 March 2027: Constitution Day" in answer.out
    assert "21 March 2027 to 24 March 2027: Nauryz" in answer.out
    assert "The calendar keeps every rule about time." in answer.out


def test_a_calendar_that_breaks_a_rule(call: Callable, changed: Callable) -> None:
    sheet = changed({**LATE, 'level = "local"\n': ""})
    answer = call("plan", str(sheet))
    assert answer.code == 1
    assert f"{sheet}:{sheet.line('agenda = ')}: KZ04 " in answer.out
    assert "8 April 2027 at the earliest" in answer.out
    assert "KZ42" not in answer.out  # not about time: the business of `check`
    assert "keeps every rule about time" not in answer.out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", ["Күн тәртібін жариялау", "2027 жылғы 15 наурыз"]),
        ("ru", ["Публикация повестки дня", "15 марта 2027 года"]),
    ],
)
def test_in_other_languages(call: Callable, changed: Callable, lang: str, words: list[str]) -> None:
    answer = call("--lang", lang, "plan", str(changed()))
    assert answer.code == 0
    assert [word for word in words if word not in answer.out] == []


def test_for_a_machine(call: Callable, changed: Callable) -> None:
    found = call("plan", str(changed(LATE)), "--json")
    assert found.code == 1
    plan = found.json
    assert set(plan) == {
        "pilot", "model", "time_zone", "steps", "arithmetic", "findings", "possible",
    }  # fmt: skip
    assert plan["possible"] is False
    assert plan["time_zone"] == "Asia/Almaty"
    session = [line for line in plan["steps"] if line["step"] == "session"]
    assert [line["n"] for line in session] == [1, 2]
    assert session[0]["days"] == ["2027-04-07", "2027-04-08"]
    assert session[0]["earliest"] == "2027-04-08"
    assert date.fromisoformat(session[1]["from"]) == date(2027, 4, 22)
    assert "KZ04" in {finding["code"] for finding in plan["findings"]}


def test_nothing_planned_yet(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    call("new", str(path), "--model", "citizen_jury/kazakhstan")
    answer = call("plan", str(path))
    assert answer.code == 1
    assert "calendar.session is missing" in answer.out
    assert "Days off on the way" not in answer.out


def test_a_foreign_file_does_not_command_the_terminal(call: Callable, changed: Callable) -> None:
    title = 'title.en = "Heating of private houses'
    sheet = changed({title: title.replace("Heating", "\\u001b[2JHeating\\u202e")})
    plan, diff = call("plan", str(sheet)), call("diff", str(changed(None, "old.toml")), str(sheet))
    for answer in (plan, diff):
        assert "\N{REPLACEMENT CHARACTER}[2JHeating\N{REPLACEMENT CHARACTER}" in answer.out
        assert "\x1b" not in answer.out
        assert "\u202e" not in answer.out


# ---------------------------------------------------------------- iCalendar
def test_the_icalendar_file(call: Callable, changed: Callable, tmp_path: Path) -> None:
    target = tmp_path / "dates.ics"
    target.write_text("older", encoding="utf-8")
    answer = call("--lang", "kk", "plan", str(changed()), "--ics", str(target))
    assert answer.code == 0
    text = target.read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:Күн тәртібін жариялау\r\n" in text
    assert text.count("BEGIN:VEVENT") >= 19
    assert str(target) in answer.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dates.ics", "pilot.toml"]


def test_an_icalendar_file_that_cannot_be_written(
    call: Callable, changed: Callable, tmp_path: Path
) -> None:
    for target in (tmp_path, tmp_path / "no" / "x.ics"):
        answer = call("plan", str(changed()), "--ics", str(target))
        assert answer.code == 2
        assert f"{target}: NOT_WRITTEN" in answer.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pilot.toml"]


def test_half_a_file_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, target: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "x.ics"
    target.write_text("older", encoding="utf-8")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(UnusableInput, match="the disk is full"):
        write_whole(target, "newer")
    assert [path.name for path in tmp_path.iterdir()] == ["x.ics"]
    assert target.read_text(encoding="utf-8") == "older"


# ---------------------------------------------------------------- diff
def test_what_changed(call: Callable, changed: Callable) -> None:
    old, new = changed(), changed(LATE, "new.toml")
    answer = call("diff", str(old), str(new))
    assert (answer.code, answer.err) == (1, "")
    line = new.line("agenda = ")
    assert answer.out.startswith(
        f"{new}:{line}: calendar.agenda  [KZ02, KZ04, KZ45]\n"
        "    - 2027-01-25T09:00:00+05:00\n    + 2027-03-08T09:00:00+05:00\n"
    )
    assert "New findings:" in answer.out
    assert f"{new}:{line}: KZ04 " in answer.out
    back = call("diff", str(new), str(old))
    assert back.code == 0
    assert "No longer found:" in back.out


def test_nothing_changed(call: Callable, changed: Callable) -> None:
    answer = call("diff", str(changed()), str(changed(None, "same.toml")))
    assert (answer.code, answer.out) == (0, "Nothing changed.\n")


def test_added_removed_and_long_values(call: Callable, changed: Callable) -> None:
    longer = f'fictional = false\ntitle.fr = "{"x" * 200}"'
    new = changed({"closing = 2028-05-12\n": "", "fictional = true": longer}, "new.toml")
    out = call("diff", str(changed()), str(new)).out
    assert "pilot.fictional" in out
    assert "    - true\n    + false\n" in out
    assert "    - 2028-05-12\n" in out
    assert f"    + {'x' * 159}…\n" in out


def test_diff_for_a_machine(call: Callable, changed: Callable) -> None:
    old, new = changed(), changed(LATE, "new.toml")
    found = call("--lang", "ru", "diff", str(old), str(new), "--json").json
    (change,) = found["changes"]
    assert (change["key"], change["rules"]) == ("calendar.agenda", ["KZ02", "KZ04", "KZ45"])
    assert change["old"] == "2027-01-25T09:00:00+05:00"
    assert {item["code"] for item in found["appeared"]} == {"GP3", "KZ04", "KZ45", "ORDER"}
    assert found["settled"] == []
    late = next(item for item in found["appeared"] if item["code"] == "KZ04")
    assert "«Заседание жюри»" in late["message"]


@pytest.mark.parametrize("broken", [0, 1])
def test_diff_needs_two_files(call: Callable, changed: Callable, broken: int) -> None:
    files = [str(changed()), str(changed())]
    files[broken] = "missing.toml"
    answer = call("diff", *files)
    assert answer.code == 2
    assert answer.err.startswith("missing.toml: NO_FILE")


def test_a_value_that_does_not_fit_is_said_by_the_plan_too(
    call: Callable, changed: Callable
) -> None:
    answer = call("plan", str(changed({"agreement_days = 10": "agreement_days = -3"})))
    assert answer.code == 1
    assert "OPEN agreement_days cannot be -3." in answer.out
    assert "keeps every rule" not in answer.out


def test_a_repeat_touches_the_rules_about_repeats(call: Callable, changed: Callable) -> None:
    old = changed()
    repeat = {"session_2 = 2027-04-22 ": "session_2 = 2027-04-23 "}
    first = {"session = { days = [2027-04-07, 2027-04-08] }": "session = 2027-04-07"}
    rounds = {"agreement_days = 10": "agreement_days = 11"}

    def touched(changes: dict[str, str]) -> set[str]:
        answer = call("diff", str(old), str(changed(changes, "new.toml")), "--json")
        return {code for change in answer.json["changes"] for code in change["rules"]}

    assert touched(repeat) & {"KZ04", "KZ45", "KZ11"} == {"KZ11"}
    assert touched(first) >= {"KZ04", "KZ45", "KZ11"}
    assert touched(rounds) == {"KZ44"}
