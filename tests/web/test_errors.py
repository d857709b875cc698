"""Whatever goes wrong: what happened and what to do, in the language, without secrets."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask import request

from deliberate.core.errors import Refused, UnusableInput, message
from deliberate_web.access import public


class Secret(Exception):
    """An error whose message nobody may see."""


def broken() -> str:
    raise Secret(request.args["asked"])


@pytest.fixture
def app(fresh: Any) -> Any:
    made, _ = fresh()
    made.add_url_rule("/en/broken", "broken", public(broken))
    made.add_url_rule("/api/v1/broken", "api_broken", public(broken))
    return made


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_of_failures_are_in_the_language_and_lead_on(client: Any, locale: str) -> None:
    for path, method, status in (
        ("nothing", "GET", 404),
        ("my-place", "GET", 403),
        ("sign-out", "GET", 405),
        ("sign-in/abc", "POST", 403),
    ):
        answer = client.open(f"/{locale}/{path}", method=method)
        assert answer.status_code == status
        assert f'lang="{locale}"' in answer.text
        assert f'href="/{locale}/"' in answer.text
        assert "<h1" in answer.text


def test_an_address_without_a_language_takes_the_wished_one(client: Any) -> None:
    answer = client.get("/nothing", headers={"Accept-Language": "ru"})
    assert 'lang="ru"' in answer.text


def test_nobody_sees_the_inside_of_a_failure(app: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client = app.test_client()
    for path in ("/en/broken?asked=private", "/api/v1/broken?asked=private"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "Traceback" not in answer.text
        assert "Secret" not in answer.text
    assert "Secret" in caplog.text
    assert "test_errors.py" in caplog.text
    assert "private" not in caplog.text


def test_the_log_tells_no_address_of_a_person(
    fresh: Any, link_for: Any, sign_in: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app, context = fresh()
    link = link_for(context)
    client = sign_in(app, link)
    client.get("/en/my-place?q=private", headers={"X-Forwarded-For": "10.1.2.3"})
    assert "sign-in/<token>" in caplog.text
    session = client.get_cookie("deliberate-session").value
    for secret in (link, session, "private", "10.1.2.3", "Aigerim", "aigerim"):
        assert secret not in caplog.text


def test_an_error_page_that_fails_is_still_an_answer(app: Any) -> None:
    app.jinja_env.globals["localized_url"] = None
    answer = app.test_client().get("/en/broken")
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_programs_get_a_problem(client: Any) -> None:
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Content-Language"] == "en"
    problem = answer.get_json()
    assert problem["status"] == answer.status_code == 404
    assert {"type", "code", "title", "detail"} <= set(problem)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnusableInput("DATE", message("No date.")), 400),
        (Refused("ORDER", message("Not yet.")), 403),
        (Refused("NO_PROCESS", message("None.")), 404),
        (UnusableInput("DB_GONE", message("Gone.")), 503),
    ],
)
def test_refusals_of_the_house_keep_their_words(fresh: Any, error: Exception, status: int) -> None:
    def fail() -> str:
        raise error

    app, _ = fresh()
    app.add_url_rule("/en/fail", "fail", public(fail))
    answer = app.test_client().get("/en/fail")
    assert answer.status_code == status
    assert str(error.message) in answer.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("localhost:8000", 200), ("[::1]:8000", 200),
        ("evil.example", 400), ("127.0.0.1.evil.example", 400), ("a b", 400),
        ("[evil]", 400), ("localhost:0", 400), ("", 400), ("LOCALHOST", 200),
    ],
)  # fmt: skip
def test_only_our_own_names_are_answered(client: Any, host: str, status: int) -> None:
    answer = client.get("/en/", headers={"Host": host})
    assert answer.status_code == status
    assert "evil" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_method_that_is_allowed_is_named(client: Any) -> None:
    assert "POST" in client.get("/en/sign-out").headers["Allow"]


@pytest.mark.parametrize("path", ["/en/p/%00/", "/en/%0a", "/api/v1/processes/%00", "/%7f"])
def test_addresses_with_control_characters_name_nothing(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404
