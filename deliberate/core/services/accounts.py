"""Accounts, roles and one-time sign-in links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from deliberate.core.canonical import digest
from deliberate.core.errors import Refused, UnusableInput, message
from deliberate.core.identity.roles import Granted, Role
from deliberate.core.services.context import Context
from deliberate.core.services.positions import held_grants
from deliberate.core.storage.rows import (
    AccountRow,
    GrantRow,
    PositionAccountRow,
    SessionRow,
    SignInLinkRow,
)

LINK_LIFETIME = timedelta(days=2)
SESSION_LIFETIME = timedelta(hours=12)
ACCOUNT = re.compile(r"\w[\w.@+-]{0,79}")
SCOPES = ("installation", "agency", "process")


def add_account(context: Context, account: str, label: str) -> AccountRow:
    """A new account without any role; its name can be typed in one word and read aloud."""
    if not ACCOUNT.fullmatch(account):
        raise UnusableInput(
            "ACCOUNT",
            message("“{account}” cannot be the name of an account.", account=account),
            fix=message("Take up to 80 letters, digits and any of . _ @ + - without blanks."),
        )
    row = AccountRow(account, label, context.clock.now())
    with context.store.transaction() as unit:
        unit.add_account(row)
    return row


def grant_role(context: Context, account: str, role: str, scope: str, target: str = "") -> None:
    """Give an account a role in a scope; unknown roles, scopes and processes are refused."""
    _known(role, tuple(item.value for item in Role), "role")
    _known(scope, SCOPES, "scope")
    with context.store.transaction() as unit:
        if scope == "process":
            unit.process(target)
        unit.grant(GrantRow(account, role, scope, target))


def revoke_role(context: Context, account: str, role: str, scope: str, target: str = "") -> None:
    """Take a role away in the scope in which it was given; what was done in it remains."""
    _known(role, tuple(item.value for item in Role), "role")
    _known(scope, SCOPES, "scope")
    with context.store.transaction() as unit:
        unit.account(account)
        unit.revoke(GrantRow(account, role, scope, target))


def disable_account(context: Context, account: str) -> None:
    """Close an account: it signs in and acts no more, and open browsers are signed out.

    Refuses an account that is closed already.
    """
    with context.store.transaction() as unit:
        if unit.account(account).disabled_at is not None:
            raise Refused("DISABLED", message("The account {account} is closed.", account=account))
        unit.disable_account(account, context.clock.now())


def enable_account(context: Context, account: str) -> None:
    """Open a closed account again, with the roles that it has kept; links have to be made anew."""
    with context.store.transaction() as unit:
        if unit.account(account).disabled_at is None:
            raise Refused(
                "NOT_DISABLED", message("The account {account} is not closed.", account=account)
            )
        unit.enable_account(account, context.clock.now())


def sign_in_link(context: Context, account: str) -> str:
    """A token that signs the account in once. It is shown now and never again."""
    secret = context.entropy(32).hex()
    with context.store.transaction() as unit:
        if unit.account(account).disabled_at is not None:
            raise Refused("DISABLED", message("The account {account} is closed.", account=account))
        unit.add_link(SignInLinkRow(_hash(secret), account, context.clock.now() + LINK_LIFETIME))
    return secret


def redeem(context: Context, token: str) -> tuple[str, AccountRow]:
    """Exchange a link's token for a session's token; works once and before it expires."""
    now = context.clock.now()
    secret = context.entropy(32).hex()
    with context.store.transaction() as unit:
        account = unit.redeem_link(_hash(token), now)
        unit.add_session(SessionRow(_hash(secret), account.id, now, now + SESSION_LIFETIME))
    return secret, account


def account_of(context: Context, token: str) -> AccountRow | None:
    """Whose session a browser's token belongs to."""
    with context.store.read() as unit:
        return unit.session_account(_hash(token), context.clock.now())


def grants_of(context: Context, account: str) -> tuple[Granted, ...]:
    """The roles of an account: given ones, and those of its seats and offices."""
    with context.store.read() as unit:
        return held_grants(unit, account)


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as those who administer see it: roles given, seats and offices it acts for."""

    account: AccountRow
    grants: tuple[GrantRow, ...]
    positions: tuple[PositionAccountRow, ...]


def listed_accounts(context: Context) -> tuple[Listed, ...]:
    """Every account, for those who administer the installation."""
    with context.store.read() as unit:
        return tuple(
            Listed(row, unit.grants(row.id), unit.positions(account=row.id))
            for row in unit.accounts()
        )


def sign_out(context: Context, token: str) -> None:
    with context.store.transaction() as unit:
        unit.end_session(_hash(token))


def _hash(token: str) -> str:
    return digest(token.encode())


def _known(value: str, options: tuple[str, ...], what: str) -> None:
    if value not in options:
        raise UnusableInput(
            "UNKNOWN",
            message("“{value}” is not a known {what}.", value=value, what=what),
            fix=message("Known: {options}.", options=options),
        )
