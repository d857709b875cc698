"""A process whose pool is closed, and the acts of its lottery: for tests in several folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import DeliberateError, Refused
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent
from deliberate.core.recruitment.public_chance import draw_context
from deliberate.core.recruitment.registered import pool_of
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.desk import registration_desk
from deliberate.core.services.rehearsal import rehearse as rehearsal
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY
from deliberate.core.storage import open_store

PROCESS = "scenario-kazakhstan-lottery"
REGISTRY = Registry.load(extra=(jurisdictions,))
PILOT = next(
    Path(book.file).parents[1] / "scenarios" / "kazakhstan-lottery.toml"
    for book in REGISTRY.rulebooks()
    if book.name == "citizen_jury/kazakhstan-lottery"
)
DAY = datetime(2027, 2, 26, 8, tzinfo=UTC)
"""After the registration closed, on the day of the lottery."""
THIRD = Actor("another", "observer")
LATER = ("lottery", "confirmation", "session", "materials", "engagement", "oversight")


class Desk:
    """A process whose pool is closed, and the acts of its lottery."""

    def __init__(self, context: Context, clock: SimulatedClock, process: str) -> None:
        self.context, self.clock, self.id = context, clock, process

    def process(self) -> Process:
        with self.context.store.read() as unit:
            return self.context.read_process(unit, self.id)

    def act(self, action: str, actor: Actor = AGENCY, step: str = "lottery", **body: Any) -> None:
        self.clock.move_to(self.clock.now() + timedelta(minutes=1))
        perform(self.context, actor, self.id, step, action, body)

    def fact(self, kind: str) -> Mapping[str, Any]:
        found = self.process().latest(kind)
        assert found is not None
        return found.body

    def people(self) -> dict[int, Respondent]:
        desk = registration_desk(self.context, SECRETARY, self.id)
        return {one.number: one for one in pool_of([item.respondent for item in desk.people])}

    def quotas(self, room: int = 2) -> list[list[Any]]:
        """Quotas around the shares of the pool."""
        people, rows = list(self.people().values()), []
        for item in self.process().rulebook.step("lottery").parameters.quotas:
            counts = Counter(one.values[item["feature"]] for one in people)
            for value in item["values"]:
                share = counts[value] * 10 // len(people)
                rows.append([item["feature"], value, max(0, share - 1), share + room])
        return rows

    def fixed(self) -> Desk:
        self.act("set_targets", size=10, quotas=self.quotas())
        self.act("commit")
        return self

    def values(self, *reveal: str, second: Actor = OVERSIGHT) -> None:
        given = {"a": (b"\x01" * 32, AGENCY), "b": (b"\x02" * 32, second)}
        view = self.process().view(self.process().rulebook.step("lottery"))
        for party, (value, actor) in given.items():
            sealed = commit(party, value, draw_context(view))
            self.act("commit_value", actor, party=party, hash=sealed.hash)
        for party in reveal:
            value, actor = given[party]
            self.act("reveal_value", actor, party=party, value=value.hex())

    def drawn(self) -> Desk:
        self.fixed().values("a", "b")
        self.act("draw")
        return self

    def refused(self, action: str, *args: Any, **body: Any) -> str:
        before = len(self.process().facts)
        with pytest.raises(DeliberateError) as caught:
            self.act(action, *args, **body)
        assert len(self.process().facts) == before
        return caught.value.code


def close_a_pool(path: Path) -> None:
    """Make a database in which the pool has just been closed; nobody plays what follows."""
    players = {kind: play for kind, play in rehearsal.PLAYERS.items() if kind not in LATER}
    with pytest.MonkeyPatch.context() as patch, open_store(str(path), migrate=True) as store:
        patch.setattr(rehearsal, "PLAYERS", players)
        with pytest.raises(Refused, match="waits for"):
            rehearsal.rehearse(store, REGISTRY, load_pilot(read_toml(PILOT)), 3)
