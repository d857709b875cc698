"""What is acknowledged survives: kill -9 of the writer, a full disk, rivals in other processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliberate.core.errors import UnusableInput
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.storage import ProcessRow, Store, open_store

NOW = datetime(2027, 3, 1, tzinfo=UTC)
POSTGRES = "DELIBERATE_TEST_POSTGRES"
FILLER = "x" * 20_000

WRITER = """
import sys
from datetime import datetime, UTC
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.storage import open_store

now = datetime(2027, 3, 1, tzinfo=UTC)
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    while True:
        with store.transaction() as unit:
            seq = len(unit.facts("p")) + 1
            facts = [Fact("p", seq + i, now, Actor("a", "chair"), "k") for i in (0, 1)]
            unit.append(facts, [(fact.seq, b"%d" % fact.seq, "h") for fact in facts])
        print(seq + 1, flush=True)
"""

VOTER = """
import sys
from datetime import datetime, UTC
from deliberate.core.errors import Conflict
from deliberate.core.storage import VoteRow, open_store

with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    row = VoteRow("p", "vote", 1, "voter", sys.argv[2], "web", {}, datetime(2027, 3, 1, tzinfo=UTC))
    try:
        with store.transaction() as unit:
            unit.cast_vote(row)
        print("won")
    except Conflict as error:
        print(error.code)
"""


MEMBERS = """
import sys
from deliberate.core.process.facts import SealedPaper
from deliberate.core.storage import open_store

with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    for number in range(10_000):
        paper = SealedPaper(f"S{number}", sys.argv[2] == "secret", {"choice": f"c{number}"})
        with store.transaction() as unit:
            unit.hand_in("p", "vote", 1, paper)
        print(number, flush=True)
"""


@pytest.fixture(params=["file", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with one process, `p`, that several processes can reach."""
    if request.param == "file":
        prepare(str(tmp_path / "store.db"))
        yield str(tmp_path / "store.db")
        return
    base = os.environ.get(POSTGRES)
    if not base:
        pytest.skip(f"{POSTGRES} is not set, so there is no PostgreSQL to test on")
    psycopg = pytest.importorskip("psycopg")
    schema = f"deliberate_{uuid.uuid4().hex}"
    with psycopg.connect(base, autocommit=True) as admin:
        admin.execute("SET client_min_messages TO warning")
        admin.execute(f"CREATE SCHEMA {schema}")
        try:
            url = f"{base}{'&' if '?' in base else '?'}options=-csearch_path%3D{schema}"
            prepare(url)
            yield url
        finally:
            admin.execute(f"DROP SCHEMA {schema} CASCADE")


def prepare(address: str) -> None:
    row = ProcessRow("p", "heat", "rules", "aa", "1.0", "pilot", "bb", False, NOW)
    with open_store(address, migrate=True) as store, store.transaction() as unit:
        unit.add_process(row)


@contextmanager
def running(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process that has said "ready"; it is gone when the block ends."""
    child = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    assert child.stdin is not None
    try:
        assert child.stdout.readline() == "ready\n"
        yield child
    finally:
        child.kill()
        child.wait(10)
        child.stdin.close()
        child.stdout.close()


@pytest.mark.parametrize("acknowledgements", [1, 7, 40])
def test_a_killed_writer_loses_nothing_it_has_acknowledged(
    address: str, acknowledgements: int
) -> None:
    with running(WRITER, address) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(acknowledgements)]
        child.send_signal(signal.SIGKILL)
        child.wait(10)
        acknowledged += [int(line) for line in child.stdout.read().splitlines()]
    with open_store(address) as store, store.read() as unit:
        numbers = [fact.seq for fact in unit.facts("p")]
        entries = unit.entries("p")
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= acknowledged[-1]
    assert len(numbers) % 2 == 0, "facts of one unit were torn apart"
    assert entries == tuple(b"%d" % number for number in numbers)
    with open_store(address) as store:
        add(store, "k")


@pytest.mark.parametrize("secrecy", ["confidential", "secret"])
def test_a_killed_voting_loses_no_acknowledged_paper_and_leaves_none_alone(
    address: str, secrecy: str
) -> None:
    with running(MEMBERS, address, secrecy) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(12)]
        child.send_signal(signal.SIGKILL)
        child.wait(10)
        acknowledged += [int(line) for line in child.stdout.read().splitlines()]
    with open_store(address) as store, store.read() as unit:
        papers, seats = unit.papers("p", "vote"), unit.participants("p", "vote")
    assert len(papers) == len(seats) >= len(acknowledged)
    assert {item["choice"] for item in papers} >= {f"c{number}" for number in acknowledged}


def test_one_of_eight_processes_casts_the_first_vote(address: str) -> None:
    answers: list[str] = []
    with ExitStack() as stack:
        children = [
            stack.enter_context(running(VOTER, address, f"C{number}")) for number in range(8)
        ]
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        for child in children:
            assert child.stdout is not None
            answers.append(child.stdout.readline().strip())
    assert sorted(answers) == ["ALREADY_VOTED"] * 7 + ["won"]
    with open_store(address) as store, store.read() as unit:
        votes = unit.votes("p", "vote", superseded=True)
    assert [vote.code for vote in votes] == [f"C{answers.index('won')}"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only the superuser can mount a small file system")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "deliberate-test", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def add(store: Store, kind: str, filler: str = "") -> int:
    with store.transaction() as unit:
        seq = len(unit.facts("p")) + 1
        facts = [Fact("p", seq, NOW, Actor("a", "chair"), kind, body={"filler": filler})]
        unit.append(facts, [(seq, filler.encode(), "h")])
    return seq


def test_a_full_disk_is_told_and_loses_nothing(small_disk: Path) -> None:
    path = small_disk / "store.db"
    prepare(str(path))
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 400_000)
    acknowledged = 0
    with open_store(path) as store:
        with pytest.raises(UnusableInput) as caught:
            while acknowledged < 200:
                acknowledged = add(store, "k", FILLER)
        assert caught.value.code == "DB_FULL"
        assert "Free some space" in str(caught.value.fix)
        assert 0 < acknowledged < 200
        with store.read() as unit:
            assert len(unit.facts("p")) == len(unit.entries("p")) == acknowledged
        ballast.unlink()
        assert add(store, "after", FILLER) == acknowledged + 1
    with open_store(path) as store, store.read() as unit:
        assert [fact.seq for fact in unit.facts("p")] == list(range(1, acknowledged + 2))
        assert all(fact.body["filler"] == FILLER for fact in unit.facts("p"))


def test_a_disk_without_room_for_a_database_is_told(small_disk: Path) -> None:
    free = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"\0" * (free - 8192))
    with pytest.raises(UnusableInput) as caught:
        open_store(small_disk / "store.db", migrate=True)
    assert caught.value.code == "DB_FULL"
