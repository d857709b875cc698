"""The public pages of points and of what was put together: pages, charts, files, programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.cells_that_weigh import CELLS, NAME, cell, do, sitting, two_cells, voted, weighed
from tests.web.conftest import KEY, PLAIN

HERE = f"/en/p/{NAME}/"
POINTS, TOGETHER = f"{HERE}weighting/", f"{HERE}gathering/"
API = f"/api/v1/processes/{NAME}/"


@pytest.fixture
def context() -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        yield two_cells(store)


@pytest.fixture
def browser(context: Context) -> FlaskClient:
    return create_app(WebConfig(":memory:", KEY, PLAIN), context=context).test_client()


def gathered(context: Context) -> None:
    """Everything that the two cells bring, put together."""
    sitting(context)
    weighed(context)
    voted(context)
    one = {"id": "wishes", "text": {"en": "Own wishes"}, "of": ["only-north", "only-south"]}
    do(context, "listed", "gather", same=[one])
    do(context, "summed", "gather")
    do(context, "voted", "gather")


def words(browser: FlaskClient, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", page.text.replace("</figure>", "|")).split())


def rows(browser: FlaskClient, table: str) -> list[dict[str, str]]:
    answer = browser.get(f"{HERE}data/{table}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_before_anybody_gives_points_the_pages_say_so(browser: FlaskClient) -> None:
    assert "Nobody has given points yet." in words(browser, POINTS)
    told = words(browser, TOGETHER)
    assert told.count("This has not been put together yet.") == 2
    assert "Not over yet: Ideas – North; Ideas – South" in told
    front = words(browser, HERE)
    assert "Points of the members Nobody has given points yet." in front
    assert "Results put together This has not been put together yet." in front
    assert rows(browser, "weightings") == []


def test_while_points_are_given_only_their_number_is_told(
    context: Context, browser: FlaskClient
) -> None:
    sitting(context)
    for name in CELLS:
        do(context, f"weights_{name}", "open")
    full = [["cafe", 5]]
    do(context, "weights_north", "enter", papers=[full], seats=cell(context, "north")[:1])
    told = words(browser, POINTS)
    assert "North: Points are being given. 1 member has done so." in told
    assert "South: Points are being given. 0 members have done so." in told
    assert "The papers, without names" not in told
    assert "A café in the mill" in told
    assert rows(browser, "weightings") == rows(browser, "weighting-papers") == []
    (weighing,) = browser.get(f"{API}weightings").get_json()["weightings"]
    assert [part["papers"] for part in weighing["parts"]] == [[], []]
    assert [part["people"] for part in weighing["parts"]] == [1, 0]
    do(context, "weights_north", "close")
    told = words(browser, POINTS)
    assert "cafe A café in the mill 5 – 5" in told
    assert "only-south Wish of the south – – –" in told
    assert "North South So far" in told
    assert "North: Points are being given." not in told


def test_points_stand_by_cell_and_together_with_a_chart(
    context: Context, browser: FlaskClient
) -> None:
    sitting(context)
    weighed(context)
    page = browser.get(POINTS).text
    assert '<figure class="chart" id="chart-weights-1">' in page
    assert "chart-summed" not in page
    told = words(browser, POINTS)
    assert "What gets points North South Together" in told
    assert "cafe A café in the mill 14 14 28" in told
    assert "only-north Wish of the north 6 – 6" in told
    assert "Papers handed in 4 4 8" in told
    assert "Everybody gives 5 points, all of them." in told
    assert "The points have not been added up over all groups yet." in told
    assert "North: 4 papers Papers alike cafe only-north 3 3 2 1 5 0" in told
    do(context, "summed", "gather")
    page = browser.get(POINTS).text
    assert '<figure class="chart" id="chart-summed">' in page
    told = words(browser, POINTS)
    assert "Papers handed in: 8; points given: 40." in told
    assert "All points Added up on 1 February 2027" in told


def test_what_was_put_together_keeps_its_origin(context: Context, browser: FlaskClient) -> None:
    gathered(context)
    told = words(browser, TOGETHER)
    assert "cafe A café in the mill North South" in told
    assert "wishes Own wishes North only-north South only-south" in told
    assert "1 text unites what was said to mean the same." in told
    assert "Answer North South Together For 3 1 4 Against 1 3 4" in told
    assert "The sum decides nothing: no threshold was set for it." in told
    assert '<figure class="chart" id="chart-voted">' in browser.get(TOGETHER).text
    assert "Added up on" in words(browser, POINTS)


def test_files_have_what_the_pages_have(context: Context, browser: FlaskClient) -> None:
    gathered(context)
    points = [(row["group_en"], row["item"], row["points"]) for row in rows(browser, "weightings")]
    assert sorted(points) == [
        ("North", "cafe", "14"),
        ("North", "only-north", "6"),
        ("South", "cafe", "14"),
        ("South", "only-south", "6"),
    ]
    papers = rows(browser, "weighting-papers")
    assert len(papers) == 16
    assert sum(int(row["points"]) for row in papers) == 40
    assert not {"seat", "name"} & set(papers[0])
    made = [row for row in rows(browser, "gatherings") if row["gathering"] == "voted"]
    assert [(row["item"], row["group_en"], row["votes"]) for row in made][:2] == [
        ("for", "North", "3"),
        ("for", "South", "1"),
    ]


def test_only_a_model_with_points_lists_their_tables(
    browser: FlaskClient, client: FlaskClient
) -> None:
    assert "weighting-papers.csv" in browser.get(f"{HERE}data/").text
    jury = "/en/p/temirkent-heating-2027/data/"
    assert "weighting-papers.csv" not in client.get(jury).text
    assert "gatherings.csv" not in client.get(jury).text


def test_programs_read_the_same(context: Context, browser: FlaskClient) -> None:
    gathered(context)
    (weighing,) = browser.get(f"{API}weightings").get_json()["weightings"]
    assert [(item["id"], item["points"]) for item in weighing["items"]] == [
        ("cafe", 28),
        ("only-north", 6),
        ("only-south", 6),
    ]
    assert [len(part["papers"]) for part in weighing["parts"]] == [2, 2]
    found = {one["step"]: one for one in browser.get(f"{API}gatherings").get_json()["gatherings"]}
    assert (found["summed"]["points"], found["summed"]["people"]) == (40, 8)
    assert found["voted"]["options"] == ["for", "against", "abstain"]
    assert found["voted"]["totals"] == [4, 4, 0]
    assert [len(item["origins"]) for item in found["listed"]["items"]] == [2, 2]


def test_the_record_calls_points_points(context: Context, browser: FlaskClient) -> None:
    gathered(context)
    told = words(browser, f"{HERE}record/?step=weights_north")
    assert "what gets points number cafe text A café in the mill" in told
    assert "points of each person 5" in told
    assert "papers, without names on the paper cafe: 3; only-north: 2" in told
    assert "members who gave points 4 points of each cafe 14 only-north 6" in told
    together = words(browser, f"{HERE}record/?step=summed")
    assert "put together as sum" in together
    assert "in the strand North (north)" in together
    assert "score" not in told + together
