"""Open data: the same as on the pages, safe to open in a spreadsheet, silent while people vote."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.errors import Refused
from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.portal.open_data import (
    OF_A_MODEL,
    SHEETS,
    open_data,
    open_table,
)
from deliberate.core.services.portal.open_data_files import to_csv
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.reading import process_page
from deliberate.core.text import Text
from deliberate.i18n import LOCALES

PROCESS = "temirkent-heating-2027"
DATA = f"/p/{PROCESS}/data/"


@pytest.fixture(scope="module")
def page(portal_app: Any) -> ProcessPage:
    context = portal_app.extensions["deliberate"].context
    return process_page(context, Viewer(), PROCESS)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", SHEETS)
def test_both_files_hold_the_same_rows(client: FlaskClient, page: ProcessPage, name: str) -> None:
    table = open_table(page, name)
    answer = client.get(f"/ru{DATA}{name}.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert f"{PROCESS}-{name}.csv" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer.data)
    document = client.get(f"/ru{DATA}{name}.json").get_json()
    (heads, *_) = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert heads == [column["name"] for column in document["columns"]]
    assert len(rows) == len(document["rows"]) == len(table.rows)
    # A vote for or against has no rounds, pairs or levels (test_api_votes holds votes that have),
    # nobody gives points in a jury, nor are groups gathered (test_points_pages holds both).
    assert bool(rows) is (name not in {"counting", *OF_A_MODEL})
    for row, other in zip(rows, document["rows"], strict=True):
        assert list(row) == list(other)
        for key, value in other.items():
            written = {None: "", True: "true", False: "false"}.get(value, f"{value}")
            if isinstance(value, int) and not isinstance(value, bool):
                written = f"{value}"
            assert row[key].removeprefix("'") == written.removeprefix("'")
    assert document["licence"]["name"] == "CC BY 4.0"
    assert all(column["about"] for column in document["columns"])
    assert (document["rehearsal"], document["fictional"]) == (True, True)


def test_the_files_say_the_same_in_every_language(client: FlaskClient) -> None:
    for name in SHEETS:
        files = {client.get(f"/{locale}{DATA}{name}.csv").data for locale in LOCALES}
        assert len(files) == 1, name
        abouts = {
            client.get(f"/{locale}{DATA}{name}.json").get_json()["about"] for locale in LOCALES
        }
        assert len(abouts) == len(LOCALES), name


def test_the_tables_hold_the_figures_of_the_process(client: FlaskClient) -> None:
    def read(name: str) -> list[dict[str, str]]:
        return rows_of(client.get(f"/en{DATA}{name}.csv").data)

    candidates = read("candidates")
    assert len(candidates) == 12
    assert [row["elected"] for row in candidates].count("true") == 10
    assert all(int(row["total"]) == int(row["signed"]) + int(row["comments"]) for row in candidates)
    assert [(row["for"], row["outcome"]) for row in read("decisions")] == [
        ("19", "not_adopted"),
        ("22", "adopted"),
    ]
    assert [row["choice"] for row in read("roll-call") if row["n"] == "2"].count("for") == 22
    assert [row["point"] for row in read("points")] == ["K1", "K2", "K3", "K4", "K5"]
    assert [row["week"] for row in read("reports") if row["missing"] == "true"] == ["6"]
    assert len(read("seats")) == 25
    assert sum(int(row["amount"]) for row in read("budget")) == 4_500_000
    assert {row["disposition"] for row in read("inputs")} == {"taken_up", "in_part", "not_taken_up"}


def test_no_words_of_an_input_leave_the_ledger(client: FlaskClient, page: ProcessPage) -> None:
    assert len(page.inputs.lines) == 8
    assert not any(line.words for line in page.inputs.lines)
    (column_names,) = {tuple(row) for row in rows_of(client.get(f"/en{DATA}inputs.csv").data)}
    assert not {name for name in column_names if name.startswith(("text", "words"))}


def test_no_number_leaves_while_people_vote(rehearsal: Any, installed: Any) -> None:
    app, _ = installed(rehearsal.voting, rehearsal.opened)
    rows = rows_of(app.test_client().get(f"/en{DATA}candidates.csv").data)
    assert len(rows) == 12
    secret = ("signed", "comments", "total", "place", "place_without_comments", "tied", "elected")
    assert {row[name] for row in rows for name in secret} == {""}


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+7 701", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "=cmd|' /C"],
)
def test_a_text_never_becomes_a_formula(page: ProcessPage, words: str) -> None:
    (first, *others) = page.money.lines
    line = replace(first, line=Text.of({"kk": words, "ru": "Жай мәтін", "en": "it's"}))
    money = replace(page.money, lines=(line, *others))
    content = to_csv(open_table(replace(page, money=money), "budget"))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1][0] == f"'{words}"
    assert rows[1][1:3] == ["Жай мәтін", "it's"]
    assert rows[1][3] == f"{first.amount}"


def test_every_table_is_listed_with_its_columns(client: FlaskClient, page: ProcessPage) -> None:
    text = client.get(f"/en{DATA}").text
    for table in open_data(page):
        assert f'href="/en{DATA}{table.name}.csv"' in text
        assert f'href="/en{DATA}{table.name}.json"' in text
        assert all(f"<code>{column.name}</code>" in text for column in table.columns)


@pytest.mark.parametrize("name", ["none.csv", "none.json", "seats.xls", "..%2fseats.csv", "=.csv"])
def test_a_file_that_there_is_not(client: FlaskClient, page: ProcessPage, name: str) -> None:
    assert client.get(f"/en{DATA}{name}").status_code == 404
    with pytest.raises(Refused):
        open_table(page, "none")


def test_every_moment_is_told_in_the_zone_of_the_process(page: ProcessPage) -> None:
    for table in open_data(page):
        for row in table.rows:
            for cell in row:
                assert not (isinstance(cell, str) and re.search(r"T\d\d:.*\+00:00$", cell)), table
