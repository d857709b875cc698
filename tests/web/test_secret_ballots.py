"""A ballot without names on the pages: cast by a form, told to nobody, and open to no leak (P8)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberate.core.services.accounts import grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.papers import PROCESS, act, assembly, facts, open_vote, vote

KEY = b"a key for tests that nobody uses elsewhere"
PLACE = f"/en/p/{PROCESS}/my/vote/decision"
FLEETING = re.compile(rb'nonce="[^"]*"|name="csrf_token" value="[^"]*"|name="key" value="[^"]*"')
SAMPLES = {
    "locale": "en", "process_id": PROCESS, "step_id": "decision", "token": "abc",
    "filename": "none", "table": "roll-call", "time": 1,
}  # fmt: skip
Installed = tuple[Flask, Context]


@pytest.fixture
def voting(closing: ExitStack) -> Callable[[str], Installed]:
    """A web server over the assembly while its vote is open."""

    def install(secrecy: str) -> Installed:
        store = closing.enter_context(open_store(":memory:"))
        context = assembly(store, secrecy)
        open_vote(context)
        config = WebConfig(":memory:", KEY, "http://localhost")
        return create_app(config, context=context), context

    return install


def browser(here: Installed, sign_in: Any, account: str) -> FlaskClient:
    app, context = here
    client: FlaskClient = sign_in(app, sign_in_link(context, account))
    return client


def cast(client: FlaskClient, choice: str) -> Any:
    """Fill in the form, look at the review, confirm."""
    fields = _hidden(client.get(PLACE).text)
    marked = {"blank": "yes"} if choice == "blank" else {"choice": choice}
    review = client.post(PLACE, data=fields | marked | {"go": "review"})
    assert review.status_code == 200, review.text
    return client.post(PLACE, data=_hidden(review.text) | {"go": "confirm"})


def _hidden(page: str) -> dict[str, str]:
    form = re.search(r"<form method.*?</form>", page, re.DOTALL)
    assert form, page
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))


@pytest.mark.parametrize(
    ("secrecy", "promise"),
    [("confidential", "This vote is confidential."), ("secret", "This vote is secret.")],
)
def test_a_member_hands_in_a_paper_and_gets_a_receipt(
    voting: Any, sign_in: Any, secrecy: str, promise: str
) -> None:
    here = voting(secrecy)
    client = browser(here, sign_in, "account-A")
    assert promise in client.get(PLACE).text
    assert cast(client, "against").status_code == 303
    (fact,) = facts(here[1], "ballot.participated")
    page = client.get(PLACE).text
    assert f"Entry {fact.seq} of the public record says that you took part." in page
    assert "against" not in re.sub(r"counts against|Against", "", page)
    with here[1].store.read() as unit:
        assert unit.papers(PROCESS, "decision") == ({"choice": "against"},)


def test_a_paper_may_be_blank_where_nobody_sees_it(voting: Any, sign_in: Any) -> None:
    here = voting("secret")
    assert cast(browser(here, sign_in, "account-A"), "blank").status_code == 303
    by_name = voting("roll_call")
    assert 'name="blank"' not in browser(by_name, sign_in, "account-A").get(PLACE).text


def test_who_attends_by_video_has_no_form(voting: Any, sign_in: Any) -> None:
    here = voting("secret")
    act(here[1], "session", "attend", seat="A", presence="remote")
    client = browser(here, sign_in, "account-A")
    page = client.get(PLACE).text
    assert "a secret vote is cast in the room" in page
    assert "<fieldset" not in page


def everything_readable(app: Flask, client: FlaskClient) -> dict[str, bytes]:
    """The answer of every address, without what is new in each answer."""
    with app.test_request_context("/en/"):
        addresses = [
            app.url_for(
                rule.endpoint, **{name: SAMPLES.get(name, "decision") for name in rule.arguments}
            )
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
        ]
    answers = {address: client.get(address) for address in addresses}
    assert not [address for address, answer in answers.items() if answer.status_code >= 500]
    return {address: FLEETING.sub(b"", answer.data) for address, answer in answers.items()}


@pytest.mark.parametrize(
    ("secrecy", "who"),
    [("confidential", "secretary-1"), ("secret", "account-B")],
)
def test_an_open_ballot_leaves_no_trace(
    voting: Any, sign_in: Any, caplog: pytest.LogCaptureFixture, secrecy: str, who: str
) -> None:
    """Two members vote one way or the other: no page, API, file or log of anybody differs, not
    even the own pages of those who voted or of operators."""
    caplog.set_level(logging.DEBUG)
    seen, logs = [], []
    for choice in ("for", "against"):
        caplog.clear()
        here = voting(secrecy)
        vote(here[1], "A", choice)
        assert cast(browser(here, sign_in, "account-B"), choice).status_code == 303
        for role in ("operator", "auditor"):
            grant_role(here[1], "secretary-1", role, "process", PROCESS)
        client = browser(here, sign_in, who)
        seen.append(everything_readable(here[0], client))
        logs.append([re.sub(r"[0-9a-f]{8,}|\d+", "", item.getMessage()) for item in caplog.records])
    one, other = seen
    assert len(one) > 12
    assert {address for address in one if one[address] != other[address]} == set()
    assert not any("against" in line for line in logs[1])


def test_after_the_count_the_papers_are_told_and_no_names_beside_them(
    voting: Any, sign_in: Any
) -> None:
    here = voting("secret")
    for seat, choice in zip("BDAC", ("for", "against", "for", "blank"), strict=True):
        vote(here[1], seat, choice)
    act(here[1], "decision", "count")
    client = here[0].test_client()
    page = client.get(f"/en/p/{PROCESS}/decision/").text
    assert "The vote was secret" in page
    assert "1 paper was blank." in page
    answer = client.get(f"/api/v1/processes/{PROCESS}/decision").get_json()
    (told,) = answer["rounds"]
    assert (told["secrecy"], told["blank"], told["roll_call"]) == ("secret", 1, [])
