"""Tables in XLSX: read as texts, and refused for what is no plain table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from deliberate.core.errors import UnusableInput, message
from deliberate.core.services import workbooks
from deliberate.core.services.table_files import read_table

LARGEST = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("other").append(["not", "read"])
    book.save(out)
    return out.getvalue()


def changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, change(content) if part.filename == SHEET else content)
    return out.getvalue()


def read(folder: Path, data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    path = folder / "table.xlsx"
    path.write_bytes(data)
    return read_table(path, LARGEST, message("The file is larger than any pool."))


def refused(folder: Path, data: bytes) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        read(folder, data)
    return caught.value


def test_cells_are_read_as_texts(tmp_path: Path) -> None:
    moment = datetime(2027, 5, 4, 10, 30)
    data = workbook(
        ["a", "b", "c", "d", "e"],
        [5.0, 0.1, True, datetime(2027, 5, 4), moment],
        [],
        [1e-7, 123456789012345, False, date(2027, 5, 4), time(9)],
        ["'=x", None, " Әлия "],
    )
    heads, rows = read(tmp_path, data)
    assert heads == ["a", "b", "c", "d", "e"]
    assert rows == [
        (2, ["5", "0.1", "TRUE", "2027-05-04", "2027-05-04T10:30:00"]),
        (4, ["0.0000001", "123456789012345", "FALSE", "2027-05-04", "09:00:00"]),
        (5, ["'=x", "", " Әлия ", "", ""]),
    ]


def test_a_row_that_is_too_long_stays_so(tmp_path: Path) -> None:
    _heads, rows = read(tmp_path, workbook(["a"], ["1", "2"], ["3", None]))
    assert rows == [(2, ["1", "2"]), (3, ["3"])]


def test_a_workbook_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(workbook(["a"], [1]))
    assert read_table(path, LARGEST, message("Stop.")) == (["a"], [(2, ["1"])])


def test_formulas_and_errors_are_refused_with_their_cells(tmp_path: Path) -> None:
    error = refused(tmp_path, workbook(["id", "sex"], ["=1+1", "f"], ["p2", "#N/A"]))
    cells = [one.message.values["cell"] for one in error.findings]
    assert cells == ["A2", "B3"]
    assert [one.where.line for one in error.findings if one.where] == [2, 3]
    assert error.fix is not None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"id,sex\n", "XLSX"),
        (b"PK\x03\x04 and no more", "XLSX"),
        (workbook(["a"])[:3000], "XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "XLSX"),
        (changed(workbook(["a"]), lambda part: part + b" " * 40 * LARGEST), "SIZE"),
        (changed(workbook(["a"]), lambda part: part.replace(b'r="1"', b'r="4000000000"')
                 .replace(b'"A1"', b'"A4000000000"')), "SIZE"),
        (changed(workbook(["a"]), lambda part: part.replace(b'"A1"', b'"ZZZ1"')), "SIZE"),
        (changed(workbook(["a"]), lambda part: part.replace(b'"A1"', b'"ZZZZ1"')), "XLSX"),
        (changed(workbook(["a"]), lambda part: b"<x>"), "XLSX"),
    ],
    ids=["text", "stump", "cut", "protected", "bomb", "far row", "far column", "no column", "torn"],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    assert refused(tmp_path, data).code == code


def test_a_workbook_of_very_many_texts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = workbook(["a"], [1])
    assert read(tmp_path, data) == (["a"], [(2, ["1"])])
    monkeypatch.setattr(workbooks, "MARKS", 100)
    assert refused(tmp_path, data).code == "SIZE"


def test_entities_are_not_multiplied(tmp_path: Path) -> None:
    layers = b"".join(
        b'<!ENTITY %c "%s">' % (98 + depth, b"&%c;" % (97 + depth) * 10) for depth in range(9)
    )
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + layers + b']><worksheet xmlns="'
        + NAMESPACE + b'"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c>'
        b"</row></sheetData></worksheet>"
    )  # fmt: skip
    assert refused(tmp_path, changed(workbook(["a"]), lambda part: bomb)).code == "XLSX"
