"""Reading a TOML file: each kind of bad input gets its place and its remedy."""

import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.errors import UnusableInput
from deliberate.core.rulebook.source import LARGEST, parse_toml, read_toml

RUSSIAN = 'id = "p"\ntitle.ru = "Отопление частных домов"\n'
KAZAKH = 'id = "p"\n\ntitle.kk = "Жеке үйлерді жылыту және қысқы ауа сапасы"\n'


def refused(path: Path | str) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        read_toml(path)
    assert caught.value.where is not None
    assert caught.value.where.file == str(path)
    return caught.value


def file(folder: Path, data: bytes) -> Path:
    path = folder / "pilot.toml"
    path.write_bytes(data)
    return path


def test_reads_values_places_and_hash(tmp_path: Path) -> None:
    source = read_toml(file(tmp_path, RUSSIAN.encode()))
    assert source.data == {"id": "p", "title": {"ru": "Отопление частных домов"}}
    assert source.positions.find(("title", "ru")).line == 2
    assert source.text == RUSSIAN
    assert source.sha256 == hashlib.sha256(RUSSIAN.encode()).hexdigest()


def test_accepts_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    source = read_toml(file(tmp_path, b"\xef\xbb\xbfa = 1\r\nb = 2\r\n"))
    assert source.data == {"a": 1, "b": 2}
    assert source.positions.find(("b",)).line == 2
    assert source.sha256 == hashlib.sha256(source.text.encode()).hexdigest()


def test_dates_with_and_without_a_zone_are_left_to_the_schema() -> None:
    data = parse_toml(
        "a = 2027-01-25\nb = 2027-01-25T09:00:00Z\nc = 2027-01-25T09:00:00\n", "f"
    ).data
    assert data["a"] == date(2027, 1, 25)
    assert data["b"] == datetime(2027, 1, 25, 9, tzinfo=UTC)
    assert data["c"].tzinfo is None


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.toml").code == "NO_FILE"
    assert refused(tmp_path / "none" / "p.toml").code == "NO_FILE"


def test_a_folder(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert (error.code, str(error.message)) == ("NO_FILE", "This is a folder, not a file.")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert refused(tmp_path / "pipe.toml").code == "NO_FILE"


def test_a_name_that_no_file_can_have() -> None:
    assert refused("a\0b.toml").code == "NO_FILE"
    assert refused("x" * 5000).code == "NO_FILE"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = file(tmp_path, b"a = 1")
    monkeypatch.setattr(Path, "open", deny)
    assert "permission" in str(refused(path).message)


@pytest.mark.parametrize(
    ("text", "encoding", "name", "line"),
    [
        (RUSSIAN, "cp1251", "WINDOWS-1251", 2),
        (KAZAKH, "kz1048", "RK1048", 3),
        (RUSSIAN, "cp866", "CP866", 2),
    ],
)
def test_an_old_cyrillic_encoding_is_named(
    tmp_path: Path, text: str, encoding: str, name: str, line: int
) -> None:
    error = refused(file(tmp_path, text.encode(encoding)))
    assert error.code == "ENCODING"
    assert name in str(error.message)
    assert f"iconv -f {name} -t UTF-8 pilot.toml > pilot-utf8.toml" in str(error.fix)
    assert error.where is not None
    assert (error.where.line, error.where.column) == (line, 13)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_are_named(tmp_path: Path, encoding: str) -> None:
    error = refused(file(tmp_path, RUSSIAN.encode(encoding)))
    assert (error.code, encoding.upper() in str(error.message)) == ("ENCODING", True)


def test_bytes_of_no_known_encoding(tmp_path: Path) -> None:
    error = refused(file(tmp_path, b'a = 1\nb = "\xff\xfe\x98\x01"\n'))
    assert (error.code, str(error.where)) == ("ENCODING", f"{tmp_path}/pilot.toml:2")
    assert "0xFF" in str(error.message)


def test_nul_bytes(tmp_path: Path) -> None:
    error = refused(file(tmp_path, b"a = 1\nb = \0\n"))
    assert error.code == "ENCODING"
    assert error.where is not None
    assert (error.where.line, error.where.column) == (2, 5)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path: Path, data: bytes) -> None:
    assert refused(file(tmp_path, data)).code == "EMPTY"


def test_the_largest_file_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = file(tmp_path, b"a = 1\n#" + b"x" * (LARGEST - 7))
    assert read_toml(path).data == {"a": 1}
    assert refused(file(tmp_path, b"#" * (LARGEST + 1))).code == "TOO_LARGE"


BROKEN = [
    ("a = 1\nb 2\n", 2, "equals sign"),
    ("a = 1\nb = hello\n", 2, "No value"),
    ("a = \nb = 2\n", 1, "No value"),
    ('a = 1\nb = "x\nc = 3\n', 2, "line break"),
    ('a = """x\n', 1, "not closed"),
    ("a = 'x", 1, "not closed"),
    ("a = 1\nb = 2027-02-30\n", 2, "no such date"),
    ("a = 1\nb = 2027-13-25\n", 2, "no month 13"),
    ("a = 1\nb = [2027-01-25, 2027-00-25]\n", 2, "no month 00"),
    ("a = 1\nb = 2027-01-45\n", 2, "no day 45"),
    ('a = 1\nb = "2027-13-25" 3\n', 2, "Something stands after the value"),
    ("a = [1, 2\nb = 3\n", 2, "not closed"),
    ("a = { b = 1\n", 1, "not closed"),
    ("[a\nb = 1\n", 1, "header"),
    ("[[a]\nb = 1\n", 1, "header"),
    ('a = "\\q"\n', 1, "backslash"),
    ("a = 1 b = 2\n", 1, "after the value"),
    ("a = 1\n= 2\n", 2, "neither a key"),
    ("a = 1\nтақырып = 2\n", 2, "neither a key"),
    ("a = 1\nb = 2\na = 3\n", 3, "a is written twice; the first time in line 1"),
    ("[x]\nk = 1\n[y]\n[x]\n", 4, "x is written twice; the first time in line 1"),
    ("[[x]]\nid = 1\nid = 2\n", 3, "x.0.id is written twice"),
    ("t = { q = 1, q = 2 }\n", 1, "t.q is written twice"),
    ("a.b = 1\n[a]\nc = 2\n", 2, "twice"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN)
def test_broken_toml(text: str, line: int, words: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        parse_toml(text, "p.toml")
    error = caught.value
    assert (error.code, str(error.where)) == ("TOML", f"p.toml:{line}")
    assert words in str(error.message)
    assert str(error.fix)


def test_nesting_beyond_reason() -> None:
    with pytest.raises(UnusableInput, match="too deeply"):
        parse_toml("a = " + "[" * 5000 + "]" * 5000, "p.toml")


@given(st.text(st.sampled_from("ab=[]{}\"\n'.#, 1\\\0é"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source = parse_toml(text, "p.toml")
    except UnusableInput as error:
        assert error.where is not None
        assert 1 <= error.where.line <= text.count("\n") + 1
    else:
        assert source.text == text


def test_a_number_of_thousands_of_digits_is_refused_with_words() -> None:
    with pytest.raises(UnusableInput, match="too long") as caught:
        parse_toml(f"[pilot]\nid = {'1' * 5000}\n", "long.toml")
    assert caught.value.code == "TOML"
