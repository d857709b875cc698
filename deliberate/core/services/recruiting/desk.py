"""What organisers see of a registration: everybody by number, with needs; and deleting it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.recruitment.reply_codes import code_for, printed_code
from deliberate.core.rulebook.model import Step
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.setting import (
    registration_of,
    require_organiser,
    secret_of,
)
from deliberate.core.services.respondents import Known, known_respondents

STANDINGS = ("invited", "willing", "declined", "ineligible", "withdrawn")


@dataclass(frozen=True, slots=True)
class RegistrationDesk:
    """Everybody of a registration. `counts`: how many stand where; `channels`: how the last answers
    came in."""

    process: Process
    registration: Step
    people: tuple[Known, ...]
    counts: Mapping[str, int]
    channels: Mapping[str, int]


def registration_desk(
    context: Context, actor: Actor, process_id: str, step: str = ""
) -> RegistrationDesk:
    """The list for organisers; refuses everybody else."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        registration = registration_of(process, step)
        people = known_respondents(unit, process_id, registration.id)
    standings: Counter[str] = Counter(item.respondent.standing for item in people)
    channels = Counter(item.answers[-1].channel for item in people if item.answers)
    return RegistrationDesk(
        process,
        registration,
        people,
        {name: standings[name] for name in STANDINGS},
        dict(sorted(channels.items())),
    )


def codes_of(
    context: Context, actor: Actor, process_id: str, step: str = ""
) -> tuple[tuple[Known, str], ...]:
    """Everybody with the code of the letter, in groups; for whoever makes the letters."""
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        registration = registration_of(process, step)
        secret = secret_of(unit, process_id)
        people = known_respondents(unit, process_id, registration.id)
    return tuple(
        (
            item,
            printed_code(code_for(secret, process_id, registration.id, item.respondent.number)),
        )
        for item in people
    )


def blanking_due(process: Process) -> datetime | None:
    """From when personal data are deleted: so many days after the end as the pilot says; None while
    the process has no end."""
    ended = process.ended_at
    return None if ended is None else ended + timedelta(days=process.pilot.recruitment.keep_days)


def blank_people(context: Context, actor: Actor, process_id: str) -> int:
    """Delete who everybody was; numbers, values, salts and answers stay. Returns how many rows held
    a person. Refuses before its time; done twice, it finds nothing."""
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id)
        require_organiser(process, actor)
        due = blanking_due(process)
        if due is None:
            raise Refused("EARLY", message("The process has not ended; the data are still needed."))
        if process.now < due:
            raise Refused("EARLY", message("The data are kept until {due}.", due=due))
        unit.drop_contact_tags(process_id)
        return unit.blank_persons(process_id)
