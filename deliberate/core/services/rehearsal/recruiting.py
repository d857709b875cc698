"""Players of invitation and registration: invented residents, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import message
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.recruiting.desk import codes_of, registration_desk
from deliberate.core.services.recruiting.people_files import PeopleFile, PeopleRow
from deliberate.core.services.recruiting.replies import (
    CHANNELS,
    DECLINED,
    STAFF_CHANNELS,
    WILLING,
    Reply,
    answer,
    answer_for,
    asked_by,
)
from deliberate.core.services.recruiting.taking_in import import_invited
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage, spread

INVITED = 240
"""So many people are invited at most: more would only make the rehearsal longer."""
WILLING_OF = 4
"""One in so many is willing; real rates are nearer to one in twenty."""
SILENT_OF = 3
"""One in so many does not answer at all."""
REGISTER = 20_000
DAYS = 4
NOBODY = {"email": "resident@example.org"}
"""How to reach people who do not exist."""


def play_invitation(stage: Stage, process: Process, step: Step) -> None:
    """People are drawn from an invented register and invited."""
    begin, _ = span(stage, process, step)

    def invite() -> None:
        planned = int(stage.process().parameter(step.parameters.count) or 0)
        count = min(planned or INVITED, INVITED)
        people = [f"resident {number}" for number in range(1, count + 1)]
        body = {
            "register_sha256": digest(canonical(people)),
            "people": REGISTER,
            "seed": stage.rng.bytes(8).hex(),
            "drawn": count,
        }
        stage.act(AGENCY, step.id, "draw", body)
        import_invited(stage.context, AGENCY, stage.process_id, step.id, _invented(people))
        stage.act(AGENCY, step.id, "send")
        stage.say(
            step.id,
            message(
                "{count} residents are drawn from a register of {people} and invited.",
                count=count,
                people=REGISTER,
            ),
        )

    stage.at(begin, invite)


def _invented(people: Sequence[str]) -> PeopleFile:
    """A list of residents who do not exist; two live at some addresses."""
    rows = tuple(
        PeopleRow(number, {"name": name, "address": f"address {number}", "id": name})
        for number, name in enumerate(people, 2)
    )
    return PeopleFile(Path("register"), ("name", "address", "id"), rows)


def play_registration(stage: Stage, process: Process, step: Step) -> None:
    """Answers come in over the days, by all channels; at the end the pool is closed."""
    begin, end = span(stage, process, step)

    def answers(part: int) -> None:
        current = stage.process()
        asked = asked_by(current, step)
        codes = codes_of(stage.context, SECRETARY, stage.process_id, step.id)
        for place, (known, code) in enumerate(codes):
            if place % DAYS != part or stage.rng.below(SILENT_OF) == 0:
                continue
            willing = stage.rng.below(WILLING_OF) == 0
            reply = Reply(DECLINED)
            if willing:
                meets = {item.id: True for item in asked.requirements}
                values = {
                    feature.id: stage.rng.choice(feature.values or ("invented",))
                    for feature in asked.features
                }
                reply = Reply(WILLING, meets, values, NOBODY)
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
            message(
                "The registration closes: {willing} of {invited} who were invited are willing.",
                willing=desk.counts["willing"],
                invited=len(desk.people),
            ),
        )

    for part in range(DAYS):
        stage.at(spread(begin, end, DAYS, part), partial(answers, part))
    closing = process.calendar.end_moment(process.planned_end(step.id) or end)
    stage.at(closing, close)
