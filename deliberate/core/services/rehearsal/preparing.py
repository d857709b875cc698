"""Players of preparation and recruitment: documents, seats, remit, nominations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from deliberate.core.canonical import digest
from deliberate.core.common.oversight import asked_sides
from deliberate.core.common.papers_signed_off import papers_of
from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.leaving import play_leavings
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY, Stage, spread
from deliberate.core.services.rehearsal.telling import grouped
from deliberate.core.text import Text

NOT_CLEAR = Text.of(
    {
        "kk": "Хатшының міндеттері анық жазылмаған.",
        "ru": "Обязанности секретаря описаны неясно.",
        "en": "The secretary's duties are not described clearly.",
    }
)


def span(stage: Stage, process: Process, step: Step) -> tuple[datetime, datetime]:
    """When a step begins and when it must be over: 10:00 of its first day, 17:00 of its last."""
    start = process.planned_start(step.id)
    end = process.planned_end(step.id)
    begin = stage.clock.now() if start is None else stage.moment(start, 10)
    finish = begin if end is None else stage.moment(end, 17)
    return begin, max(begin, finish)


def play_document(stage: Stage, process: Process, step: Step) -> None:
    """Draft, agree (one seat refuses the first version of the first agreed document), freeze."""
    begin, end = span(stage, process, step)
    contested = next(
        (s.id for s in process.rulebook.steps if s.kind == "document" and s.parameters.agreed_by),
        None,
    )

    def draft() -> None:
        stage.act(SECRETARY, step.id, "draft")
        stage.say(step.id, message("A version is drafted."))

    def refuse() -> None:
        seat = stage.process().roster.group(step.parameters.agreed_by)[-1].id
        stage.act(stage.member(seat), step.id, "refuse", {"reason": NOT_CLEAR.as_dict()})
        stage.act(SECRETARY, step.id, "draft")
        stage.say(
            step.id,
            message(
                "Seat {seat} refuses the first version; a second one is drafted.",
                seat=seat,
            ),
        )

    def agree() -> None:
        seats = stage.process().roster.group(step.parameters.agreed_by)
        for seat in seats:
            stage.act(stage.member(seat.id), step.id, "agree")
        have = need = len(seats)
        stage.say(step.id, message("Agreed by {have} of {need}.", have=have, need=need))

    def freeze() -> None:
        day = stage.process().calendar.local_day(stage.clock.now())
        stage.act(SECRETARY, step.id, "freeze", {"number": stage.registered(), "date": f"{day}"})
        stage.say(step.id, message("Registered and frozen."))

    stage.at(begin, draft)
    if step.parameters.agreed_by:
        if step.id == contested:
            stage.at(spread(begin, end, 3, 0), refuse)
        stage.at(spread(begin, end, 3, 1), agree)
    stage.at(end, freeze)


def play_appointment(stage: Stage, process: Process, step: Step) -> None:
    """Letters go out; the delegates' letters come back over the following days."""
    begin, end = span(stage, process, step)
    seats = [seat.id for seat in process.roster.group(step.parameters.seats)]

    def letters() -> None:
        for seat in seats:
            stage.act(AGENCY, step.id, "send_letter", {"seat": seat})
        stage.say(
            step.id,
            nmessage(
                "{count} letter asks for a delegate.",
                "{count} letters ask for delegates.",
                len(seats),
            ),
        )

    def delegate(index: int) -> Callable[[], None]:
        def play() -> None:
            seat = seats[index]
            who = stage.somebody(f"D-{seat}")
            stage.act(
                AGENCY,
                step.id,
                "delegate",
                {
                    "seat": seat,
                    "holder": who.id,
                    "name": who.name.as_dict(),
                    "letter": f"{index + 1}",
                },
            )
            stage.link(seat)
            if index + 1 == len(seats):
                stage.say(
                    step.id, message("Filled. {people}.", people=grouped(stage, process, seats))
                )

        return play

    stage.at(begin, letters)
    for index in range(len(seats)):
        stage.at(spread(begin, end, len(seats), index), delegate(index))


def play_remit(stage: Stage, process: Process, step: Step) -> None:
    begin, _ = span(stage, process, step)

    def freeze() -> None:
        stage.act(
            AGENCY,
            step.id,
            "freeze",
            {"signed_off_by": stage.pilot.remit.neutrality_signed_off_by or "agency"},
        )
        stage.say(
            step.id,
            message("The question is frozen: {question}", question=stage.pilot.remit.question),
        )

    stage.at(begin, freeze)


def play_oversight(stage: Stage, process: Process, step: Step) -> None:
    """The group signs off what is there on its first day; materials, when they are added."""
    begin, _ = span(stage, process, step)
    subjects = [item for item in step.parameters.signs_off if papers_of(process, item) is None]
    if subjects:
        stage.at(begin, lambda: sign_off(stage, step.id, *subjects))


def sign_off(stage: Stage, step: str, *subjects: str) -> None:
    """The oversight group signs off these subjects now."""
    process = stage.process()
    sides = asked_sides(process)
    agreed = {"sides": list(sides)} if sides else {}
    for subject in subjects:
        stage.act(OVERSIGHT, step, "sign_off", {"subject": subject, **agreed})
    titles = tuple(_titled(process, subject) for subject in subjects)
    stage.say(step, message("Signed off: {subjects}.", subjects=titles))


def _titled(process: Process, subject: str) -> Text | str:
    """A paper by the title of its step; other subjects have a word of their own."""
    step = process.step(subject)
    paper = step is not None and papers_of(process, subject) is not None
    return step.title if paper and step is not None and step.title else subject


def play_announcement(stage: Stage, process: Process, step: Step) -> None:
    begin, _ = span(stage, process, step)

    def publish() -> None:
        channels = list(step.parameters.channels)
        stage.act(AGENCY, step.id, "publish", {"channels": channels})
        stage.say(step.id, message("Published on: {channels}.", channels=tuple(channels)))

    stage.at(begin, publish)


def play_confirmation(stage: Stage, process: Process, step: Step) -> None:
    """Every member gets an account and declares interests; some leave later."""
    begin, end = span(stage, process, step)

    def declare() -> None:
        seats = stage.process().roster.group(step.parameters.seats)
        for seat in seats:
            stage.link(seat.id)
            stage.act(stage.member(seat.id), step.id, "declare", {"conflict": False})
        holders = grouped(stage, process, [seat.id for seat in seats])
        stage.say(step.id, message("Interests are declared. {people}.", people=holders))

    stage.at(spread(begin, end, 2, 0), declare)
    play_leavings(stage, step)


def hash_of_text(text: object) -> str:
    """A stand-in file's hash for a synthetic paper."""
    return digest(str(text).encode())
