"""Whoever holds the session opens a weighting, enters slips and adds up, on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.services.accounts import sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.cells_that_weigh import NAME, RULEBOOK, account_of, cell, do, process, sitting, two_cells
from tests.web.conftest import KEY, PLAIN, Browser

PLACE = f"/en/p/{NAME}/today/points/weights_north"


@pytest.fixture
def context() -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        made = two_cells(store)
        sitting(made)
        yield made


@pytest.fixture
def holding(context: Context, link_for: Any, sign_in: Any) -> Callable[[str], Browser]:
    """Somebody signed in with this role in the process."""

    def enter(role: str) -> Browser:
        app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
        return Browser(sign_in(app, link_for(context, (role, "process", NAME), account=role)))

    return enter


def acted(browser: Browser, act: str, **typed: Any) -> Any:
    """One act looked through and confirmed."""
    review = reviewed(browser, act, **typed)
    assert review.status_code == 200, review.text
    fields = {**browser.hidden(review), **_several(typed), "go": "confirm"}
    return browser.client.post(PLACE, data=fields)


def reviewed(browser: Browser, act: str, **typed: Any) -> Any:
    hidden = browser.hidden(browser.get(PLACE))
    return browser.client.post(PLACE, data={**hidden, "act": act, **typed, "go": "review"})


def _several(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if isinstance(value, list)}


def kinds(context: Context) -> list[str]:
    found = process(context).select(step="weights_north")
    return [fact.kind.partition(".")[2] for fact in found]


def test_a_facilitator_leads_a_weighting_from_opening_to_sum(
    context: Context, holding: Callable[[str], Browser]
) -> None:
    facilitator, north = holding("facilitator"), cell(context, "north")
    assert "today/points/weights_north" in facilitator.get(f"/en/p/{NAME}/today/").text
    page = facilitator.get(PLACE).text
    assert "Everybody who is present gives 5 points, without a name." in page
    assert "A café in the mill" in page
    assert acted(facilitator, "open").status_code == 303
    page = facilitator.get(PLACE).text
    assert page.count('name="seats"') == 4
    by_file = f"/en/p/{NAME}/running/papers/weights_north"
    assert f'href="{by_file}' in page
    assert facilitator.get(by_file).status_code == 200
    done = acted(facilitator, "enter", slips="3 2\n\n0, 5\r\n", seats=north[:2])
    assert (done.status_code, done.headers["Location"]) == (303, PLACE)
    assert facilitator.get(PLACE).text.count('name="seats"') == 2
    review = reviewed(facilitator, "close")
    assert "Handed in: 2, still to come: 2." in review.text
    assert acted(facilitator, "close").status_code == 303
    assert "The points are added up and published." in facilitator.get(PLACE).text
    assert kinds(context) == ["opened", "participated", "participated", "closed"]
    (closed,) = process(context).select("weighting.closed")
    assert dict(closed.body["sums"]) == {"cafe": 3, "only-north": 7}


def test_sent_twice_each_act_is_done_once(
    context: Context, holding: Callable[[str], Browser]
) -> None:
    secretary, north = holding("secretary"), cell(context, "north")
    for act, typed in (("open", {}), ("enter", {"slips": "5 0", "seats": north[:1]})):
        review = reviewed(secretary, act, **typed)
        fields = {**secretary.hidden(review), **_several(typed), "go": "confirm"}
        assert [secretary.client.post(PLACE, data=fields).status_code for _ in range(2)] == [
            303
        ] * 2
    assert kinds(context) == ["opened", "participated"]


@pytest.mark.parametrize(
    ("slips", "marked", "field", "says"),
    [
        ("", 1, "slips", "Write the points of one slip on each line."),
        ("5 0\n4 2", 2, "slips", "Slip 2: Points: 6; each person has 5."),
        ("4 0", 1, "slips", "Slip 1: Points: 4; all 5 are to be given."),
        ("6 -1", 1, "slips", "Slip 1: A number from 0 to 5 is possible."),
        ("5 zero", 1, "slips", "Slip 1: Write a whole number."),
        ("5", 1, "slips", "Slip 1: Numbers: 1; items: 2."),
        ("5 0", 2, "seats", "Slips: 1; members marked: 2."),
        ("5 0", 0, "seats", "Slips: 1; members marked: 0."),
    ],
)
def test_a_mistake_stands_beside_its_field(
    context: Context,
    holding: Callable[[str], Browser],
    slips: str,
    marked: int,
    field: str,
    says: str,
) -> None:
    do(context, "weights_north", "open")
    secretary = holding("secretary")
    seats = cell(context, "north")[:marked]
    answer = reviewed(secretary, "enter", slips=slips, seats=seats)
    assert answer.status_code == 400
    assert says in answer.text
    assert f'id="{field}-error"' in answer.text
    assert answer.text.count(" checked>") == marked
    assert kinds(context) == ["opened"]


def test_who_has_given_points_meanwhile_is_told_and_nothing_is_entered(
    context: Context, holding: Callable[[str], Browser]
) -> None:
    do(context, "weights_north", "open")
    secretary, north = holding("secretary"), cell(context, "north")
    review = reviewed(secretary, "enter", slips="5 0\n5 0", seats=north[:2])
    do(context, "weights_north", "enter", papers=[[["cafe", 5]]], seats=north[:1])
    fields = {**secretary.hidden(review), "seats": north[:2], "go": "confirm"}
    late = secretary.client.post(PLACE, data=fields)
    assert late.status_code == 409
    assert "has given its points already." in late.text
    assert kinds(context) == ["opened", "participated"]


def test_nothing_is_added_up_of_nothing(
    context: Context, holding: Callable[[str], Browser]
) -> None:
    do(context, "weights_north", "open")
    refused = acted(holding("secretary"), "close")
    assert refused.status_code == 409
    assert "Nobody has given any points." in refused.text


def test_the_agency_opens_and_closes_but_enters_no_slips(
    context: Context, holding: Callable[[str], Browser]
) -> None:
    agency = holding("agency")
    assert acted(agency, "open").status_code == 303
    page = agency.get(PLACE).text
    assert "Slips on paper" not in page
    assert "Add up and publish" in page


def test_who_is_a_member_alone_does_not_come_here(context: Context, sign_in: Any) -> None:
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
    account = account_of(context, cell(context, "north")[0])
    member = Browser(sign_in(app, sign_in_link(context, account)))
    assert member.get(PLACE).status_code == 403
    assert app.test_client().get(PLACE).status_code == 403


def test_before_its_time_the_page_says_what_is_missing(
    holding: Callable[[str], Browser], context: Context
) -> None:
    secretary = holding("secretary")
    assert secretary.get(f"/en/p/{NAME}/today/points/unit_north").status_code == 404
    assert secretary.get(f"/en/p/{NAME}/today/points/none").status_code == 404


@pytest.fixture
def free(tmp_path: Path) -> Iterator[Context]:
    """Cells that name what is weighed when they open it."""
    rulebook = tmp_path / "rulebook.toml"
    rulebook.write_text(RULEBOOK.read_text().replace('of = "ideas"\npoints', "points"))
    with open_store(":memory:", migrate=True) as store:
        made = two_cells(store, rulebook)
        sitting(made)
        yield made


def test_who_opens_it_writes_what_is_weighed(free: Context, link_for: Any, sign_in: Any) -> None:
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=free)
    clerk = Browser(sign_in(app, link_for(free, ("secretary", "process", NAME))))
    assert "One item on each line" in clerk.get(PLACE).text
    nothing = reviewed(clerk, "open", items_en=" \r\n ")
    assert nothing.status_code == 400
    assert 'id="items_en-error"' in nothing.text
    assert acted(clerk, "open", items_en="A <stage>\r\n\r\nA kitchen ").status_code == 303
    (opened,) = process(free).select("weighting.opened")
    assert [(item["id"], item["text"]["en"]) for item in opened.body["items"]] == [
        ("P1", "A <stage>"),
        ("P2", "A kitchen"),
    ]
    assert "A &lt;stage&gt;" in clerk.get(PLACE).text
