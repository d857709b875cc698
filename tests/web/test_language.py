"""The language stands in the address, and only there."""

from __future__ import annotations

from typing import Any

import pytest

PROCESS = "temirkent-heating-2027"


@pytest.mark.parametrize(
    ("wish", "locale"),
    [
        (None, "kk"), ("ru", "ru"), ("en-GB,en;q=0.9", "en"), ("kk-KZ", "kk"), ("de", "kk"),
        ("de,ru;q=0.5", "ru"), ("*", "kk"), ("ru;q=0", "kk"), (";;;", "kk"), ("RU-ru", "ru"),
    ],
)  # fmt: skip
def test_the_door_leads_into_the_wished_language(
    client: Any, wish: str | None, locale: str
) -> None:
    answer = client.get("/", headers={} if wish is None else {"Accept-Language": wish})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{locale}/")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_address_decides_whatever_the_browser_wishes(client: Any, locale: str) -> None:
    for wish in ("kk", "ru", "en"):
        text = client.get(f"/{locale}/", headers={"Accept-Language": wish}).text
        assert f'<html lang="{locale}"' in text


def test_an_unknown_language_gets_help(client: Any) -> None:
    answer = client.get(f"/de/p/{PROCESS}/?page=2", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    for locale in ("kk", "ru", "en"):
        assert f"/{locale}/p/{PROCESS}/?page=2" in answer.text


def test_every_page_leads_to_itself_in_the_other_languages(client: Any) -> None:
    text = client.get(f"/ru/p/{PROCESS}/?a=1&b=2").text
    for locale in ("kk", "en"):
        assert f'href="/{locale}/p/{PROCESS}/?a=1&amp;b=2"' in text


def test_no_address_leads_out_of_the_house(client: Any) -> None:
    for path in ("//evil.example/", "/en//evil.example/", "/en/%0d%0aSet-Cookie:a", "/\\evil"):
        answer = client.get(path)
        assert answer.status_code in (302, 308, 400, 404), path
        location = answer.headers.get("Location", "/")
        assert location.startswith(("/", "http://localhost/"))
        assert not location.startswith("//")
        assert "Set-Cookie" not in answer.headers
        assert 'href="//' not in answer.text


def test_an_address_without_the_closing_slash_finds_its_page(client: Any) -> None:
    assert client.get("/kk").headers["Location"].endswith("/kk/")
