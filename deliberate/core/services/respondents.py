"""The respondents of a registration, put together from their rows and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent, Standing
from deliberate.core.recruitment.registered import registration_for
from deliberate.core.storage.rows import AnswerRow, RespondentRow
from deliberate.core.storage.store import Unit

STANDINGS: Mapping[str, Standing] = {
    "willing": "willing",
    "declined": "declined",
    "ineligible": "ineligible",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A respondent with the row behind it, which organisers alone see, and all answers."""

    respondent: Respondent
    row: RespondentRow
    answers: tuple[AnswerRow, ...] = ()


def respondents_for(unit: Unit, process: Process, step: str) -> tuple[Respondent, ...]:
    """The respondents of the registration that a step belongs to, as a command reads them.

    No answer is taken in until the command's transaction ends, so that a pool that is closed and
    the answers of that moment are the same.
    """
    if registration_for(process.rulebook, step) is None:
        return ()
    unit.hold_pool(process.id)
    return read_respondents(unit, process, step)


def read_respondents(unit: Unit, process: Process, step: str) -> tuple[Respondent, ...]:
    """The same without holding them: an answer may come in meanwhile."""
    own = registration_for(process.rulebook, step)
    if own is None:
        return ()
    return tuple(known.respondent for known in known_respondents(unit, process.id, own.id))


def known_respondents(unit: Unit, process: str, step: str) -> tuple[Known, ...]:
    """Everybody of a registration, by number."""
    answers: dict[str, list[AnswerRow]] = {}
    for answer in unit.answers(process, step):
        answers.setdefault(answer.respondent, []).append(answer)
    return tuple(
        known(row, answers.get(row.code_hash, ())) for row in unit.respondents(process, step)
    )


def known(row: RespondentRow, answers: Sequence[AnswerRow]) -> Known:
    """One respondent as the last answer leaves it; what it does not say stands as it was."""
    respondent = Respondent(row.number, dict(row.values), row.household, row.salt)
    for answer in answers:
        values = {**respondent.values, **answer.values}
        respondent = replace(respondent, values=values, standing=STANDINGS[answer.answer])
    return Known(respondent, row, tuple(answers))
