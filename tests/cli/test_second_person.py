"""Acts of two persons: one asks, another one approves; nobody does both."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import PROCESS, Office

REASON = tuple(f"--set=reason.{lang}=2027" for lang in ("kk", "ru", "en"))
SUSPEND = ("do", PROCESS, "process", "suspend", "--as", "aida", *REASON)


@pytest.fixture
def request_number(office: Office) -> str:
    """The number of a request that waits."""
    assert office("user", "grant", "bolat", "secretary", "--process", PROCESS).code == 0
    asked = office(*SUSPEND, "--key", "s1", "--json")
    assert asked.code == 0, asked.said
    assert asked.json["facts"] == ["approval.requested"]
    assert asked.json["waits_for_approval"] is True
    return str(asked.json["last"])


def test_it_waits_and_everybody_sees_it(office: Office, request_number: str) -> None:
    (waiting,) = office("approve", PROCESS, "--json").json
    assert waiting["request"] == int(request_number)
    assert (waiting["step"], waiting["action"], waiting["by"]) == ("process", "suspend", "aida")
    assert waiting["body"]["reason"]["kk"] == "2027"
    assert request_number in office("approve", PROCESS, lang="kk").out
    status = office("status", PROCESS).out
    assert f"Request {request_number} waits for a second person: process suspend" in status
    machine = office("status", PROCESS, "--json").json
    assert [item["request"] for item in machine["approvals"]] == [int(request_number)]
    assert machine["state"] == "open"


def test_what_is_asked_for_again_with_the_same_key(office: Office, request_number: str) -> None:
    before = office.record()
    again = office(*SUSPEND, "--key", "s1", "--json")
    assert (again.code, again.json["repeated"]) == (0, True)
    assert again.json["last"] == int(request_number)
    assert office.record() == before


def test_a_key_belongs_to_one_act(office: Office, request_number: str) -> None:
    said = office.refused("do", PROCESS, "order", "draft", "--as", "aida", "--key", "s1")
    assert "KEY_REUSED" in said


@pytest.mark.parametrize(
    ("account", "code", "words"),
    [
        ("aida", 1, "SAME_PERSON The person who asked cannot approve"),
        ("dana", 1, "ROLE dana has no role for this: suspend the process."),
        ("ghost", 2, "NO_ACCOUNT There is no account “ghost”."),
    ],
)
def test_who_cannot_approve(
    office: Office, request_number: str, account: str, code: int, words: str
) -> None:
    assert office("user", "add", "dana").code == 0
    assert words in office.refused("approve", PROCESS, request_number, "--as", account, code=code)


def test_a_number_that_nobody_gave(office: Office, request_number: str) -> None:
    said = office.refused("approve", PROCESS, "999", "--as", "bolat")
    assert "NO_REQUEST No request number 999 waits for approval." in said
    assert f"Waiting: {request_number}." in said
    assert "a whole number is expected" in office.refused(
        "approve", PROCESS, "nine", "--as", "bolat", code=2
    )
    assert "It is not said who acts." in office.refused("approve", PROCESS, request_number, code=2)


def test_the_second_person_makes_it_happen_once(office: Office, request_number: str) -> None:
    done = office("approve", PROCESS, request_number, "--as", "bolat", "--json")
    assert done.code == 0, done.said
    assert done.json["facts"] == ["approval.given", "process.suspended"]
    assert office("approve", PROCESS, "--json").json == []
    assert "NO_REQUEST" in office.refused("approve", PROCESS, request_number, "--as", "bolat")


NO = ("--reason", "kk=Керек емес", "--reason", "ru=Не нужно", "--reason", "en=2027")


def test_the_second_person_rejects_with_a_reason(office: Office, request_number: str) -> None:
    reject = ("approve", PROCESS, request_number, "--reject")
    assert "SAME_PERSON" in office.refused(*reject, *NO, "--as", "aida")
    assert "reason is missing" in office.refused(*reject, "--as", "bolat", code=2)
    missing = office.refused(*reject, "--reason", "ru=Не нужно", "--as", "bolat")
    assert "LANGUAGES reason is missing in: kk." in missing
    done = office(*reject, *NO, "--as", "bolat", "--json")
    assert done.json["facts"] == ["approval.rejected"]
    assert office("approve", PROCESS, "--json").json == []
    assert office("status", PROCESS, "--json").json["state"] == "open"
    assert "NO_REQUEST" in office.refused("approve", PROCESS, request_number, "--as", "bolat")


def test_who_asked_withdraws(office: Office, request_number: str) -> None:
    withdraw = ("approve", PROCESS, request_number, "--withdraw", "--as")
    assert "OTHER_PERSON Only the person who asked" in office.refused(*withdraw, "bolat")
    assert "NO_ACCOUNT" in office.refused(*withdraw, "ghost", code=2)
    done = office(*withdraw, "aida", "--json", lang="kk")
    assert done.json["facts"] == ["approval.withdrawn"]
    assert office("approve", PROCESS, "--json").json == []


def test_an_ending_that_makes_no_sense(office: Office, request_number: str) -> None:
    assert "which request" in office.refused("approve", PROCESS, "--reject", code=2)
    words = ("approve", PROCESS, request_number, "--as", "bolat", *NO)
    assert "An approval takes no reason." in office.refused(*words, code=2)
    broken = ("approve", PROCESS, request_number, "--reject", "--as", "bolat", "--reason", "no")
    assert "does not set a value" in office.refused(*broken, code=2)


def test_a_suspended_process_can_only_go_on_or_end(office: Office, request_number: str) -> None:
    assert office("approve", PROCESS, request_number, "--as", "bolat").code == 0
    said = office.refused("do", PROCESS, "order", "draft", "--as", "aida")
    assert said.strip() == "STATUS The process is suspended."
    possible = office("do", PROCESS, "--json").json
    assert {item["step"] for item in possible} == {"process"}
    assert "resume" in {item["action"] for item in possible}
    resumed = office("do", PROCESS, "process", "resume", "--as", "bolat", *REASON, "--json").json
    assert office("approve", PROCESS, str(resumed["last"]), "--as", "aida", lang="ru").code == 0
    assert office("do", PROCESS, "order", "draft", "--as", "aida").code == 0


def test_a_delegate_is_replaced_by_two(office: Office, request_number: str) -> None:
    """What is refused at the asking is refused before anybody has to approve it."""
    name = json.dumps({"kk": "А. Б.", "ru": "А. Б.", "en": "A. B."})
    said = office.refused(
        "do", PROCESS, "constitution", "replace", "--as", "aida", *REASON, f"--set=name={name}",
        "--set=seat=P01", "--set=holder=dana", "--set=letter=7",
    )  # fmt: skip
    assert "“Filling the permanent seats” is not open yet" in said
