"""Who acts in the example: accounts of seats, and whoever holds an office."""

from __future__ import annotations

from deliberate.core.process.facts import Actor
from deliberate.core.services.accounts import add_account
from deliberate.core.services.commands import perform
from deliberate.core.services.context import Context

PROCESS = "temirkent-heating-2027"


def bearer(context: Context, role: str) -> Actor:
    """Somebody with a role; an office belongs to whoever was elected to it."""
    with context.store.read() as unit:
        roster = context.read_process(unit, PROCESS).roster
    holder = roster.office(role) or f"other-{role}"
    seat = roster.seat(holder)
    return Actor(holder if seat is None else seat.account, role)


def found_account(context: Context, account: str) -> None:
    with context.store.read() as unit:
        known = {row.id for row in unit.accounts()}
    if account not in known:
        add_account(context, account, "Aigerim S.")


def linked(context: Context, seat_id: str) -> str:
    """The account that acts for a seat, after giving it one if it has none."""
    with context.store.read() as unit:
        seat = context.read_process(unit, PROCESS).roster.seat(seat_id)
    assert seat is not None
    if seat.account:
        return seat.account
    found_account(context, seat.holder)
    link = {"seat": seat.id, "account": seat.holder}
    perform(context, bearer(context, "secretary"), PROCESS, "seats", "link", link)
    return seat.holder
