"""Answering an invitation on the web, and the desk of those who organise."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deliberate.core.recruitment.reply_codes import code_for, printed_code
from deliberate.core.services.accounts import sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.desk import codes_of, registration_desk
from deliberate.core.services.recruiting.replies import answer
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from deliberate_web.guesses import MOST, WINDOW, network_of
from tests.recruitment import BEGIN, CLOSED, DRAWN, PROCESS, STAFF, at, draw, invited, willing
from tests.recruitment import opened as before_all

KEY = b"a key for tests that nobody uses elsewhere"
LANGUAGES = ("kk", "ru", "en")
GOOD = {
    "answer": "willing", "meets_R1": "yes", "value_sex": "female", "value_age": "18-34",
    "name": "Әсел Төлегенова", "phone": "+7 701 555 12 12", "needs": ["step_free", "care"],
    "needs_text": "лифт керек",
}  # fmt: skip


@pytest.fixture
def site(registry: Any, tmp_path: Path, closing: ExitStack) -> Callable[..., tuple[Flask, Context]]:
    """A web server over a process to which people are invited, at a moment."""
    store = closing.enter_context(open_store(tmp_path / "people.sqlite", migrate=True))
    context = invited(store, registry, tmp_path)

    def serve(now: Any = BEGIN) -> tuple[Flask, Context]:
        here = at(context, now)
        config = WebConfig("people.sqlite", KEY, "http://localhost", zone="Asia/Almaty")
        return create_app(config, context=here), here

    return serve


def code(context: Context, number: int) -> str:
    return next(
        c for one, c in codes_of(context, STAFF, PROCESS) if one.respondent.number == number
    )


def hidden(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the page's own first form."""
    form = re.search(r"<form method=\"post\"[^>]*class=\"answer\".*?</form>", page.text, re.DOTALL)
    assert form, page.text
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])
    return {name: unescape(value) for name, value in found}


def opened(client: FlaskClient, words: str, language: str = "en") -> TestResponse:
    start = client.get(f"/{language}/reply")
    return client.post(f"/{language}/reply", data=hidden(start) | {"code": words})


def sent(client: FlaskClient, words: str, **typed: Any) -> TestResponse:
    form = hidden(opened(client, words))
    return client.post("/en/reply/answer", data=form | {"go": "send"} | typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_answers_and_changes_the_answer(site: Any, language: str) -> None:
    app, context = site()
    words = code(context, 5)
    client = app.test_client()
    form = opened(client, words, language)
    assert form.status_code == 200
    assert form.headers["Cache-Control"] == "no-store"
    assert words not in form.request.path
    receipt = client.post(f"/{language}/reply/answer", data=hidden(form) | {"go": "send"} | GOOD)
    assert receipt.status_code == 200
    known = registration_desk(context, STAFF, PROCESS).people[4]
    assert known.respondent.standing == "willing"
    assert known.respondent.salt in receipt.text
    assert (known.row.person or {})["needs"] == ["step_free", "care"]
    again = opened(client, words.lower(), language)
    assert "лифт керек" in again.text
    back = client.post(f"/{language}/reply/answer", data=hidden(again) | {"go": "withdraw"})
    assert back.status_code == 200
    known = registration_desk(context, STAFF, PROCESS).people[4]
    assert known.respondent.standing == "withdrawn"
    assert "needs" not in (known.row.person or {})


def test_the_square_code_fills_in_and_looks_nothing_up(site: Any) -> None:
    app, context = site()
    known, unknown = code(context, 1), "0000-0000-0000"
    pages = [app.test_client().get(f"/kk/reply/{words}") for words in (known, unknown)]
    assert [page.status_code for page in pages] == [200, 200]
    one, other = (
        re.sub(r'value="[^"]*"', "", page.text).replace(words, "")
        for page, words in zip(pages, (known, unknown), strict=True)
    )
    assert re.sub(r'nonce="[^"]*"', "", one) == re.sub(r'nonce="[^"]*"', "", other)
    assert "Person" not in pages[0].text


def test_every_wrong_code_looks_the_same(site: Any) -> None:
    app, context = site()
    right = code(context, 1).replace("-", "")
    other = ("1" if right[0] != "1" else "2") + right[1:]
    pages = [opened(app.test_client(), words) for words in ("", "abc", other, "Ә" * 12)]
    assert [page.status_code for page in pages] == [404] * 4
    assert all("This code is not known." in page.text for page in pages)


def test_guessing_is_braked_by_address_and_only_for_a_while(site: Any) -> None:
    app, context = site()
    wrong = printed_code(code_for(b"another secret", "x", "y", 1))
    client = app.test_client()
    for _ in range(MOST):
        assert opened(client, wrong).status_code == 404
    assert opened(client, wrong).status_code == 429
    assert opened(client, code(context, 1)).status_code == 429
    there = app.test_client()
    start = there.get("/en/reply")
    data = hidden(start) | {"code": code(context, 1)}
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert there.post("/en/reply", data=data, environ_overrides=elsewhere).status_code == 200
    context.clock.move_to(BEGIN + WINDOW)
    assert opened(client, code(context, 1)).status_code == 200


def test_an_ipv6_network_counts_as_one_address() -> None:
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff::1")
    assert network_of("2001:db8:1:3::5") != network_of("2001:db8:1:2::5")
    assert network_of("203.0.113.9") != network_of("203.0.113.8")


@pytest.mark.parametrize(
    ("typed", "anchor"),
    [
        ({"answer": ""}, "answer"),
        ({"meets_R1": ""}, "meets_R1"),
        ({"value_age": "17"}, "value_age"),
        ({"phone": "", "email": ""}, "phone"),
        ({"needs_text": "x" * 2001}, "needs_text"),
    ],
)
def test_what_is_missing_is_named_and_nothing_typed_is_lost(
    site: Any, typed: dict[str, str], anchor: str
) -> None:
    app, context = site()
    page = sent(app.test_client(), code(context, 2), **(GOOD | typed))
    assert page.status_code == 400
    assert f'<a href="#{anchor}">' in page.text
    assert "Әсел Төлегенова" in page.text
    assert registration_desk(context, STAFF, PROCESS).counts["invited"] == 24


def test_anybody_registers_where_the_registration_is_open(
    registry: Any, closing: ExitStack
) -> None:
    store = closing.enter_context(open_store(":memory:", migrate=True))
    context = before_all(store, registry, to_all=True)
    app = create_app(WebConfig(":memory:", KEY, "http://localhost"), context=context)
    client, address = app.test_client(), f"/en/p/{PROCESS}/register"
    page = client.get(address)
    home = {"address": "Мира 1, 5"}
    assert client.post(address, data=hidden(page) | GOOD | home | {"phone": ""}).status_code == 400
    assert client.post(address, data=hidden(page) | GOOD | {"phone": "12"}).status_code == 400
    receipt = client.post(address, data=hidden(page) | GOOD)
    assert receipt.status_code == 400
    assert '<a href="#address">' in receipt.text
    receipt = client.post(address, data=hidden(page) | GOOD | home)
    found = re.search(r"<strong>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</strong>", receipt.text)
    assert found
    assert "Төлегенова" in opened(client, found[1]).text
    assert registration_desk(context, STAFF, PROCESS).counts["willing"] == 1
    twin = {"phone": GOOD["phone"].replace("+7", "8"), "name": "Other"}
    again = client.post(address, data=hidden(page) | GOOD | home | twin)
    assert again.status_code == 409
    assert "Everybody registers once" in again.text
    assert "Төлегенова" not in again.text
    assert registration_desk(context, STAFF, PROCESS).counts["willing"] == 1


def test_who_was_not_invited_does_not_register(site: Any) -> None:
    app, _context = site()
    assert app.test_client().get(f"/en/p/{PROCESS}/register").status_code == 404


def test_a_form_from_elsewhere_is_refused(site: Any) -> None:
    app, context = site()
    answer_ = app.test_client().post("/en/reply/answer", data=GOOD | {"code": code(context, 2)})
    assert answer_.status_code == 403
    assert registration_desk(context, STAFF, PROCESS).counts["invited"] == 24


def test_what_people_write_is_never_markup(site: Any) -> None:
    app, context = site()
    client = app.test_client()
    sent(client, code(context, 2), **(GOOD | {"name": "<script>alert(1)</script>"}))
    assert "<script>alert" not in opened(client, code(context, 2)).text


def test_after_the_end_the_page_says_so_and_keeps_nothing(site: Any) -> None:
    app, context = site(CLOSED)
    page = opened(app.test_client(), code(context, 2))
    assert page.status_code == 200
    assert 'name="answer"' not in page.text
    assert (
        "19 February 2027" in page.text
        or "Feb 19, 2027" in page.text
        or "Answers were" in page.text
    )


def staff(app: Flask, context: Context, sign_in: Any, account: str = "aigul") -> FlaskClient:
    found: FlaskClient = sign_in(app, sign_in_link(context, account))
    return found


def test_staff_enter_an_answer_from_paper(site: Any, sign_in: Any) -> None:
    app, context = site()
    client = staff(app, context, sign_in)
    address = f"/en/p/{PROCESS}/recruitment/answer?number=R0007"
    page = client.get(address)
    assert page.status_code == 200
    lacking = client.post(address, data=hidden(page) | GOOD)
    assert lacking.status_code == 400
    done = client.post(address, data=hidden(page) | GOOD | {"channel": "paper"})
    assert done.status_code == 303
    known = registration_desk(context, STAFF, PROCESS).people[6]
    assert (known.answers[0].channel, known.answers[0].actor) == ("paper", "aigul")
    assert "лифт керек" in client.get(done.headers["Location"]).text


def test_staff_keep_what_came_of_calls(site: Any, sign_in: Any) -> None:
    app, context = site()
    for number in (1, 2, 3):
        answer(context, code(context, number), willing(number))
    draw(at(context, DRAWN), [1, 2], [3])
    app, context = site(DRAWN)
    client = staff(app, context, sign_in)
    address = f"/en/p/{PROCESS}/recruitment/calls"
    page = client.get(address)
    assert page.text.count('class="task-call"') == 3
    form = hidden(page)
    assert client.post(address, data=form | {"outcome": "call_back"}).status_code == 400
    assert client.post(address, data=form | {"outcome": "accepted"}).status_code == 303
    later = {"outcome": "call_back", "again": "2027-02-26T18:30", "number": "2"}
    assert client.post(address, data=form | later).status_code == 303
    assert "aigul" in client.get(address).text


@pytest.mark.parametrize("part", ["", "answer?number=R0001", "calls"])
def test_the_desk_is_closed_to_everybody_else(
    site: Any, sign_in: Any, link_for: Any, part: str
) -> None:
    app, context = site()
    address = f"/en/p/{PROCESS}/recruitment/{part}"
    assert app.test_client().get(address).status_code == 403
    for number, role in enumerate(("chair", "member", "facilitator", "observer", "auditor")):
        link = link_for(context, (role, "process", PROCESS), account=f"other{number}")
        client = sign_in(app, link)
        assert client.get(address).status_code == 403
        assert client.post(address, data={}).status_code in (403, 405)


def test_no_public_page_or_file_names_anybody(site: Any) -> None:
    """Every address that is open to all, followed by its links, names nobody who was invited."""
    app, context = site()
    for number in range(1, 9):
        answer(context, code(context, number), willing(number))
    client = app.test_client()
    seen: set[str] = set()
    waiting = [
        "/en/",
        f"/en/p/{PROCESS}/",
        f"/api/v1/processes/{PROCESS}",
        f"/en/p/{PROCESS}/record/",
    ]
    secrets = [
        word
        for item in registration_desk(context, STAFF, PROCESS).people
        for word in (item.respondent.salt, item.row.household, item.row.code_hash)
        if word
    ]
    while waiting and len(seen) < 150:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page = client.get(address)
        assert page.status_code < 500, address
        body = page.get_data().decode("utf-8", "replace")
        for word in ("Person", "Mira ", "Төлегенова", "лифт керек", "+7 701", *secrets):
            assert word not in body, (address, word)
        waiting += [
            unescape(link)
            for link in re.findall(r'href="(/(?:en|api)/[^"#]*)"', body)
            if unescape(link) not in seen
        ]
    assert len(seen) > 15


def test_the_log_names_nobody(site: Any, caplog: pytest.LogCaptureFixture) -> None:
    app, context = site()
    words = code(context, 5)
    with caplog.at_level("INFO"):
        app.test_client().get(f"/en/reply/{words}")
        sent(app.test_client(), words, **GOOD)
    assert caplog.records
    for word in (words, "Төлегенова", "+7 701", "step_free"):
        assert word not in caplog.text
