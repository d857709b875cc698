"""Respondents: numbers and codes are one person's each, answers are added and never changed, and a
row that is blanked keeps all but the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest

from deliberate.core.errors import Conflict, Refused, UnusableInput
from deliberate.core.process.respondents import Respondent
from deliberate.core.recruitment.registered import line_hash, pool_hash, pool_lines
from deliberate.core.services.respondents import known_respondents
from deliberate.core.storage import AnswerRow, CallRow, ProcessRow, RespondentRow, Store, open_store

Sql = Callable[[Store, str], list[tuple[Any, ...]]]
Race = Callable[[int, Callable[[int], object]], list[Any]]
PERSON = {"name": "Айгүл", "needs": "пандус", "email": "a@example.kz"}


@pytest.fixture
def row(now: datetime) -> Callable[[int], RespondentRow]:
    def make(number: int) -> RespondentRow:
        return RespondentRow(
            f"{number:064x}",
            "p",
            "registration",
            number,
            f"{number + 1000:064x}",
            "h1",
            {"sex": "female"},
            "import",
            now,
            PERSON,
        )

    return make


@pytest.fixture
def answer(now: datetime) -> Callable[..., AnswerRow]:
    def make(number: int, seq: int, what: str, **values: str) -> AnswerRow:
        return AnswerRow(f"{number:064x}", seq, now, "web", "", what, values)

    return make


def test_rows_come_back_by_number_and_by_code(store: Store, row: Any, now: datetime) -> None:
    other = replace(row(3), step="second")
    call = CallRow(row(1).code_hash, 1, now, "aigul", "call_back", now + timedelta(hours=3))
    with store.transaction() as unit:
        unit.add_respondents(row(2), row(1), other)
        unit.add_call(call)
    with store.read() as unit:
        assert unit.respondents("p", "registration") == (row(1), row(2))
        assert unit.respondent("p", "registration", 2) == row(2)
        assert unit.respondent("p", "registration", 3) is None
        assert unit.respondent_by_code(other.code_hash) == other
        assert unit.respondent_by_code("none") is None
        assert unit.calls("p", "registration") == (call,)
        assert unit.calls("p", "second") == ()


@pytest.mark.parametrize("field", ["number", "code_hash", "salt"])
def test_a_number_a_code_and_a_salt_belong_to_one(store: Store, row: Any, field: str) -> None:
    twin = replace(row(2), **{field: getattr(row(1), field)})
    with store.transaction() as unit:
        unit.add_respondents(row(1))
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.add_respondents(row(3), twin)
    assert caught.value.code == "RESPONDENT_TAKEN"
    with store.read() as unit:
        assert unit.respondents("p", "registration") == (row(1),)


def test_a_respondent_needs_a_process(store: Store, row: Any) -> None:
    with pytest.raises(Refused), store.transaction() as unit:
        unit.add_respondents(replace(row(1), process="nowhere"))


def test_the_last_answer_counts_and_adds_to_the_values(store: Store, row: Any, answer: Any) -> None:
    said = (
        answer(1, 1, "willing", age="18-34"),
        answer(1, 2, "withdrawn"),
        answer(2, 1, "willing"),
    )
    with store.transaction() as unit:
        unit.add_respondents(row(1), row(2), row(3))
        unit.add_answers(*said)
    with store.read() as unit:
        one, two, three = known_respondents(unit, "p", "registration")
        assert unit.answers_of(row(1).code_hash) == said[:2]
    assert (one.respondent.standing, two.respondent.standing) == ("withdrawn", "willing")
    assert three.respondent == Respondent(3, {"sex": "female"}, "h1", row(3).salt, "invited")
    assert one.respondent.values == {"sex": "female", "age": "18-34"}
    everybody = [known.respondent for known in (one, two, three)]
    assert pool_lines(everybody) == [line_hash(two.respondent)]
    assert pool_hash(everybody) != pool_hash([replace(two.respondent, salt="00" * 32)])


def test_the_same_answer_number_is_taken_once(store: Store, row: Any, answer: Any) -> None:
    with store.transaction() as unit:
        unit.add_respondents(row(1))
        unit.add_answers(answer(1, 1, "willing"))
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.add_answers(answer(1, 1, "declined"))
    assert caught.value.code == "CROSSED"


def test_blanking_keeps_the_row_and_empties_the_person(store: Store, row: Any) -> None:
    with store.transaction() as unit:
        unit.add_respondents(row(1), row(2))
        unit.write_person(row(2).code_hash, {"name": "Болат"})
    with store.transaction() as unit:
        assert unit.blank_persons("p") == 2
        assert unit.blank_persons("p") == 0
    with store.read() as unit:
        assert unit.respondents("p", "registration") == tuple(
            replace(row(number), person=None) for number in (1, 2)
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE respondent SET number = 9",
        "UPDATE respondent SET salt = 'known'",
        "UPDATE respondent SET household = 'other'",
        """UPDATE respondent SET "values" = '{}'""",
        "DELETE FROM respondent",
        "UPDATE answer SET answer = 'declined'",
        "DELETE FROM answer",
        "UPDATE call SET outcome = 'accepted'",
        "DELETE FROM call",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_past(
    store: Store, row: Any, answer: Any, now: datetime, sql: Sql, statement: str
) -> None:
    with store.transaction() as unit:
        unit.add_respondents(row(1))
        unit.add_answers(answer(1, 1, "willing"))
        unit.add_call(CallRow(row(1).code_hash, 1, now, "aigul", "declined"))
    with pytest.raises(UnusableInput, match="append-only"):
        sql(store, statement)


def test_who_holds_the_pool_is_waited_for(address: str, row: Any, answer: Any) -> None:
    """An answer that comes while the pool is held is written after the holder is done."""
    order: list[str] = []
    with open_store(address, migrate=True) as store:
        with store.transaction() as unit:
            unit.add_process(_process(row(1).added_at))
            unit.add_respondents(row(1))

        def reply() -> None:
            with store.transaction() as unit:
                unit.hold_pool("p")
                unit.add_answers(answer(1, 1, "willing"))
                order.append("answered")

        with store.transaction() as unit:
            unit.hold_pool("p")
            thread = Thread(target=reply)
            thread.start()
            thread.join(0.3)
            assert unit.answers("p", "registration") == ()
            order.append("closed")
        thread.join(10)
    assert order == ["closed", "answered"]


def _process(at: datetime) -> ProcessRow:
    return ProcessRow("p", "a", "", "", "", "", "", False, at)
