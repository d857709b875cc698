"""Rules of the jury met in a running process: what the plugin's own checks refuse, and keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.common.communication import communication_plan
from deliberate.core.errors import Refused
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.accounts import add_account, grant_role
from deliberate.core.services.approving import approve
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import open_store

EXAMPLES = Path(__file__).parents[2] / "examples"
NAME = "temirkent-heating-2027"
AGENCY, OTHER = Actor("agency-1", "agency"), Actor("agency-2", "agency")
REGISTRY = Registry.load(extra=(jurisdictions,))
REASON = {"kk": "Себебі бар.", "ru": "Есть причина.", "en": "There is a reason."}


@pytest.fixture
def context() -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        clock = SimulatedClock(datetime(2026, 11, 30, 6, tzinfo=UTC))
        yield Context(store, REGISTRY, clock, Generator(b"jury").bytes)


@pytest.fixture
def jury(context: Context) -> Context:
    open_process(context, AGENCY, load_pilot(read_toml(EXAMPLES / f"{NAME}.toml")))
    add_account(context, AGENCY.id, AGENCY.id)
    grant_role(context, AGENCY.id, AGENCY.role, "process", NAME)
    return context


def move_to(context: Context, day: int) -> None:
    assert isinstance(context.clock, SimulatedClock)
    context.clock.move_to(datetime(2026, 12, day, 6, tzinfo=UTC))


def process_of(context: Context) -> Process:
    with context.store.read() as unit:
        return context.read_process(unit, NAME)


def act(context: Context, step: str, action: str, **body: object) -> Done:
    return perform(context, AGENCY, NAME, step, action, body)


def constituted(context: Context) -> None:
    """The order and fifteen delegates, on the days that the pilot gives them."""
    move_to(context, 1)
    act(context, "order", "draft")
    act(context, "order", "freeze", number="1", date="2026-12-01")
    move_to(context, 2)
    for seat in process_of(context).roster.group("permanent"):
        name = {"kk": "Өкіл", "ru": "Делегат", "en": "Delegate"}
        delegate = {"seat": seat.id, "holder": f"D-{seat.id}", "name": name, "letter": "1"}
        act(context, "constitution", "delegate", **delegate)
    move_to(context, 21)


def test_what_is_impossible_is_not_opened(context: Context) -> None:
    pilot = load_pilot(read_toml(EXAMPLES / "impossible-temirkent-2027.toml"))
    with pytest.raises(Refused) as refused:
        open_process(context, AGENCY, pilot)
    assert refused.value.code == "RULES"
    codes = {finding.code for finding in refused.value.findings}
    assert {"KZ03", "KZ04", "KZ06", "KZ08", "KZ10", "KZ11", "KZ24", "KZ27"} <= codes
    with context.store.read() as unit:
        assert unit.processes() == ()


def test_a_document_that_nobody_agrees_to_is_not_sent_round_for_ever(jury: Context) -> None:
    constituted(jury)
    for _ in range(3):
        act(jury, "regulation", "draft")
        asked = act(jury, "regulation", "refuse_on_paper", seat="P15", reason=REASON,
                    sheet_sha256="a" * 64)  # fmt: skip
        approve(jury, OTHER, NAME, asked.last_seq)
    with pytest.raises(Refused) as refused:
        act(jury, "regulation", "draft")
    assert [finding.code for finding in refused.value.findings] == ["KZ43"]
    assert len(process_of(jury).select("document.drafted", step="regulation")) == 3


def test_what_the_model_wants_told_is_told_once_it_is_entered(jury: Context) -> None:
    told = {"telling": "weekly", "channel": "press", "evidence": "a copy"}
    act(jury, "registers", "communicated", **told)
    done = [line.what.get("en") for line in communication_plan(process_of(jury)) if line.done]
    assert done == ["Weekly information on the execution of the protocol begins"]


@pytest.mark.parametrize(
    "body",
    [
        {"telling": "no-such-line", "channel": "press"},
        {"telling": "weekly", "channel": "radio"},
        {"index": 99, "channel": "portal"},
        {"channel": "portal"},
    ],
)
def test_a_communication_that_nobody_planned_is_refused(
    jury: Context, body: dict[str, object]
) -> None:
    before = process_of(jury).facts
    with pytest.raises(Refused):
        act(jury, "registers", "communicated", evidence="a copy", **body)
    assert process_of(jury).facts == before
