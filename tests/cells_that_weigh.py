"""Two cells of four that sit at the same time, write ideas, give points to them and vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.deliberation.strand_members import division
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.accounts import add_account
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import Store

DATA = Path(__file__).parent / "data"
NAME = "cells"
SECRETARY = Actor("secretary-1", "secretary")
AGENCY = Actor("agency-1", "agency")
SEATS = [f"M{n}" for n in range(1, 9)]
CELLS = ("north", "south")
PAPERS = 3
"""Papers of a cell that are alike; the fourth gives everything to the café."""


RULEBOOK = DATA / "gathering_rulebook.toml"


def registry(rulebook: Path = RULEBOOK) -> Registry:
    """The models of a registry that knows these cells alone."""
    plugin = ModuleType("gathering_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (rulebook,)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    return Registry.load(points=(), extra=(jurisdictions, plugin))


def two_cells(store: Store, rulebook: Path = RULEBOOK) -> Context:
    """Eight members who are not divided yet, on the day of their session."""
    clock = SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    made = Context(store, registry(rulebook), clock, Generator(b"cells").bytes)
    open_process(made, AGENCY, load_pilot(read_toml(DATA / "gathering_pilot.toml")))
    for seat in SEATS:
        body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
        do(made, "constitution", "delegate", **body)
    clock.move_to(datetime(2027, 2, 1, 9, tzinfo=UTC))
    return made


def do(context: Context, step: str, action: str, actor: Actor = SECRETARY, **body: Any) -> None:
    """One act, by default of the secretary."""
    perform(context, actor, NAME, step, action, body)


def process(context: Context) -> Process:
    """The process as it stands."""
    with context.store.read() as unit:
        return context.read_process(unit, NAME)


def cell(context: Context, name: str) -> list[str]:
    """The seats of a cell."""
    return sorted(division(process(context), "division")[name])


def account_of(context: Context, seat: str) -> str:
    """An account that holds this seat."""
    name = f"member-{seat}"
    add_account(context, name, "Member")
    do(context, "seats", "link", AGENCY, seat=seat, account=name)
    return name


def sitting(context: Context) -> None:
    """Both cells are divided, sit at the same time and have frozen their ideas."""
    do(context, "division", "plan")
    do(context, "division", "hold", round=1)
    for name in CELLS:
        do(context, f"unit_{name}", "open", present=cell(context, name))
        for idea in ("cafe", f"only-{name}"):
            text = {"en": "A café in the mill" if idea == "cafe" else f"Wish of the {name}"}
            do(context, f"ideas_{name}", "write", proposal=idea, text=text)
        do(context, f"ideas_{name}", "freeze")


def weighed(context: Context) -> None:
    """Both cells have given their points, which are added up."""
    for name in CELLS:
        do(context, f"weights_{name}", "open")
        papers = [[["cafe", 3], [f"only-{name}", 2]]] * PAPERS + [[["cafe", 5]]]
        do(context, f"weights_{name}", "enter", papers=papers, seats=cell(context, name))
        do(context, f"weights_{name}", "close")


def voted(context: Context) -> None:
    """Both cells have voted, with other majorities."""
    for name, against in (("north", 1), ("south", 3)):
        do(context, f"unit_{name}", "close_item", item="1:weighting")
        do(context, f"vote_{name}", "open", text={"en": "Go on"})
        for place, seat in enumerate(cell(context, name)):
            choice = "against" if place < against else "for"
            do(context, f"vote_{name}", "cast", seat=seat, choice=choice, form="roll_call")
        do(context, f"vote_{name}", "count")
