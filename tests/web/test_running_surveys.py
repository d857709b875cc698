"""The page on which a survey is opened and closed: its state, its review, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.process.facts import Actor
from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.panel_of_ballots import CLERK, NAME, SEATS, act, process_of
from tests.panel_of_surveys import SURVEY, asked
from tests.web.conftest import KEY, PLAIN, Browser

PLACE = f"/en/p/{NAME}/running/survey/poll"
INDEX = f"/en/p/{NAME}/running/"
SAMPLE = SURVEY.replace('questionnaire = "poll"', 'questionnaire = "poll"\nwho = "sample"')


@pytest.fixture
def context(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Context]:
    """Five members who are asked what they think, or what a test asks for instead."""
    with open_store(":memory:", migrate=True) as store:
        yield asked(store, tmp_path, getattr(request, "param", SURVEY))


@pytest.fixture
def staff(context: Context, sign_in: Callable[..., Any]) -> Callable[[str], Browser]:
    """Somebody with a role in the process."""
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)

    def enter(role: str) -> Browser:
        add_account(context, f"the-{role}", role)
        grant_role(context, f"the-{role}", role, "process", NAME)
        return Browser(sign_in(app, sign_in_link(context, f"the-{role}")))

    return enter


@pytest.mark.parametrize("role", ["agency", "secretary", "facilitator"])
def test_a_survey_is_opened_answered_and_closed(context: Context, staff: Any, role: str) -> None:
    host = staff(role)
    assert f'href="{PLACE}"' in host.get(INDEX).text
    assert f'href="{INDEX}"' in host.get("/en/my-place").text
    before = host.get(PLACE).text
    assert "not open yet" in before
    assert "Should there be a park?" in before
    review = host.send(PLACE, act="open", go="review")
    assert "Open the survey?" in review.text
    assert "cannot be changed" in review.text
    assert process_of(context).select("survey.opened") == ()
    assert host.send(PLACE, review, go="confirm").status_code == 303
    for seat in SEATS[:3]:
        member = Actor(f"member-{seat}", "member")
        act(context, "poll", "answer", member, answers={"opinion": "yes"})
    assert "3 of 5" in host.get(PLACE).text
    review = host.send(PLACE, act="close", go="review")
    assert "3 of 5 people asked have answered." in review.text
    assert "This cannot be taken back." in review.text
    assert process_of(context).select("survey.closed") == ()
    assert host.send(PLACE, review, go="confirm").status_code == 303
    (closed,) = process_of(context).select("survey.closed")
    assert closed.body["answered"] == 3
    assert "its result is published" in host.get(PLACE).text


def test_who_thinks_better_of_it_changes_nothing(context: Context, staff: Any) -> None:
    host = staff("secretary")
    review = host.send(PLACE, act="open", go="review")
    back = host.send(PLACE, review, go="change")
    assert back.status_code == 200
    assert 'value="review"' in back.text
    assert process_of(context).select("survey.opened") == ()


def test_sent_twice_is_done_once_and_a_second_opening_is_told(context: Context, staff: Any) -> None:
    host = staff("secretary")
    review = host.send(PLACE, act="open", go="review")
    other = host.send(PLACE, act="open", go="review")
    assert host.send(PLACE, review, go="confirm").status_code == 303
    assert host.send(PLACE, review, go="confirm").status_code == 303
    again = host.send(PLACE, other, go="confirm")
    assert again.status_code == 409
    assert "The survey is already open." in again.text
    assert len(process_of(context).select("survey.opened")) == 1


def test_an_act_that_is_none_is_refused(context: Context, staff: Any) -> None:
    host = staff("secretary")
    answer = host.send(PLACE, act="answer", go="confirm")
    assert answer.status_code == 400
    assert "Choose what is to be done." in answer.text
    early = host.send(PLACE, act="close", go="confirm")
    assert early.status_code == 409
    assert "The survey is not open yet." in early.text


@pytest.mark.parametrize("context", [SAMPLE], indirect=True)
@pytest.mark.parametrize("typed", ["", "0", "-3", "many", "1.5", "9" * 30, "٣"])
def test_how_many_are_asked_is_a_whole_number(context: Context, staff: Any, typed: str) -> None:
    host = staff("agency")
    wrong = host.send(PLACE, act="open", asked=typed, go="review")
    assert wrong.status_code == 400
    assert 'id="asked-error"' in wrong.text
    assert process_of(context).select("survey.opened") == ()
    review = host.send(PLACE, act="open", asked="120", go="review")
    assert host.send(PLACE, review, go="confirm").status_code == 303
    assert process_of(context).select("survey.opened")[0].body["asked"] == 120


def test_nobody_else_has_the_page(context: Context, staff: Any, sign_in: Any) -> None:
    for role in ("observer", "auditor"):
        assert staff(role).get(PLACE).status_code == 403
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
    member = Browser(sign_in(app, sign_in_link(context, "member-A")))
    assert member.get(PLACE).status_code == 403
    assert member.get(INDEX).status_code == 403


def test_a_step_that_is_no_survey_has_no_page(context: Context, staff: Any) -> None:
    host = staff("secretary")
    assert host.get(f"/en/p/{NAME}/running/survey/session").status_code in {404, 409}
    assert host.get(f"/en/p/{NAME}/running/survey/nothing").status_code in {404, 409}


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_the_page_speaks_the_readers_language(context: Context, staff: Any, locale: str) -> None:
    host = staff("secretary")
    page = host.get(PLACE.replace("/en/", f"/{locale}/")).text
    assert "Survey" not in page
    act(context, "poll", "open", CLERK)
    again = host.send(PLACE.replace("/en/", f"/{locale}/"), act="open", go="confirm")
    assert again.status_code == 409
    assert "already" not in again.text
