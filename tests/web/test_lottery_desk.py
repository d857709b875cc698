"""The agency’s pages of a lottery: nothing is stored before it is clean; faults have lines."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

from deliberate.core.services.context import Context
from deliberate.core.services.pool_import.sheet import pack, sheet_of, unpack
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from deliberate_web import WebConfig, create_app
from tests.lottery_pages import HERE, PLACE, link, table, ten_seats
from tests.recruitment import PROCESS, STAFF

KEY = b"a key for tests that nobody uses elsewhere"
POOL, QUOTAS, DRAW = (f"/en/{PLACE}{name}/" for name in ("pool", "quotas", "draw"))
FIELDS = re.compile(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')
CHOSEN = re.compile(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
FINE = {
    "q0-min": "5", "q0-max": "6", "q1-min": "4", "q1-max": "5", "q2-min": "3", "q2-max": "4",
    "q3-min": "3", "q3-max": "4", "q4-min": "2", "q4-max": "3",
}  # fmt: skip


class Desk:
    """Somebody of the agency with a browser, and the store behind it."""

    def __init__(self, client: FlaskClient, context: Context) -> None:
        self.client, self.context = client, context

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def fields(self, page: TestResponse) -> dict[str, str]:
        """Everything that the form of a page would send."""
        form = page.text[page.text.index('<form method="post" enctype') :].partition("</form>")[0]
        found = {name: unescape(value) for name, value in FIELDS.findall(form)}
        for name, options in CHOSEN.findall(form):
            chosen = re.search(r'value="([^"]*)" selected', options)
            found[name] = unescape(chosen[1]) if chosen else ""
        return found

    def send(self, address: str, page: TestResponse | None = None, **typed: Any) -> TestResponse:
        fields = self.fields(page or self.get(address)) | typed
        fields = {name: value for name, value in fields.items() if value is not None}
        return self.client.post(address, data=fields, content_type="multipart/form-data")

    def upload(self, content: str | bytes, name: str = "pool.csv") -> TestResponse:
        data = content if isinstance(content, bytes) else content.encode()
        return self.send(POOL, file=(io.BytesIO(data), name), go="upload")

    def take_in(self, content: str) -> TestResponse:
        return self.send(POOL, self.upload(content), go="confirm")

    @property
    def people(self) -> int:
        with self.context.store.read() as unit:
            return len(unit.respondents(PROCESS, "registration"))

    def facts(self, kind: str) -> list[Any]:
        with self.context.store.read() as unit:
            return [fact for fact in unit.facts(PROCESS) if fact.kind == kind]


@pytest.fixture
def context(registry: Any, monkeypatch: Any, tmp_path: Any) -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        yield ten_seats(store, registry, monkeypatch, tmp_path)


@pytest.fixture
def desk(context: Context, sign_in: Callable[..., FlaskClient]) -> Desk:
    app = create_app(WebConfig(":memory:", KEY), context=context)
    return Desk(sign_in(app, link(context)), context)


# ---------------------------------------------------------------------- pool


def test_a_table_in_russian_is_matched_by_itself_and_taken_in_when_confirmed(desk: Desk) -> None:
    page = desk.upload(table())
    assert page.status_code == 200
    assert "The table has no faults." in page.text
    assert "Take in 80 people" in page.text
    chosen = desk.fields(page)
    assert (chosen["identifier"], chosen["f0"], chosen["f1"], chosen["household"]) == (
        "0", "2", "3", "4",
    )  # fmt: skip
    assert (chosen["name"], chosen["email"], chosen["phone"]) == ("1", "5", "6")
    assert "ул. мира 0" in page.text
    assert desk.people == 0, "nothing is stored before somebody confirms"
    done = desk.send(POOL, page, go="confirm")
    assert done.status_code == 303
    shown = desk.get(done.location)
    assert "People taken in: 80" in shown.text
    assert desk.people == 80
    (fact,) = desk.facts("registration.imported")
    assert fact.body["count"] == 80
    with desk.context.store.read() as unit:
        rows = unit.respondents(PROCESS, "registration")
    assert {row.values["sex"] for row in rows} == {"female", "male"}
    assert {row.values["age"] for row in rows} == {"18-34", "35-54", "55+"}
    assert len({row.household for row in rows}) == 41
    assert {row.person["id"] for row in rows if row.person} == {str(n) for n in range(1, 81)}


def workbook(table: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in table.splitlines():
        book.worksheets[0].append(line.split(";"))
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_taken_in_like_a_table(desk: Desk) -> None:
    page = desk.upload(workbook(table()), "пул.xlsx")
    assert page.status_code == 200
    assert "The table has no faults." in page.text
    assert desk.send(POOL, page, go="confirm").status_code == 303
    assert desk.people == 80


def test_a_workbook_with_a_formula_is_refused_with_its_cell(desk: Desk) -> None:
    page = desk.upload(workbook("id;sex\n1;=A2\n"), "пул.xlsx")
    assert page.status_code == 400
    assert "The cell B2 holds a formula." in unescape(page.text)
    assert "Traceback" not in page.text
    assert desk.people == 0


def test_every_fault_has_its_line_and_nothing_is_stored(desk: Desk) -> None:
    bad = table(
        r3=";Х;Ж;33;a;p@mail.kz;1", r4="5;Х;Ж;15;a;b;1", r6="6;Х;дама;;a;p@mail.kz;1",
        r8="850615400125;Х;Ж;33;a;p@mail.kz;1",
    )  # fmt: skip
    page = desk.upload(bad)
    words = " ".join(re.sub(r"<[^>]+>", " ", unescape(page.text)).split())
    for expected in (
        "Line 4: The identifier is missing.",
        "Line 5: 5 stands here 2 times.",
        "Line 5: “15” is no value of “age”. Known: 18-34, 35-54, 55+.",
        "Line 5: “b” is no e-mail address.",
        "Line 6: 5 stands here 2 times.",
        "Line 7: “дама” is no value of “sex”. Known: female, male.",
        "Line 7: “age” is empty.",
        "Line 9: The identifier is a personal number",
    ):
        assert expected in words, expected
    assert "Faults: 8" in words
    assert "Take in" not in page.text
    assert desk.send(POOL, page, go="confirm").status_code == 400
    assert desk.people == 0


def test_what_a_word_means_can_be_said(desk: Desk) -> None:
    page = desk.upload(table(r6="6;Х;дама;33;a;p@mail.kz;1"))
    fields = desk.fields(page)
    (field,) = [name for name, value in fields.items() if value == "дама"]
    page = desk.send(POOL, page, **{field.removesuffix("-word"): "female"}, go="check")
    assert "The table has no faults." in page.text
    desk.send(POOL, page, go="confirm")
    assert desk.people == 80


def test_columns_can_be_chosen_by_hand(desk: Desk) -> None:
    text = table().replace("Пол;Возраст", "колонка 3;колонка 4")
    page = desk.upload(text)
    assert "Say which column holds “sex”." in unescape(page.text)
    assert "Say which column holds “age”." in unescape(page.text)
    page = desk.send(POOL, page, f0="2", f1="2", go="check")
    assert "The column “колонка 3” is given two meanings." in unescape(page.text)
    page = desk.send(POOL, page, f1="3", go="check")
    assert "The table has no faults." in page.text


def test_the_same_people_are_not_taken_in_twice(desk: Desk) -> None:
    page = desk.upload(table())
    assert desk.send(POOL, page, go="confirm").status_code == 303
    again = desk.send(POOL, page, go="confirm")
    assert again.status_code == 400
    assert "1 is in the pool already." in again.text
    assert desk.people == 80
    more = table(90).splitlines()
    desk.take_in("\n".join([more[0], *more[81:]]))
    assert desk.people == 90


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file has no rows."),
        (b"a;b\n", "The file has no rows."),
        (b"\xff\xff\n1", "pool.csv:1"),
        (b"\xe9\n1", "The file is not in UTF-8 or UTF-16."),
        ("id,sex\n1,f,x\n2\n", "Rows that cannot be read: 2."),
        ("id,sex,sex\n1,f,x\n", "The column “sex” stands here twice."),
        ('id,sex\n1,"f\n', "The table cannot be read here"),
    ],
)
def test_a_file_that_is_no_table(desk: Desk, content: str | bytes, words: str) -> None:
    page = desk.upload(content)
    assert page.status_code == 400
    assert words in unescape(page.text)
    assert "tmp" not in page.text, "the file goes by the name that the person gave it"


def test_no_file_and_a_table_that_came_back_torn(desk: Desk) -> None:
    page = desk.send(POOL, file=None, go="upload")
    assert page.status_code == 400
    assert "Choose a file." in page.text
    form = desk.get(POOL)
    for torn in ("", "AAAA", "eJyLjgUAARUAuQ==", "%%%"):
        page = desk.send(POOL, form, table=torn, go="confirm")
        assert page.status_code == 400
        assert "The table did not come back whole." in page.text
    assert desk.people == 0


def test_a_table_travels_unchanged() -> None:
    sheet = sheet_of("пул.csv", "id;имя\n1;«Ә»\n2;<b>\n".encode())
    assert unpack(pack(sheet)) == sheet


def test_what_a_table_says_is_text_and_no_markup(desk: Desk) -> None:
    page = desk.upload("id,sex,<script>,age\n1,<b>x</b>,y,33\n")
    assert "<script>,"[:8] not in page.text.partition("<main")[2]
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


# ---------------------------------------------------------------------- quotas


def test_the_editor_opens_with_a_proposal_from_the_figures(desk: Desk) -> None:
    desk.take_in(table())
    page = desk.get(QUOTAS)
    fields = desk.fields(page)
    assert [fields[name] for name in FINE] == list(FINE.values())
    assert (fields["q0-min_flex"], fields["q0-max_flex"]) == ("4", "7")
    assert fields["figures"] == "country"
    assert "51.1%" in page.text
    assert "A panel can be drawn." in page.text
    assert "Together: 9–11" in page.text
    assert "zakon.kz" in page.text
    assert "APPROXIMATE" in page.text


def test_all_twenty_regions_are_ready(desk: Desk) -> None:
    page = desk.get(QUOTAS)
    for code in ("KZ-10", "KZ-71", "KZ-75", "KZ-79"):
        assert f'<option value="{code}"' in page.text
    assert page.text.count('<option value="KZ-') == 20
    page = desk.send(QUOTAS, page, figures="KZ-75", go="fill")
    assert "53.6%" in page.text, "women in Almaty on 1 January 2023"
    assert "These figures say nothing about: age." in " ".join(page.text.split())


def test_filling_in_takes_tolerance_flex_and_a_seat_for_each(desk: Desk) -> None:
    page = desk.send(QUOTAS, tolerance="10%", flex="", go="fill")
    fields = desk.fields(page)
    assert (fields["q0-min"], fields["q0-max"], fields["q0-min_flex"]) == ("4", "7", "")
    assert "they are not set yet" in page.text
    assert desk.facts("lottery.targets_set") == []
    page = desk.send(QUOTAS, tolerance="x", flex="y", go="fill")
    assert page.status_code == 400
    assert "Write seats, or percent of the panel." in page.text


def test_figures_of_ones_own(desk: Desk) -> None:
    own = b"feature,value,share\nage,18-34,20%\nage,35-54,30%\nage,55+,50%\nhouse,x,1\n"
    page = desk.send(QUOTAS, population=(io.BytesIO(own), "own.csv"), go="fill")
    fields = desk.fields(page)
    assert fields["figures"] == "own"
    assert [fields[f"q{n}-min"] for n in (2, 3, 4)] == ["2", "3", "5"]
    again = desk.send(QUOTAS, page, tolerance="1", go="fill")
    assert desk.fields(again)["q4-min"] == "4", "the page carries the figures on"
    bad = desk.send(QUOTAS, population=(io.BytesIO(b"feature,value\n"), "own.csv"), go="fill")
    assert bad.status_code == 400
    assert "own.csv" in bad.text
    none = desk.send(
        QUOTAS, population=(io.BytesIO(b"feature,value,count\nx,y,1\n"), "own.csv"), go="fill"
    )
    assert "The file has none of these features" in none.text


def test_a_mistake_stands_at_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    page = desk.send(QUOTAS, **FINE | {"q0-min": "x", "q1-max": "2"}, go="set")
    assert page.status_code == 400
    assert 'id="q0-min-error">A whole number is expected.' in page.text
    assert 'id="q1-max-error">The largest number is less than the smallest.' in page.text
    assert '<a href="#q0-min">' in page.text
    assert desk.fields(page)["q0-min"] == "x"
    page = desk.send(QUOTAS, **FINE | {"q0-max": "5", "q1-max": "4"}, go="set")
    assert "These quotas add up to 9–9; the panel has 10." in page.text
    assert desk.facts("lottery.targets_set") == []


def test_quotas_are_set_on_the_record_and_can_be_set_anew(desk: Desk) -> None:
    desk.take_in(table())
    done = desk.send(QUOTAS, **FINE, go="set")
    assert done.status_code == 303, done.text
    assert "The quotas are set and stand on the record." in desk.get(done.location).text
    (fact,) = desk.facts("lottery.targets_set")
    assert fact.body["size"] == 10
    assert fact.body["quotas"][0] == ["sex", "female", 5, 6, 4, 7]
    assert fact.actor.id == STAFF.id
    desk.send(QUOTAS, **FINE | {"q0-max": "7"}, go="set")
    assert len(desk.facts("lottery.targets_set")) == 2
    assert desk.fields(desk.get(QUOTAS))["q0-max"] == "7"


def test_the_script_and_the_button_say_the_same(desk: Desk) -> None:
    desk.take_in(table())
    fields = desk.fields(desk.get(QUOTAS)) | {
        "q0-min": "10", "q0-max": "10", "q1-min": "0", "q1-max": "0", "q0-min_flex": "",
        "q0-max_flex": "", "q1-min_flex": "", "q1-max_flex": "", "q2-min": "4", "q2-max": "4",
    }  # fmt: skip
    told = desk.client.post(f"{QUOTAS}check", data=fields)
    assert told.status_code == 200
    answer = told.get_json()
    assert answer["errors"] == {}
    assert answer["sums"]["sex"] == "Together: 10–10"
    button = desk.client.post(QUOTAS, data=fields | {"go": "check"})
    assert answer["verdict"] in unescape(button.text)
    for line in answer["lines"]:
        assert line in unescape(button.text)
    wrong = desk.client.post(f"{QUOTAS}check", data=fields | {"q0-min": "x"}).get_json()
    assert wrong["errors"] == {"q0-min": "A whole number is expected."}
    assert wrong["feasible"] is None
    assert told.headers["Cache-Control"] == "no-store"


def test_a_conflict_is_named_with_the_smallest_change(desk: Desk) -> None:
    rows = table(30).splitlines()
    poor = "\n".join([rows[0], *(row.replace(";Ж;", ";М;") for row in rows[1:])])
    desk.take_in(poor)
    fields = desk.fields(desk.get(QUOTAS)) | FINE
    answer = desk.client.post(f"{QUOTAS}check", data=fields).get_json()
    assert answer["feasible"] is False
    assert answer["verdict"] == "No panel keeps these quotas together: sex: female: 5–6."
    assert answer["lines"][0].startswith("The smallest change: ")


def test_the_endpoint_is_guarded_like_the_page(context: Context, desk: Desk) -> None:
    app = desk.client.application
    fields = desk.fields(desk.get(QUOTAS))
    assert app.test_client().post(f"{QUOTAS}check", data=fields).status_code == 403
    untold = {name: value for name, value in fields.items() if name != "csrf_token"}
    assert desk.client.post(f"{QUOTAS}check", data=untold).status_code == 403
    assert desk.client.post(f"{POOL}", data=untold).status_code == 403


# ---------------------------------------------------------------------- draw, and all of it


def test_what_a_draw_would_do(desk: Desk) -> None:
    assert "The quotas are not set yet." in desk.get(DRAW).text
    desk.take_in(table())
    desk.send(QUOTAS, **FINE, go="set")
    page = desk.get(DRAW)
    assert "A panel can be drawn." in page.text
    assert "12.5%" in page.text
    assert "Two persons fix the list of panels" in page.text
    assert 'value="commit"' not in page.text, "not before the registration is closed"
    assert f"/en/p/{PROCESS}/lottery/" in page.text
    chances = desk.get(f"{DRAW}?chances=all").text
    table_text = chances[chances.index("In the fairest lottery") :].partition("</table>")[0]
    people = [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', table_text)]
    assert sum(people) == 80


def test_the_way_from_the_landing(desk: Desk) -> None:
    assert f'href="/en/{HERE}"' in desk.get("/en/my-place").text
    page = desk.get(f"/en/{HERE}")
    assert POOL in page.text
    assert QUOTAS in page.text
    assert DRAW in page.text
    assert desk.get(f"/en/p/{PROCESS}/lottery-desk/session/pool/").status_code in (404, 409)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language(desk: Desk, locale: str) -> None:
    desk.take_in(table())
    for name in ("pool", "quotas", "draw"):
        page = desk.get(f"/{locale}/{PLACE}{name}/")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
    words = {"kk": "әйел", "ru": "женский", "en": "female"}[locale]
    assert words in desk.get(f"/{locale}/{PLACE}quotas/").text


def test_names_of_people_stay_off_the_pages(desk: Desk) -> None:
    """Once stored, nobody is named; the preview of one's own file is the one place that shows."""
    desk.take_in(table())
    for address in (POOL, QUOTAS, DRAW, f"/en/{HERE}", f"/en/p/{PROCESS}/record/"):
        text = desk.get(address).text
        assert "Человек" not in text
        assert "@mail.kz" not in text
