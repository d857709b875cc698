"""The advisor's pages: without login and without scripts; what was typed is never lost."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.advice.issue_schema import load_issue
from deliberate.core.process.facts import Actor
from deliberate.core.rulebook.issue_vocabulary import CHOICES, MEANS, PREFLIGHT
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import parse_toml, read_toml
from deliberate.core.services.advice_record import recorded_advice
from deliberate.core.services.opening import open_process
from deliberate.i18n import LOCALES

ANSWERS = "purpose=recommendations&breadth=focused&spatial=yes&days=5&people=20&commitment=no"
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def client(fresh: Callable[..., Any]) -> FlaskClient:
    """A browser before a portal without a single process."""
    app, _context = fresh()
    client: FlaskClient = app.test_client()
    return client


@pytest.mark.parametrize("locale", LOCALES)
def test_every_question_stands_in_a_plain_form(client: FlaskClient, locale: str) -> None:
    html = client.get(f"/{locale}/advise/").text
    assert set(re.findall(r'name="([a-z_]+)"', html)) >= {*PREFLIGHT, *CHOICES, *MEANS}
    form = html[html.index('id="form"') :]
    assert 'method="get"' in html
    assert "<script" not in form
    assert 'href="/' + locale + '/advise/"' in client.get(f"/{locale}/").text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_advice_can_be_read_in_every_language(client: FlaskClient, locale: str) -> None:
    answer = client.get(f"/{locale}/advise/answer/?{ANSWERS}")
    assert answer.status_code == 200
    assert "citizen_jury/jefferson" in answer.text
    assert "deliberate new PILOT.toml --model citizen_jury/" in answer.text
    assert 'class="foreign"' not in answer.text  # nothing is left in another language
    assert "unverified" in answer.text
    other = next(code for code in LOCALES if code != locale)
    assert f'href="/{other}/advise/answer/?{ANSWERS}"' in unescape(answer.text)


def test_nobody_has_to_sign_in_and_nothing_is_kept(client: FlaskClient) -> None:
    answer = client.get(f"/en/advise/answer/?{ANSWERS}")
    assert "Set-Cookie" not in answer.headers
    assert "Do not deliberate yet" in answer.text


def test_a_mistake_stands_beside_its_field_and_the_rest_is_kept(client: FlaskClient) -> None:
    answer = client.get(f"/en/advise/answer/?{ANSWERS}&weeks=many&stage=sometime&complexity=hard")
    assert answer.status_code == 400
    html = unescape(answer.text)
    assert 'id="weeks-error"' in html
    assert 'id="stage-error"' in html
    assert 'value="many"' in html
    assert re.search(r'name="complexity"[^>]*value="hard" checked', html)
    assert re.search(r'name="days" value="5"', html)
    assert html.count("Weeks until the decision: a whole number from 1 to 520 is expected.") == 2
    assert "Stage of the policy cycle: choose one of the answers." in html


@pytest.mark.parametrize(
    "query", ["days=", "purpose=", "days=99999999999999999999", "days=%D9%A5", "days=-1",
              "purpose=%3Cscript%3E", "jurisdiction=narnia", "people=1e3"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["answer/", "issue.toml"])
def test_whatever_is_typed_gets_an_answer(client: FlaskClient, page: str, query: str) -> None:
    answer = client.get(f"/en/advise/{page}?{query}")
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "Something is missing or wrong" in answer.text


def test_answers_can_be_changed(client: FlaskClient) -> None:
    html = client.get(f"/en/advise/?{ANSWERS}").text
    assert re.search(r'name="purpose"[^>]*value="recommendations" checked', html)


def test_the_answers_are_a_file_for_the_command_line(client: FlaskClient) -> None:
    answer = client.get(f"/en/advise/issue.toml?{ANSWERS}&jurisdiction=kz")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="issue.toml"'
    issue = load_issue(parse_toml(answer.text, "issue.toml"))
    assert issue.jurisdiction == "kz"
    assert issue.means == {"days": 5, "people": 20}
    assert issue.preflight == {"commitment": "no"}
    assert tomllib.loads(answer.text)["answers"]["spatial"] == "yes"


def test_a_model_of_another_country_says_why_not(client: FlaskClient) -> None:
    html = client.get("/en/advise/answer/?purpose=recommendations&jurisdiction=plain").text
    assert "citizen_jury/kazakhstan" in html
    assert client.get("/en/advise/answer/?days=1&people=5").text.count("not advised here") >= 1


# ------------------------------------------------------------------ why this model


@pytest.fixture
def portal(fresh: Callable[..., Any], tmp_path: Path) -> Callable[..., FlaskClient]:
    """A portal with a process that was opened with advice, or without."""

    def open_with(choice: str = "") -> FlaskClient:
        path = tmp_path / "issue.toml"
        hospital = (EXAMPLES / "issues" / "hospital-site-2018.toml").read_text(encoding="utf-8")
        path.write_text(hospital + choice, encoding="utf-8")
        app, context = fresh()
        pilot = load_pilot(read_toml(EXAMPLES / "temirkent-heating-2027.toml"))
        told = recorded_advice(context.registry, path, pilot) if choice else None
        open_process(context, Actor("agency", "agency"), pilot, advised=told)
        client: FlaskClient = app.test_client()
        return client

    return open_with


CHOICE = """
[choice]
model = "citizen_jury"
reason.kk = "Халық сұрады"
reason.ru = "Просили жители"
reason.en = "Residents asked"
"""


@pytest.mark.parametrize(
    ("locale", "reason"),
    [("kk", "Халық сұрады"), ("ru", "Просили жители"), ("en", "Residents asked")],
)
def test_a_process_says_why_this_model(
    portal: Callable[..., FlaskClient], locale: str, reason: str
) -> None:
    advised = portal(CHOICE)
    html = unescape(advised.get(f"/{locale}/p/temirkent-heating-2027/agenda/").text)
    assert 'id="advised"' in html
    assert reason in html
    assert html.count("<strong>Citizens' jury") == (2 if locale == "en" else 0)  # model, variant
    record = unescape(advised.get(f"/{locale}/p/temirkent-heating-2027/record/").text)
    assert reason in record
    assert "setting_priorities" not in record  # words, no codes


def test_a_process_without_advice_says_nothing_of_it(portal: Callable[..., FlaskClient]) -> None:
    assert 'id="advised"' not in portal().get("/en/p/temirkent-heating-2027/agenda/").text


def test_the_address_of_the_answer_without_answers_shows_the_questions(client: FlaskClient) -> None:
    answer = client.get("/en/advise/answer/")
    assert answer.status_code == 200
    assert 'name="purpose"' in answer.text
    assert "Something is missing or wrong" not in answer.text
    assert client.get("/en/advise/issue.toml").status_code == 400
