"""The paper of a member by method: the right inputs, mistakes beside the field, the review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from deliberate.core.process.facts import Actor
from deliberate.core.services.accounts import add_account, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.panel_of_ballots import AGENCY, NAME, SEATS, TEXT, act, in_session, process_of
from tests.web.conftest import KEY, PLAIN, Browser

PLACE = f"/en/p/{NAME}/my/vote/"


@pytest.fixture
def panel() -> Iterator[tuple[Flask, Context]]:
    with open_store(":memory:", migrate=True) as store:
        context = in_session(store)
        add_account(context, "ann", "Ann")
        act(context, "seats", "link", AGENCY, seat="A", account="ann")
        yield create_app(WebConfig(":memory:", KEY, PLAIN), context=context), context


@pytest.fixture
def ann(panel: tuple[Flask, Context], sign_in: Callable[..., Any]) -> Callable[[str], Browser]:
    """The holder of seat A, with a ballot opened."""
    app, context = panel
    browser = Browser(sign_in(app, sign_in_link(context, "ann")))

    def enter(step: str) -> Browser:
        if not process_of(context).select("ballot.opened", step=step):
            act(context, step, "open", text=TEXT)
        return browser

    return enter


def cast(context: Context) -> dict[str, Any]:
    body = dict(process_of(context).select("ballot.cast")[-1].body)
    assert body.pop("seat") == "A"
    return body


PAPERS: tuple[tuple[str, dict[str, Any], str, dict[str, Any]], ...] = (
    ("vote1", {"choice": "not_retain"}, "Do not retain", {"marks": [["not_retain", 1]]}),
    (
        "approving",
        {"approved": ["park", "wait"]},
        "<li>Wait</li>",
        {"marks": [["park", 1], ["wait", 1]]},
    ),
    (
        "ordering",
        {"mark-park": "2", "mark-road": "1"},
        "<dd>2</dd>",
        {"marks": [["park", 2], ["road", 1]]},
    ),
    ("scoring", {"mark-wait": "10"}, "<dd>10</dd>", {"marks": [["wait", 10]]}),
    ("weights", {"mark-park": "5"}, "<dd>5</dd>", {"marks": [["park", 5]]}),
    ("living", {"mark-park": "3"}, "<dd>3</dd>", {"marks": [["park", 3]]}),
    (
        "agreeing",
        {"choice": "object", "reason": "It costs <too> much."},
        "It costs &lt;too&gt; much.",
        {"marks": [["object", 1]], "reason": "It costs <too> much."},
    ),
    ("plain", {"choice": "for"}, "You vote:", {"choice": "for"}),
)


def test_a_member_votes_by_the_method_of_the_ballot(panel: Any, ann: Any) -> None:
    for step, typed, reviewed, kept in PAPERS:
        member = ann(step)
        review = member.send(PLACE + step, **typed, go="review")
        assert review.status_code == 200, review.text
        assert reviewed in review.text
        several = {name: value for name, value in typed.items() if isinstance(value, list)}
        fields = {**member.hidden(review), **several, "go": "confirm"}
        done = member.client.post(PLACE + step, data=fields)
        assert (step, done.status_code) == (step, 303)
        assert cast(panel[1]) == kept
        assert "You voted:" in member.get(PLACE + step).text


@pytest.mark.parametrize("typed", [{"choice": "abstain"}, {"abstain": "yes"}, {}])
def test_a_member_may_state_no_opinion_or_approve_of_nothing(
    panel: Any, ann: Any, typed: dict[str, str]
) -> None:
    step = {"choice": "vote1", "abstain": "weights"}.get("".join(typed), "approving")
    member = ann(step)
    assert member.through(PLACE + step, **typed).status_code == 303
    assert cast(panel[1]) == ({"opt_out": True} if typed else {"marks": []})


MISTAKES: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("vote1", {}, "Choose one of the answers.", "choice"),
    ("vote1", {"choice": "lake"}, "Choose one of the answers.", "choice"),
    (
        "ordering",
        {"mark-park": "1", "mark-road": "3"},
        "No option has the number before 3.",
        "mark-road",
    ),
    (
        "ordering",
        {"mark-park": "1", "mark-road": "1"},
        "Several options have the number 1.",
        "mark-park",
    ),
    ("ordering", {}, "Mark at least one option, or state no opinion.", "paper"),
    ("scoring", {"mark-park": "11"}, "A number from 0 to 10 is possible.", "mark-park"),
    ("scoring", {"mark-park": "ten"}, "Write a whole number.", "mark-park"),
    ("weights", {"mark-park": "3", "mark-road": "3"}, "You gave 6 points; you have 5.", "paper"),
    ("weights", {"mark-park": "-1"}, "A number from 0 to 5 is possible.", "mark-park"),
    ("agreeing", {"choice": "object", "reason": " "}, "Say why you object.", "reason"),
)


def test_a_mistake_stands_beside_its_field(panel: Any, ann: Any) -> None:
    for step, typed, says, field in MISTAKES:
        answer = ann(step).send(PLACE + step, **typed, go="confirm")
        assert (step, answer.status_code) == (step, 400)
        assert says in answer.text
        assert f'id="{field}-error"' in answer.text
        assert f'id="{field}"' in answer.text
        for name, value in typed.items():
            if name.startswith("mark-") and value in {"1", "3"}:
                assert (
                    f'value="{value}" selected' in answer.text or f'value="{value}">' in answer.text
                )
    assert not process_of(panel[1]).select("ballot.cast")


def test_every_input_has_a_label(ann: Any) -> None:
    page = ann("ordering").get(PLACE + "ordering").text
    for name in ("park", "road", "wait"):
        assert f'<label for="mark-{name}">' in page
        assert f'<select id="mark-{name}" name="mark-{name}"' in page
    assert "Put them in order: 1 is what you want most" in page


def test_the_public_page_tells_the_count_in_words(panel: Any) -> None:
    app, context = panel
    act(context, "pairs", "open", text=TEXT)
    for seat, first in zip(SEATS, ("park", "park", "road", "wait", "park"), strict=True):
        if seat == "A":
            act_as = {"marks": {first: 1}}
            act(context, "pairs", "cast", Actor("ann", "member"), **act_as)
        else:
            act(context, "pairs", "cast", seat=seat, form="roll_call", marks={first: 1})
    act(context, "pairs", "count")
    page = app.test_client().get(f"/en/p/{NAME}/decision/").text
    assert "A park" in page
    assert "How the votes were counted" in page
    assert "A park beats 2 of the others in pairs." in page
    assert '<figure class="chart" id="chart-pairs-1">' in page
    assert "Positions that did not prevail" in page
    assert "<li>A road: 1.</li>" in page
