"""Players of learning by asking: members write questions, choose whom to hear, get answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from deliberate.core.deliberation.session import agenda
from deliberate.core.errors import nmessage
from deliberate.core.learning.questions import put, questions
from deliberate.core.learning.witnesses import heard, witnesses
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_script import RehearsedQuestion
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.session_hours import session_hours
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY, Stage
from deliberate.core.text import Text

QUESTIONS = (
    Text.of(
        {
            "kk": "Не анық белгілі, ал сарапшылар не жөнінде келіспейді?",
            "ru": "Что известно точно, а о чём эксперты спорят?",
            "en": "What is known for certain, and what do experts dispute?",
        }
    ),
    Text.of(
        {
            "kk": "Бұл кімге қатысты және кімнің пікірі әлі тыңдалған жоқ?",
            "ru": "Кого это касается и кого ещё не выслушали?",
            "en": "Whom does this concern, and who has not been heard yet?",
        }
    ),
    Text.of(
        {
            "kk": "Сіздің көзқарасыңызға қарсы ең күшті дәлел қандай?",
            "ru": "Какой довод сильнее всего говорит против вашей точки зрения?",
            "en": "What speaks most strongly against your own view?",
        }
    ),
    Text.of(
        {
            "kk": "Ештеңе өзгермесе, не болады?",
            "ru": "Что будет, если ничего не менять?",
            "en": "What happens if nothing is changed?",
        }
    ),
)
"""Questions that fit any issue; an invented panel asks nothing that needs to know its subject."""
HEARING = frozenset({"answers", "hearing", "panel_questions", "questions", "witnesses"})
"""Items of an agenda in which witnesses speak or are questioned."""
ANSWER = Text.of(
    {
        "kk": "Сарапшы отырыста жауап берді; жауап жазбасы материалдарға қосылды.",
        "ru": "Эксперт ответил на заседании; запись ответа приложена к материалам.",
        "en": "The witness answered in the session; the answer is kept with the materials.",
    }
)
NONE = Text.of({"kk": "Мүдделер қақтығысы жоқ.", "ru": "Нет.", "en": "None."})
WHY = Text.of(
    {
        "kk": "Әр тараптың пікірі тыңдалуы үшін таңдалды.",
        "ru": "Выбраны так, чтобы была услышана каждая сторона.",
        "en": "Chosen so that every side is heard.",
    }
)
INVENTED = Text.of(
    {"kk": "Ойдан шығарылған ұйым", "ru": "Вымышленная организация", "en": "An invented body"}
)


def by_seat(stage: Stage, step: Step, seat: str, action: str, body: Mapping[str, Any]) -> None:
    """A member acts by the own account; for who has none the secretary records it."""
    member = stage.member(seat)
    if member.id:
        stage.act(member, step.id, action, body)
    else:
        stage.act(SECRETARY, step.id, action, {**body, "seat": seat})


def _told(stage: Stage) -> tuple[RehearsedQuestion, ...]:
    """The questions of the script, else some that fit any issue."""
    return stage.script.questions or tuple(
        RehearsedQuestion(f"Q{number}", text) for number, text in enumerate(QUESTIONS, start=1)
    )


def _answered_at(stage: Stage, process: Process, end: datetime) -> datetime:
    """When witnesses answer: in the first hearing of a session that ends after the choice, else at
    once."""
    moments = [
        max(end, over - timedelta(minutes=1))
        for session in process.rulebook.steps
        if session.kind == "session"
        for n in range(1, process.scheduled(session.id) + 1)
        for over in _hearings(stage, process, session, n)
        if over > end
    ]
    return min(moments, default=end)


def _hearings(stage: Stage, process: Process, session: Step, n: int) -> Iterator[datetime]:
    """When each hearing of a session is over."""
    hours = list(session_hours(stage, process, session, n))[1:]
    for item, over in zip(agenda(process.view(session, n)), hours, strict=False):
        if item.split(":", 1)[1] in HEARING:
            yield over


def play_questions(stage: Stage, process: Process, step: Step) -> None:
    """Questions are written by members in turn, wanted by all, chosen, and answered in the end."""
    begin, end = span(stage, process, step)
    told = _told(stage)

    def write() -> None:
        seats = [seat.id for seat in stage.process().roster.filled()]
        for index, question in enumerate(told):
            seat = seats[index % len(seats)]
            body = {"question": question.id, "text": question.text.as_dict()}
            if step.parameters.written_by == "members":
                by_seat(stage, step, seat, "write", body)
            else:
                stage.act(AGENCY, step.id, "write", body)
        said = nmessage("{count} question is written.", "{count} questions are written.", len(told))
        stage.say(step.id, said)

    def choose() -> None:
        view = stage.process().view(step)
        names = list(questions(view))
        wanted = len(names) if not step.parameters.most else min(step.parameters.most, len(names))
        if step.parameters.chosen_by == "members":
            for seat in stage.process().roster.filled():
                by_seat(stage, step, seat.id, "want", {"picked": names[:wanted]})
        stage.act(SECRETARY, step.id, "choose", {"chosen": names[:wanted]})
        said = nmessage(
            "{count} question is chosen to be put.",
            "{count} questions are chosen to be put.",
            wanted,
        )
        stage.say(step.id, said)

    def answer() -> None:
        noted = {question.id: question.answer for question in told}
        for question in put(stage.process().view(step)):
            words = noted[question.id] or ANSWER
            body = {"question": question.id, "answer": words.as_dict()}
            stage.act(SECRETARY, step.id, "answer", body)

    stage.at(begin, write)
    stage.at(end, choose)
    stage.at(_answered_at(stage, process, end), answer)


def play_witnesses(stage: Stage, process: Process, step: Step) -> None:
    """Who is missing for a side is proposed, interests are declared, the list is published."""
    begin, end = span(stage, process, step)

    def propose() -> None:
        people = witnesses(stage.process().view(step))
        sides = {who.side for who in people.values()}
        for number, side in enumerate(step.parameters.sides, start=1):
            if side not in sides:
                body = {
                    "witness": f"W{len(people) + number}",
                    "organisation": INVENTED.as_dict(),
                    "side": side,
                    "by": "agency",
                }
                stage.act(AGENCY, step.id, "propose", body)
        for who in witnesses(stage.process().view(step)):
            declared = {"witness": who, "interests": NONE.as_dict()}
            stage.act(SECRETARY, step.id, "declare", declared)

    def publish() -> None:
        people = list(witnesses(stage.process().view(step)).values())
        chosen = [who.id for who in people][: step.parameters.most or len(people)]
        if step.parameters.chosen_by == "members":
            for seat in stage.process().roster.filled():
                by_seat(stage, step, seat.id, "want", {"picked": chosen})
        actor = OVERSIGHT if step.parameters.chosen_by == "oversight" else SECRETARY
        body = {"chosen": chosen, "reason": WHY.as_dict()}
        stage.act(actor, step.id, "publish", body)
        count = len(heard(stage.process().view(step)))
        said = nmessage(
            "{count} person is invited, of every side.",
            "{count} people are invited, of every side.",
            count,
        )
        stage.say(step.id, said)

    stage.at(begin, propose)
    stage.at(end, publish)
