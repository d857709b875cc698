"""Who acts and signs for a position: a seat, or an office without a vote.

The facts of a process say it too. These rows add what facts cannot promise: that no two positions
of a process share an account or a person, whoever writes at the same moment.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from deliberate.core.errors import Conflict, Refused, message
from deliberate.core.storage import tables
from deliberate.core.storage.prepared import Given, Prepared
from deliberate.core.storage.rows import PositionAccountRow, PositionSignerRow
from deliberate.core.storage.session import Session, TakenError, UnreferencedError


def _freed(table: Any) -> Prepared:
    own = (table.process == Given(table.process)) & (table.position == Given(table.position))
    return Prepared(table.delete().where(own))


_FREED = {table: _freed(table) for table in (tables.PositionAccount, tables.PositionSigner)}


class PositionRepository:
    """One account and one signing person for each position, one position for each of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tie_account(self, row: PositionAccountRow) -> None:
        """Let an account act for a position; `Conflict` when either of the two is taken."""
        try:
            self._session.insert(tables.PositionAccount, asdict(row))
        except TakenError as error:
            raise Conflict(
                "ACCOUNT_TAKEN",
                message("This account acts for another seat or office, or another one for this."),
                fix=message("Nothing was changed. See who acts for what: deliberate user list."),
            ) from error
        except UnreferencedError as error:
            raise Refused(
                "NO_ACCOUNT",
                message("There is no account “{account}”.", account=row.account),
                fix=message("Make it first: deliberate user add {account}", account=row.account),
            ) from error

    def untie_account(self, process: str, position: str) -> None:
        """End the tie of a position's account, if it has one."""
        self._free(tables.PositionAccount, process, position)

    def bind_signer(self, row: PositionSignerRow) -> None:
        """Let a person, known by a keyed tag, sign for a position; `Conflict` when either is
        taken: one person never signs for two."""
        try:
            self._session.insert(tables.PositionSigner, asdict(row))
        except TakenError as error:
            raise Conflict(
                "SIGNER_TAKEN",
                message("This person signs for another seat, or another person for this one."),
                fix=message("Nothing was changed."),
            ) from error

    def vacate(self, process: str, position: str) -> None:
        """Nobody acts or signs for this position any more."""
        self._free(tables.PositionAccount, process, position)
        self._free(tables.PositionSigner, process, position)

    def positions(
        self, process: str | None = None, account: str | None = None
    ) -> tuple[PositionAccountRow, ...]:
        """Accounts with the positions that they act for, narrowed where asked for."""
        table = tables.PositionAccount
        query = table.select()
        if process is not None:
            query = query.where(table.process == process)
        if account is not None:
            query = query.where(table.account == account)
        rows = (PositionAccountRow(**row) for row in self._session.rows(query))
        return tuple(sorted(rows, key=lambda row: (row.process, row.position)))

    def signers(self, process: str) -> tuple[PositionSignerRow, ...]:
        """The keyed tags of those who sign, by position."""
        table = tables.PositionSigner
        query = table.select().where(table.process == process)
        rows = (PositionSignerRow(**row) for row in self._session.rows(query))
        return tuple(sorted(rows, key=lambda row: row.position))

    def _free(self, table: Any, process: str, position: str) -> None:
        self._session.done(_FREED[table], process, position)
