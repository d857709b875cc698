"""`deliberate check`: good and bad pilot files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from deliberate.cli.diagnostics import finding_lines
from deliberate.core.errors import Finding, Where, message
from deliberate.i18n import Translator

FINDING = {
    "lines",
    "code",
    "level",
    "message",
    "where",
    "fix",
    "steps",
}


def test_the_example_keeps_every_rule(call: Callable, changed: Callable) -> None:
    answer = call("check", str(changed()))
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) == 1
    kept, total = re.search(r"(\d+) of (\d+) rules are kept", answer.out).groups()
    assert kept == total


# Each: what is changed, the line that is named, the code, words of the finding, words of the fix.
BROKEN = [
    pytest.param(
        {"agenda = 2027-01-25T09:00:00+05:00": "agenda = 2027-03-08T09:00:00+05:00"},
        "agenda = ",
        "KZ04",
        ["30 days before", "8 March 2027", "7 April 2027", "1 month"],
        ["7 March 2027 at the latest", "8 April 2027 at the earliest"],
        id="agenda-one-day-later-than-a-month-before",
    ),
    pytest.param(
        {"until = 2027-03-04T00:00:00+05:00": "until = 2027-03-03T00:00:00+05:00"},
        "election = ",
        "KZ06",
        ["open for 13 days", "14 days"],
        ["4 March 2027, 00:00 at the earliest"],
        id="vote-of-13-days",
    ),
    pytest.param(
        {"materials = 2027-03-30": "materials = 2027-04-01"},
        "materials = ",
        "KZ08",
        ["6 days before", "1 week"],
        ["31 March 2027 at the latest", "8 April 2027 at the earliest"],
        id="materials-six-days-before",
    ),
    pytest.param(
        {"days = [2027-04-07, 2027-04-08]": "days = [2027-05-06, 2027-05-07]"},
        "session = ",
        "KZ27",
        ["7 May 2027, not a working day", "Defender of the Fatherland Day"],
        ["11 May 2027"],
        id="session-on-a-public-holiday",
    ),
    pytest.param(
        {"decision_threshold = 20": 'decision_threshold = "20 of 24"'},
        "decision_threshold = ",
        "KZ10",
        ["The threshold is 20 of 24", "20 of 25 seats"],
        ["Write 20"],
        id="threshold-20-of-24",
    ),
]


@pytest.mark.parametrize(("changes", "line", "code", "words", "fix"), BROKEN)
def test_a_broken_rule(
    call: Callable,
    changed: Callable,
    changes: dict[str, str],
    line: str,
    code: str,
    words: list[str],
    fix: list[str],
) -> None:
    sheet = changed(changes)
    answer = call("check", str(sheet))
    assert answer.code == 1
    lines = answer.out.splitlines()
    head = next(n for n, text in enumerate(lines) if f": {code} " in text)
    assert lines[head].startswith(f"{sheet}:{sheet.line(line)}: {code} ")
    assert [word for word in words if word not in lines[head]] == []
    assert lines[head + 1].startswith("    ")
    assert [word for word in fix if word not in lines[head + 1]] == []


def test_what_is_only_stated_is_told(call: Callable, project: Path) -> None:
    folder = project / "plugins" / "citizen_jury" / "deliberate_citizen_jury" / "scenarios"
    pilot = str(folder / "jefferson.toml")
    said = "Stated in the regulation, not enforced by the software: observers."
    assert said in call("check", pilot).out
    assert call("check", pilot, "--format", "json").json["files"][0]["stated_only"] == ["observers"]
    assert "not enforced" not in call("check", str(folder / "kazakhstan.toml")).out


def test_24_permanent_members(call: Callable, changed: Callable) -> None:
    seat = '[[seats]]\nid = "P{n}"\nkind = "ngo"\ngroup = "permanent"\nname.{l} = "x"\n'
    more = "".join(
        seat.format(n=n, l="kk").replace('name.kk = "x"', 'name.kk = "x"\nname.ru = "x"') + "\n"
        for n in range(16, 25)
    )
    mark = "# --------------------------------------- requirements for"
    sheet = changed({mark: f"{more}{mark}"})
    answer = call("check", str(sheet))
    assert answer.code == 1
    place = f"{sheet}:{sheet.line('[[seats]]')}: KZ22"
    assert f"{place} seats of “Permanent members”: 24; the rule asks for exactly 15." in answer.out
    assert "Take 9 away." in answer.out


def test_an_unknown_key(call: Callable, changed: Callable) -> None:
    sheet = changed({"time_zone = ": "tiem_zone = "})
    answer = call("check", str(sheet))
    assert answer.code == 2
    expected = f"{sheet}:{sheet.line('tiem_zone')}: FORMAT The key tiem_zone is not known here.\n"
    assert answer.err == f"{expected}    Did you mean time_zone?\n"


def test_a_missing_key_is_named(call: Callable, changed: Callable) -> None:
    answer = call("check", str(changed({'model = "citizen_jury"\n': ""})))
    assert answer.code == 2
    assert "FORMAT The key model is missing." in answer.err


def test_a_date_without_a_zone(call: Callable, changed: Callable) -> None:
    sheet = changed({"agenda = 2027-01-25T09:00:00+05:00": "agenda = 2027-01-25T09:00:00"})
    answer = call("check", str(sheet))
    assert answer.code == 2
    place = f"{sheet}:{sheet.line('agenda = ')}: FORMAT"
    assert f"{place} A date without a zone: 2027-01-25T09:00:00." in answer.err
    assert "Add the offset from UTC: 2027-01-25T09:00:00+05:00." in answer.err


def test_a_file_in_windows_1251(call: Callable, changed: Callable) -> None:
    sheet = changed()
    russian = "".join(letter for letter in sheet.path.read_text(encoding="utf-8") if _fits(letter))
    sheet.path.write_bytes(russian.encode("cp1251"))
    answer = call("check", str(sheet))
    assert answer.code == 2
    assert "ENCODING The file is in WINDOWS-1251; UTF-8 is expected." in answer.err
    assert "iconv -f WINDOWS-1251 -t UTF-8" in answer.err


def _fits(letter: str) -> bool:
    try:
        letter.encode("cp1251")
    except UnicodeEncodeError:
        return False
    return True


def test_a_folder_instead_of_a_file(call: Callable, tmp_path: Path) -> None:
    answer = call("check", str(tmp_path))
    assert answer.code == 2
    assert f"{tmp_path}: NO_FILE This is a folder, not a file." in answer.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ":1: EMPTY"),
        (b"a = ", ":1: TOML"),
        (b"\xff\xfe", ": ENCODING"),
        (b"[[[", ":1: TOML"),
    ],
)
def test_no_pilot_at_all(call: Callable, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(content)
    answer = call("check", str(path))
    assert answer.code == 2
    assert answer.err.startswith(f"{path}{said} ")


def test_a_model_that_is_not_installed(call: Callable, changed: Callable) -> None:
    sheet = changed({'variant = "kazakhstan"': 'variant = "mars"'})
    answer = call("check", str(sheet))
    assert answer.code == 2
    assert f"{sheet}:{sheet.line('model')}: NO_MODEL" in answer.err
    assert "citizen_jury/kazakhstan" in answer.err


def test_the_impossible_twin_breaks_what_it_is_meant_to_break(
    call: Callable, project: Path
) -> None:
    """Each with the earliest legal value, where there is one."""
    answer = call("check", str(project / "examples" / "impossible-temirkent-2027.toml"))
    assert answer.code == 1
    for words in (
        "KZ22 seats of “Permanent members”: 14; the rule asks for exactly 15.",
        "KZ00 (should) seats held by “state body”: 7; the rule allows 5 at most.",
        "“Publication of the agenda” is 18 days before “Session of the jury”",
        "“Session of the jury” on 25 March 2027 at the earliest",
        "falls on 15 March 2027, not a working day (Constitution Day)",
        "is open for 13 days",
        "Close it on 12 March 2027, 00:00 at the earliest.",
        "“Sending the materials to members” is 6 days before",
        "materials.1.title is missing in: kk.",
        "10 days after 15 March 2027; the rule asks for 14 days",
        "Repeat it on 29 March 2027 at the earliest.",
        "The threshold is 20 of 24",
        "not a working day (Republic Day)",
        "The earliest working day is 26 October 2027.",
    ):
        assert words in answer.out, words


# ---------------------------------------------------------------- several files, machines
def test_several_files_end_with_the_worst(
    call: Callable, changed: Callable, tmp_path: Path
) -> None:
    good, late = changed(), changed(BROKEN[2].values[0], "late.toml")
    assert call("check", str(good), str(late)).code == 1
    answer = call("check", str(late), str(tmp_path / "none.toml"), str(good))
    assert answer.code == 2
    assert "KZ08" in answer.out
    assert "NO_FILE" in answer.err
    assert f"{good}: citizen_jury/kazakhstan" in answer.out


@pytest.mark.parametrize("option", [["--format", "json"], ["--json"]])
def test_for_a_machine(
    call: Callable, changed: Callable, tmp_path: Path, option: list[str]
) -> None:
    sheet = changed(BROKEN[2].values[0])
    answer = call("check", *option, str(sheet), str(tmp_path))
    assert (answer.code, answer.err) == (2, "")
    checked, unusable = answer.json["files"]
    assert set(checked) == {
        *("file", "model", "version", "rules", "kept", "stated_only", "findings", "justified"),
        *("obligatory", "recommended", "unasked"),
    }
    (finding,) = checked["findings"]
    assert set(finding) == FINDING
    assert (finding["code"], finding["level"], finding["steps"]) == (
        "KZ08",
        "must",
        ["materials", "session"],
    )
    assert finding["where"] == {
        "file": str(sheet),
        "line": sheet.line("materials = "),
        "column": 1,
        "path": "calendar.materials",
    }
    assert checked["kept"] == checked["rules"] - 1
    assert unusable["error"]["code"] == "NO_FILE"


def test_a_justified_deviation_is_listed(call: Callable, changed: Callable) -> None:
    wish = 'kk = "Себебі"\nKZ37.ru = "Причина"\nKZ37.en = "One evening only."'
    sheet = changed({"[open_parameters]": f"[deviations]\nKZ37.{wish}\n\n[open_parameters]"})
    answer = call("check", str(sheet))
    assert answer.code == 0
    assert "KZ37 is left, with the reason: One evening only." in answer.out
    assert "Left with a reason: 1." in answer.out
    (report,) = call("check", "--json", str(sheet)).json["files"]
    assert report["justified"] == [{"code": "KZ37", "reason": "One evening only."}]


# ---------------------------------------------------------------- languages
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("kk", ["2027 жылғы 31 наурыз", "Жюри отырысы", "6 күн"]),
        ("ru", ["31 марта 2027 года", "Заседание жюри", "6 дней"]),
    ],
)
def test_in_other_languages(call: Callable, changed: Callable, lang: str, words: list[str]) -> None:
    sheet = changed(BROKEN[2].values[0])
    answer = call("--lang", lang, "check", str(sheet))
    assert answer.code == 1
    assert answer.out.startswith(f"{sheet}:{sheet.line('materials = ')}: KZ08 ")
    assert [word for word in words if word not in answer.out] == []


# ---------------------------------------------------------------- a terminal
def test_the_line_of_the_file_with_a_mark(changed: Callable) -> None:
    sheet = changed()
    line = sheet.line("level = ")
    finding = Finding("X1", "should", message("So."), Where(str(sheet), line, 1), message("Do."))
    shown = list(finding_lines(Translator("en"), finding, snippets=True))
    assert shown[1].endswith(f'{line} | level = "local"\x1b[0m')
    assert shown[2].endswith(f"    {' ' * len(str(line))}   ^\x1b[0m")
    assert shown[3] == "    Do."
    assert len(list(finding_lines(Translator("en"), finding))) == 2


@pytest.mark.parametrize("where", [Where("no such file", 1), Where(__file__, 99_999)])
def test_no_line_no_mark(where: Where) -> None:
    finding = Finding("X1", "must", message("So."), where)
    assert len(list(finding_lines(Translator("en"), finding, snippets=True))) == 1


@pytest.mark.parametrize(
    ("chosen", "unasked"),
    [
        ("agreement_days = -3", ["KZ44"]),
        ('agreement_days = "ten"', ["KZ44"]),
        ("agreement_rounds = -1", ["KZ43"]),
        ("session_quorum = -2", []),
    ],
)
def test_a_value_that_does_not_fit_is_found_in_its_place_and_stops_nothing(
    call: Callable, changed: Callable, chosen: str, unasked: list[str]
) -> None:
    name = chosen.split(" = ")[0]
    was = {"agreement_days": "10", "agreement_rounds": "3", "session_quorum": "17"}[name]
    sheet = changed({f"{name} = {was}": chosen, "materials = 2027-03-30": "materials = 2027-04-01"})
    line = sheet.line(f"{name} = ")
    answer = call("check", str(sheet))
    assert answer.code == 1
    assert f"{sheet}:{line}: OPEN {name} cannot be" in answer.out
    assert "KZ08" in answer.out
    (file,) = call("check", str(sheet), "--json").json["files"]
    assert {item["code"] for item in file["findings"]} == {"OPEN", "KZ08"}
    assert file["unasked"] == unasked
    assert file["kept"] == file["rules"] - 1 - len(unasked)
    assert all(code in answer.out for code in unasked)


def test_rules_and_findings_are_counted_apart_and_alike_everywhere(
    call: Callable, tmp_path: Path
) -> None:
    twin = Path(__file__).parents[2] / "examples" / "impossible-temirkent-2027.toml"
    checked = call("check", str(twin))
    (file,) = call("check", str(twin), "--json").json["files"]
    must = {f["code"] for f in file["findings"] if f["level"] == "must"}
    assert file["obligatory"] == {
        "rules": len([code for code in must if code.startswith("KZ")]),
        "findings": len([f for f in file["findings"] if f["level"] == "must"]),
    }
    broken = file["obligatory"]["rules"] + file["recommended"]["rules"]
    assert file["rules"] - file["kept"] == broken
    told = "Obligatory rules not kept: {rules} (findings: {findings}).".format(**file["obligatory"])
    refused = "Findings in the way: {findings}; obligatory rules not kept: {rules}."
    rehearsed = call("rehearse", str(twin), "--out", str(tmp_path / "out"))
    assert told in checked.out
    assert refused.format(**file["obligatory"]) in rehearsed.err
    assert "UTC+05:00" not in checked.out + rehearsed.said
