"""The papers for members as files: what was sent, byte for byte, and nothing else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.errors import Refused
from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.paper_files import paper_file

PAGE = "/p/temirkent-heating-2027/materials/"
PAPER = "/p/temirkent-heating-2027/my/read/materials/M2"


def test_each_paper_is_offered_in_each_language_with_its_true_hash(client: FlaskClient) -> None:
    page = client.get(f"/ru{PAGE}").text
    links = re.findall(rf'href="(/ru{PAGE}(M\d)/(\w\w))"', page)
    assert [link[1:] for link in links] == [
        (f"M{number}", language) for number in range(1, 7) for language in ("kk", "ru", "en")
    ]
    for address, _paper, _language in links:
        answer = client.get(address)
        assert answer.content_type == "text/plain; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert hashlib.sha256(answer.data).hexdigest() in page
    assert "Вариант 1: подключение к газу" in client.get(f"/ru{PAGE}M2/ru").text
    assert "1-нұсқа: газға қосу" in client.get(f"/ru{PAGE}M2/kk").text


def test_both_sendings_are_told(client: FlaskClient) -> None:
    page = client.get(f"/en{PAGE}").text
    assert "30 March 2027" in page
    assert "15 April 2027" in page


@pytest.mark.parametrize("name", ["M9/kk", "M1/de", "M1", "../secret/kk"])
def test_there_is_no_other_file(client: FlaskClient, name: str) -> None:
    assert client.get(f"/en{PAGE}{name}").status_code == 404


def test_before_they_are_sent_there_are_none(midway: Callable[..., Any]) -> None:
    app, _ = midway("announcement.published")
    browser = app.test_client()
    assert browser.get(f"/en{PAGE}").status_code == 200
    assert browser.get(f"/en{PAGE}M1/kk").status_code == 404


def test_a_file_that_is_not_the_one_that_was_sent_is_not_shown(
    portal_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = portal_app.extensions["deliberate"].context
    monkeypatch.setattr("deliberate.core.services.paper_files.digest", lambda _: "another")
    with pytest.raises(Refused) as refused:
        paper_file(context, Viewer(), "temirkent-heating-2027", "M1", "kk")
    assert refused.value.code == "HASH"


def test_a_member_finds_the_file_beside_the_paper(
    installed: Callable[..., Any], rehearsal: Any, enter: Callable[..., Any]
) -> None:
    member = enter(installed(rehearsal.database, rehearsal.ended), "member", seat="P03")
    assert f"/kk{PAGE}M2/kk" in member.get(f"/kk{PAPER}").text
