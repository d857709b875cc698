"""A panel of five in an open session, which votes by every method."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import Store

DATA = Path(__file__).parent / "data"
NAME = "ballots"
AGENCY = Actor("agency-1", "agency")
CLERK = Actor("clerk", "secretary")
SEATS = "ABCDE"
TEXT = {"en": "What is to be done?"}
NOW = datetime(2027, 1, 5, 9, tzinfo=UTC)


def registry() -> Registry:
    """The models of a registry that knows this panel alone."""
    plugin = ModuleType("small_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "ballots_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    return Registry.load(points=(), extra=(jurisdictions, plugin))


def pilot() -> Pilot:
    """The pilot of the panel."""
    return load_pilot(read_toml(DATA / "ballots_pilot.toml"))


def in_session(store: Store) -> Context:
    """Five members, present in their open session."""
    made = Context(store, registry(), SimulatedClock(NOW), Generator(b"ballots").bytes)
    open_process(made, AGENCY, pilot())
    for seat in SEATS:
        act(made, "constitution", "send_letter", AGENCY, seat=seat)
        holder = {"holder": f"person-{seat}", "name": {"en": "N"}, "letter": "1"}
        act(made, "constitution", "delegate", AGENCY, seat=seat, **holder)
    act(made, "session", "open", present=list(SEATS))
    return made


def act(context: Context, step: str, action: str, actor: Actor = CLERK, **body: Any) -> None:
    """One act, by default of the secretary."""
    perform(context, actor, NAME, step, action, body)


def process_of(context: Context) -> Process:
    """The process as it stands."""
    with context.store.read() as unit:
        return context.read_process(unit, NAME)
