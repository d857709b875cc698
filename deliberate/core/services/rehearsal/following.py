"""Players of follow-up: weekly reports with one missing, a late point, a notice, the closing.

The last report publishes the last accepted point; with it the mandates end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from deliberate.core.errors import message
from deliberate.core.follow_up.acceptance import accepted_by, bench, concerned, office_seat
from deliberate.core.follow_up.commitments import Commitment, commitments
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.officers import chair_of
from deliberate.core.services.rehearsal.preparing import hash_of_text, span
from deliberate.core.services.rehearsal.recommending import play_progress
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage
from deliberate.core.text import Text

MISSING_WEEK = 6
LATE_POINT = 2
"""Index of the point that the story lets become overdue."""

PROGRESS = Text.of({"kk": "Жұмыс жүріп жатыр.", "ru": "Работа идёт.", "en": "Work is under way."})
EXECUTED = Text.of(
    {
        "kk": "Тармақ толық орындалды.",
        "ru": "Пункт исполнен полностью.",
        "en": "The point is executed in full.",
    }
)
REMIND = Text.of(
    {
        "kk": "Тармақ мерзімінде орындалмады. Белгіленген мерзімге дейін орындауды сұраймыз.",
        "ru": "Пункт не исполнен в срок. Просим исполнить его до указанной даты.",
        "en": "The point was not executed in time. Please execute it by the date given.",
    }
)
REMARKS = Text.of(
    {
        "kk": "Дәлел толық емес.",
        "ru": "Подтверждение неполное.",
        "en": "The evidence is incomplete.",
    }
)
CLOSING = Text.of(
    {
        "kk": "Пилоттық жоба кеңейтілсін; мүшелерді іріктеу тәсілі бейімделсін.",
        "ru": "Пилотный проект распространить, порядок отбора членов доработать.",
        "en": "Extend the pilot and adapt the way in which members are chosen.",
    }
)


def play_execution(stage: Stage, step: Step) -> None:
    """From publication to the report on the last accepted point."""
    points = commitments(stage.process())
    ordered = sorted(points.values(), key=lambda point: point.due)
    late = ordered[min(LATE_POINT, len(ordered) - 1)].id
    for index, point in enumerate(ordered):
        _plan_point(stage, step, point, is_late=point.id == late, returned=index == 0)
    _plan_week(stage, step)


def _plan_week(stage: Stage, step: Step) -> None:
    """The next weekly report, on the last day of its week at noon; one week is left out."""
    weeks = report_weeks(stage.process().view(step))
    if not weeks:
        return
    week = weeks[-1]
    moment = week.due - timedelta(hours=12)

    def report() -> None:
        process = stage.process()
        if week.number == MISSING_WEEK:
            stage.at(week.due, missed)
            return
        items = [
            {
                "commitment": point.id,
                "percent": _percent(process, point),
                "text": (EXECUTED if point.state == "accepted" else PROGRESS).as_dict(),
            }
            for point in commitments(process).values()
        ]
        channels = list(step.parameters.channels)
        proofs = {name: hash_of_text((week.number, name)) for name in channels}
        body = {"channels": channels, "items": items, "proofs": proofs}
        done = stage.act(AGENCY, step.id, "report", body)
        if week.number == 1:
            stage.say(step.id, message("The first weekly report is published."))
        if "execution.completed" in done.kinds:
            stage.say(step.id, message("Every point is executed and published; the mandates end."))
            return
        stage.at(week.due, lambda: _plan_week(stage, step))

    def missed() -> None:
        stage.say(
            step.id,
            message(
                "Week {week}: no report. Everybody can see that it is missing.", week=week.number
            ),
        )
        _plan_week(stage, step)

    stage.at(moment, report)


def _percent(process: Process, point: Commitment) -> int:
    """What the owner reports: rises evenly from publication to the due date."""
    if point.state in {"submitted", "accepted"}:
        return 100
    published = process.latest("report.published")
    today = process.calendar.local_day(process.now)
    start = process.calendar.local_day(published.at) if published is not None else today
    total = max(1, (point.due - start).days)
    return max(0, min(95, 100 * (today - start).days // total))


def _plan_point(
    stage: Stage, step: Step, point: Commitment, *, is_late: bool, returned: bool
) -> None:
    due = stage.local(point.due, 11)
    if is_late:
        stage.at(due + timedelta(days=1), lambda: _notice(stage, step, point.id))
        done = due + timedelta(days=9)
    else:
        done = due - timedelta(days=1)
    stage.at(done, lambda: _submit(stage, step, point.id, done, returned=returned))


def _notice(stage: Stage, step: Step, point: str) -> None:
    stage.act(chair_of(stage), step.id, "notice", {"commitment": point, "text": REMIND.as_dict()})
    stage.say(
        step.id,
        message("Point {point} is late: the chair notifies its owner in writing.", point=point),
    )


def _submit(stage: Stage, step: Step, point: str, at: datetime, *, returned: bool) -> None:
    """Submit, perhaps come back with remarks, be accepted a day later."""
    body = {"commitment": point, "evidence": f"evidence/{point}"}
    stage.act(AGENCY, step.id, "submit", body)
    if returned:
        _judge(stage, step, "return", point, remarks=REMARKS.as_dict())
        stage.say(step.id, message("Point {point} is returned with remarks.", point=point))
        stage.at(at + timedelta(hours=3), lambda: _again(stage, step, point))
    else:
        stage.at(at + timedelta(hours=4), lambda: _accept(stage, step, point))


def _again(stage: Stage, step: Step, point: str) -> None:
    stage.act(AGENCY, step.id, "submit", {"commitment": point, "evidence": f"evidence/{point}-2"})
    _accept(stage, step, point)


def _accept(stage: Stage, step: Step, point: str) -> None:
    _judge(stage, step, "accept", point)
    stage.say(step.id, message("Point {point} is executed and accepted.", point=point))


def _judge(stage: Stage, step: Step, action: str, point: str, **more: object) -> None:
    """Everybody whom the rulebook asks gives the own verdict."""
    process = stage.process()
    view, submitted = process.view(step), commitments(process)[point]
    roster, wanted = process.roster, accepted_by(view)
    presiding = [office_seat(process, submitted, name) for name in wanted]
    free = [seat.id for name in wanted for seat in roster.filled(name)]
    able = [seat for seat in free if seat not in concerned(submitted)]
    for seat in bench(view, submitted, list(dict.fromkeys([*presiding, *able]))):
        stage.act(stage.member(seat), step.id, action, {"commitment": point, **more})


def play_evaluation(stage: Stage, process: Process, step: Step) -> None:
    """Close on the planned day; what is owed beyond it is told of afterwards."""
    begin, _ = span(stage, process, step)
    conclusion = next(iter(step.parameters.conclude), "extend")

    def close() -> None:
        body = {"conclusion": conclusion, "text": CLOSING.as_dict()}
        stage.act(SECRETARY, step.id, "close", body)
        said = message("The process is closed. Conclusion: {conclusion}.", conclusion=conclusion)
        stage.say(step.id, said)
        for asked in process.rulebook.steps:
            if asked.kind == "response":
                play_progress(stage, asked, since=stage.clock.now())

    stage.at(begin, close)
