"""A member gives points at the own place: the form, its mistakes, the receipt, who may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from deliberate.core.services.accounts import sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.cells_that_weigh import NAME, account_of, cell, do, process, sitting, two_cells
from tests.web.conftest import KEY, PLAIN, Browser

MY = f"/en/p/{NAME}/my/"
PLACE = f"{MY}points/weights_north/1"
PAPER = {"mark-cafe": "3", "mark-only-north": "2"}


@pytest.fixture
def context() -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        made = two_cells(store)
        sitting(made)
        yield made


@pytest.fixture
def ann(context: Context, sign_in: Callable[..., Any]) -> Browser:
    """A member of the cell in the north."""
    account = account_of(context, cell(context, "north")[0])
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
    return Browser(sign_in(app, sign_in_link(context, account)))


def taken(context: Context) -> int:
    return len(process(context).select("weighting.participated"))


def test_before_it_is_opened_there_is_no_form(context: Context, ann: Browser) -> None:
    page = ann.get(PLACE).text
    assert "Nobody can give points yet." in page
    assert "<fieldset" not in page
    do(context, "weights_north", "open")
    sent = ann.get(PLACE)
    assert 'label for="mark-cafe"' in sent.text


def test_a_member_gives_points_and_nobody_is_shown_which(context: Context, ann: Browser) -> None:
    do(context, "weights_north", "open")
    assert "Give your points: " in ann.get(MY).text
    assert "Give your points: " in ann.get("/en/my-place").text
    form = ann.get(PLACE).text
    assert "Give 5 points" in form
    assert "All of them are to be given" in form
    assert "Points are given without a name." in form
    review = ann.send(PLACE, **PAPER, go="review")
    assert "<dd>3</dd>" in review.text
    assert taken(context) == 0
    done = ann.send(PLACE, review, go="confirm")
    assert (done.status_code, done.headers["Location"]) == (303, PLACE)
    (fact,) = process(context).select("weighting.participated")
    assert set(fact.body) == {"seat"}
    after = ann.get(PLACE).text
    assert "You gave your points. Nobody is shown which." in after
    assert f"Entry {fact.seq} of the public record" in after
    assert "<fieldset" not in after
    assert "You gave your points." in ann.get(MY).text


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"mark-cafe": "4"}, "paper", "You gave 6 points; you have 5."),
        ({"mark-cafe": "1"}, "paper", "You gave 3 points; all 5 are to be given."),
        ({"mark-cafe": "", "mark-only-north": ""}, "paper", "You gave 0 points; all 5 are to be"),
        ({"mark-cafe": "-1"}, "mark-cafe", "A number from 0 to 5 is possible."),
        ({"mark-cafe": "many"}, "mark-cafe", "Write a whole number."),
        ({"mark-cafe": "1.5"}, "mark-cafe", "Write a whole number."),
    ],
)
def test_a_mistake_stands_beside_its_field(
    context: Context, ann: Browser, typed: dict[str, str], field: str, says: str
) -> None:
    do(context, "weights_north", "open")
    for go in ("review", "confirm"):
        answer = ann.send(PLACE, **{**PAPER, **typed}, go=go)
        assert answer.status_code == 400
        assert says in answer.text
        assert f'<a href="#{field}">' in answer.text
        assert f'id="{field}-error"' in answer.text
        assert f'id="{field}"' in answer.text
    if typed["mark-cafe"]:
        assert f'value="{typed["mark-cafe"]}"' in answer.text
    assert taken(context) == 0


def test_sent_twice_it_counts_once(context: Context, ann: Browser) -> None:
    do(context, "weights_north", "open")
    review = ann.send(PLACE, **PAPER, go="review")
    other = ann.send(PLACE, **PAPER, go="review")
    assert [ann.send(PLACE, review, go="confirm").status_code for _ in range(2)] == [303, 303]
    again = ann.send(PLACE, other, go="confirm")
    assert again.status_code == 409
    assert "has given its points already." in again.text
    assert taken(context) == 1


def test_a_form_that_comes_too_late_changes_nothing(context: Context, ann: Browser) -> None:
    do(context, "weights_north", "open")
    review = ann.send(PLACE, **PAPER, go="review")
    full = [["cafe", 5]]
    do(context, "weights_north", "enter", papers=[full], seats=cell(context, "north")[1:2])
    do(context, "weights_north", "close")
    late = ann.send(PLACE, review, go="confirm")
    assert late.status_code == 409
    assert "This was not done" in late.text
    assert "The points were added up without yours." in ann.get(PLACE).text
    assert taken(context) == 1


def test_who_sits_in_another_cell_gives_no_points_here(
    context: Context, sign_in: Callable[..., Any], ann: Browser
) -> None:
    do(context, "weights_north", "open")
    fields = ann.hidden(ann.get(PLACE))
    account = account_of(context, cell(context, "south")[0])
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
    other = Browser(sign_in(app, sign_in_link(context, account)))
    page = other.get(PLACE)
    assert "You do not belong to those who give points here." in page.text
    assert "<fieldset" not in page.text
    listed = other.get(MY).text
    assert "weights_south" in listed
    assert "weights_north" not in listed
    assert "Work unit – North" not in listed
    typed = {"csrf_token": other.token(), "key": fields["key"], **PAPER, "go": "confirm"}
    refused = other.client.post(PLACE, data=typed)
    assert refused.status_code == 409
    assert "does not take part: it is not here." in refused.text
    assert taken(context) == 0


def test_who_is_absent_waits(context: Context, ann: Browser) -> None:
    do(context, "weights_north", "open")
    seat = cell(context, "north")[0]
    do(context, "unit_north", "attend", seat=seat, presence="absent")
    assert "Only members who are present give points." in ann.get(PLACE).text


@pytest.mark.parametrize("address", ["weights_north/2", "weights_north/0", "unit_north/1", "x/1"])
def test_what_there_is_not_has_no_page(ann: Browser, address: str) -> None:
    assert ann.get(f"{MY}points/{address}").status_code == 404


def test_whoever_runs_the_session_sees_who_has_not_given_points(
    context: Context, link_for: Any, sign_in: Any, ann: Browser
) -> None:
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
    clerk = sign_in(app, link_for(context, ("secretary", "process", NAME)))
    today = f"/en/p/{NAME}/today/"
    assert "Points are not being given yet." in clerk.get(today).text
    do(context, "weights_north", "open")
    assert ann.through(PLACE, **PAPER).status_code == 303
    told = "Points are being given. Handed in: 1, still to come: 3."
    page = clerk.get(today).text
    assert told in page
    waiting = page.partition("Who has not given points yet")[2].partition("</details>")[0]
    north = cell(context, "north")
    assert [seat in waiting for seat in north] == [False, True, True, True]
    wall = clerk.get(f"{today}?view=projector").text
    assert told in wall
    do(context, "weights_north", "close")
    assert "The points are added up and published." in clerk.get(today).text
