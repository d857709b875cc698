"""Recruitment from the draw to the thanks, on each engine: what is kept, refused and published."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import DeliberateError, Refused, UnusableInput
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.recruitment.registered import line_hash, pool_lines
from deliberate.core.recruitment.reply_codes import ALPHABET
from deliberate.core.services.appending import append
from deliberate.core.services.approving import approve
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.calls import call_list, record_call
from deliberate.core.services.recruiting.desk import blank_people, codes_of, registration_desk
from deliberate.core.services.recruiting.people_files import Columns, read_people
from deliberate.core.services.recruiting.replies import (
    Reply,
    answer,
    answer_for,
    invitee,
    register,
    withdraw,
)
from deliberate.core.services.recruiting.taking_in import import_invited, import_pool
from deliberate.core.storage import Store, open_store
from tests.recruitment import (
    BEGIN,
    CLOSED,
    DRAWN,
    INVITED,
    PROCESS,
    SECOND,
    STAFF,
    at,
    draw,
    draw_body,
    invited,
    opened,
    people_csv,
    willing,
)


@pytest.fixture
def context(address: str, registry: Any, tmp_path: Path) -> Any:
    with open_store(address, migrate=True) as store:
        yield invited(store, registry, tmp_path)


def codes(context: Context) -> dict[int, str]:
    return {item.respondent.number: code for item, code in codes_of(context, STAFF, PROCESS)}


def refused(act: Any) -> DeliberateError:
    with pytest.raises(DeliberateError) as caught:
        act()
    return caught.value


def closed(context: Context) -> Context:
    """The pool closed by two persons, after everybody with an odd number said yes."""
    known = codes(context)
    for number in range(1, INVITED, 2):
        answer(context, known[number], willing(number, name=f"Person {number}"))
    answer(context, known[2], Reply("declined"))
    later = at(context, CLOSED)
    asked = perform(later, STAFF, PROCESS, "registration", "close", {})
    assert asked.waits_for_approval
    approve(later, SECOND, PROCESS, asked.last_seq)
    return later


def test_everybody_drawn_is_invited_once(context: Context, tmp_path: Path) -> None:
    desk = registration_desk(context, STAFF, PROCESS)
    assert [item.respondent.number for item in desk.people] == list(range(1, INVITED + 1))
    assert desk.counts["invited"] == INVITED
    assert len(set(codes(context).values())) == INVITED
    # numbers follow chance and not the file
    assert [item.row.person["name"] for item in desk.people if item.row.person] != [
        f"Person {n}" for n in range(1, INVITED + 1)
    ]
    # what nobody needs is not kept
    assert "secret" not in json.dumps([item.row.person for item in desk.people])
    file = read_people(people_csv(tmp_path))
    error = refused(lambda: import_invited(context, STAFF, PROCESS, "invitation", file))
    assert error.code == "TWICE"


def test_a_file_that_is_not_the_draw_changes_nothing(
    store: Store, registry: Any, tmp_path: Path
) -> None:
    context = opened(store, registry)
    file = read_people(people_csv(tmp_path, 3))
    error = refused(lambda: import_invited(context, STAFF, PROCESS, "invitation", file))
    assert error.code == "ORDER"
    perform(context, STAFF, PROCESS, "invitation", "draw", draw_body(4))
    error = refused(lambda: import_invited(context, STAFF, PROCESS, "invitation", file))
    assert error.code == "ROWS"
    assert [finding.code for finding in error.findings] == ["DRAW", "DRAW"]
    early = refused(lambda: perform(context, STAFF, PROCESS, "invitation", "send", {}))
    assert early.code == "NOT_IMPORTED"
    lines = people_csv(tmp_path, 4).read_text(encoding="utf-8").replace("H3", "H2")
    (tmp_path / "twice.csv").write_text(lines, encoding="utf-8")
    error = refused(
        lambda: import_invited(
            context, STAFF, PROCESS, "invitation", read_people(tmp_path / "twice.csv")
        )
    )
    assert [str(finding.where) for finding in error.findings] == [f"{tmp_path / 'twice.csv'}:4"]
    assert registration_desk(context, STAFF, PROCESS).people == ()


def test_a_row_that_was_not_drawn_is_named_with_its_reason(
    store: Store, registry: Any, tmp_path: Path
) -> None:
    context, path = opened(store, registry), people_csv(tmp_path, 8)
    perform(context, STAFF, PROCESS, "invitation", "draw", draw_body(8))
    drawn = path.read_text(encoding="utf-8")
    first = drawn.splitlines()[1]
    wrong = {
        drawn.replace(",900003,", ",900103,"): {4},
        drawn.replace(first, f"0,{first.split(',', 1)[1]}"): {2},
        drawn.replace("rank,hash,stratum", "rank,hash,region").replace("urban", "Urban"): {0},
    }
    for text, lines in wrong.items():
        path.write_text(text, encoding="utf-8")
        error = refused(
            lambda: import_invited(context, STAFF, PROCESS, "invitation", read_people(path))
        )
        found = {finding.where.line for finding in error.findings if finding.where}
        assert lines <= found
    # the columns of the strata are called as the register calls them
    path.write_text(drawn.replace("rank,hash,stratum", "rank,hash,region"), encoding="utf-8")
    done = import_invited(context, STAFF, PROCESS, "invitation", read_people(path))
    assert (done.count, done.checked) == (8, True)


def test_the_draw_is_recorded_once_and_put_right_by_two(store: Store, registry: Any) -> None:
    context, body = opened(store, registry), draw_body()
    reason = {"reason": dict.fromkeys(("kk", "ru", "en"), "typing")}
    for wrong in (body, body | reason):
        refused(lambda: perform(context, STAFF, PROCESS, "invitation", "correct_draw", wrong))  # noqa: B023
    perform(context, STAFF, PROCESS, "invitation", "draw", body)
    other = body | {"seed": "another"}
    assert (
        refused(lambda: perform(context, STAFF, PROCESS, "invitation", "draw", other)).code
        == "TWICE"
    )
    asked = perform(context, STAFF, PROCESS, "invitation", "correct_draw", other | reason)
    assert asked.waits_for_approval
    approve(context, SECOND, PROCESS, asked.last_seq)
    with store.read() as unit:
        fact = unit.facts(PROCESS)[-1]
    assert (fact.kind, fact.public["seed"]) == ("invitation.drawn", "another")


def test_small_strata_stay_out_of_the_record(store: Store, registry: Any) -> None:
    context = opened(store, registry)
    body = draw_body() | {"strata": {"urban": 14, "rural": 7, "island": 3}}
    perform(context, STAFF, PROCESS, "invitation", "draw", body)
    with store.read() as unit:
        fact = unit.facts(PROCESS)[-1]
    assert fact.public["strata"] == {"urban": 14, "rural": None, "island": None}
    assert fact.body["strata"]["island"] == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"register_sha256": "short"}, "HASH"),
        ({"drawn": 25, "strata": {}}, "COUNT"),
        ({"people": 10}, "COUNT"),
        ({"strata": {"urban": 1}}, "STRATA"),
    ],
)
def test_a_draw_that_does_not_add_up_is_refused(
    store: Store, registry: Any, change: dict[str, Any], code: str
) -> None:
    context = opened(store, registry)
    body = draw_body() | change
    error = refused(lambda: perform(context, STAFF, PROCESS, "invitation", "draw", body))
    assert error.code == code


def test_an_answer_by_code_can_be_changed_and_taken_back(context: Context) -> None:
    code = codes(context)[5]
    first = answer(context, code.lower().replace("-", " "), willing(5))
    assert (first.number, first.standing) == ("R0005", "willing")
    again = answer(context, code, willing(5))
    assert again == first
    desk = registration_desk(context, STAFF, PROCESS).people[4]
    assert len(desk.answers) == 1
    assert (desk.row.person or {})["needs_text"] == "лифт керек"
    assert line_hash(desk.respondent) == first.line
    assert withdraw(context, code).standing == "withdrawn"
    desk = registration_desk(context, STAFF, PROCESS).people[4]
    person = desk.row.person or {}
    assert [entry.answer for entry in desk.answers] == ["willing", "withdrawn"]
    assert set(person) == {"id", "name", "address", "language"}
    assert answer(context, code, willing(5)).standing == "willing"


def test_every_wrong_code_gets_one_refusal(context: Context) -> None:
    code = codes(context)[1].replace("-", "")
    other = ALPHABET[(ALPHABET.index(code[0]) + 1) % 32] + code[1:]
    errors = [
        refused(lambda typed=typed: invitee(context, typed))
        for typed in (other, "", "0000-0000-0000", code[:-1], "' OR 1=1 --", "Ә" * 12)
    ]
    assert {(error.code, str(error.message)) for error in errors} == {
        ("CODE", "This code is not known.")
    }


def test_who_does_not_meet_a_requirement_is_not_eligible(context: Context) -> None:
    receipt = answer(context, codes(context)[3], replace(willing(3), meets={"R1": False}))
    assert receipt.standing == "ineligible"


def test_who_is_not_eligible_keeps_no_contact_or_needs(context: Context) -> None:
    """Neither at once nor when a willing answer is changed; the address stays for the thanks."""
    known, wrong = codes(context), {"R1": False}
    answer(context, known[3], replace(willing(3), meets=wrong))
    answer(context, known[5], willing(5))
    before = people_of(context)
    assert {"phone", "needs", "needs_text"} <= set(before[5])
    answer(context, known[5], replace(willing(5), meets=wrong))
    for number in (3, 5):
        person = people_of(context)[number]
        assert not {"phone", "email", "needs", "needs_text"} & set(person)
        assert person["address"].startswith("Mira ")


def people_of(context: Context) -> dict[int, Any]:
    desk = registration_desk(context, STAFF, PROCESS)
    return {item.respondent.number: item.row.person or {} for item in desk.people}


@pytest.mark.parametrize(
    ("reply", "fields"),
    [
        (Reply("perhaps"), ["answer"]),
        (Reply("willing"), ["R1", "sex", "age", "phone"]),
        (replace(willing(1), values={"sex": "female", "age": "17"}), ["age"]),
        (replace(willing(1), meets={"R1": True, "R9": False}), ["There is no question “R9”."]),
        (willing(1, needs_text="x" * 2001), ["needs_text"]),
    ],
)
def test_a_reply_that_is_not_complete_keeps_nothing(
    context: Context, reply: Reply, fields: list[str]
) -> None:
    error = refused(lambda: answer(context, codes(context)[1], reply))
    assert [str(f.message).split(":")[0] for f in error.findings] == fields
    assert registration_desk(context, STAFF, PROCESS).counts["invited"] == INVITED


def test_staff_enter_paper_and_calls_and_the_row_says_who(context: Context) -> None:
    answer_for(context, STAFF, PROCESS, 7, willing(7), "paper")
    desk = registration_desk(context, STAFF, PROCESS)
    assert desk.channels == {"paper": 1}
    assert desk.people[6].answers[0].actor == STAFF.id
    cases = (
        (lambda: answer_for(context, STAFF, PROCESS, 7, willing(7), "web"), "CHANNEL"),
        (lambda: answer_for(context, STAFF, PROCESS, 99, willing(9), "paper"), "NO_RESPONDENT"),
        (
            lambda: answer_for(context, Actor("x", "chair"), PROCESS, 7, willing(7), "paper"),
            "ROLE",
        ),
        (lambda: register(context, PROCESS, willing(1)), "NO_OPEN_REGISTRATION"),
    )
    assert [refused(act).code for act, _ in cases] == [code for _, code in cases]


@pytest.mark.parametrize("role", ["chair", "member", "observer", "citizen", "auditor", "operator"])
def test_nobody_but_organisers_sees_people(context: Context, role: str) -> None:
    actor = Actor("x", role)
    for act in (
        lambda: registration_desk(context, actor, PROCESS),
        lambda: codes_of(context, actor, PROCESS),
        lambda: call_list(context, actor, PROCESS),
        lambda: blank_people(context, actor, PROCESS),
        lambda: record_call(context, actor, PROCESS, 1, "accepted"),
    ):
        assert refused(act).code in {"ROLE", "NO_SEAT", "OFFICE"}


def test_the_closed_pool_is_a_hash_that_each_can_check(context: Context) -> None:
    code = codes(context)[1]
    early = refused(lambda: perform(context, STAFF, PROCESS, "registration", "close", {}))
    assert early.code == "EARLY"
    later = closed(context)
    with later.store.read() as unit:
        fact = unit.facts(PROCESS)[-1]
    desk = registration_desk(later, STAFF, PROCESS)
    lines = pool_lines([item.respondent for item in desk.people])
    assert fact.kind == "registration.closed"
    assert (fact.public["count"], fact.public["invited"]) == (12, INVITED)
    assert fact.public["sha256"] == digest(canonical(lines))
    own = desk.people[0].respondent
    assert line_hash(own) in lines
    assert fact.public["values"]["sex"] == {"male": 12}
    assert fact.body["values"]["age"] == {"18-34": 4, "35-54": 4, "55+": 4}
    assert fact.public["values"]["age"] == {"18-34": None, "35-54": None, "55+": None}
    assert fact.public["answers"]["declined"] is None
    late = [
        refused(lambda: answer(later, code, Reply("declined"))),
        refused(lambda: answer_for(later, STAFF, PROCESS, 1, willing(1), "phone")),
    ]
    assert [error.code for error in late] == ["CLOSED", "CLOSED"]
    assert invitee(later, code).closed is not None


def test_nothing_about_a_person_leaves(context: Context) -> None:
    later = closed(context)
    with later.store.read() as unit:
        public = json.dumps(
            [[fact.body, fact.public] for fact in unit.facts(PROCESS)], ensure_ascii=False
        ) + "".join(line.decode() for line in unit.entries(PROCESS))
        rows = unit.respondents(PROCESS, "registration")
    for word in ("Person", "Mira", "лифт", "+7 701", "step_free", "9000"):
        assert word not in public
    assert not [row for row in rows if row.salt in public or row.household in public]


def test_the_bundle_names_nobody(context: Context, tmp_path: Path) -> None:
    later = closed(context)
    export_bundle(later, PROCESS, tmp_path / "bundle.zip")
    with ZipFile(tmp_path / "bundle.zip") as bundle:
        everything = b"".join(bundle.read(name) for name in sorted(bundle.namelist())).decode()
    people = registration_desk(later, STAFF, PROCESS).people
    private = {word for item in people for word in (item.respondent.salt, item.row.household)}
    for word in ("Person", "Mira", "лифт", "+7 701", '"step_free"', *private):
        assert word not in everything
    assert "registration.closed" in everything


def test_calls_are_kept_in_their_order_and_alternates_follow(context: Context) -> None:
    later = at(closed(context), DRAWN)
    assert refused(lambda: call_list(later, STAFF, PROCESS)).code == "NOBODY_DRAWN"
    draw(later, [3, 1, 5, 7], [9, 11])
    listed = call_list(later, STAFF, PROCESS)
    assert [item.number for item in listed] == [
        "R0001",
        "R0003",
        "R0005",
        "R0007",
        "R0009",
        "R0011",
    ]
    assert [item.due for item in listed] == [True] * 4 + [False] * 2
    assert listed[0].person["phone"]
    record_call(later, STAFF, PROCESS, 1, "not_reached")
    found = record_call(later, SECOND, PROCESS, 1, "accepted")
    assert [(call.outcome, call.actor) for call in found.calls] == [
        ("not_reached", STAFF.id),
        ("accepted", SECOND.id),
    ]
    record_call(later, STAFF, PROCESS, 3, "declined")
    record_call(later, STAFF, PROCESS, 5, "call_back", DRAWN + timedelta(hours=2))
    assert [item.due for item in call_list(later, STAFF, PROCESS)] == [
        False, False, False, True, True, False,
    ]  # fmt: skip
    evening = at(later, DRAWN + timedelta(hours=2))
    assert call_list(evening, STAFF, PROCESS)[2].due
    cases = (
        (lambda: record_call(later, STAFF, PROCESS, 13, "accepted"), "NOT_DRAWN"),
        (lambda: record_call(later, STAFF, PROCESS, 7, "maybe"), "OUTCOME"),
        (lambda: record_call(later, STAFF, PROCESS, 7, "call_back"), "AGAIN"),
        (lambda: record_call(later, STAFF, PROCESS, 7, "call_back", BEGIN), "AGAIN"),
        (lambda: record_call(later, STAFF, PROCESS, 7, "accepted", evening.clock.now()), "AGAIN"),
    )
    assert [refused(act).code for act, _ in cases] == [code for _, code in cases]


def test_people_are_blanked_when_their_time_has_come(context: Context) -> None:
    later = closed(context)
    assert refused(lambda: blank_people(later, STAFF, PROCESS)).code == "EARLY"
    with later.store.transaction() as unit:
        process = later.read_process(unit, PROCESS)
        append(unit, process, STAFF, (Draft("evaluation.closed", "session", 1, None, {}, {}),))
    too_soon = at(later, CLOSED + timedelta(days=89))
    assert refused(lambda: blank_people(too_soon, STAFF, PROCESS)).code == "EARLY"
    in_time = at(later, CLOSED + timedelta(days=90))
    before = registration_desk(in_time, STAFF, PROCESS).people
    assert blank_people(in_time, STAFF, PROCESS) == INVITED
    assert blank_people(in_time, STAFF, PROCESS) == 0
    after = registration_desk(in_time, STAFF, PROCESS).people
    assert [item.respondent for item in after] == [item.respondent for item in before]
    assert {item.row.person for item in after} == {None}


def test_a_pool_comes_as_a_file_all_of_it_or_none(
    store: Store, registry: Any, tmp_path: Path
) -> None:
    context = opened(store, registry)
    path = tmp_path / "pool.csv"
    head = "Sex;Alter;name;home\n"
    path.write_text(head + "female;18-34;A;1\nmale;17;B;1\nother;55+;C;2\n", encoding="utf-8")
    columns = Columns({"name": "name"}, {"sex": "Sex", "age": "Alter"}, "home")
    file = read_people(path)
    error = refused(lambda: import_pool(context, STAFF, PROCESS, "registration", file, columns))
    assert [str(finding.where) for finding in error.findings] == [f"{path}:3", f"{path}:4"]
    assert isinstance(error, UnusableInput)
    assert registration_desk(context, STAFF, PROCESS).people == ()
    lacking = Columns({}, {"sex": "Sex"})
    error = refused(lambda: import_pool(context, STAFF, PROCESS, "registration", file, lacking))
    assert error.code == "COLUMNS"
    path.write_text(head + "female;18-34;A;1\nmale;55+;B;1\n", encoding="utf-8")
    done = import_pool(context, STAFF, PROCESS, "registration", read_people(path), columns)
    assert (done.count, done.unused) == (2, ())
    people = registration_desk(context, STAFF, PROCESS).people
    assert {item.respondent.standing for item in people} == {"willing"}
    assert len({item.respondent.household for item in people}) == 1
    assert "1" not in {item.respondent.household for item in people}


def test_a_refused_command_is_an_ordinary_one(context: Context) -> None:
    with pytest.raises(Refused):
        perform(context, STAFF, PROCESS, "invitation", "draw", draw_body())
