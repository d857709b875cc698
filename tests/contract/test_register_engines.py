"""A register in CSV, in Parquet and in PostgreSQL gives the draw that plain Python gives."""

from __future__ import annotations

import csv
import hashlib
import random
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.errors import UnusableInput
from deliberate.core.recruitment.household import household_of
from deliberate.core.recruitment.register.allocation import each
from deliberate.core.recruitment.register.reader import Reader
from deliberate.core.services.register.checking import check
from deliberate.core.services.register.drawing import Question, draw
from deliberate.core.services.register.listing import to_csv
from deliberate.core.services.register.opening import opened
from tests.contract.conftest import fresh_postgres

duckdb = pytest.importorskip("duckdb")

SEED = "3 8 1, 'ақпан' \"$1\" %s"
HEADS = ("id", 'Облыс "атауы"', "sex", "address", "note")
AWKWARD = (
    "Әлия Ұлыбекқызы", "Иванов  Пётр", " leading", "trailing ", "007", "7", "a,b", 'say "x"',
    "o'clock", "=1+1", "ё", "е\u0308", "🙂",
    "%s", "$1", "{}", "a;b", "a\tb", "line\nbreak", "NULL", "null",
)  # fmt: skip


def rows() -> list[tuple[str, ...]]:
    ids = [*AWKWARD, *(f"{n:012d}" for n in range(400))]
    regions = ("Ұлытау облысы", "Шымкент", "o'Region", 'q"uote')
    return [
        (own, regions[n % 4], "fm"[n % 2], "" if n % 9 == 0 else f"  Көше {n // 3} ", f"n{n}")
        for n, own in enumerate(ids)
    ]


def write_csv(path: Path, people: list[tuple[str, ...]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADS)
        writer.writerows(people)
    return str(path)


def write_parquet(path: Path, people: list[tuple[str, ...]]) -> str:
    with duckdb.connect() as connection:
        names = ", ".join('"' + head.replace('"', '""') + '" VARCHAR' for head in HEADS)
        connection.execute(f"CREATE TABLE people ({names})")
        connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", people)
        connection.execute(f"COPY people TO '{path}' (FORMAT parquet)")
    return str(path)


def write_table(url: str, people: list[tuple[str, ...]]) -> None:
    import psycopg

    names = ", ".join('"' + head.replace('"', '""') + '" varchar(60)' for head in HEADS)
    with psycopg.connect(url) as connection:
        connection.execute(f'CREATE TABLE "Тұрғындар ""x""" ({names})'.encode())
        with connection.cursor() as cursor:
            cursor.executemany('INSERT INTO "Тұрғындар ""x""" VALUES (%s, %s, %s, %s, %s)', people)


@pytest.fixture(params=["csv", "parquet", "postgresql"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reader]:
    people = rows()
    random.Random(str(request.param)).shuffle(people)
    with ExitStack() as stack:
        if request.param == "csv":
            where = opened(write_csv(tmp_path / "тұр'ғын[1]*.csv", people))
        elif request.param == "parquet":
            where = opened(write_parquet(tmp_path / "register", people))
        else:
            url = stack.enter_context(fresh_postgres())
            write_table(url, people)
            where = opened(url, table='Тұрғындар "x"')
        yield stack.enter_context(where)


def by_hand(count: int, household: bool) -> dict[tuple[str, ...], list[tuple[int, str, str, str]]]:
    """Rank, hash, identifier and note by stratum: sorted, and households by sheer repetition."""
    strata: dict[tuple[str, ...], list[tuple[str, str, str, str]]] = {}
    for own, region, sex, address, note in rows():
        hashed = hashlib.sha256((SEED + own).encode()).hexdigest()
        home = household_of([address]) if household else ""
        strata.setdefault((region, sex), []).append((hashed, own, note, home))
    ranked = {
        name: [(at, *one) for at, one in enumerate(sorted(some), 1)]
        for name, some in strata.items()
    }
    out: set[str] = set()
    while True:
        drawn = {
            name: [one for one in some if one[2] not in out][:count]
            for name, some in ranked.items()
        }
        together: dict[str, list[tuple[str, str]]] = {}
        for some in drawn.values():
            for _at, hashed, own, _note, home in some:
                if home:
                    together.setdefault(home, []).append((hashed, own))
        more = {own for home in together.values() for _hash, own in sorted(home)[1:]}
        if not more:
            return {name: [one[:4] for one in some] for name, some in drawn.items()}
        out |= more


@pytest.mark.parametrize("household", [False, True])
@pytest.mark.parametrize("count", [1, 7, 30, 10_000])
def test_every_engine_draws_what_python_draws(
    register: Reader, household: bool, count: int
) -> None:
    homes = ("address",) if household else ()
    question = Question((HEADS[1], "sex"), SEED, each(count), household=homes, keep=("note",))
    found = draw(register, question)
    assert {
        one.stratum: [(p.rank, p.hash, p.id, p.kept[0]) for p in one.selected.drawn]
        for one in found.strata
    } == by_hand(count, household)
    assert found.rows == len(rows())


def test_every_engine_writes_the_same_list(register: Reader) -> None:
    question = Question((HEADS[1],), SEED, each(20), household=("address",), keep=("note",))
    written = to_csv(draw(register, question)).encode()
    expected = "120d5435"
    assert hashlib.sha256(written).hexdigest()[:8] == expected


def test_every_engine_finds_a_person(register: Reader) -> None:
    drawn = draw(register, Question((HEADS[1], "sex"), SEED, each(7)))
    for own in AWKWARD:
        found = check(register, drawn, own)
        assert found.hash == hashlib.sha256((SEED + own).encode()).hexdigest()
        assert found.drawn == (found.rank <= 7)
    with pytest.raises(UnusableInput) as caught:
        check(register, drawn, "nobody' OR '1'='1")
    assert caught.value.code == "NOT_IN_REGISTER"


def test_a_column_that_is_missing_is_named(register: Reader) -> None:
    with pytest.raises(UnusableInput) as caught:
        draw(register, Question(('x" FROM people; --',), SEED, each(7)))
    assert caught.value.code == "COLUMNS"


def test_the_statement_of_the_paper_is_the_draw(register: Reader, project: Path) -> None:
    paper = (project / "docs" / "how-to" / "draw-from-a-register.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sql\n(.*?)^```", paper, re.MULTILINE | re.DOTALL)
    name = "DuckDB" if register.dialect.key.startswith("hash(") else "PostgreSQL"
    statement = next(block for block in blocks if f"-- {name}" in block)
    text = {column.head: register.dialect.text.format(column.name) for column in register.columns}
    residents = (
        f"(SELECT {text['id']} AS id, {text[HEADS[1]]} AS region FROM {register.source}) AS r"
    )
    statement = statement.replace("'3 8 1'", "CAST($1 AS text)").replace("residents", residents)
    found = register.ask(statement, SEED)
    drawn = draw(register, Question((HEADS[1],), SEED, each(250)))
    assert sorted(tuple(row) for row in found) == sorted(
        (p.stratum[0], p.rank, p.hash, p.id) for p in drawn.people
    )


def test_identifiers_are_numbers_too(tmp_path: Path) -> None:
    path = tmp_path / "numbers.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT i AS id, i / 7 AS share, 'a' AS region FROM range(50) t(i)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    with opened(str(path)) as numbers:
        drawn = draw(numbers, Question(("region",), "s", each(50)))
        assert {person.id for person in drawn.people} == {str(number) for number in range(50)}
        with pytest.raises(UnusableInput) as caught:
            draw(numbers, Question(("region",), "s", each(5), id_column="share"))
    assert caught.value.code == "IDENTIFIER"


def test_a_password_is_not_shown() -> None:
    pytest.importorskip("psycopg")
    secret: Any = "geheim"
    with (
        pytest.raises(UnusableInput) as caught,
        opened(f"postgresql://root:{secret}@127.0.0.1:1/x", table="people"),
    ):
        pass
    assert caught.value.code == "DB_CONNECT"
    assert secret not in str(caught.value)


def test_a_table_is_only_read() -> None:
    with fresh_postgres() as url:
        write_table(url, rows()[:3])
        with opened(url, table='Тұрғындар "x"') as register, pytest.raises(UnusableInput):
            register.ask('DELETE FROM "Тұрғындар ""x""" RETURNING id')
        with opened(url, table='"Тұрғындар ""x"""') as register:
            assert register.ask(f"SELECT count(*) FROM {register.source}") == [(3,)]
