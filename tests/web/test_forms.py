"""A form counts only when it comes from our own page in the same browser."""

from __future__ import annotations

from typing import Any

import pytest

from deliberate_web.access import public

HERE = "http://localhost"


@pytest.fixture
def app(fresh: Any) -> Any:
    made, _ = fresh()
    made.add_url_rule("/target", "target", public(lambda: "done"), methods=["POST", "DELETE"])
    return made


def opened(app: Any, token_in: Any) -> tuple[Any, str]:
    client = app.test_client()
    return client, token_in(client.get("/en/sign-in/abc"))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": HERE}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": HERE}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_where_a_form_comes_from(
    app: Any, token_in: Any, headers: dict[str, str], status: int
) -> None:
    client, token = opened(app, token_in)
    answer = client.post("/target", data={"csrf_token": token}, headers=headers)
    assert answer.status_code == status


def test_no_token_no_form(app: Any, token_in: Any) -> None:
    client, token = opened(app, token_in)
    nonce, _, signature = token.partition(".")
    for wrong in (None, "", "x", ".", f"{nonce}.", f".{signature}", f"{signature}.{nonce}",
                  f"{nonce}.{signature[:-1]}", f"a{token}", "é.é", token.upper()):  # fmt: skip
        data = {} if wrong is None else {"csrf_token": wrong}
        assert client.post("/target", data=data).status_code == 403, wrong
    assert client.delete("/target").status_code == 403
    assert client.post("/target", data={"csrf_token": token}).status_code == 200


def test_a_token_may_come_in_a_header(app: Any, token_in: Any) -> None:
    client, token = opened(app, token_in)
    assert client.delete("/target", headers={"X-CSRF-Token": token}).status_code == 200


def test_a_token_is_good_for_its_browser_only(app: Any, token_in: Any) -> None:
    _, token = opened(app, token_in)
    other, _ = opened(app, token_in)
    assert other.post("/target", data={"csrf_token": token}).status_code == 403
    assert app.test_client().post("/target", data={"csrf_token": token}).status_code == 403


def test_a_token_of_before_signing_in_is_void_afterwards(
    fresh: Any, link_for: Any, token_in: Any
) -> None:
    app, context = fresh()
    link, (client, token) = link_for(context), opened(app, token_in)
    assert client.post(f"/en/sign-in/{link}", data={"csrf_token": token}).status_code == 303
    refused = client.post("/en/sign-out", data={"csrf_token": token})
    assert refused.status_code == 403
    assert client.get("/en/my-place").status_code == 200


def test_each_page_has_another_token_and_each_is_right(app: Any, token_in: Any) -> None:
    client, first = opened(app, token_in)
    second = token_in(client.get("/en/sign-in/abc"))
    assert first != second
    for token in (first, second, first):
        assert client.post("/target", data={"csrf_token": token}).status_code == 200


def test_the_refusal_explains_itself(app: Any) -> None:
    answer = app.test_client().post("/en/sign-in/abc", data={"csrf_token": "x"})
    assert answer.status_code == 403
    assert "no cookie" in answer.text
    assert "load the page again" in answer.text
    sent = app.test_client().post("/en/sign-in/abc", headers={"Sec-Fetch-Site": "cross-site"})
    assert "another site" in sent.text


PART = '--b\r\nContent-Disposition: form-data; name="a{}"\r\n\r\n{}\r\n'


@pytest.mark.parametrize(
    "body",
    [
        "x" * 2_000_000,
        PART.format(0, "x" * 300_000) + "--b--\r\n",
        "".join(PART.format(number, "x") for number in range(300)) + "--b--\r\n",
    ],
    ids=["a long body", "a long field", "many fields"],
)
def test_too_much_is_refused(app: Any, body: str) -> None:
    answer = app.test_client().post(
        "/en/sign-in/abc", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 413
    assert "larger" in answer.text


def test_too_much_is_refused_even_where_nobody_reads_it(app: Any, token_in: Any) -> None:
    client, token = opened(app, token_in)
    answer = client.post("/target", data=b"x" * 2_000_000, headers={"X-CSRF-Token": token})
    assert answer.status_code == 413


def test_every_address_that_changes_something_wants_a_token(fresh: Any) -> None:
    app, _ = fresh()
    samples = {
        "locale": "en", "process_id": "p", "token": "abc", "filename": "x", "step_id": "s",
        "paper": "m", "who": "w", "time": 1,
    }  # fmt: skip
    unsafe = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    ]
    assert len(unsafe) >= 2
    with app.test_request_context("/en/"):
        addresses = [
            (method, app.url_for(rule.endpoint, **{a: samples[a] for a in rule.arguments}))
            for rule, method in unsafe
        ]
    for method, address in addresses:
        answer = app.test_client().open(address, method=method)
        assert answer.status_code == 403, address


def test_the_address_that_browsers_see_counts_behind_a_proxy(fresh: Any, token_in: Any) -> None:
    base, inside = "https://jury.example:8443", "https://jury.example"
    app, _ = fresh(base)
    client = app.test_client()
    token = token_in(client.get("/en/sign-in/abc", base_url=inside))
    for origin, status in ((base, 410), (inside, 410), ("https://jury.example:9", 403)):
        answer = client.post(
            "/en/sign-in/abc",
            data={"csrf_token": token},
            headers={"Origin": origin},
            base_url=inside,
        )
        assert answer.status_code == status, origin
