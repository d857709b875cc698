"""Every answer says what browsers may do with it; cookies fit the way they travel."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask

from deliberate_web.templating import STYLES

PROCESS = "temirkent-heating-2027"
SAFE = "https://jury.example"
SAMPLES = {
    "locale": "en", "model": "assembly", "variant": "irish",
    "process_id": PROCESS, "token": "abc", "filename": "none.css",
    "step_id": "election", "table": "candidates", "name": "order", "kind": "json", "paper": "M1",
    "who": "P01", "language": "kk", "code": "abc", "step": "lottery", "time": 1,
}  # fmt: skip


def addresses(app: Flask) -> dict[str, str]:
    """An address for each endpoint that can be read."""
    made = {}
    with app.test_request_context("/en/"):
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                values = {name: SAMPLES[name] for name in rule.arguments}
                made[rule.endpoint] = app.url_for(rule.endpoint, **values)
    return made


def test_every_answer_carries_the_headers(portal_app: Flask) -> None:
    client = portal_app.test_client()
    asked = {**addresses(portal_app), "nowhere": "/xx/nothing", "api": "/api/v1/nothing"}
    for endpoint, address in asked.items():
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        for part in (
            "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
            "form-action 'self'", "object-src 'none'",
        ):  # fmt: skip
            assert part in policy, endpoint
        assert "unsafe" not in policy, endpoint
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert headers["Referrer-Policy"] in ("same-origin", "strict-origin"), endpoint
        assert "camera=()" in headers["Permissions-Policy"], endpoint
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", endpoint
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", endpoint
        assert headers["Cache-Control"], endpoint
        assert "Strict-Transport-Security" not in headers, endpoint


def test_the_nonce_is_new_for_each_answer(client: Any) -> None:
    policies = [client.get("/kk/").headers["Content-Security-Policy"] for _ in range(20)]
    nonces = {re.findall(r"'nonce-([^']+)'", policy)[0] for policy in policies}
    assert len(nonces) == 20
    assert all(len(nonce) >= 22 for nonce in nonces)


def test_no_page_has_inline_code_without_the_nonce(portal_app: Flask) -> None:
    client = portal_app.test_client()
    for endpoint, address in addresses(portal_app).items():
        answer = client.get(address)
        if answer.mimetype != "text/html":
            continue
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)\s*=", answer.text), endpoint
        for tag in re.findall(r"<(?:script|style)\b[^>]*>", answer.text):
            assert "src=" in tag or "nonce=" in tag, (endpoint, tag)
        assert not re.search(r'(?:src|href)="(?:https?:)?//[^"]*\.(?:js|css)"', answer.text)


def test_https_is_remembered_only_where_there_is_https(fresh: Any) -> None:
    app, _ = fresh(SAFE)
    safe = app.test_client().get("/en/", base_url=SAFE).headers
    assert safe["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "upgrade-insecure-requests" in safe["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [
        ("http://localhost", "deliberate-session", False),
        (SAFE, "__Host-deliberate-session", True),
    ],
)
def test_cookies_fit_the_way_they_travel(
    fresh: Any, link_for: Any, token_in: Any, base_url: str, name: str, secure: bool
) -> None:
    app, context = fresh(base_url)
    link, client = link_for(context), app.test_client()
    page = client.get(f"/en/sign-in/{link}", base_url=base_url)
    answer = client.post(
        f"/en/sign-in/{link}", data={"csrf_token": token_in(page)}, base_url=base_url
    )
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 3
    for cookie in cookies:
        parts = cookie.split("; ")
        assert ("Secure" in parts) is secure
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
        assert not [part for part in parts if part.startswith("Domain")]
    assert [cookie for cookie in cookies if cookie.startswith(f"{name}=")]


def test_pages_of_somebody_signed_in_are_not_kept(fresh: Any, link_for: Any, sign_in: Any) -> None:
    app, context = fresh()
    client = sign_in(app, link_for(context))
    assert client.get("/en/my-place").headers["Cache-Control"] == "no-store"
    assert client.get("/en/").headers["Cache-Control"] == "no-store"
    anybody = app.test_client().get("/en/").headers
    assert anybody["Cache-Control"] == "no-cache"
    assert "Cookie" in anybody["Vary"]


def test_a_page_with_a_secret_address_does_not_tell_it(client: Any) -> None:
    headers = client.get("/en/sign-in/abc").headers
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["Cache-Control"] == "no-store"


def test_files_may_be_kept_because_their_addresses_change(portal_app: Flask) -> None:
    client = portal_app.test_client()
    sheets = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', client.get("/kk/").text)
    assert len(sheets) == len(STYLES) + 1  # the charts bring their own
    for address in sheets:
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        with client.get(address) as answer:
            assert (answer.status_code, answer.mimetype) == (200, "text/css")
            assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert client.get("/static/none.css").headers.get("Cache-Control") == "no-store"
    assert client.get("/static/../app.py").status_code == 404


def test_a_typeface_is_asked_for_once(portal_app: Flask) -> None:
    """What a page preloads has the very address that the style sheet names."""
    client = portal_app.test_client()
    page = client.get("/kk/").text
    fonts = re.findall(r'rel="preload" href="([^"]+)" as="font"', page)
    (tokens,) = re.findall(r'href="(/static/css/tokens\.css[^"]*)"', page)
    with client.get(tokens) as sheet:
        named = [urljoin(tokens, name) for name in re.findall(r'url\("([^"]+)"\)', sheet.text)]
    assert sorted(fonts) == sorted(named)
    for address in fonts:
        with client.get(address) as answer:
            assert (answer.status_code, answer.data[:4]) == (200, b"wOF2")
