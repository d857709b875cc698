"""The pages of a table plan: previewed, frozen, kept up when people leave, by the acts of old."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest

from deliberate.core.services.accounts import add_account, grant_role, sign_in_link
from deliberate.core.services.context import Context
from deliberate.core.storage import open_store
from deliberate_web import WebConfig, create_app
from tests.panel_at_tables import NAME, SEATS, at_tables, do, process_of, rounds_of
from tests.web.conftest import KEY, PLAIN, Browser

PLACE = f"/en/p/{NAME}/running/tables/tables"
PLAN = f"{PLACE}/plan"


@pytest.fixture
def context() -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        yield at_tables(store)


@pytest.fixture
def staff(context: Context, sign_in: Callable[..., Any]) -> Callable[[str], Browser]:
    """Somebody with a role in the process."""
    app = create_app(WebConfig(":memory:", KEY, PLAIN), context=context)

    def enter(role: str) -> Browser:
        add_account(context, f"the-{role}", role)
        grant_role(context, f"the-{role}", role, "process", NAME)
        return Browser(sign_in(app, sign_in_link(context, f"the-{role}")))

    return enter


@pytest.fixture
def host(staff: Callable[[str], Browser]) -> Browser:
    return staff("facilitator")


def previewed(host: Browser, **typed: Any) -> Any:
    page = host.send(PLAN, **{"seed": "7", "fixed": "", **typed}, go="review")
    assert page.status_code == 200, page.text
    return page


def acted(host: Browser, **typed: Any) -> Any:
    """Fill in the form of an act, look at it, and confirm."""
    review = host.send(PLACE, **typed, go="review")
    assert review.status_code == 200, review.text
    several = {name: value for name, value in typed.items() if isinstance(value, list)}
    return host.client.post(PLACE, data={**host.hidden(review), **several, "go": "confirm"})


@pytest.mark.parametrize("role", ["agency", "secretary", "facilitator"])
def test_a_plan_is_looked_at_and_then_frozen(context: Context, staff: Any, role: str) -> None:
    host = staff(role)
    assert "Plan the tables" in host.get(PLACE).text
    page = previewed(host, fixed="R1 2")
    assert "no plan has more than" in page.text
    assert "How the tables are mixed" in page.text
    assert process_of(context).select("tables.planned") == ()
    done = host.send(PLAN, page, go="confirm")
    assert (done.status_code, done.headers["Location"]) == (303, f"{PLACE}?did=plan")
    (fact,) = process_of(context).select("tables.planned")
    assert fact.body["seed"] == "7"
    assert all("R1" in tables[1] for tables in rounds_of(context))
    shown = host.get(f"{PLACE}?did=plan").text
    assert "The plan is frozen" in shown
    for table in rounds_of(context)[0]:
        assert ", ".join(table) in shown


def test_the_page_plans_what_the_command_line_plans(context: Context, host: Browser) -> None:
    page = previewed(host)
    do(context, "plan", seed="7")
    for tables in rounds_of(context):
        for table in tables:
            assert ", ".join(table) in page.text


def test_without_a_seed_the_one_of_the_preview_is_frozen(context: Context, host: Browser) -> None:
    page = previewed(host, seed="")
    assert host.send(PLAN, page, go="confirm").status_code == 303
    (fact,) = process_of(context).select("tables.planned")
    assert fact.body["seed"] == f"{NAME}/tables/1/0"


def test_another_plan_than_the_one_looked_at_is_not_frozen(context: Context, host: Browser) -> None:
    do(context, "plan", seed="7")
    page = previewed(host, seed="8")
    do(context, "absent", seat="B4")
    late = host.send(PLAN, page, go="confirm")
    assert late.status_code == 409
    assert "has changed meanwhile" in late.text
    assert len(process_of(context).select("tables.planned")) == 1
    forged = host.send(PLAN, previewed(host, seed="8"), go="confirm", rounds_sha256="0" * 64)
    assert forged.status_code == 409


def test_fixed_seats_come_from_a_file(context: Context, host: Browser) -> None:
    def sent(content: bytes, name: str = "seats.csv") -> Any:
        fields = {**host.hidden(host.get(PLAN)), "seed": "7", "fixed": "R9 9", "go": "review"}
        return host.client.post(PLAN, data={**fields, "file": (BytesIO(content), name)})

    page = sent(b"id,table,round\nR1,2,\nB1,3,1\n")
    assert page.status_code == 200
    assert host.send(PLAN, page, go="confirm").status_code == 303
    assert "B1" in rounds_of(context)[0][2]
    wrong = sent(b"id,table\nR1,two\n,1\n")
    assert wrong.status_code == 400
    assert "Line 2:" in wrong.text
    assert "Line 3:" in wrong.text
    assert "table7" not in wrong.text
    for content, name in [(b"", "a.csv"), (b"\xff\xfe\x00", "b.csv"), (b"PK\x03\x04", "c.xlsx")]:
        assert sent(content, name).status_code == 400


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("R1", 400, "Line 1:"),
        ("R1 2 1 4", 400, "Line 1:"),
        ("R1 2\nR2 x", 400, "Line 2:"),
        ("R1 0", 400, "such as: R07 2 1"),
        ("R99 1", 409, "R99 is not among the people."),
        ("R1 9", 409, "There is no table 9 in round 1"),
        ("R1 1 7", 409, "There is no round 7"),
        ("R1 1\nR1 2", 409, "is fixed at two tables"),
        ("\n".join(f"R{n} 1" for n in range(1, 7)), 409, "6 fixed seats, and 4 places"),
        ("<b>x</b> 1", 409, "&lt;b&gt;x&lt;/b&gt; is not among the people."),
    ],
)
def test_wrong_fixed_seats_are_told(
    context: Context, host: Browser, typed: str, status: int, says: str
) -> None:
    answer = host.send(PLAN, seed="7", fixed=typed, go="review")
    assert answer.status_code == status
    assert says in answer.text
    assert typed.splitlines()[0].replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert process_of(context).select("tables.planned") == ()


def test_somebody_leaves_and_the_rounds_to_come_are_planned_anew(
    context: Context, host: Browser
) -> None:
    do(context, "plan", seed="7", fixed=[{"seat": "R1", "table": 2}])
    before = rounds_of(context)
    assert acted(host, act="hold", round="1").status_code == 303
    assert acted(host, act="absent", seats=["B4", "R1"], absent_round="").status_code == 303
    assert [sum(map(len, tables)) for tables in rounds_of(context)] == [12, 10, 10]
    shown = host.get(PLACE).text
    assert "Round 1 (held)" in shown
    assert "B4 (rounds: 2, 3)" in shown
    form = host.get(PLAN).text
    assert re.search(r"<textarea[^>]*>\s*</textarea>", form), "who is absent keeps no fixed seat"
    page = previewed(host, seed="8")
    assert host.send(PLAN, page, go="confirm").status_code == 303
    after = rounds_of(context)
    assert after[0] == before[0]
    assert sorted(seat for table in after[1] for seat in table) == sorted(set(SEATS) - {"B4", "R1"})
    assert acted(host, act="hold", round="2").status_code == 303
    assert acted(host, act="hold", round="3").status_code == 303
    assert "all rounds were held" in host.get(PLACE).text


def test_fixed_seats_hold_until_others_are_named(context: Context, host: Browser) -> None:
    do(context, "plan", seed="7", fixed=[{"seat": "R1", "table": 2}])
    assert "R1 2</textarea>" in host.get(PLAN).text


def test_absences_are_recorded_for_all_or_nobody(context: Context, host: Browser) -> None:
    do(context, "plan", seed="7")
    do(context, "absent", seat="R2")
    answer = host.send(PLACE, act="absent", seats=["R1", "R2"], absent_round="", go="confirm")
    assert answer.status_code == 409
    assert "R2" in answer.text
    assert len(process_of(context).select("tables.absent")) == 1
    nobody = host.send(PLACE, act="absent", absent_round="", go="review")
    assert nobody.status_code == 400
    assert "Choose who is not there." in nobody.text


def test_a_move_that_breaks_something_says_what_and_can_be_done_nevertheless(
    context: Context, host: Browser
) -> None:
    do(context, "plan", seed="7", fixed=[{"seat": "R1", "table": 2}])
    asked = {"act": "move", "move_round": "1", "seat": "R1", "to": "t1"}
    refused = host.send(PLACE, **asked, go="review")
    assert refused.status_code == 409
    assert "Constraints that this breaks" in refused.text
    assert "Round 1: R1 has a fixed seat at table 2." in refused.text
    assert "anyway=true" not in refused.text
    assert process_of(context).select("tables.moved") == ()
    assert acted(host, **asked, anyway="yes").status_code == 303
    assert "R1" in rounds_of(context)[0][0]


def test_two_exchange_their_places(context: Context, host: Browser) -> None:
    do(context, "plan", seed="7")
    first, second = rounds_of(context)[0][:2]
    one = next(seat for seat in first if seat.startswith("R"))
    other = next(seat for seat in second if seat.startswith("R"))
    answer = acted(host, act="move", move_round="1", seat=one, to=f"s{other}")
    assert answer.status_code == 303
    assert one in rounds_of(context)[0][1]


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "fly"},
        {"act": "hold", "round": "x"},
        {"act": "hold", "round": "2", "go": "confirm"},
        {"act": "hold", "round": "-1"},
        {"act": "move", "move_round": "1", "seat": "R99", "to": "t1"},
        {"act": "move", "move_round": "1", "seat": "R1", "to": "t99"},
        {"act": "move", "move_round": "1", "seat": "R1", "to": ""},
        {"act": "move", "move_round": "9", "seat": "R1", "to": "t1"},
        {"act": "absent", "seats": ["R99"], "absent_round": ""},
        {"act": "absent", "seats": ["R1"], "absent_round": "9"},
    ],
)
def test_bad_input_changes_nothing(context: Context, host: Browser, typed: dict[str, Any]) -> None:
    do(context, "plan", seed="7")
    before = len(process_of(context).facts)
    answer = host.send(PLACE, **{"go": "review", **typed})
    assert answer.status_code in {400, 409}
    assert 'role="alert"' in answer.text
    assert len(process_of(context).facts) == before


def test_nothing_is_acted_on_before_there_is_a_plan(context: Context, host: Browser) -> None:
    answer = host.send(PLAN, act="hold", round="1", go="review", seed="x" * 300)
    assert answer.status_code == 400
    early = host.client.post(
        PLACE, data={**host.hidden(host.get(PLAN)), "act": "hold", "round": "1", "go": "confirm"}
    )
    assert early.status_code == 409
    assert "The tables are not planned yet." in early.text


def test_nobody_else_has_the_pages(staff: Any) -> None:
    for role in ("observer", "auditor", "member", "executor"):
        other = staff(role)
        assert other.get(PLACE).status_code == 403
        assert other.get(PLAN).status_code == 403
