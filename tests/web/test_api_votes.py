"""The whole outcome of a vote for programs and in open data: every method, and no name too many."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from deliberate.core.process.facts import Actor
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate.i18n import LOCALES
from deliberate_web import WebConfig, create_app
from tests import papers
from tests.contract.test_ballots import STORY, held
from tests.panel_of_ballots import NAME, SEATS, TEXT, act, in_session
from tests.web.conftest import KEY, PLAIN
from tests.web.test_api import API, PROCESS, misfits

EXAMPLE = f"{API}/processes/{PROCESS}"
HERE = f"{API}/processes/{NAME}"


@pytest.fixture(scope="module")
def panel() -> Iterator[FlaskClient]:
    """A panel that has voted by every method, and in one more vote that is still open."""
    with open_store(":memory:", migrate=True) as store:
        context = held(in_session(store))
        options = [{"id": name, "text": {"en": name}} for name in ("one", "two")]
        act(context, "wording", "open", text=TEXT, options=options)
        act(context, "wording", "cast", seat="A", form="roll_call", marks={"one": 1})
        yield create_app(WebConfig(":memory:", KEY, PLAIN), context=context).test_client()


Rounds = dict[str, Any]


def rounds(client: FlaskClient, lang: str = "en", at: str = HERE) -> Rounds:
    answer = client.get(f"{at}/decision", query_string={"lang": lang})
    assert answer.status_code == 200
    return {one["step"]: one for one in answer.get_json()["rounds"]}


@pytest.fixture(scope="module")
def told(panel: FlaskClient) -> dict[str, Rounds]:
    """The votes of the panel by step, in each language."""
    return {lang: rounds(panel, lang) for lang in LOCALES}


def rows(client: FlaskClient, table: str, process: str = NAME) -> list[dict[str, str]]:
    content = client.get(f"/en/p/{process}/data/{table}.csv").data
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


# What each method tells beside the outcome, the numbers worked out by hand from the papers.
TOLD: dict[str, dict[str, Any]] = {
    "vote1": {
        "winner": "not_retain",
        "counts": {"retain": 1, "not_retain": 2},
        "shares": {"retain": "1/3", "not_retain": "2/3"},
        "opt_outs": 2,
        "base": 3,
        "base_of": "cast_less_opt_outs",
        "needed": 2,
        "threshold": {"more_than": "1/2"},
        "minority": [{"option": "retain", "votes": 1, "share": "1/3", "reasons": []}],
    },
    "vote2": {
        "winner": "park",
        "rounds": [
            {
                "number": 1,
                "counts": {"park": 2, "road": 2, "wait": 1},
                "eliminated": ["wait"],
                "transfers": {"park": 1, "road": 0},
                "exhausted": 0,
            },
            {
                "number": 2,
                "counts": {"park": 3, "road": 2},
                "eliminated": [],
                "transfers": {},
                "exhausted": 0,
            },
        ],
    },
    "approving": {
        "winner": None,
        "winners": ["park"],
        "counts": {"park": 3, "road": 2, "wait": 2},
        "ties": [{"options": ["road", "wait"], "rule": "none", "kept": [], "round": 0}],
    },
    "ordering": {"counts": {"park": 6, "road": "11/2", "wait": "7/2"}},
    "pairs": {"winner": "park"},
    "scoring": {
        "counts": {"park": 23, "road": 14, "wait": 14},
        "averages": {"park": "23/5", "road": "14/5", "wait": "14/5"},
        "levels": {
            "park": {"0": 2, "5": 1, "9": 2},
            "road": {"0": 3, "5": 1, "9": 1},
            "wait": {"0": 3, "5": 1, "9": 1},
        },
    },
    "weights": {"counts": {"park": 7, "road": 10, "wait": 8}, "winner": "road"},
    "agreeing": {
        "counts": {"consent": 2, "stand_aside": 1, "object": 1},
        "opt_outs": 1,
        "quorum": 3,
        "present": 5,
    },
    "living": {"threshold": {"at_least": "4/5"}, "needed": 4, "base": 5},
    "plain": {
        "winner": None,
        "winners": ["for"],
        "counts": {"for": 3, "against": 1},
        "shares": {"for": "3/5", "against": "1/5"},
        "cast": 5,
        "opt_outs": 1,
        "absent": 0,
        "present": 5,
        "seats": 5,
        "threshold": {"at_least_votes": 3},
        "needed": 3,
        "minority": [{"option": "against", "votes": 1, "share": "1/5", "reasons": []}],
    },
}


@pytest.mark.parametrize("step", [step for step, _, _ in STORY])
def test_each_method_tells_its_whole_outcome(told: dict[str, Rounds], step: str) -> None:
    found = told["en"][step]
    result, outcome = found["result"], {name: result for name, _, result in STORY}[step]
    assert (found["outcome"], result["outcome"]) == (outcome, outcome)
    assert result["method"] == found["method"]
    assert {key: result[key] for key in TOLD[step]} == TOLD[step]
    assert len(result["explanation"]) > 1
    assert result["words"]
    assert (result["absent"], result["cast"], result["invalid"]) == (0, 5, 0)
    assert set(result["counts"]) <= {option["id"] for option in found["options"]}
    assert all(option["text"]["text"] for option in found["options"])
    assert found["rules"]["seats"] == 5
    assert len(found["roll_call"]) == 5


def test_the_answers_are_what_the_description_says(panel: FlaskClient) -> None:
    document = panel.get(f"{API}/openapi.json").get_json()
    schema = {"$ref": "#/components/schemas/Decision"}
    for lang in LOCALES:
        answer = panel.get(f"{HERE}/decision", query_string={"lang": lang}).get_json()
        assert misfits(document, schema, answer) == []


def test_sentences_are_in_the_readers_language(told: dict[str, Rounds]) -> None:
    results = [told[lang]["vote2"]["result"] for lang in LOCALES]
    for key in ("explanation", "words"):
        assert len({json.dumps(one[key]) for one in results}) == len(LOCALES)
    assert len({json.dumps({**one, "explanation": 0, "words": 0}) for one in results}) == 1
    fixed = {told[lang]["plain"]["options"][0]["text"]["text"] for lang in LOCALES}
    assert len(fixed) == len(LOCALES)


def test_a_vote_that_is_open_tells_its_rules_and_no_number(
    panel: FlaskClient, told: dict[str, Rounds]
) -> None:
    found = told["en"]["wording"]
    assert (found["method"], [one["id"] for one in found["options"]]) == (
        "approval",
        ["one", "two"],
    )
    assert found["result"] is None
    assert found["objections"] == found["roll_call"] == []
    assert {found[key] for key in ("in_favour", "absent", "base", "needed")} == {None}
    for table in ("results", "counting", "roll-call"):
        assert not [row for row in rows(panel, table) if row["ballot"] == "wording"]


def test_by_name_each_paper_stands_beside_its_seat(told: dict[str, Rounds]) -> None:
    found = told["en"]
    cast = {one["member"]["seat"]: one for one in found["weights"]["roll_call"]}
    assert tuple(cast) == tuple(SEATS)
    assert cast["B"]["choice"] == "park 0, road 3, wait 2"
    assert {"option": "road", "number": 3} in cast["B"]["marks"]
    (objection,) = found["agreeing"]["objections"]
    assert (objection["reason"], objection["member"]["seat"]) == ("Costs.", "E")
    abstaining = [one for one in found["plain"]["roll_call"] if one["opt_out"]]
    assert [(one["choice"], one["marks"]) for one in abstaining] == [("abstain", [])]


def test_what_programs_knew_before_is_still_there(client: Any) -> None:
    """The rehearsed example: the old fields, and the same numbers in the whole outcome."""
    answer = client.get(f"{EXAMPLE}/decision?lang=ru").get_json()["rounds"]
    assert [one["in_favour"] for one in answer] == [19, 22]
    for one in answer:
        result = one["result"]
        assert result["counts"] == {"for": one["in_favour"], "against": one["against"]}
        told = (result["opt_outs"], result["absent"], result["base"], result["needed"])
        assert told == (one["abstain"], one["absent"], one["base"], one["needed"])
        assert (result["outcome"], result["seats"]) == (one["outcome"], 25)
        assert result["present"] >= result["cast"] - result["invalid"]
        assert {cast["choice"] for cast in one["roll_call"]} <= {"for", "against", "abstain"}


# ---------------------------------------------------------------- without names
def without_names(context: Context, secrecy: str) -> None:
    """Two adopt, two object in papers; the first and the last to do so is the same seat."""
    papers.held(context, {"B": "for", "D": "against", "A": "for", "C": "blank"})
    papers.act(context, "agreeing", "open", text={"en": "Agreed?"})
    for seat, why in (("D", "The noise."), ("A", ""), ("C", ""), ("B", "Costs.")):
        body = {"choice": "object", "reason": why} if why else {"choice": "consent"}
        member = Actor(f"account-{seat}", "member")
        perform(context, member, papers.PROCESS, "agreeing", "cast", body)
    papers.act(context, "agreeing", "count")


@pytest.mark.parametrize("secrecy", ["confidential", "secret"])
def test_without_names_no_paper_stands_beside_a_person(secrecy: str) -> None:
    with open_store(":memory:", migrate=True) as store:
        context = papers.assembly(store, secrecy)
        without_names(context, secrecy)
        app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)
        client = app.test_client()
        found = rounds(client, at=f"{API}/processes/{papers.PROCESS}")
        tables = {name: rows(client, name, papers.PROCESS) for name in ("results", "roll-call")}
    decision, agreeing = found["decision"], found["agreeing"]
    assert decision["roll_call"] == agreeing["roll_call"] == []
    assert (decision["blank"], decision["absent"], decision["result"]["absent"]) == (1, 0, 0)
    assert decision["result"]["counts"] == {"for": 2, "against": 1}
    # In the order of the words: neither of the seats nor of the voting.
    assert agreeing["objections"] == [
        {"reason": "Costs.", "member": None},
        {"reason": "The noise.", "member": None},
    ]
    for one in (decision, agreeing):
        assert not _seats_in(one)
    assert tables["roll-call"] == []
    (objecting,) = [row for row in tables["results"] if row["option"] == "object"]
    assert (objecting["number"], objecting["reasons"]) == ("2", "Costs.\nThe noise.")


def _seats_in(value: Any) -> list[str]:
    """Every value anywhere that is the name of a seat, or a key that would hold one."""
    if isinstance(value, dict):
        keys = [key for key in value if key == "seat"]
        return keys + [found for item in value.values() for found in _seats_in(item)]
    if isinstance(value, list):
        return [found for item in value for found in _seats_in(item)]
    return [value] if value in set(papers.SEATS) else []


# ---------------------------------------------------------------- files
def test_the_tables_of_open_data_have_every_method(panel: FlaskClient) -> None:
    decisions = {row["ballot"]: row for row in rows(panel, "decisions")}
    assert decisions["vote1"]["threshold"] == "more_than = 1/2"
    assert (decisions["vote1"]["method"], decisions["vote1"]["winners"]) == (
        "single_choice",
        "not_retain",
    )
    assert (decisions["plain"]["for"], decisions["plain"]["cast"]) == ("3", "5")
    assert (decisions["wording"]["method"], decisions["wording"]["outcome"]) == ("approval", "")
    results = {(row["ballot"], row["option"]): row for row in rows(panel, "results")}
    assert results["ordering", "road"]["number"] == "5.5"
    assert results["scoring", "park"]["average"] == "4.6"
    assert results["vote1", "not_retain"]["percent"] == "66.7"
    assert results["vote2", "wait"]["number"] == "1"
    assert [option for (step, option), row in results.items()
            if step == "living" and row["won"] == "true"] != []  # fmt: skip
    assert results["agreeing", "object"]["reasons"] == "Costs."
    counting = rows(panel, "counting")
    kinds = {(row["ballot"], row["what"]) for row in counting}
    assert {
        ("vote2", "round"), ("vote2", "transfer"), ("vote2", "exhausted"), ("pairs", "pair"),
        ("scoring", "level"), ("approving", "tie"),
    } <= kinds  # fmt: skip
    (left,) = [row for row in counting if row["ballot"] == "vote2" and row["out"] == "true"]
    assert (left["round"], left["option"], left["papers"]) == ("1", "wait", "1")
