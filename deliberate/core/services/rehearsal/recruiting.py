"""Players of invitation and registration: invented residents, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from deliberate.core.canonical import canonical, digest
from deliberate.core.common.survey_result import answered
from deliberate.core.errors import nmessage
from deliberate.core.process.process import Process
from deliberate.core.recruitment.features import Feature
from deliberate.core.recruitment.registration import OPEN
from deliberate.core.rulebook.model import Step
from deliberate.core.services.recruiting.desk import codes_of, registration_desk
from deliberate.core.services.recruiting.people_files import Columns, PeopleFile, PeopleRow
from deliberate.core.services.recruiting.replies import (
    CHANNELS,
    DECLINED,
    STAFF_CHANNELS,
    WILLING,
    Asked,
    Reply,
    answer,
    answer_for,
    asked_by,
    register,
)
from deliberate.core.services.recruiting.setting import features
from deliberate.core.services.recruiting.taking_in import import_invited, import_pool
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage, spread

INVITED = 240
"""So many people are invited at most: more would only make the rehearsal longer."""
INVITED_PER_SEAT = 12
"""A large panel needs more: with the rates below, twice as many are willing as are drawn."""
WILLING_OF = 4
"""One in so many is willing; real rates are nearer to one in twenty."""
SILENT_OF = 3
"""One in so many does not answer at all."""
REGISTER = 20_000
APPLICANTS = 60
APPLICANTS_PER_SEAT = 5
"""So many come forward, at least, where anybody may."""
MEMBERS = "members"
"""The register of those who hold seats already."""
WILLING_PER_SEAT = 3
"""So many on a list of those who said in a survey that they are willing."""
DAYS = 4
NOBODY = {"email": "resident@example.org"}
"""How to reach people who do not exist."""


def play_invitation(stage: Stage, process: Process, step: Step) -> None:
    """People are drawn from an invented register and invited."""
    begin, _ = span(stage, process, step)

    def invite() -> None:
        planned = int(stage.process().parameter(step.parameters.count) or 0)
        most = max(INVITED, INVITED_PER_SEAT * _drawn(process, step))
        register = answered(stage.process(), step.parameters.from_) or REGISTER
        count = min(planned or most, most, register)
        again = step.parameters.register == MEMBERS
        if again:
            count = register = len(stage.process().roster.filled())
        people = [f"resident {number}" for number in range(1, count + 1)]
        body = {
            "register_sha256": digest(canonical(people)),
            "people": register,
            "seed": stage.rng.bytes(8).hex(),
            "drawn": count,
        }
        stage.act(AGENCY, step.id, "draw", body)
        import_invited(stage.context, AGENCY, stage.process_id, step.id, _invented(people))
        stage.act(AGENCY, step.id, "send")
        told = nmessage(
            "{count} resident is drawn from a register of {people} and invited.",
            "{count} residents are drawn from a register of {people} and invited.",
            count,
            people=register,
        )
        if again:
            told = nmessage(
                "{count} person is invited once more.", "All {count} are invited once more.", count
            )
        elif step.parameters.from_:
            told = nmessage(
                "{count} of the {people} people who answered the survey is invited.",
                "{count} of the {people} people who answered the survey are invited.",
                count,
                people=register,
            )
        stage.say(step.id, told)

    stage.at(begin, invite)


def _drawn(process: Process, invitation: Step) -> int:
    """How many seats lotteries fill, in the strand of the invitation."""
    groups = {
        step.parameters.seats
        for step in process.rulebook.steps
        if step.kind == "lottery" and step.strand == invitation.strand
    }
    return sum(group.count for group in process.rulebook.seat_groups if group.name in groups)


def _invented(people: Sequence[str]) -> PeopleFile:
    """A list of residents who do not exist; two live at some addresses."""
    rows = tuple(
        PeopleRow(number, {"name": name, "address": f"address {number}", "id": name})
        for number, name in enumerate(people, 2)
    )
    return PeopleFile(Path("register"), ("name", "address", "id"), rows)


def play_registration(stage: Stage, process: Process, step: Step) -> None:
    """Answers come in over the days, by all channels; at the end the pool is closed. Where people
    said in a survey that they are willing, the list of them is taken in."""
    begin, end = span(stage, process, step)
    if step.parameters.from_ == OPEN:
        _play_applications(stage, process, step, begin, end)
        return
    source = process.step(step.parameters.from_)
    if source is not None and source.kind == "survey":
        over = process.calendar.end_moment(process.planned_end(step.id) or end)
        _play_list(stage, step, source, begin, over)
        return

    again = _members_again(process, step)

    def answers(part: int) -> None:
        current = stage.process()
        asked = asked_by(current, step)
        codes = codes_of(stage.context, SECRETARY, stage.process_id, step.id)
        for place, (known, code) in enumerate(codes):
            if place % DAYS != part or (not again and stage.rng.below(SILENT_OF) == 0):
                continue
            willing = again or stage.rng.below(WILLING_OF) == 0
            reply = _willing(stage, asked, NOBODY) if willing else Reply(DECLINED)
            channel = stage.rng.choice(CHANNELS)
            if channel in STAFF_CHANNELS:
                number = known.respondent.number
                answer_for(
                    stage.context, SECRETARY, stage.process_id, number, reply, channel, step.id
                )
            else:
                answer(stage.context, code, reply)

    def close() -> None:
        desk = registration_desk(stage.context, SECRETARY, stage.process_id, step.id)
        stage.act(AGENCY, step.id, "close")
        stage.say(
            step.id,
            nmessage(
                "{count} of the {invited} who were invited is willing.",
                "{count} of the {invited} who were invited are willing.",
                desk.counts["willing"],
                invited=len(desk.people),
            ),
        )

    for part in range(DAYS):
        stage.at(spread(begin, end, DAYS, part), partial(answers, part))
    closing = process.calendar.end_moment(process.planned_end(step.id) or end)
    stage.at(closing, close)


def _play_applications(
    stage: Stage, process: Process, step: Step, begin: datetime, end: datetime
) -> None:
    """Whoever wants to apply does so over the days; at the end the pool is closed."""
    told = [one for one in stage.script.registrations if one.step in (step.id, step.origin)]
    count = max(APPLICANTS, APPLICANTS_PER_SEAT * _drawn(process, step))
    if told:
        count = told[0].people

    def apply(part: int) -> None:
        current = stage.process()
        asked = asked_by(current, step, uninvited=True)
        for number in range(part, count, DAYS):
            contact = {
                "email": f"resident{number + 1}@example.org",
                "address": f"address {number + 1}",
            }
            reply = _willing(stage, asked, contact)
            register(stage.context, stage.process_id, reply, step=step.id)

    def close() -> None:
        stage.act(AGENCY, step.id, "close")
        said = nmessage(
            "{count} person wants to take part.", "{count} people want to take part.", count
        )
        stage.say(step.id, said)

    for part in range(DAYS):
        stage.at(spread(begin, end, DAYS, part), partial(apply, part))
    stage.at(process.calendar.end_moment(process.planned_end(step.id) or end), close)


def _willing(stage: Stage, asked: Asked, person: Mapping[str, str]) -> Reply:
    """Somebody who does not exist, is willing and meets what is required."""
    meets = {item.id: True for item in asked.requirements}
    values = {
        feature.id: stage.rng.choice(feature.values or ("invented",)) for feature in asked.features
    }
    return Reply(WILLING, meets, values, person)


def _members_again(process: Process, registration: Step) -> bool:
    """Whether members are asked once more: they have come before, and answer."""
    invitation = process.step(registration.parameters.from_)
    register = None if invitation is None else getattr(invitation.parameters, "register", None)
    return register == MEMBERS


def _play_list(stage: Stage, step: Step, source: Step, begin: datetime, end: datetime) -> None:
    """Those who said in a survey that they are willing, on one day; then the pool is closed."""
    told = next((one.willing for one in stage.script.surveys if one.step == source.id), None)

    def take_in() -> None:
        process = stage.process()
        known = features(process, step)
        count = told or WILLING_PER_SEAT * _drawn(process, step)
        rows = tuple(
            PeopleRow(number + 1, _listed(stage, number, known)) for number in range(1, count + 1)
        )
        file = PeopleFile(Path("willing"), tuple(rows[0].cells), rows)
        columns = Columns.of(file.columns, step.parameters.fields)
        import_pool(stage.context, AGENCY, stage.process_id, step.id, file, columns)

    def close() -> None:
        stage.act(AGENCY, step.id, "close")
        closed = stage.process().view(step).first("registration.closed")
        said = nmessage(
            "{count} of the {people} people who answered the survey is willing to take part.",
            "{count} of the {people} people who answered the survey are willing to take part.",
            0 if closed is None else closed.body["count"],
            people=answered(stage.process(), source.id) or 0,
        )
        stage.say(step.id, said)

    stage.at(begin, take_in)
    stage.at(end, close)


def _listed(stage: Stage, number: int, known: Sequence[Feature]) -> dict[str, str]:
    """One line of the list: somebody who does not exist, with an answer to each feature."""
    values = {one.id: stage.rng.choice(one.values or ("invented",)) for one in known}
    return {"name": f"resident {number}", "address": f"address {number}", **values}
