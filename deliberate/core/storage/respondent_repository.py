"""People who were invited or registered: their rows, their answers and the calls to them.

Answers and calls are only ever added. Of a respondent's row `person` alone changes; blanking it
keeps the row, so that numbers, salts and hashes stay what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deliberate.core.errors import Conflict, message
from deliberate.core.storage import tables
from deliberate.core.storage.prepared import Given, Prepared
from deliberate.core.storage.process_repository import no_process
from deliberate.core.storage.rows import AnswerRow, CallRow, RespondentRow, columns
from deliberate.core.storage.session import Session, TakenError, UnreferencedError

Respondent, Answer, Call = tables.Respondent, tables.Answer, tables.Call
ContactTag = tables.ContactTag


def _of_step(process: Any, step: Any) -> Any:
    return (Respondent.process == process) & (Respondent.step == step)


def _prepared() -> tuple[Prepared, ...]:
    people, answers = Respondent._meta.sorted_fields, Answer._meta.sorted_fields
    code = Given(Respondent.code_hash)
    here = _of_step(Given(Respondent.process), Given(Respondent.step))
    update: Any = Respondent.update(person=Given(Respondent.person))
    everybody, all_answers = Respondent.select().where(here), Answer.select(Answer).join(Respondent)
    return (
        Prepared(everybody, people),
        Prepared(everybody.where(Respondent.number == Given(Respondent.number)), people),
        Prepared(Respondent.select().where(Respondent.code_hash == code), people),
        Prepared(update.where(Respondent.code_hash == code)),
        Prepared(all_answers.where(here), answers),
        Prepared(Answer.select().where(Answer.respondent == Given(Answer.respondent)), answers),
    )


_EVERYBODY, _BY_NUMBER, _BY_CODE, _PERSON, _ANSWERS, _ANSWERS_OF = _prepared()


class RespondentRepository:
    """Each code, each salt, and each number of a registration belongs to one respondent."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hold_pool(self, process: str) -> None:
        """Keep answers of this process and its closing from crossing until the transaction ends.

        Taken before the process is read: whoever comes second reads what the first one wrote.
        """
        table = tables.Process
        self._session.hold(table.select(table.id).where(table.id == process))

    def add_respondents(self, *rows: RespondentRow) -> None:
        """Store new respondents, all or none; `Conflict` when a code, salt or number is taken."""
        try:
            self._session.insert(Respondent, *(columns(row) for row in rows))
        except TakenError as error:
            raise Conflict(
                "RESPONDENT_TAKEN",
                message("A number or a code of this list is taken already."),
                fix=message("Nothing was changed. Try again."),
            ) from error
        except UnreferencedError as error:
            raise no_process(rows[0].process) from error

    def respondents(self, process: str, step: str) -> tuple[RespondentRow, ...]:
        """Everybody of a registration, by number."""
        rows = self._session.asked(_EVERYBODY, process, step)
        return tuple(sorted((RespondentRow(**row) for row in rows), key=lambda row: row.number))

    def respondent(self, process: str, step: str, number: int) -> RespondentRow | None:
        rows = self._session.asked(_BY_NUMBER, process, step, number)
        return RespondentRow(**rows[0]) if rows else None

    def respondent_by_code(self, code_hash: str) -> RespondentRow | None:
        """Whose code has this hash, in any process."""
        rows = self._session.asked(_BY_CODE, code_hash)
        return RespondentRow(**rows[0]) if rows else None

    def write_person(self, code_hash: str, person: Mapping[str, Any] | None) -> None:
        """Put the person in the row, or blank it with None."""
        self._session.done(_PERSON, person, code_hash)

    def blank_persons(self, process: str) -> int:
        """Empty the persons of all rows of a process; returns how many held one."""
        update: Any = Respondent.update(person=None)
        return self._session.change(
            update.where(Respondent.process == process, Respondent.person.is_null(False))
        )

    def tagged(self, process: str, step: str, tags: Iterable[str]) -> Mapping[str, str]:
        """Who of a registration is known by these contact tags: tag -> hash of the code."""
        own = (ContactTag.process == process) & (ContactTag.step == step)
        query = ContactTag.select().where(own, ContactTag.tag.in_(sorted(tags)))
        return {row["tag"]: row["respondent"] for row in self._session.rows(query)}

    def add_contact_tags(self, process: str, step: str, owners: Iterable[tuple[str, str]]) -> None:
        """Keep by which tags people are known, as pairs of tag and hash of the code, all or none;
        `Conflict` when one of the tags is somebody's already."""
        rows = [
            {"process": process, "step": step, "tag": tag, "respondent": respondent}
            for tag, respondent in owners
        ]
        try:
            self._session.insert(ContactTag, *rows)
        except TakenError as error:
            raise _crossed() from error

    def drop_contact_tags(self, process: str) -> None:
        """Forget by what the people of a process were known."""
        self._session.change(ContactTag.delete().where(ContactTag.process == process))

    def add_answers(self, *rows: AnswerRow) -> None:
        """Keep answers, all or none; `Conflict` when a twin was faster."""
        try:
            self._session.insert(Answer, *(columns(row) for row in rows))
        except TakenError as error:
            raise _crossed() from error

    def answers(self, process: str, step: str) -> tuple[AnswerRow, ...]:
        """All answers to a registration, those of each respondent oldest first."""
        rows = (AnswerRow(**row) for row in self._session.asked(_ANSWERS, process, step))
        return tuple(sorted(rows, key=lambda row: (row.respondent, row.seq)))

    def answers_of(self, code_hash: str) -> tuple[AnswerRow, ...]:
        """The answers of one respondent, oldest first."""
        rows = self._session.asked(_ANSWERS_OF, code_hash)
        return tuple(sorted((AnswerRow(**row) for row in rows), key=lambda row: row.seq))

    def add_call(self, row: CallRow) -> None:
        """Keep what came of a call; `Conflict` when somebody else called at the same moment."""
        try:
            self._session.insert(Call, columns(row))
        except TakenError as error:
            raise _crossed() from error

    def calls(self, process: str, step: str) -> tuple[CallRow, ...]:
        """All calls to those of a registration, those to each respondent oldest first."""
        query = Call.select(Call).join(Respondent).where(_of_step(process, step))
        rows = (CallRow(**row) for row in self._session.rows(query))
        return tuple(sorted(rows, key=lambda row: (row.respondent, row.seq)))


def _crossed() -> Conflict:
    return Conflict(
        "CROSSED",
        message("Somebody else wrote about this person at the same moment."),
        fix=message("Nothing was changed. Look at the new state, then try again."),
    )
