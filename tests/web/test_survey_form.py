"""The form of a survey at a member's place, and the survey's part on the portal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.process.facts import Actor
from deliberate.core.services.accounts import sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.panel_of_ballots import CLERK, NAME, SEATS, act, process_of
from tests.panel_of_surveys import asked
from tests.web.conftest import KEY, PLAIN, Browser

PLACE = f"/en/p/{NAME}/my/survey/poll"
PAGE = f"/en/p/{NAME}/surveys/"
ANSWERS = {
    "q-opinion": "yes",
    "q-uses": ["play", "rest"],
    "q-worth": "3",
    "q-visits": "12",
    "q-remark": "A <pond>, please.",
}


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """Five members who are asked what they think."""
    with open_store(":memory:", migrate=True) as store:
        yield asked(store, tmp_path)


@pytest.fixture
def ann(context: Context, sign_in: Callable[..., Any]) -> Browser:
    """The holder of seat A."""
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
    return Browser(sign_in(app, sign_in_link(context, "member-A")))


def sent(member: Browser, **changed: Any) -> Any:
    """The form filled in, looked through and sent."""
    typed = {**ANSWERS, **changed}
    review = member.send(PLACE, **typed, go="review")
    several = {name: value for name, value in typed.items() if isinstance(value, list)}
    fields = {**member.hidden(review), **several, "go": "confirm"}
    return review, member.client.post(PLACE, data=fields)


def test_before_it_is_opened_there_is_no_form(ann: Browser) -> None:
    page = ann.get(PLACE)
    assert "The survey is not open yet." in page.text
    assert "<fieldset" not in page.text


def test_a_member_answers_and_nobody_is_shown_what(context: Context, ann: Browser) -> None:
    act(context, "poll", "open")
    form = ann.get(PLACE).text
    assert form.count("<fieldset") == 3
    assert "The answers are anonymous" in form
    assert "<script" not in form.replace('<script src="', "")
    assert "Answer the survey: " in ann.get(f"/en/p/{NAME}/my/").text
    review, done = sent(ann)
    assert "A &lt;pond&gt;, please." in review.text
    assert "Play, Rest" in review.text
    assert (done.status_code, done.headers["Location"]) == (303, PLACE)
    (fact,) = process_of(context).select("survey.participated")
    assert dict(fact.body) == {"seat": "A"}
    after = ann.get(PLACE).text
    assert "The answers are anonymous: nobody is shown what you said." in after
    assert "pond" not in after
    assert "<fieldset" not in after


def test_a_second_time_is_refused(context: Context, ann: Browser) -> None:
    act(context, "poll", "open")
    first = ann.send(PLACE, **ANSWERS, go="review")
    assert sent(ann)[1].status_code == 303
    again = ann.client.post(PLACE, data={**ann.hidden(first), "go": "confirm"})
    assert again.status_code == 409
    assert len(process_of(context).select("survey.participated")) == 1


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"q-visits": "often"}, "q-visits", "Write a whole number."),
        ({"q-visits": "366"}, "q-visits", "The number lies outside its limits."),
        ({"q-opinion": "perhaps"}, "q-opinion", "Known: Yes"),
        ({"q-remark": "x" * 2001}, "q-remark", "A free answer has at most 2,000 characters."),
    ],
)
def test_a_mistake_stands_beside_its_field(
    context: Context, ann: Browser, typed: dict[str, str], field: str, says: str
) -> None:
    act(context, "poll", "open")
    answer = ann.send(PLACE, **{**ANSWERS, **typed}, go="confirm")
    assert answer.status_code == 400
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert process_of(context).select("survey.participated") == ()


def test_every_question_can_be_left_out(context: Context, ann: Browser) -> None:
    act(context, "poll", "open")
    nothing = {name: [] if isinstance(value, list) else "" for name, value in ANSWERS.items()}
    review, done = sent(ann, **nothing)
    assert review.text.count("No answer") == 5
    assert done.status_code == 303


def test_the_portal_shows_counts_without_small_ones(context: Context, ann: Browser) -> None:
    assert ann.client.get(PAGE).status_code == 404
    act(context, "poll", "open")
    assert "The survey is open." in ann.client.get(PAGE).text
    for seat in SEATS:
        paper = {"opinion": "yes", "worth": 3, "visits": 12 if seat == "A" else 4}
        act(context, "poll", "answer", Actor(f"member-{seat}", "member"), answers=paper)
    act(context, "poll", "close", CLERK)
    page = ann.client.get(PAGE).text
    assert re.search(r'<caption id="(asked-poll-\d+)">Should there be a park\?</caption>', page)
    assert '<td class="number">5</td>' in page
    assert "100%" in page
    assert "pond" not in page
