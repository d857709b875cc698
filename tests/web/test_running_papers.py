"""Ballot papers from the room: checked first, every row at fault told, entered together or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.record.verify import verify_file
from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.papers import PROCESS, act, assembly, facts, open_vote, vote
from tests.web.conftest import Browser

KEY = b"a key for tests that nobody uses elsewhere"
PLACE = f"/en/p/{PROCESS}/running/papers/decision"
ALL = list("ABCD")
Enter = Callable[..., Browser]


@pytest.fixture
def context(closing: ExitStack, request: pytest.FixtureRequest) -> Context:
    """Four members in a session whose vote is open, secret unless a test says otherwise."""
    store = closing.enter_context(open_store(":memory:"))
    made = assembly(store, getattr(request, "param", "secret"))
    open_vote(made)
    return made


@pytest.fixture
def staff(context: Context, sign_in: Callable[..., Any]) -> Callable[[str], Browser]:
    """Somebody with a role in the process."""
    app = create_app(WebConfig(":memory:", KEY, "http://localhost"), context=context)

    def enter(role: str) -> Browser:
        account = f"the-{role}"
        add_account(context, account, role)
        grant_role(context, account, role, "process", PROCESS)
        return Browser(sign_in(app, sign_in_link(context, account)))

    return enter


@pytest.fixture
def clerk(staff: Callable[[str], Browser]) -> Browser:
    return staff("secretary")


def confirmed(host: Browser, review: Any, seats: list[str]) -> Any:
    fields = {**host.hidden(review), "seats": seats, "go": "confirm"}
    return host.client.post(PLACE, data=fields)


def papers_in(context: Context) -> list[Any]:
    with context.store.read() as unit:
        return [dict(paper) for paper in unit.papers(PROCESS, "decision")]


@pytest.mark.parametrize("context", ["secret", "confidential"], indirect=True)
def test_a_tally_is_entered_and_counted_and_verifies(
    context: Context, clerk: Browser, tmp_path: Path
) -> None:
    typed = {"tally-for": "2", "tally-against": "1", "blank": "1", "seats": ALL}
    review = clerk.send(PLACE, **typed, go="review")
    assert review.status_code == 200, review.text
    assert "Papers: 4" in review.text
    assert papers_in(context) == []
    done = confirmed(clerk, review, ALL)
    assert (done.status_code, done.headers["Location"]) == (303, f"{PLACE}?did=4")
    entered = facts(context, "ballot.participated")
    assert [fact.public for fact in entered] == [{"seat": s, "form": "slip"} for s in ALL]
    act(context, "decision", "count")
    (counted,) = facts(context, "ballot.counted")
    assert {name: counted.body[name] for name in ("for", "against", "blank")} == {
        "for": 2, "against": 1, "blank": 1,
    }  # fmt: skip
    assert "The vote is counted" in clerk.get(PLACE).text
    export_bundle(context, PROCESS, tmp_path / "bundle.zip")
    assert "fail" not in {one.verdict for one in verify_file(tmp_path / "bundle.zip")}


def test_papers_come_from_a_file(context: Context, clerk: Browser) -> None:
    rows = "id;choice\n1;за\n2;против\n3;for\n4;abstain\n".encode("utf-16")
    fields = {**clerk.hidden(clerk.get(PLACE)), "seats": ALL, "go": "review"}
    review = clerk.client.post(PLACE, data={**fields, "file": (BytesIO(rows), "slips.csv")})
    assert review.status_code == 200, review.text
    assert confirmed(clerk, review, ALL).status_code == 303
    assert papers_in(context) == [
        {"choice": "abstain"}, {"choice": "against"}, {"choice": "for"}, {"choice": "for"},
    ]  # fmt: skip


def test_every_row_at_fault_is_told_and_nothing_is_entered(
    context: Context, clerk: Browser
) -> None:
    rows = "id,choice\n1,for\n1,for\n3,perhaps\n,for\nA,against\n6\n7,\n"
    answer = clerk.send(PLACE, rows=rows, seats=ALL, go="review")
    assert answer.status_code == 409
    for line in (3, 4, 5, 6, 7, 8):
        assert f"Line {line}:" in answer.text
    assert "Line 2:" not in answer.text
    assert "is a seat: a paper without a name bears none" in answer.text
    assert "7,\n" in answer.text.replace("\r", ""), "what was typed comes back"
    assert (papers_in(context), facts(context, "ballot.participated")) == ([], [])


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ({"tally-for": "4", "seats": ["A", "B"]}, 409, "4 papers, and 2 seats"),
        ({"tally-for": "2", "seats": ["A", "B"]}, 409, "it takes 3 at once"),
        ({"seats": ALL}, 409, "0 papers, and 4 seats"),
        ({"tally-for": "four", "seats": ALL}, 400, "A whole number is expected."),
        ({"tally-for": "-1", "seats": ALL}, 400, "A whole number is expected."),
        ({"tally-for": "99999", "seats": ALL}, 400, "There are more papers than seats."),
        ({"blank": "9999999", "seats": ALL}, 400, "A whole number is expected."),
        ({"rows": "nr,choice\n1,for\n", "seats": ALL}, 409, "The first column is called “id”"),
        ({"rows": "id,1,2\n1,for,against\n", "seats": ALL}, 409, "This method has the columns"),
        ({"tally-for": "4", "seats": ["A", "B", "C", "Z"]}, 409, "4 papers, and 3 seats"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_told(
    context: Context, clerk: Browser, typed: dict[str, Any], status: int, says: str
) -> None:
    answer = clerk.send(PLACE, **typed, go="review")
    assert answer.status_code == status, answer.text
    assert says in answer.text
    assert papers_in(context) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.csv"), (b"\xff\xfe\x00", "a.csv"), (b"PK\x03\x04", "a.xlsx"), (b"\x00" * 9, "a.csv"),
     ("id,choice\n1,да\n".encode("cp1251"), "a.csv"), (b"id,choice\n", "a.csv")],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told(
    context: Context, clerk: Browser, content: bytes, name: str
) -> None:
    fields = {**clerk.hidden(clerk.get(PLACE)), "seats": ALL, "go": "review"}
    answer = clerk.client.post(PLACE, data={**fields, "file": (BytesIO(content), name)})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert name in answer.text
    assert papers_in(context) == []


def test_who_votes_between_check_and_entry_keeps_all_papers_out(
    context: Context, clerk: Browser
) -> None:
    review = clerk.send(PLACE, **{"tally-for": "4"}, seats=ALL, go="review")
    vote(context, "A", "against")
    late = confirmed(clerk, review, ALL)
    assert late.status_code == 409
    assert papers_in(context) == [{"choice": "against"}]


@pytest.mark.parametrize(("time", "code"), [("2", 409), ("", 400), ("x", 400)])
def test_papers_of_another_time_are_not_entered(
    context: Context, clerk: Browser, time: str, code: int
) -> None:
    review = clerk.send(PLACE, **{"tally-for": "4"}, seats=ALL, go="review")
    fields = {**clerk.hidden(review), "seats": ALL, "go": "confirm", "time": time}
    assert clerk.client.post(PLACE, data=fields).status_code == code
    assert papers_in(context) == []


def test_members_by_account_and_papers_of_the_room_lie_in_one_box(
    context: Context, clerk: Browser
) -> None:
    vote(context, "A", "against")
    page = clerk.get(PLACE).text
    assert 'value="A"' not in page
    assert "1 of 4" in page
    typed = {"tally-for": "3", "everybody": "yes"}
    review = clerk.send(PLACE, **typed, go="review")
    assert confirmed(clerk, review, ["B", "C", "D"]).status_code == 303
    act(context, "decision", "count")
    assert facts(context, "ballot.counted")[0].body["for"] == 3


def test_sent_twice_is_entered_once(context: Context, clerk: Browser) -> None:
    review = clerk.send(PLACE, **{"tally-for": "4"}, seats=ALL, go="review")
    assert confirmed(clerk, review, ALL).status_code == 303
    confirmed(clerk, review, ALL)
    assert len(papers_in(context)) == 4


def test_nothing_of_what_is_on_the_papers_is_kept_elsewhere(
    context: Context, clerk: Browser, caplog: Any
) -> None:
    rows = "id,choice\n1,for\n2,for\n3,against\n4,abstain\n"
    review = clerk.send(PLACE, rows=rows, seats=ALL, go="review")
    assert confirmed(clerk, review, ALL).status_code == 303
    with context.store.read() as unit:
        kept = [[fact.kind, dict(fact.body)] for fact in unit.facts(PROCESS)]
    told = json.dumps(kept, default=str)
    assert "against" not in told
    assert "against" not in caplog.text


@pytest.mark.parametrize("context", ["roll_call"], indirect=True)
def test_a_vote_by_name_has_no_such_page(context: Context, clerk: Browser) -> None:
    assert clerk.get(PLACE).status_code in {404, 409}
    assert "papers/decision" not in clerk.get(f"/en/p/{PROCESS}/running/").text


def test_others_do_not_enter_papers(context: Context, staff: Any, sign_in: Any) -> None:
    for role in ("agency", "observer", "auditor"):
        assert staff(role).get(PLACE).status_code == 403
    for role in ("returning_officer", "facilitator"):
        other = staff(role)
        page = other.get(PLACE).text
        assert "you enter none" in page
        assert PLACE not in other.get(f"/en/p/{PROCESS}/running/").text
        assert "<form method" not in page.split("<main")[1].split("</main>")[0]
        forged = {"csrf_token": other.token(), "key": "k" * 20, "go": "confirm", "time": "1"}
        sent = other.client.post(PLACE, data={**forged, "tally-for": "4", "seats": ALL})
        assert sent.status_code == 409
    app = create_app(WebConfig(":memory:", KEY, "http://localhost"), context=context)
    member = Browser(sign_in(app, sign_in_link(context, "account-A")))
    assert member.get(PLACE).status_code == 403
    assert papers_in(context) == []
