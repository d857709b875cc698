"""An assembly of four that votes by papers: opened, seated, in session, on any store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import parse_toml
from deliberate.core.services.accounts import add_account, grant_role
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import Store

DATA = Path(__file__).parent / "data"
PROCESS = "papers"
AGENCY = Actor("agency-1", "agency")
SECRETARY = Actor("secretary-1", "secretary")
SEATS = "ABCD"


def assembly(store: Store, secrecy: str) -> Context:
    """The assembly before its session; every member has an account."""
    context = Context(
        store,
        registry(),
        SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC)),
        Generator(b"papers").bytes,
    )
    text = (
        (DATA / "secret_pilot.toml")
        .read_text()
        .replace('secrecy = "secret"', f'secrecy = "{secrecy}"')
    )
    open_process(context, AGENCY, load_pilot(parse_toml(text, "secret_pilot.toml")))
    for actor in (AGENCY, SECRETARY):
        add_account(context, actor.id, actor.id)
        grant_role(context, actor.id, actor.role, "process", PROCESS)
    for seat in SEATS:
        _seat(context, seat)
    context.clock.move_to(datetime(2027, 1, 11, 9, tzinfo=UTC))  # type: ignore[attr-defined]
    return context


@cache
def registry() -> Registry:
    return Registry.load(points=(), extra=(jurisdictions, _plugin()))


def _plugin() -> ModuleType:
    plugin = ModuleType("papers_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "secret_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    return plugin


def _seat(context: Context, seat: str) -> None:
    body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
    perform(context, AGENCY, PROCESS, "constitution", "send_letter", {"seat": seat})
    perform(context, AGENCY, PROCESS, "constitution", "delegate", body)
    account = f"account-{seat}"
    add_account(context, account, account)
    perform(context, AGENCY, PROCESS, "seats", "link", {"seat": seat, "account": account})


def act(context: Context, step: str, action: str, **body: Any) -> Done:
    return perform(context, SECRETARY, PROCESS, step, action, body)


def open_vote(context: Context, remote: str = "", present: str = SEATS) -> None:
    act(context, "session", "open", present=sorted(set(present) - set(remote)), remote=list(remote))
    act(context, "decision", "open", text={"en": "Yes?"})


def vote(
    context: Context, seat: str, choice: str, *, step: str = "decision", key: str | None = None
) -> Done:
    body = {"blank": True} if choice == "blank" else {"choice": choice}
    actor = Actor(f"account-{seat}", "member")
    return perform(context, actor, PROCESS, step, "cast", body, key=key)


def held(context: Context, choices: dict[str, str], **opening: str) -> None:
    """The whole ballot: opened, voted in the order of `choices`, counted."""
    open_vote(context, **opening)
    for seat, choice in choices.items():
        vote(context, seat, choice)
    act(context, "decision", "count")


def facts(context: Context, *kinds: str) -> list[Fact]:
    with context.store.read() as unit:
        return [fact for fact in unit.facts(PROCESS) if fact.kind in kinds]
