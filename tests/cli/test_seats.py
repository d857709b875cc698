"""A seat's account from the command line: tied once, to one seat, and what it may do then."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import PROCESS, Office, today

NAME = json.dumps({"kk": "А. Б.", "ru": "А. Б.", "en": "A. B."})


@pytest.fixture
def desk(office: Office) -> Office:
    """Two seats with delegates."""
    freeze = ("--set=number=1", f"--set=date={today()}")
    assert office("do", PROCESS, "order", "draft", "--as", "aida").code == 0
    assert office("do", PROCESS, "order", "freeze", "--as", "aida", *freeze).code == 0
    for seat in ("P01", "P05"):
        body = (f"--set=seat={seat}", f"--set=holder=h-{seat}", f"--set=name={NAME}")
        delegate = ("do", PROCESS, "constitution", "delegate", "--as", "aida", *body)
        answer = office(*delegate, "--set=letter=7")
        assert answer.code == 0, answer.said
    assert office("user", "add", "serik").code == 0
    return office


def test_an_account_is_tied_to_a_seat(desk: Office) -> None:
    tie = ("user", "seat", "serik", PROCESS, "P05", "--as", "aida")
    assert desk(*tie).out == "serik acts for seat P05.\n"
    assert "LINKED" in desk.refused(*tie)
    assert "ONE_SEAT This account acts for seat P05 already." in desk.refused(
        "user", "seat", "serik", PROCESS, "P01", "--as", "aida"
    )
    listed = {row["account"]: row["acts_for"] for row in desk("user", "list", "--json").json}
    assert listed["serik"] == [{"process": PROCESS, "position": "seat:P05"}]
    assert f"acts for P05 ({PROCESS})" in " ".join(desk("user", "list").out.split())
    declared = ("do", PROCESS, "declarations", "declare", "--as", "serik", "--set=conflict=false")
    assert "“Declarations of interest” is not open yet" in desk.refused(*declared)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("serik", PROCESS, "P99", "--as", "aida"), 1, "NO_SEAT"),
        (("serik", PROCESS, "P02", "--as", "aida"), 1, "VACANT"),
        (("ghost", PROCESS, "P05", "--as", "aida"), 2, "deliberate user add ghost"),
        (("serik", "nope", "P05", "--as", "aida"), 2, "NO_PROCESS"),
        (("serik", PROCESS, "P05", "--as", "bolat"), 1, "bolat has no role for this"),
        (("serik", PROCESS, "P05"), 2, "It is not said who acts."),
    ],
)
def test_a_tie_that_is_refused(desk: Office, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in desk.refused("user", "seat", *words, code=code)


def test_a_granted_member_without_a_seat_learns_what_is_missing(desk: Office) -> None:
    assert desk("user", "grant", "serik", "member", "--process", PROCESS).code == 0
    said = desk.refused("do", PROCESS, "regulation", "agree", "--as", "serik")
    assert "NO_SEAT This account acts for no seat of this process." in said
    assert f"deliberate user seat ACCOUNT {PROCESS} SEAT" in said


def test_nobody_is_chair_by_a_grant(desk: Office) -> None:
    assert desk("user", "grant", "serik", "chair", "--process", PROCESS).code == 0
    said = desk.refused("do", PROCESS, "session", "close", "--as", "serik")
    assert "NO_OFFICE Nobody holds the office “chair” now." in said
    assert "Until it is filled, this is for: agency, facilitator, secretary." in said
    russian = desk("do", PROCESS, "session", "close", "--as", "serik", lang="ru").err
    assert "«председатель»" in russian
