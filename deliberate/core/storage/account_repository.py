"""Accounts, what they may do, and how they sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deliberate.core.errors import Conflict, Refused, message
from deliberate.core.storage import tables
from deliberate.core.storage.prepared import Given, Prepared
from deliberate.core.storage.rows import AccountRow, GrantRow, SessionRow, SignInLinkRow, columns
from deliberate.core.storage.session import Session, TakenError, UnreferencedError

_ACCOUNT = Prepared(
    tables.Account.select().where(tables.Account.id == Given(tables.Account.id)),
    tables.Account._meta.sorted_fields,
)


def _no_account(account: str) -> Refused:
    return Refused("NO_ACCOUNT", message("There is no account “{account}”.", account=account))


class AccountRepository:
    """Who may sign in and act. Tokens never enter: only their hashes do."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_account(self, row: AccountRow) -> None:
        """Store a new account; refuses an identifier that is taken."""
        self._insert(
            tables.Account,
            row,
            row.id,
            message("An account with the id “{account}” exists already.", account=row.id),
            "ACCOUNT_EXISTS",
        )

    def account(self, account: str) -> AccountRow:
        """The account of this identifier; refuses an unknown one."""
        rows = self._session.asked(_ACCOUNT, account)
        if not rows:
            raise _no_account(account)
        return AccountRow(**rows[0])

    def accounts(self) -> tuple[AccountRow, ...]:
        """All accounts in the order of their identifiers."""
        rows = (AccountRow(**row) for row in self._session.rows(tables.Account.select()))
        return tuple(sorted(rows, key=lambda row: row.id))

    def disable_account(self, account: str, at: datetime) -> None:
        """Close an account: its sessions end, its links no longer work. Its acts remain."""
        update: Any = tables.Account.update(disabled_at=at)
        self.account(account)
        self._session.change(
            update.where(tables.Account.id == account, tables.Account.disabled_at.is_null())
        )
        self.end_sessions(account)

    def enable_account(self, account: str, at: datetime) -> None:
        """Open a closed account again. Links from before it was closed are used up by that."""
        update: Any = tables.Account.update(disabled_at=None)
        use_up: Any = tables.SignInLink.update(used_at=at)
        self.account(account)
        self._session.change(update.where(tables.Account.id == account))
        self._session.change(
            use_up.where(tables.SignInLink.account == account, tables.SignInLink.used_at.is_null())
        )

    def grant(self, row: GrantRow) -> None:
        """Give an account a role in a scope; refuses what it holds already."""
        self._insert(
            tables.Grant,
            row,
            row.account,
            message(
                "“{account}” holds the role “{role}” already.", account=row.account, role=row.role
            ),
            "GRANT_EXISTS",
        )

    def revoke(self, row: GrantRow) -> None:
        """Take a role away; refuses what the account does not hold."""
        table = tables.Grant
        delete: Any = table.delete()
        gone = self._session.change(
            delete.where(
                table.account == row.account,
                table.role == row.role,
                table.scope == row.scope,
                table.target == row.target,
            )
        )
        if not gone:
            raise Refused(
                "NO_GRANT",
                message(
                    "“{account}” does not hold the role “{role}”.",
                    account=row.account,
                    role=row.role,
                ),
            )

    def grants(self, account: str | None = None) -> tuple[GrantRow, ...]:
        """The roles of one account or, without a name, of all."""
        table = tables.Grant
        query = table.select()
        if account is not None:
            query = query.where(table.account == account)
        rows = (GrantRow(**row) for row in self._session.rows(query))
        return tuple(sorted(rows, key=lambda row: (row.account, row.scope, row.target, row.role)))

    def add_link(self, row: SignInLinkRow) -> None:
        """Keep the hash of a one-time sign-in link."""
        self._insert(
            tables.SignInLink,
            row,
            row.account,
            message("This sign-in link exists already."),
            "LINK_EXISTS",
        )

    def redeem_link(self, token_sha256: str, now: datetime) -> AccountRow:
        """Use a sign-in link: exactly one caller gets the account, every other is refused."""
        table = tables.SignInLink
        update: Any = table.update(used_at=now)
        used = self._session.change(
            update.where(
                table.token_sha256 == token_sha256,
                table.used_at.is_null(),
                table.expires_at > now,
            )
        )
        found = self._session.first(table.select().where(table.token_sha256 == token_sha256))
        if found is None:
            raise Refused("LINK_UNKNOWN", message("This sign-in link is not valid."))
        if not used:
            raise self._dead_link(SignInLinkRow(**found))
        account = self.account(found["account"])
        if account.disabled_at is not None:
            raise Refused("ACCOUNT_DISABLED", message("This account is closed."))
        return account

    def _dead_link(self, link: SignInLinkRow) -> Refused:
        fix = message("Ask for a new link.")
        if link.used_at is not None:
            return Refused(
                "LINK_USED",
                message("This sign-in link was used at {at}.", at=link.used_at),
                fix=fix,
            )
        return Refused(
            "LINK_EXPIRED",
            message("This sign-in link expired at {at}.", at=link.expires_at),
            fix=fix,
        )

    def add_session(self, row: SessionRow) -> None:
        """Keep the hash of a signed-in browser's token."""
        self._insert(
            tables.WebSession,
            row,
            row.account,
            message("This session exists already."),
            "SESSION_EXISTS",
        )

    def session_account(self, token_sha256: str, now: datetime) -> AccountRow | None:
        """Whose session this is; None when it is unknown or over, or the account is closed."""
        table = tables.WebSession
        row = self._session.first(
            table.select(table.account).where(
                table.token_sha256 == token_sha256, table.expires_at > now
            )
        )
        account = None if row is None else self.account(row["account"])
        return None if account is None or account.disabled_at is not None else account

    def end_session(self, token_sha256: str) -> None:
        """Sign a browser out."""
        delete: Any = tables.WebSession.delete()
        self._session.change(delete.where(tables.WebSession.token_sha256 == token_sha256))

    def end_sessions(self, account: str) -> None:
        """Sign an account out everywhere."""
        delete: Any = tables.WebSession.delete()
        self._session.change(delete.where(tables.WebSession.account == account))

    def _insert(self, table: Any, row: Any, account: str, taken: Any, code: str) -> None:
        try:
            self._session.insert(table, columns(row))
        except TakenError as error:
            raise Conflict(code, taken) from error
        except UnreferencedError as error:
            raise _no_account(account) from error
