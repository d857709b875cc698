"""Pilots that cannot be: each mistake is named with its line and the earliest legal value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deliberate import jurisdictions
from deliberate.core.errors import Finding, Message, UnusableInput
from deliberate.core.registry import Registry
from deliberate.core.services.files import CheckReport, check_pilot
from deliberate.core.services.pilot_template import new_pilot
from deliberate.core.text import Text
from deliberate.i18n.translator import Translator

EXAMPLES = Path(__file__).parents[2] / "examples"
GOOD = EXAMPLES / "temirkent-heating-2027.toml"
IMPOSSIBLE = EXAMPLES / "impossible-temirkent-2027.toml"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REGISTRY = Registry.load(extra=(jurisdictions,))
ENGLISH = Translator("en")

Edit = Callable[[str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """The good example with one text replaced by another."""

    def write(old: str, new: str) -> Path:
        text = GOOD.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path = tmp_path / "pilot.toml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return write


def check(path: Path) -> CheckReport:
    return check_pilot(REGISTRY, path, NOW)


def said(finding: Finding) -> str:
    """A finding as a linter prints it, without the folder."""
    assert finding.where is not None
    words = ENGLISH.render(finding.message)
    fix = "" if finding.fix is None else " " + ENGLISH.render(finding.fix)
    return f"{Path(finding.where.file).name}:{finding.where.line}: {finding.code} {words}{fix}"


def line_of(path: Path, pattern: str, number: int = 1) -> int:
    """The line of the n-th match of a pattern at the beginning of a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [at for at, line in enumerate(lines, start=1) if re.match(pattern, line)]
    return found[number - 1]


def test_the_good_twin_has_no_findings() -> None:
    report = check(GOOD)
    assert [said(finding) for finding in report.findings] == []
    assert report.kept == len(report.sheet.rulebook.rules)


# ------------------------------------------------------------------ the impossible twin

WRONG = [
    # code, level, where it stands, what the reader is told
    ("KZ04", "must", "agenda =", ("18 days", "1 month", "15 February 2027", "25 March 2027")),
    ("KZ45", "should", "agenda =", ("18 days", "45 days", "29 January 2027", "12 April 2027")),
    ("KZ05", "should", "nomination =", ("less than a day", "7 days", "4 March 2027")),
    ("KZ48", "should", "candidates =", ("1 March 2027, 18:00", "25 February 2027, 20:00")),
    ("KZ06", "must", "election =", ("13 days", "14 days", "12 March 2027, 00:00")),
    ("ORDER", "must", "notification =", ("5 March 2027", "11 March 2027")),
    ("KZ08", "must", "materials =", ("6 days", "1 week", "8 March 2027", "25 March 2027")),
    ("KZ27", "must", "session =", ("15 March 2027", "Constitution Day", "25 March 2027")),
    ("KZ11", "must", "session_2 =", ("10 days", "14 days", "29 March 2027")),
    ("KZ32", "should", "session_2 =", ("25 March 2027", "Nauryz", "1 April 2027")),
    ("KZ32", "should", "session_2 =", ("25 March 2027", "School holidays", "1 April 2027")),
    ("KZ10", "must", "decision_threshold =", ("20 of 24", "20 of 25")),
    ("KZ03", "must", r"\[\[seats\]\]", ("24", "exactly 25")),
    ("KZ22", "must", r"\[\[seats\]\]", ("14", "exactly 15")),
    ("KZ00", "should", r"\[\[seats\]\]@11", ("7", "5 at most")),
    ("AGENDA", "must", "day = 2", ("2 days", "planned days: 1")),
    ("KZ24", "must", "title.ru = .Исходное положение", ("materials.1.title", "kk")),
    ("KZ24", "must", "pro.ru = .Измерения", ("materials.1.pro", "kk")),
    ("KZ24", "must", "contra.ru = .Датчиков", ("materials.1.contra", "kk")),
    ("KZ24", "must", "title.ru = .Вариант 4", ("materials.2.title", "kk")),
    ("KZ24", "must", "pro.ru = .Самая", ("materials.2.pro", "kk")),
    ("KZ24", "must", "contra.ru = .Дым", ("materials.2.contra", "kk")),
    ("KZ28", "must", "due = 2027-10-25", ("25 October 2027", "Republic Day", "26 October 2027")),
    ("OECD3", "should", "session =", ("six hours or more", "OECD3.kk")),
]


@pytest.fixture(scope="module")
def impossible() -> CheckReport:
    return check(IMPOSSIBLE)


@pytest.mark.parametrize(("code", "level", "place", "words"), WRONG)
def test_everything_impossible_is_named(
    impossible: CheckReport, code: str, level: str, place: str, words: tuple[str, ...]
) -> None:
    pattern, _, number = place.partition("@")
    line = line_of(IMPOSSIBLE, pattern, int(number or 1))
    told = [
        said(finding)
        for finding in impossible.findings
        if (finding.code, finding.level) == (code, level)
    ]
    here = [text for text in told if text.startswith(f"{IMPOSSIBLE.name}:{line}: {code} ")]
    assert [text for text in here if all(word in text for word in words)], told


def test_nothing_else_is_named(impossible: CheckReport) -> None:
    assert len(impossible.findings) == len(WRONG)
    found = sorted((finding.code, finding.level) for finding in impossible.findings)
    assert found == sorted((code, level) for code, level, *_ in WRONG)


def test_findings_come_in_the_order_of_the_file(impossible: CheckReport) -> None:
    lines = [finding.where.line for finding in impossible.findings if finding.where]
    assert len(lines) == len(impossible.findings)
    assert lines == sorted(lines)


def test_the_sentence_of_the_agenda(impossible: CheckReport) -> None:
    (agenda,) = [said(finding) for finding in impossible.findings if finding.code == "KZ04"]
    assert agenda == (
        f"impossible-temirkent-2027.toml:{line_of(IMPOSSIBLE, 'agenda =')}: KZ04 “Publication of "
        "the agenda” is 18 days before “Session of the jury” (25 February 2027, 15 March 2027); "
        "the rule asks for 1 month. “Publication of the agenda” on 15 February 2027 at the latest, "
        "or “Session of the jury” on 25 March 2027 at the earliest."
    )


@pytest.mark.parametrize("code", ["KZ04", "KZ08"])
def test_the_earliest_values_are_legal(code: str, impossible: CheckReport, tmp_path: Path) -> None:
    """What a finding proposes is taken at its word; the finding is gone."""
    (found,) = [finding for finding in impossible.findings if finding.code == code]
    assert found.fix is not None
    earliest = found.fix.values["earliest"]
    assert isinstance(earliest, date)
    text = IMPOSSIBLE.read_text(encoding="utf-8")
    assert text.count("session = 2027-03-15 ") == 1
    path = tmp_path / "pilot.toml"
    moved = text.replace("session = 2027-03-15 ", f"session = {earliest.isoformat()} ")
    path.write_text(moved, encoding="utf-8")
    left = {finding.code for finding in check(path).findings}
    assert left & {"KZ04", "KZ08", "KZ27"} == set()
    day_before = earliest.replace(day=earliest.day - 1)
    path.write_text(moved.replace(earliest.isoformat(), day_before.isoformat()), encoding="utf-8")
    assert "KZ04" in {finding.code for finding in check(path).findings}


# ------------------------------------------------------------------ one mistake at a time

ELECTION = "election = { from = 2027-02-18T00:00:00+05:00, until = 2027-03-04T00:00:00+05:00 }"
SESSION = "session = { days = [2027-04-07, 2027-04-08] }\nsession_2 = 2027-04-22 "
SEAT_15 = (
    '[[seats]]\nid = "P15"\nkind = "ngo"\ngroup = "permanent"\n'
    'name.kk = "Тұтынушылардың құқықтарын қорғау лигасы"\n'
    'name.ru = "Лига защиты прав потребителей"\n'
    'name.en = "League for consumer rights"\n'
)


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "words"),
    [
        (
            "agenda = 2027-01-25T09:00:00+05:00",
            "agenda = 2027-03-08T09:00:00+05:00",
            "KZ04",
            "agenda =",
            ("30 days", "1 month", "7 March 2027", "8 April 2027"),
        ),
        (
            ELECTION,
            ELECTION.replace("2027-03-04", "2027-03-03"),
            "KZ06",
            "election =",
            ("13 days", "14 days", "4 March 2027, 00:00"),
        ),
        (
            "materials = 2027-03-30 ",
            "materials = 2027-04-01 ",
            "KZ08",
            "materials =",
            ("6 days", "1 week", "31 March 2027", "8 April 2027"),
        ),
        (
            SESSION,
            SESSION.replace("2027-04-08]", "2027-05-07]").replace("session_2", "# session_2"),
            "KZ27",
            "session =",
            ("7 May 2027", "Defender", "11 May 2027"),
        ),
        (
            "decision_threshold = 20\n",
            'decision_threshold = "20 of 24"\n',
            "KZ10",
            "decision_threshold =",
            ("20 of 24", "20 of 25 seats"),
        ),
        (
            "decision_threshold = 20\n",
            "decision_threshold = 19\n",
            "KZ10",
            "decision_threshold =",
            ("19 votes", "20 of 25 seats"),
        ),
        (
            'level = "local"\n',
            "",
            "KZ42",
            r"\[pilot\]",
            ("level is not filled in",),
        ),
        (
            'title.kk = "Бастапқы жағдай: үйлер, отын, ауа, шығындар"\n',
            "",
            "KZ24",
            r"title\.ru = .Исходное положение",
            ("materials.1.title", "kk"),
        ),
    ],
    ids=[
        "agenda a day late",
        "voting 13 days",
        "materials 6 days",
        "session on a holiday",
        "20 of 24",
        "19 votes",
        "no level",
        "a title without Kazakh",
    ],
)
def test_one_mistake_gives_its_finding(
    edited: Edit, old: str, new: str, code: str, place: str, words: tuple[str, ...]
) -> None:
    path = edited(old, new)
    musts = [finding for finding in check(path).findings if finding.level != "should"]
    (found,) = [finding for finding in musts if finding.code == code]
    text = said(found)
    assert text.startswith(f"pilot.toml:{line_of(path, place)}: {code} "), text
    assert [word for word in words if word not in text] == [], text


def test_24_permanent_members(tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    assert text.count(SEAT_15) == 1
    more = "".join("\n" + SEAT_15.replace("P15", f"P{number}") for number in range(16, 25))
    path = tmp_path / "pilot.toml"
    path.write_text(text.replace(SEAT_15, SEAT_15 + more), encoding="utf-8")
    line = line_of(path, r"\[\[seats\]\]")
    all_seats, permanent = [said(finding) for finding in check(path).findings]
    assert all_seats.startswith(f"pilot.toml:{line}: KZ03 ")
    assert "34; the rule asks for exactly 25. Take 9 away." in all_seats
    assert permanent.startswith(f"pilot.toml:{line}: KZ22 ")
    assert "24; the rule asks for exactly 15. Take 9 away." in permanent


def test_six_seats_under_one_authority_could_block_alone(tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    path = tmp_path / "pilot.toml"

    def under(*seats: str) -> list[str]:
        changed = text
        for seat in seats:
            changed = changed.replace(
                f'[[seats]]\nid = "{seat}"\n', f'[[seats]]\nid = "{seat}"\nauthority = "P01"\n'
            )
        path.write_text(changed, encoding="utf-8")
        return [said(f) for f in check(path).findings if f.code == "KZ33"]

    assert under("P02", "P03", "P04", "P08") == []
    # The akim's own office and five bodies under it are six.
    (told,) = under("P02", "P03", "P04", "P08", "P09")
    assert "Office of the city akim" in told
    assert "6; the rule allows 5 at most" in told


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "words"),
    [
        (
            "agenda = 2027-01-25T09:00:00+05:00",
            "agenda = 2027-01-25T09:00:00",
            "FORMAT",
            "agenda =",
            ("offset",),
        ),
        (
            'id = "temirkent-heating-2027"\n',
            'id = "temirkent-heating-2027"\nlevle = "local"\n',
            "FORMAT",
            "levle =",
            ("levle", "level"),
        ),
        (
            "tested_with_readers = 12",
            'tested_with_readers = "twelve"',
            "FORMAT",
            "tested_with_readers =",
            ("whole number",),
        ),
    ],
    ids=["a date without a zone", "an unknown key", "a wrong type"],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    edited: Edit, old: str, new: str, code: str, place: str, words: tuple[str, ...]
) -> None:
    path = edited(old, new)
    with pytest.raises(UnusableInput) as refused:
        check(path)
    (found,) = refused.value.findings or (refused.value,)
    assert found.code == code
    assert found.where is not None
    assert found.where.line == line_of(path, place)
    fix = "" if found.fix is None else ENGLISH.render(found.fix)
    text = f"{ENGLISH.render(found.message)} {fix}"
    assert [word for word in words if word not in text] == [], text


def test_a_file_in_windows_1251_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "pilot.toml"
    path.write_bytes('[pilot]\ntitle.ru = "Отопление частных домов"\n'.encode("cp1251"))
    with pytest.raises(UnusableInput) as refused:
        check(path)
    assert refused.value.code == "ENCODING"
    assert refused.value.where is not None
    assert refused.value.where.line == 2
    told = ENGLISH.render(refused.value.message) + str(refused.value.fix)
    assert "UTF-8" in told
    assert "1251" in told


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as refused:
        check(tmp_path)
    assert refused.value.code == "NO_FILE"
    assert ENGLISH.render(refused.value.message) == "This is a folder, not a file."


def test_checking_changes_nothing(edited: Edit) -> None:
    path = edited("materials = 2027-03-30 ", "materials = 2027-04-01 ")
    before = path.read_bytes(), sorted(path.parent.iterdir())
    first = [said(finding) for finding in check(path).findings]
    assert [said(finding) for finding in check(path).findings] == first
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before
    assert first


# ------------------------------------------------------------------ a new file


@pytest.mark.parametrize("name", REGISTRY.names())
def test_a_new_file_is_told_what_to_fill_in(name: str, tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    new_pilot(REGISTRY, name, path, say)
    report = check(path)
    told = [said(finding) for finding in report.findings]
    assert len(told) == len(set(told)) > 20
    assert all(finding.code != "FORMAT" for finding in report.findings)
    for key in ("pilot.title", "agency.committed_on", "remit.question", "budget.lines"):
        assert [text for text in told if key in text] != [], key


def test_a_new_file_shows_the_model_s_own_matrix(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    new_pilot(REGISTRY, "citizen_jury/kazakhstan", path, say)
    text = path.read_text(encoding="utf-8")
    assert "# T1: Formal treatment of opinions" in text
    assert "# T1 × S1: The disposition of every input is published with its reason" in text


def say(words: Text | Message) -> str:
    return ENGLISH.text(words) if isinstance(words, Text) else ENGLISH.render(words)
