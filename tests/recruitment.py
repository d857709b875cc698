"""A small process in which people are invited, register and are drawn, in a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.clock import SimulatedClock
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.register.selection import hash_of
from deliberate.core.services.accounts import add_account, grant_role
from deliberate.core.services.appending import append
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.people_files import read_people
from deliberate.core.services.recruiting.replies import Reply
from deliberate.core.services.recruiting.taking_in import import_invited
from deliberate.core.storage import ProcessRow, Store

DATA = Path(__file__).parent / "data"
PROCESS = "drawn"
STAFF = Actor("aigul", "secretary")
SECOND = Actor("bolat", "secretary")
BEGIN = datetime(2027, 2, 1, 5, tzinfo=UTC)
CLOSED = datetime(2027, 2, 19, 20, tzinfo=UTC)
DRAWN = datetime(2027, 2, 26, 8, tzinfo=UTC)
INVITED, SEED = 24, "2027-02-01"
NEEDS = {"name": "Әсел Төлегенова", "phone": "+7 701 555 12 12", "needs": ["step_free"],
         "needs_text": "лифт керек"}  # fmt: skip


def opened(store: Store, registry: Any, *, pilot: str = "", to_all: bool = False) -> Context:
    """The process just opened; with `to_all` anybody may register. The lottery's kind may be only
    declared: that is gone round here."""
    rules = (DATA / "recruitment_rulebook.toml").read_text(encoding="utf-8")
    if to_all:
        rules = rules.replace('from = "invitation"', 'from = "open"')
    text = pilot or (DATA / "recruitment_pilot.toml").read_text(encoding="utf-8")
    row = ProcessRow(
        PROCESS, "akimat", rules, digest(rules.encode()), "test", text, digest(text.encode()),
        False, BEGIN,
    )  # fmt: skip
    context = Context(store, registry, SimulatedClock(BEGIN), Generator(b"recruitment").bytes)
    with store.transaction() as unit:
        unit.add_process(row)
        process = context.read_process(unit, PROCESS)
        append(unit, process, STAFF, (Draft("process.opened", "process", 1, None, {}, {}),))
    for account in (STAFF, SECOND):
        add_account(context, account.id, account.id)
        grant_role(context, account.id, account.role, "process", PROCESS)
    return context


def people_csv(folder: Path, count: int = INVITED) -> Path:
    """The drawn rows of a register: as `register draw` writes them, with a few kept columns."""
    lines = ["rank,hash,stratum,id,name,address,language,household,taxes"]
    hashes = {n: hash_of(SEED, str(900000 + n)) for n in range(1, count + 1)}
    rank = {
        n: 1 + sum(hashes[m] < own for m in hashes if m % 2 == n % 2) for n, own in hashes.items()
    }
    lines += [
        f"{rank[n]},{hashes[n]},{'urban' if n % 2 else 'rural'},{900000 + n},Person {n},"
        f'"Mira {n}, flat 1",{"kk" if n % 3 else "ru"},H{n},secret'
        for n in range(1, count + 1)
    ]
    path = folder / "drawn.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def draw_body(count: int = INVITED) -> dict[str, Any]:
    return {
        "register_sha256": "ab" * 32, "people": 30000, "seed": SEED, "drawn": count,
        "strata": {"urban": count // 2, "rural": count - count // 2},
    }  # fmt: skip


def invited(store: Store, registry: Any, folder: Path) -> Context:
    """The same with everybody invited."""
    context = opened(store, registry)
    perform(context, STAFF, PROCESS, "invitation", "draw", draw_body())
    import_invited(context, STAFF, PROCESS, "invitation", read_people(people_csv(folder)))
    perform(context, STAFF, PROCESS, "invitation", "send", {})
    return context


def willing(number: int, **person: Any) -> Reply:
    """A reply that can be used, of values that follow from the number."""
    values = {"sex": ("female", "male")[number % 2], "age": ("18-34", "35-54", "55+")[number % 3]}
    return Reply("willing", {"R1": True}, values, {**NEEDS, **person})


def at(context: Context, now: datetime) -> Context:
    """The same installation at another moment."""
    return replace(context, clock=SimulatedClock(now))


def draw(context: Context, panel: list[int], alternates: list[int]) -> None:
    """Put a draw on the record, as the lottery does."""
    with context.store.transaction() as unit:
        process = context.read_process(unit, PROCESS)
        body = {"panel": panel, "alternates": alternates}
        append(unit, process, STAFF, (Draft("lottery.drawn", "lottery", 1, None, body, body),))


Opened = Callable[..., Context]
