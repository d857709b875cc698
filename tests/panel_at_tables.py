"""Twelve people who sit at tables in three rounds, with somebody who runs the process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.deliberation.table_plan.problem import Tables
from deliberate.core.deliberation.tables import table_rounds
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import Store

DATA = Path(__file__).parent / "data"
NAME = "sitting"
AGENCY = Actor("agency-1", "agency")
SEATS = [*(f"R{n}" for n in range(1, 9)), *(f"B{n}" for n in range(1, 5))]


def at_tables(store: Store) -> Context:
    """Everybody holds a seat, and nothing is planned yet."""
    plugin = ModuleType("sitting_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "tables_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    registry = Registry.load(points=(), extra=(jurisdictions, plugin))
    clock = SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    context = Context(store, registry, clock, Generator(b"tables").bytes)
    open_process(context, AGENCY, load_pilot(read_toml(DATA / "tables_pilot.toml")))
    for seat in SEATS:
        step = "constitution" if seat.startswith("R") else "bodies"
        body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
        perform(context, AGENCY, NAME, step, "delegate", body)
    clock.move_to(datetime(2027, 2, 1, 9, tzinfo=UTC))
    return context


def do(context: Context, action: str, **body: Any) -> None:
    """One act of the agency on the tables."""
    perform(context, AGENCY, NAME, "tables", action, body)


def process_of(context: Context) -> Process:
    with context.store.read() as unit:
        return context.read_process(unit, NAME)


def rounds_of(context: Context) -> tuple[Tables, ...]:
    """Who sits where now."""
    found = process_of(context)
    step = found.step("tables")
    assert step is not None
    return table_rounds(found.view(step))
