"""Players of recommendations: members write and amend them, the agency answers each."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

from deliberate.core.errors import message, nmessage
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.follow_up.response import (
    ACCEPTED,
    ANSWERS,
    answered,
    deadline,
    recommendations,
)
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_script import RehearsedAnswer, RehearsedProgress
from deliberate.core.services.rehearsal.asking import by_seat
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage
from deliberate.core.services.rehearsal.voting import wording
from deliberate.core.text import Text

CLEARER = Text.of(
    {
        "kk": "Бұрынғы тұжырым түсініктірек.",
        "ru": "Прежняя формулировка яснее.",
        "en": "The earlier wording is clearer.",
    }
)
AGREED = Text.of(
    {
        "kk": "Орган ұсыныммен келіседі.",
        "ru": "Орган согласен с рекомендацией.",
        "en": "The agency agrees.",
    }
)
OTHERS = Text.of(
    {
        "kk": "Мәселені басқа орган шешеді.",
        "ru": "Вопрос решает другой орган.",
        "en": "Another authority decides this.",
    }
)
OFFICE = Text.of(
    {
        "kk": "Ойдан шығарылған бөлім",
        "ru": "Вымышленный отдел",
        "en": "An invented department",
    }
)
THANKS = Text.of(
    {
        "kk": "Ойдан шығарылған пікір: жауап түсінікті.",
        "ru": "Вымышленный отзыв: ответ понятен.",
        "en": "An invented comment: the answer is clear.",
    }
)


def play_proposals(stage: Stage, process: Process, step: Step) -> None:
    """The points of the script, or the ballot papers, in members' words; one amendment is declined;
    then all are frozen."""
    begin, end = span(stage, process, step)
    ballots = _worded_in(stage, step)
    told = [one for one in stage.script.proposals if one.step in (step.id, step.origin)]
    texts = [(ballot.id, wording(stage, ballot)) for ballot in ballots] or [
        (point.id, point.text) for point in told or stage.script.commitments
    ]

    def write() -> None:
        seats = [seat.id for seat in stage.process().roster.filled()]
        for index, (name, text) in enumerate(texts):
            body = {"proposal": name, "text": text.as_dict()}
            if step.parameters.who == "members":
                by_seat(stage, step, seats[index % len(seats)], "write", body)
            else:
                stage.act(SECRETARY, step.id, "write", body)
        said = nmessage("{count} text is written.", "{count} texts are written.", len(texts))
        if ballots:
            said = nmessage(
                "{count} ballot paper is worded.", "{count} ballot papers are worded.", len(texts)
            )
        stage.say(step.id, said)

    def amend() -> None:
        if step.parameters.amendments:
            name, text = texts[0]
            words = {code: f"{version} *" for code, version in text.versions}
            amended = {"amendment": "A1", "proposal": name, "text": words}
            stage.act(SECRETARY, step.id, "amend", amended)
            declined = {"amendment": "A1", "decision": "declined", "reason": CLEARER.as_dict()}
            stage.act(SECRETARY, step.id, "decide", declined)
        stage.act(SECRETARY, step.id, "freeze")
        stage.say(step.id, message("The texts are frozen."))

    stage.at(begin, write)
    stage.at(max(end, begin + timedelta(hours=1)), amend)


def _worded_in(stage: Stage, step: Step) -> list[Step]:
    """The ballots whose papers are worded in this step."""
    return [
        ballot
        for ballot in stage.process().rulebook.steps
        if ballot.kind == "ballot" and ballot.parameters.worded_by == step.id
    ]


def play_response(stage: Stage, process: Process, step: Step) -> None:
    """Each is answered as the script tells, else all but the last accepted; members comment,
    and the office tells how far it is."""
    begin, _ = span(stage, process, step)
    last_day = deadline(process.view(step))
    moment = begin if last_day is None else min(max(begin, stage.clock.now()), last_day)

    def answer() -> None:
        names = list(recommendations(stage.process()))
        calendar = stage.process().calendar
        due = calendar.next_working(calendar.local_day(stage.clock.now()) + timedelta(days=60))
        for name in names:
            last = name == names[-1] and len(names) > 1
            stage.act(AGENCY, step.id, "answer", _answer(stage, name, due, others=last))
        stage.act(AGENCY, step.id, "publish")
        given = Counter(one.answer for one in answered(stage.process().view(step)).values())
        kinds = tuple(
            message("{answer} – {count}", answer=kind, count=given[kind])
            for kind in ANSWERS
            if given[kind]
        )
        stage.say(step.id, message("Answers: {answers}.", answers=kinds))
        _tell_commitments(stage, step)
        _comment(stage, step, names)
        last_word = stage.process().planned_start(_closing(stage.process()))
        until = None if last_word is None else calendar.start_moment(last_word)
        play_progress(stage, step, until=until)

    stage.at(moment, answer)


def _closing(process: Process) -> str:
    """The step that closes the process; empty where none does."""
    return next((one.id for one in process.rulebook.steps if one.kind == "evaluation"), "")


def _tell_commitments(stage: Stage, step: Step) -> None:
    """Who carries out what was accepted, and by when."""
    for point in commitments(stage.process()).values():
        if point.answered:
            stage.say(
                step.id,
                message(
                    "Point {point} is to be carried out by {due}: {office}.",
                    point=point.id,
                    due=point.due,
                    office=point.office,
                ),
            )


def _comment(stage: Stage, step: Step, names: list[str]) -> None:
    """Members comment on answers, one after the other, as the script tells."""
    seats = stage.process().roster.filled()
    told = [one for one in stage.script.comments if one.recommendation in names]
    said = [(one.recommendation, one.text) for one in told] or [(names[0], THANKS)]
    for number, (name, text) in enumerate(said if seats else ()):
        body = {"recommendation": name, "text": text.as_dict()}
        by_seat(stage, step, seats[number % len(seats)].id, "comment", body)
        stage.say(
            step.id,
            message("A member on the answer to {point}: {text}", point=name, text=text),
        )


def play_progress(
    stage: Stage, step: Step, since: datetime | None = None, until: datetime | None = None
) -> None:
    """What the office tells about accepted recommendations on the days of the script."""
    points = commitments(stage.process())
    for told in stage.script.progress:
        moment = stage.local(told.on, 11)
        asked = told.recommendation in points and points[told.recommendation].answered
        if asked and (since is None or moment >= since) and (until is None or moment < until):
            stage.at(moment, partial(_report, stage, step, told))


def _report(stage: Stage, step: Step, told: RehearsedProgress) -> None:
    body = {
        "commitment": told.recommendation,
        "percent": told.percent,
        "text": told.text.as_dict(),
    }
    stage.act(AGENCY, step.id, "report", body)
    stage.say(
        step.id,
        message(
            "Point {point}, carried out to {percent} %: {text}",
            point=told.recommendation,
            percent=told.percent,
            text=told.text,
        ),
    )


def _answer(stage: Stage, name: str, due: date, *, others: bool) -> dict[str, object]:
    """The answer that the script tells. Without one the agency agrees, or says that it is `others`
    who decide."""
    told = next((one for one in stage.script.answers if one.recommendation == name), None)
    if told is None:
        told = RehearsedAnswer(
            name, *(("out_of_remit", OTHERS) if others else ("accepted", AGREED))
        )
    given: dict[str, object] = {
        "recommendation": name,
        "answer": told.answer,
        "reason": told.reason.as_dict(),
    }
    if told.answer in ACCEPTED:
        given |= {"office": (told.office or OFFICE).as_dict(), "due": due.isoformat()}
    if told.part:
        given["part"] = told.part.as_dict()
    return given
