"""The stage of a rehearsal: a queue of things to do, each at its moment of simulated time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deliberate.core.calendar import Moment
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Message, Refused
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.pilot_script import Script
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.rehearsal.people import Person, person
from deliberate.core.storage.rows import AccountRow

AGENCY = Actor("rehearsal-agency", "agency")
SECRETARY = Actor("rehearsal-secretary", "secretary")
OVERSIGHT = Actor("rehearsal-oversight", "observer")
RETURNING = Actor("rehearsal-returning-officer", "returning_officer")

MANY = 100
"""How often chance is asked for a name that is still free."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One line of the story: when, in which step, what happened; the step's title goes before it.

    `n`: which time, of a step that happens several times.
    """

    at: datetime
    step: str
    text: Message
    n: int = 0


@dataclass
class Stage:
    """Everything a player needs. Players act through `act`, which is the services' own door."""

    context: Context
    clock: SimulatedClock
    pilot: Pilot
    rng: Generator
    authority: TestAuthority
    jurisdiction: Jurisdiction
    script: Script
    people: dict[str, Person]
    tell: Callable[[Scene], None]
    process_id: str
    zone: ZoneInfo
    _queue: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _count: int = 0
    _registered: int = 0

    def process(self) -> Process:
        """The process at this moment."""
        with self.context.store.read() as unit:
            return self.context.read_process(unit, self.process_id)

    def act(
        self, actor: Actor, step: str, action: str, body: Mapping[str, Any] | None = None
    ) -> Done:
        """Do something now, exactly as a person at the command line or the web would."""
        return perform(self.context, actor, self.process_id, step, action, body)

    def registered(self) -> str:
        """The next number of the agency's register, as the pilot writes them.

        A register numbers everything that an agency sends and receives in a year, so the numbers
        grow with its days and not only with the documents of this process.
        """
        self._registered += 1
        day = self.clock.now().astimezone(self.zone).timetuple().tm_yday
        number = 4 * day + self._registered
        return self.script.registry.replace("{number}", str(number)) or str(number)

    def somebody(self, identifier: str) -> Person:
        """A person whose name nobody else in this process bears; chance has few names to give."""
        taken = {who.name for who in self.people.values()}
        taken |= {candidate.name for candidate in self.script.candidates}
        who = person(self.pilot, self.jurisdiction, self.rng, identifier)
        for _ in range(MANY):
            if who.name not in taken:
                break
            who = person(self.pilot, self.jurisdiction, self.rng, identifier)
        self.people[identifier] = who
        return who

    def found_account(self, account: str) -> None:
        """Make an account for somebody who does not exist, unless an earlier rehearsal did."""
        with self.context.store.transaction() as unit:
            try:
                unit.account(account)
            except Refused:
                unit.add_account(AccountRow(account, f"rehearsal: {account}", self.clock.now()))

    def link(self, seat: str) -> None:
        """Give the holder of a seat an account that acts for it."""
        account = f"{self.process_id}.{seat}"
        self.found_account(account)
        self.act(SECRETARY, "seats", "link", {"seat": seat, "account": account})

    def member(self, seat: str) -> Actor:
        """Whoever holds a seat, acting through the account that is tied to it."""
        found = self.process().roster.seat(seat)
        return Actor(found.account if found is not None else "", "member")

    def say(self, step: str, text: Message, n: int = 0) -> None:
        """Tell what happened in a step. Sentences name neither the step nor what it makes: both
        bear the names that the rulebook gives them."""
        self.tell(Scene(self.clock.now(), step, text, n))

    def at(self, moment: datetime, play: Callable[[], None]) -> None:
        """Put something on the programme. What is due at one moment is played in order of entry."""
        self._count += 1
        heapq.heappush(self._queue, (max(moment, self.clock.now()), self._count, play))

    def run(self) -> None:
        """Live through the programme until nothing is left on it."""
        while self._queue:
            moment, _, play = heapq.heappop(self._queue)
            self.clock.move_to(moment)
            play()

    def local(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An hour of a local day."""
        return datetime.combine(day, time(hour, minute), self.zone)

    def moment(self, planned: Moment, hour: int = 10) -> datetime:
        """A planned moment, or an hour of a planned day."""
        return planned if isinstance(planned, datetime) else self.local(planned, hour)


def spread(start: datetime, end: datetime, parts: int, part: int) -> datetime:
    """The `part`-th of `parts` moments spread evenly inside a span."""
    return start + timedelta(seconds=int((end - start).total_seconds() * (part + 1) / (parts + 1)))
