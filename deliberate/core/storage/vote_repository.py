"""Votes and the messages that people signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from deliberate.core.errors import Conflict, Refused, message
from deliberate.core.storage import tables
from deliberate.core.storage.process_repository import no_process
from deliberate.core.storage.rows import SignedMessageRow, VoteCounts, VoteRow, columns
from deliberate.core.storage.session import Session, TakenError, UnreferencedError

Vote = tables.Vote
_TAGS = 500
"""How many voters one query asks for; databases limit the values of a statement."""


class VoteRepository:
    """A vote is never changed or removed; a re-vote supersedes it and says so."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def cast_vote(self, row: VoteRow, *, supersedes: str | None = None) -> None:
        """Store a vote. `supersedes` is the code of the voter's current vote, None for a first one.

        Raises `Conflict` when the voter's current vote is another than the caller has seen, or
        when the code is taken. The old vote is marked in the same transaction.
        """
        if row.superseded_by is not None:
            raise ValueError("a vote is cast as current, not as superseded")
        if supersedes is not None and not self._supersede(row, supersedes):
            raise self._already_voted(row)
        try:
            self._session.insert(Vote, columns(row))
        except TakenError as error:
            if self.vote_by_code(row.code) is not None:
                raise Conflict(
                    "CODE_TAKEN", message("The code “{code}” is taken.", code=row.code)
                ) from error
            raise self._already_voted(row) from error
        except UnreferencedError as error:
            raise no_process(row.process) from error

    def cast_first_votes(self, rows: Sequence[VoteRow]) -> None:
        """Store votes of different voters none of whom has voted; all of them or none.

        Raises `Conflict` as `cast_vote` does, for the first vote that cannot be stored.
        """
        try:
            self._session.insert(Vote, *(columns(row) for row in rows))
        except TakenError:
            for row in rows:
                self.cast_vote(row)
            raise
        except UnreferencedError as error:
            raise no_process(rows[0].process) from error

    def _supersede(self, row: VoteRow, old: str) -> bool:
        update: Any = Vote.update(superseded_by=row.code)
        return (
            self._session.change(update.where(_of_voter(row), Vote.code == old, _is_current())) == 1
        )

    def _already_voted(self, row: VoteRow) -> Conflict:
        current = self.current_vote(row.process, row.step, row.n, row.voter_tag)
        if current is None:
            return Conflict("NO_CURRENT_VOTE", message("There is no vote to supersede."))
        return Conflict(
            "ALREADY_VOTED",
            message("This voter has voted already at {at}.", at=current.at),
            fix=message("Nothing was changed. A re-vote names the vote that it supersedes."),
        )

    def current_vote(self, process: str, step: str, n: int, voter_tag: str) -> VoteRow | None:
        """The vote of this voter that counts, None when there is none."""
        row = self._session.first(
            Vote.select().where(
                _of_step(process, step, n), Vote.voter_tag == voter_tag, _is_current()
            )
        )
        return None if row is None else VoteRow(**row)

    def current_votes(
        self, process: str, step: str, n: int, voter_tags: Iterable[str]
    ) -> dict[str, VoteRow]:
        """The votes of these voters that count, by voter tag."""
        tags, found = sorted(set(voter_tags)), {}
        for start in range(0, len(tags), _TAGS):
            query = Vote.select().where(
                _of_step(process, step, n),
                Vote.voter_tag.in_(tags[start : start + _TAGS]),
                _is_current(),
            )
            for row in self._session.rows(query):
                found[str(row["voter_tag"])] = VoteRow(**row)
        return found

    def vote_by_code(self, code: str) -> VoteRow | None:
        """The vote with this public code, current or superseded."""
        row = self._session.first(Vote.select().where(Vote.code == code))
        return None if row is None else VoteRow(**row)

    def votes(
        self, process: str, step: str, n: int = 1, *, superseded: bool = False
    ) -> tuple[VoteRow, ...]:
        """The votes that count, in the order of their codes; with `superseded` all that were cast.

        The order of the codes tells nothing about when, or after whom, somebody voted.
        """
        query = Vote.select().where(_of_step(process, step, n))
        if not superseded:
            query = query.where(_is_current())
        rows = (VoteRow(**row) for row in self._session.rows(query))
        # Sorted here: the order of text in PostgreSQL depends on the database's collation.
        return tuple(sorted(rows, key=lambda row: row.code))

    def vote_counts(self, process: str, step: str, n: int = 1) -> VoteCounts:
        """How many votes count and were superseded; nothing about what was chosen."""
        query = (
            Vote.select(
                Vote.channel,
                Vote.superseded_by.is_null().alias("current"),
                fn.COUNT(Vote.code).alias("count"),
            )
            .where(_of_step(process, step, n))
            .group_by(Vote.channel, Vote.superseded_by.is_null())
        )
        rows = sorted(self._session.rows(query), key=lambda row: str(row["channel"]))
        by_channel = {row["channel"]: row["count"] for row in rows if row["current"]}
        replaced = sum(row["count"] for row in rows if not row["current"])
        return VoteCounts(sum(by_channel.values()), replaced, by_channel)

    def add_signed_messages(self, *rows: SignedMessageRow) -> None:
        """Keep what people signed, with signature and certificate, for auditors; all or none."""
        try:
            self._session.insert(tables.SignedMessage, *(columns(row) for row in rows))
        except TakenError as error:
            subjects = tuple(row.subject for row in rows)
            raise Conflict(
                "ALREADY_SIGNED",
                message("The signature for “{subject}” is kept already.", subject=subjects),
            ) from error
        except UnreferencedError as error:
            raise no_process(rows[0].process) from error

    def signed_message(self, process: str, subject: str) -> SignedMessageRow:
        """The signed message about `vote:CODE` or `fact:SEQ`; refuses when there is none."""
        table = tables.SignedMessage
        row = self._session.first(
            table.select().where(table.process == process, table.subject == subject)
        )
        if row is None:
            raise Refused(
                "NO_SIGNED_MESSAGE",
                message("Nobody has signed “{subject}”.", subject=subject),
            )
        return _signed(row)

    def signed_messages(self, process: str) -> tuple[SignedMessageRow, ...]:
        """All signed messages of a process, in the order of their subjects."""
        table = tables.SignedMessage
        rows = self._session.rows(table.select().where(table.process == process))
        return tuple(sorted((_signed(row) for row in rows), key=lambda row: row.subject))


def _of_step(process: str, step: str, n: int) -> Any:
    return (Vote.process == process) & (Vote.step == step) & (Vote.n == n)


def _of_voter(row: VoteRow) -> Any:
    return _of_step(row.process, row.step, row.n) & (Vote.voter_tag == row.voter_tag)


def _is_current() -> Any:
    return Vote.superseded_by.is_null()


def _signed(row: dict[str, Any]) -> SignedMessageRow:
    contents = {name: bytes(row[name]) for name in ("content", "signature", "certificate")}
    return SignedMessageRow(row["process"], row["subject"], **contents)
