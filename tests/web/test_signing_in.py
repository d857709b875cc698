"""One-time links: opened by anything, used by the button, once, and not too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deliberate.core.services.accounts import sign_in_link

PROCESS = "temirkent-heating-2027"


def press(client: Any, link: str, token_in: Any, locale: str = "en") -> Any:
    page = client.get(f"/{locale}/sign-in/{link}")
    assert page.status_code == 200
    return client.post(f"/{locale}/sign-in/{link}", data={"csrf_token": token_in(page)})


def test_opening_a_link_does_not_use_it(fresh: Any, link_for: Any, token_in: Any) -> None:
    app, context = fresh()
    link = link_for(context)
    for _ in range(3):
        assert app.test_client().get(f"/en/sign-in/{link}").status_code == 200
        assert app.test_client().head(f"/en/sign-in/{link}").status_code == 200
        assert app.test_client().options(f"/en/sign-in/{link}").status_code == 200
    client = app.test_client()
    assert press(client, link, token_in).status_code == 303
    assert client.get("/en/my-place").status_code == 200


def test_a_link_works_once(fresh: Any, link_for: Any, token_in: Any) -> None:
    app, context = fresh()
    link = link_for(context)
    assert press(app.test_client(), link, token_in).status_code == 303
    again = press(app.test_client(), link, token_in)
    assert again.status_code == 410
    assert "LINK_USED" in again.text
    assert "Set-Cookie" not in again.headers


def test_a_link_grows_old(fresh: Any, link_for: Any, token_in: Any) -> None:
    app, context = fresh()
    link = link_for(context)
    context.clock.move_to(context.clock.now() + timedelta(days=2))
    late = press(app.test_client(), link, token_in)
    assert late.status_code == 410
    assert "LINK_EXPIRED" in late.text
    assert context.store is not None


def test_a_guessed_link_tells_nothing(fresh: Any, link_for: Any, token_in: Any) -> None:
    app, context = fresh()
    real, guessed = link_for(context), "0" * 64
    pages = [app.test_client().get(f"/en/sign-in/{link}") for link in (real, guessed)]
    assert {page.status_code for page in pages} == {200}
    answer = press(app.test_client(), guessed, token_in)
    assert answer.status_code == 410
    assert "LINK_UNKNOWN" in answer.text


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_answer_is_in_the_language_of_the_link(
    fresh: Any, link_for: Any, token_in: Any, locale: str
) -> None:
    app, context = fresh()
    link = link_for(context)
    client = app.test_client()
    assert press(client, link, token_in, locale).headers["Location"] == f"/{locale}/my-place"
    dead = press(app.test_client(), link, token_in, locale)
    assert f'lang="{locale}"' in dead.text


def test_the_place_shows_roles_where_they_count(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any
) -> None:
    app, context = installed(rehearsal.database, rehearsal.ended)
    member = sign_in(app, link_for(context, ("member", "process", PROCESS))).get("/en/my-place")
    assert "Aigerim S." in member.text
    assert "member" in member.text
    assert f"/en/p/{PROCESS}/" in member.text
    link = link_for(context, ("chair", "agency", "another"), account="b")
    elsewhere = sign_in(app, link).get("/en/my-place")
    assert f"/en/p/{PROCESS}/" not in elsewhere.text
    assert "another" in elsewhere.text
    link = link_for(context, ("operator", "installation", ""), account="c")
    operator = sign_in(app, link).get("/en/my-place")
    assert "the whole installation" in operator.text
    assert f"/en/p/{PROCESS}/" in operator.text
    nobody = sign_in(app, link_for(context, account="d")).get("/en/my-place")
    assert "no role" in nobody.text


def test_the_place_names_the_seat_and_the_office(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any
) -> None:
    app, context = installed(rehearsal.database, rehearsal.ended)
    with context.store.read() as unit:
        roster = context.read_process(unit, PROCESS).roster
    chair, other = roster.seat(roster.office("chair")), roster.seat("N01")
    assert chair.id != other.id
    page = sign_in(app, sign_in_link(context, chair.account)).get("/en/my-place").text
    assert f"You act for seat {chair.id}:" in page
    assert "Your office: chair" in page
    page = sign_in(app, sign_in_link(context, other.account)).get("/ru/my-place").text
    assert "N01" in page
    assert "Ваша должность" not in page
    page = sign_in(app, sign_in_link(context, "rehearsal-secretary")).get("/en/my-place").text
    assert "Your office: secretary" in page
    given = (("member", "process", PROCESS), ("chair", "process", PROCESS))
    page = sign_in(app, link_for(context, *given, account="e")).get("/en/my-place").text
    assert "Not yet, before a seat or an office is given to you: chair, member" in page
    assert "You act for" not in page


def test_signing_out_ends_the_session_everywhere(
    fresh: Any, link_for: Any, sign_in: Any, token_in: Any
) -> None:
    app, context = fresh()
    client = sign_in(app, link_for(context))
    kept = client.get_cookie("deliberate-session").value
    token = token_in(client.get("/en/my-place"))
    assert client.get("/en/sign-out").status_code == 405
    answer = client.post("/en/sign-out", data={"csrf_token": token})
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get_cookie("deliberate-session") is None
    thief = app.test_client()
    thief.set_cookie("deliberate-session", kept, domain="localhost")
    assert thief.get("/en/my-place").status_code == 403


def test_a_session_ends_by_itself(fresh: Any, link_for: Any, sign_in: Any) -> None:
    app, context = fresh()
    client = sign_in(app, link_for(context))
    context.clock.move_to(context.clock.now() + timedelta(hours=12, seconds=1))
    assert client.get("/en/my-place").status_code == 403


def test_signing_in_again_ends_the_old_session(
    fresh: Any, link_for: Any, sign_in: Any, token_in: Any
) -> None:
    app, context = fresh()
    client = sign_in(app, link_for(context))
    old = client.get_cookie("deliberate-session").value
    assert press(client, sign_in_link(context, "aigerim"), token_in).status_code == 303
    assert client.get_cookie("deliberate-session").value != old
    thief = app.test_client()
    thief.set_cookie("deliberate-session", old, domain="localhost")
    assert thief.get("/en/my-place").status_code == 403


def test_a_closed_account_is_out_at_once(fresh: Any, link_for: Any, sign_in: Any) -> None:
    app, context = fresh()
    client = sign_in(app, link_for(context))
    with context.store.transaction() as unit:
        unit.disable_account("aigerim", context.clock.now())
    assert client.get("/en/my-place").status_code == 403
