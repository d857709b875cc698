"""Seats and offices as the store keeps them: who acts and who signs for each, and for no other.

What facts say about positions is written beside them, in the same transaction, into rows whose
keys hold when two write at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.errors import Refused, message
from deliberate.core.identity.roles import Grant, Granted
from deliberate.core.process.facts import Fact
from deliberate.core.process.offices import MEMBER, VOTELESS
from deliberate.core.storage.rows import PositionAccountRow, PositionSignerRow
from deliberate.core.storage.store import Unit

SEAT, OFFICE = "seat:", "office:"


def keep_positions(unit: Unit, facts: Sequence[Fact]) -> None:
    """Write what these facts change about who acts and signs; refuses what is taken."""
    for fact in facts:
        match fact.kind:
            case "seat.filled" | "seat.vacated":
                unit.vacate(fact.process, SEAT + str(fact.body["seat"]))
            case "seat.linked":
                _tie(unit, fact, SEAT + str(fact.body["seat"]), str(fact.body["account"]))
            case "seat.unlinked":
                unit.untie_account(fact.process, SEAT + str(fact.body["seat"]))
            case "appointment.office" if fact.body["office"] in VOTELESS:
                _tie(unit, fact, OFFICE + str(fact.body["office"]), str(fact.body["holder"]))
            case "appointment.relieved":
                unit.vacate(fact.process, OFFICE + str(fact.body["office"]))
            case "signer.bound":
                unit.bind_signer(
                    PositionSignerRow(fact.process, _position(fact), str(fact.body["tag"]))
                )


def held_grants(unit: Unit, account: str) -> tuple[Granted, ...]:
    """The roles that an account was given, and those that its seats and offices bring along."""
    brought = (Grant(_role(row), "process", row.process) for row in unit.positions(account=account))
    given = unit.grants(account)
    return (*given, *(grant for grant in brought if not _among(grant, given)))


def _tie(unit: Unit, fact: Fact, position: str, account: str) -> None:
    unit.tie_account(PositionAccountRow(fact.process, position, account))
    if unit.account(account).disabled_at is not None:
        raise Refused("DISABLED", message("The account {account} is closed.", account=account))


def _position(fact: Fact) -> str:
    if "seat" in fact.body:
        return SEAT + str(fact.body["seat"])
    return OFFICE + str(fact.body["office"])


def _role(row: PositionAccountRow) -> str:
    return MEMBER if row.position.startswith(SEAT) else row.position.removeprefix(OFFICE)


def _among(grant: Granted, given: Sequence[Granted]) -> bool:
    wanted = (grant.role, grant.scope, grant.target)
    return any((item.role, item.scope, item.target) == wanted for item in given)
