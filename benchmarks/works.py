"""What is measured: the arithmetic of the calendar, counting, the record, the store, the start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from benchmarks.measure import Work
from deliberate import i18n
from deliberate.core.calendar import Calendar
from deliberate.core.canonical import digest
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.period import Period
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.lottery.examination import examine
from deliberate.core.recruitment.lottery.pool import Person, Pool, Targets
from deliberate.core.recruitment.public_vote_count import count_public_vote
from deliberate.core.recruitment.quotas.composition import Group
from deliberate.core.recruitment.quotas.making import Room, make_quotas
from deliberate.core.storage import ProcessRow, Store, open_store
from deliberate.i18n.catalogue import read_catalogue
from deliberate.jurisdictions.kz import kz_jurisdiction

LOCALE = Path(i18n.__file__).parent / "locale"
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def works(folder: Path) -> Iterator[Work]:
    """Every work; those with files keep them in `folder`."""
    yield Work("notice of one month, a year of sessions", "day", 365, 0.05, _notices)
    yield Work("thirty working days from each day", "day", 365, 0.1, _working_days)
    yield Work("decision of 200 seats", "count", 200, 2.5, _decisions)
    yield Work("public vote of 100 000", "vote", 100_000, 1.0, _public_vote)
    yield Work("examination of quotas, 1000 people", "examination", 10, 3.0, Examining())
    yield Work("canonical text and hash", "entry", 5000, 1.0, _hashes)
    with open_store(folder / "bench.db", migrate=True) as store:
        yield Work("facts, each in a transaction", "fact", 100, 2.0, Filling(store))
        yield Work("facts read back", "fact", 500, 0.1, lambda: _read(store))
    yield Work("a catalogue of the host", "catalogue", 1, 1.0, _catalogue)
    yield Work("start of the package", "start", 1, 4.0, _start)


def _catalogue() -> None:
    read_catalogue(LOCALE / "kk" / "LC_MESSAGES" / "deliberate.po", "kk")


def _calendar() -> Calendar:
    jurisdiction = kz_jurisdiction()
    return Calendar(jurisdiction.zone, jurisdiction.holidays)


def _year() -> Iterator[date]:
    return (date(2027, 1, 1) + timedelta(days=number) for number in range(365))


def _notices() -> None:
    calendar, month = _calendar(), Period(1, "months")
    for day in _year():
        calendar.latest_before(day, month)
        calendar.earliest_after_lead(day, month)


def _working_days() -> None:
    calendar, period = _calendar(), Period(30, "working_days")
    for day in _year():
        calendar.add(day, period)


def _decisions() -> None:
    marks = ({"for": 1}, {"against": 1})
    papers = [
        Paper.of(f"s{n}", marks[n % 3]) if n % 3 < 2 else Paper.abstaining(f"s{n}")
        for n in range(200)
    ]
    threshold = Threshold(at_least=Fraction(4, 5))
    ballot = BallotDefinition("yes_no_abstain", seats=200, threshold=threshold)
    for _ in range(200):
        count(ballot, papers, present=200)


def _public_vote() -> None:
    candidates = [f"c{number}" for number in range(60)]
    lines = (
        {"channel": "signed", "choices": [candidates[number % 60], candidates[number * 7 % 60]]}
        for number in range(100_000)
    )
    count_public_vote(lines, candidates, 10, "counted")


class Examining:
    """A pool of 1000 people with five features, as somebody types quotas for 60 seats."""

    def __init__(self) -> None:
        chance = Generator(b"examination")
        sizes = (2, 3, 4, 5, 8)
        people = [
            Person(f"p{n}", tuple(f"v{min(chance.below(size), chance.below(size))}"
                                  for size in sizes))
            for n in range(1000)
        ]  # fmt: skip
        names = tuple(f"f{size}" for size in sizes)
        groups = [
            Group(name, f"v{n}", Fraction(1))
            for name, size in zip(names, sizes, strict=True)
            for n in range(size)
        ]
        owed = make_quotas(groups, 60, Room(seats=Fraction(2)))
        self._pool = Pool.of(names, people)
        self._targets = Targets(60, tuple(one.quota for one in owed))

    def __call__(self) -> None:
        for _ in range(10):
            examine(self._pool, self._targets)


def _hashes() -> None:
    entry = {"seq": 1, "kind": "notice", "text": "хабарлама ә", "seats": list(range(25))}
    for number in range(5000):
        digest(entry | {"seq": number})


class Filling:
    """One process in a store, which grows by a hundred facts each time it is called."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._count = 0
        with store.transaction() as unit:
            unit.add_process(ProcessRow("p1", "a", "", "aa", "0", "", "bb", True, NOW))

    def __call__(self) -> None:
        for _ in range(100):
            self._count += 1
            fact = Fact("p1", self._count, NOW, Actor("a1", "secretary"), "notice", "notice")
            with self._store.transaction() as unit:
                unit.append([fact])


def _read(store: Store) -> None:
    with store.read() as unit:
        unit.facts("p1")


def _start() -> None:
    subprocess.run([sys.executable, "-c", "import deliberate.core.services.context"], check=True)
