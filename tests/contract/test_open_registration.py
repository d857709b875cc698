"""Registering without an invitation, on each engine: everybody once, known by a keyed tag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import Conflict, Refused, UnusableInput
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.desk import registration_desk
from deliberate.core.services.recruiting.people_files import Columns, read_people
from deliberate.core.services.recruiting.replies import Receipt, Reply, answer, register
from deliberate.core.services.recruiting.taking_in import import_pool
from deliberate.core.storage import open_store
from deliberate.documents.transparency.of_process import households_of
from deliberate.i18n import Translator
from tests.recruitment import PROCESS, STAFF, opened, willing

PHONE = "+7 701 555 12 12"


@pytest.fixture
def context(address: str, registry: Any) -> Iterator[Context]:
    with open_store(address, migrate=True) as store:
        yield opened(store, registry, to_all=True)


def came(context: Context, number: int = 1, **person: Any) -> Receipt:
    given = {"phone": PHONE, "address": "Мира 1, 5", "needs": [], **person}
    return register(context, PROCESS, willing(number, **given))


@pytest.mark.parametrize("phone", [PHONE, "8 (701) 555-12-12", "7015551212"])
def test_one_telephone_registers_once_however_it_is_written(context: Context, phone: str) -> None:
    came(context)
    with pytest.raises(Refused) as refused:
        came(context, 2, phone=phone, address="elsewhere")
    assert refused.value.code == "ONCE"
    assert "R0001" not in f"{refused.value.message}{refused.value.fix}"
    assert len(registration_desk(context, STAFF, PROCESS).people) == 1


def test_who_changes_number_stays_known_by_both(context: Context) -> None:
    code = came(context, email="A@Example.kz").code
    new = {"phone": "+7 702 111 22 33", "needs": []}
    answer(context, code, willing(1, **new))
    for person in ({}, new, {"phone": "", "email": "a@example.KZ"}):
        with pytest.raises(Refused):
            came(context, 2, **person)
    came(context, 3, phone="+7 703 111 22 33")


def test_those_of_one_address_are_one_household(context: Context) -> None:
    came(context)
    came(context, 2, phone="+7 702 111 22 33", address="  МИРА 1,   5")
    homes = {one.respondent.household for one in registration_desk(context, STAFF, PROCESS).people}
    assert len(homes) == 1
    assert homes != {""}


def test_nobody_who_is_willing_comes_without_an_address(context: Context) -> None:
    with pytest.raises(UnusableInput):
        came(context, address=" ")
    assert register(context, PROCESS, Reply("declined")).standing == "declined"


def test_the_database_refuses_a_tag_that_is_somebodys(context: Context) -> None:
    came(context)
    came(context, 2, phone="+7 702 111 22 33")
    first, second = (one.row for one in registration_desk(context, STAFF, PROCESS).people)
    with context.store.transaction() as unit:
        unit.add_contact_tags(PROCESS, "registration", [("tag", first.code_hash)])
        with pytest.raises(Conflict):
            unit.add_contact_tags(PROCESS, "registration", [("tag", second.code_hash)])
        assert unit.tagged(PROCESS, "registration", ["tag"]) == {"tag": first.code_hash}
        unit.drop_contact_tags(PROCESS)
        assert unit.tagged(PROCESS, "registration", ["tag"]) == {}


def test_a_pool_from_a_file_knows_who_came_before_and_who_comes_after(
    context: Context, tmp_path: Path
) -> None:
    came(context)
    path, columns = tmp_path / "pool.csv", Columns({"phone": "phone"}, {"sex": "sex", "age": "age"})
    path.write_text("sex,age,phone\nfemale,18-34,+77029998877\nmale,55+,87015551212\n")
    with pytest.raises(UnusableInput) as refused:
        import_pool(context, STAFF, PROCESS, "registration", read_people(path), columns)
    assert [str(fault.where) for fault in refused.value.findings] == [f"{path}:3"]
    path.write_text("sex,age,phone\nfemale,18-34,+77029998877\n")
    import_pool(context, STAFF, PROCESS, "registration", read_people(path), columns)
    with pytest.raises(Refused):
        came(context, 2, phone="8 702 999 88 77")


@pytest.mark.parametrize("column", ["home", ""])
def test_the_report_names_the_column_that_tells_who_lives_together(
    context: Context, tmp_path: Path, column: str
) -> None:
    path = tmp_path / "pool.csv"
    path.write_text("sex,age,home\nfemale,18-34,A\n")
    columns = Columns({}, {"sex": "sex", "age": "age"}, column)
    import_pool(context, STAFF, PROCESS, "registration", read_people(path), columns)
    with context.store.read() as unit:
        process = context.read_process(unit, PROCESS)
    step = process.step("registration")
    assert step is not None
    told = tuple(households_of(process.view(step), Translator("en")))
    assert told == (*filter(None, [column]), "address")
