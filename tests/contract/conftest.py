"""Stores on each engine, always on tables made by the migrations."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import DeliberateError
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.services.context import Context
from deliberate.core.storage import ProcessRow, Store, VoteRow, open_store
from deliberate.core.storage.store import borrowed

POSTGRES = "DELIBERATE_TEST_POSTGRES"
NOW = datetime(2027, 3, 1, 9, 30, 0, 250000, tzinfo=UTC)


At = Callable[..., Process]


def refusal(process: Process, actor: Actor, step: str, action: str, body: Any) -> str:
    """The code with which an act is refused."""
    with pytest.raises(DeliberateError) as caught:
        decide(process, actor, step, action, body, rules=lambda _: (), approved=True)
    return caught.value.code


@pytest.fixture(scope="session")
def ended(rehearsal: Any, registry: Any) -> Process:
    with open_store(rehearsal.database) as store:
        clock = SimulatedClock(rehearsal.ended)
        context = Context(store, registry, clock, Generator(b"reader").bytes)
        with store.read() as unit:
            return context.read_process(unit, rehearsal.process)


@pytest.fixture
def just_after(ended: Process) -> At:
    """The process right after a fact of the story (the first of its kind), or right before it."""

    def read(kind: str, *, before: bool = False) -> Process:
        fact = ended.select(kind)[0]
        return replace(ended, facts=ended.facts[: fact.seq - before], now=fact.at)

    return read


@contextmanager
def fresh_postgres() -> Iterator[str]:
    """The URL of an empty schema of its own, dropped afterwards."""
    base = os.environ.get(POSTGRES)
    if not base:
        pytest.skip(f"{POSTGRES} is not set, so there is no PostgreSQL to test on")
    psycopg = pytest.importorskip("psycopg")
    schema = f"deliberate_{uuid.uuid4().hex}"
    with psycopg.connect(base, autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA {schema}")
        try:
            yield f"{base}{'&' if '?' in base else '?'}options=-csearch_path%3D{schema}"
        finally:
            admin.execute("SET client_min_messages TO warning")
            admin.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["file", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database that several connections can reach."""
    if request.param == "file":
        yield str(tmp_path / "store.db")
        return
    with fresh_postgres() as url:
        yield url


@pytest.fixture(params=["file", "memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store on each engine with one process, `p`."""
    if request.param == "postgresql":
        with fresh_postgres() as url:
            yield from _opened(url)
    else:
        yield from _opened(":memory:" if request.param == "memory" else tmp_path / "store.db")


def _opened(address: str | Path) -> Iterator[Store]:
    with open_store(address, migrate=True) as opened:
        with opened.transaction() as unit:
            unit.add_process(process_row("p"))
        yield opened


def process_row(name: str) -> ProcessRow:
    return ProcessRow(name, "heat", "rules ә", "aa", "1.0", "pilot ы", "bb", False, NOW)


def fact(seq: int, *, process: str = "p", role: str = "secretary", **values: Any) -> Fact:
    return Fact(process, seq, NOW, Actor("a1", role), "notice.published", "notice", **values)


def vote(code: str, *, tag: str = "voter", **values: Any) -> VoteRow:
    return VoteRow("p", "vote", 1, tag, code, "web", {"choice": "yes"}, NOW, **values)


@pytest.fixture(name="fact")
def _fact() -> Callable[..., Fact]:
    return fact


@pytest.fixture(name="vote")
def _vote() -> Callable[..., VoteRow]:
    return vote


@pytest.fixture(name="process_row")
def _process_row() -> Callable[[str], ProcessRow]:
    return process_row


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def sql() -> Callable[[Store, str], list[tuple[Any, ...]]]:
    """Statements past the repositories, as somebody with a database console would write them."""

    def run(opened: Store, statement: str) -> list[tuple[Any, ...]]:
        with borrowed(opened._database, "test") as database:
            cursor: Any = database.execute_sql(statement)  # type: ignore[no-untyped-call]
            return list(cursor.fetchall()) if cursor.description else []

    return run


@pytest.fixture
def race() -> Callable[[int, Callable[[int], object]], list[object]]:
    """Run `act(0..count-1)` in threads that start together; results and exceptions by thread."""

    def run(count: int, act: Callable[[int], object]) -> list[object]:
        barrier, results = Barrier(count), [object()] * count

        def runner(number: int) -> None:
            barrier.wait(10)
            try:
                results[number] = act(number)
            except Exception as error:
                results[number] = error

        threads = [Thread(target=runner, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results

    return run
