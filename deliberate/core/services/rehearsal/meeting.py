"""Players of deliberation and decision: sessions by their agenda, ballots, the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from deliberate.core.decision.ballot import ROLL_CALL
from deliberate.core.deliberation.session import agenda
from deliberate.core.errors import message
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_script import RehearsedBallot
from deliberate.core.services.rehearsal.learning import play_materials, play_repeat_announcement
from deliberate.core.services.rehearsal.officers import elect_officers, executors
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage, spread
from deliberate.core.services.signing import protocol_text, sign_protocol
from deliberate.core.text import Text


def play_session(stage: Stage, process: Process, step: Step, n: int = 1) -> None:
    """Open with the members present, work through the agenda, vote, close."""
    items = agenda(process.view(step, n))
    if process.planned_start(step.id, n) is None:
        return
    first, *ends = _hours(stage, process, step, n)
    rehearsed = stage.script.ballots[min(n, len(stage.script.ballots)) - 1]

    def open_session() -> None:
        seats = [seat.id for seat in stage.process().roster.filled()]
        here = seats[: len(seats) - rehearsed.absent]
        stage.act(SECRETARY, step.id, "open", {"present": here})
        stage.say(
            step.id, message("The session opens with {count} members present.", count=len(here))
        )
        if n == 1:
            elect_officers(stage, process, here)

    def item(index: int) -> Callable[[], None]:
        def play() -> None:
            if _is_ballot(items, index):
                _vote(stage, process, step, n, rehearsed)
            stage.act(SECRETARY, step.id, "close_item", {"item": items[index]})

        return play

    def close() -> None:
        if not items:
            _vote(stage, process, step, n, rehearsed)
        stage.act(SECRETARY, step.id, "close")
        stage.say(step.id, message("The session closes."))
        _after_session(stage, n)

    stage.at(first, open_session)
    for index, moment in enumerate(ends[: len(items)]):
        stage.at(moment, item(index))
    stage.at(ends[-1], close)


def _hours(stage: Stage, process: Process, step: Step, n: int) -> Iterator[datetime]:
    """When a session opens, when each item of its agenda is over, and when it closes.

    An agenda that does not say when, or not for these days, is spread over the whole session.
    """
    start, end = process.planned_start(step.id, n), process.planned_end(step.id, n)
    if start is None or end is None:
        return
    planned, calendar = process.planned(step.id, n), process.calendar
    day, last = calendar.local_day(start), calendar.local_day(end)
    days = (planned.days if planned is not None else ()) or tuple(
        day + timedelta(days=number) for number in range((last - day).days + 1)
    )
    items = stage.pilot.agenda_of(n)
    if items and all(item.occurrence == n and item.day <= len(days) for item in items):
        over = stage.local(days[items[0].day - 1], items[0].start.hour, items[0].start.minute)
        yield over
        for item in items:
            begin = stage.local(days[item.day - 1], item.start.hour, item.start.minute)
            over = max(over, begin + timedelta(minutes=item.minutes))
            yield over
        yield over
        return
    count = len(agenda(process.view(step, n)))
    first = stage.moment(start, 10)
    close = max(stage.moment(end, 17), first + timedelta(hours=6))
    yield first
    yield from (spread(first, close, count, index) for index in range(count))
    yield close


def _is_ballot(items: tuple[str, ...], index: int) -> bool:
    kinds = [item.split(":", 1)[1] for item in items]
    if "ballot" in kinds:
        return kinds[index] == "ballot"
    return index == len(items) - 1


def _vote(
    stage: Stage, process: Process, session: Step, n: int, rehearsed: RehearsedBallot
) -> None:
    """The ballot of the session, seat by seat, and what follows from its outcome.

    Chance decides who votes how, except that those who preside and those who will have to execute
    the points vote for them as long as there are votes for.
    """
    step = next(
        s
        for s in process.rulebook.steps
        if s.kind == "ballot" and s.parameters.in_session == session.id
    )
    stage.act(SECRETARY, step.id, "open", {"text": _ballot_text(stage).as_dict()})
    opened = stage.process().view(session, n).last("session.opened")
    present = list(opened.body["present"]) if opened is not None else []
    choices = (
        ["for"] * rehearsed.for_ + ["against"] * rehearsed.against + ["abstain"] * rehearsed.abstain
    )
    bound = {holder for _, holder in stage.process().roster.offices} | executors(stage)
    order = sorted(stage.rng.shuffle(present), key=lambda seat: seat not in bound)
    for seat, choice in zip(order, choices, strict=False):
        _cast(stage, step, seat, choice)
    stage.act(SECRETARY, step.id, "count")
    counted = stage.process().view(step, n).last("ballot.counted")
    if counted is None:
        return
    values = {
        "votes": counted.body["for"],
        "needed": counted.body["needed"],
        "base": counted.body["base"],
    }
    if counted.body["outcome"] == "adopted":
        stage.say(
            step.id, message("{votes} of {base} vote for; {needed} are needed: adopted.", **values)
        )
    else:
        stage.say(
            step.id,
            message("{votes} of {base} vote for; {needed} are needed: not adopted.", **values),
        )


def _cast(stage: Stage, step: Step, seat: str, choice: str) -> None:
    """A member votes by the own account; who has none is called in the room."""
    member = stage.member(seat)
    if member.id:
        stage.act(member, step.id, "cast", {"choice": choice})
    else:
        called = {"seat": seat, "choice": choice, "form": ROLL_CALL}
        stage.act(SECRETARY, step.id, "cast", called)


def _ballot_text(stage: Stage) -> Text:
    """The text put to the vote: the points of the protocol in each language."""
    languages = stage.pilot.languages
    parts = {
        language: "\n".join(
            f"{point.id}. {point.text.best(language)[0]}" for point in stage.script.commitments
        )
        for language in languages
    }
    return Text.of(parts)


def _after_session(stage: Stage, n: int) -> None:
    """A repeat session was scheduled: put its steps on the programme."""
    process = stage.process()
    for step in process.rulebook.steps:
        if step.occurs is None or process.scheduled(step.id) != n + 1:
            continue
        match step.kind:
            case "materials":
                play_materials(stage, process, step, n + 1)
            case "announcement":
                play_repeat_announcement(stage, process, step, n + 1)
            case "session":
                play_session(stage, process, step, n + 1)
                stage.say(
                    step.id,
                    message(
                        "A repeat session is set for {day}.",
                        day=process.planned_start(step.id, n + 1),
                    ),
                )


def play_report(stage: Stage, process: Process, step: Step) -> None:
    """Dispose the inputs, draft, comment, add the minority report, freeze, sign, publish."""
    begin, end = span(stage, process, step)
    days = (end - begin).days

    def draft() -> None:
        _dispose(stage)
        stage.act(SECRETARY, step.id, "draft", {"items": _items(stage)})
        stage.say(
            step.id,
            message(
                "The protocol is drafted with {count} points.", count=len(stage.script.commitments)
            ),
        )
        _minority(stage, step)

    def freeze() -> None:
        day = stage.process().calendar.local_day(stage.clock.now())
        stage.act(SECRETARY, step.id, "freeze", {"number": "1", "date": f"{day}"})
        _sign(stage, step)

    def publish() -> None:
        stage.act(SECRETARY, step.id, "publish")
        stage.say(step.id, message("The protocol is published; it is binding."))

    stage.at(begin, draft)
    stage.at(begin + timedelta(days=max(1, days - 1)), freeze)
    stage.at(max(end, begin + timedelta(days=max(1, days - 1), hours=1)), publish)


def _dispose(stage: Stage) -> None:
    """Every input gets the disposition that the script gives it."""
    for item in stage.script.dispositions:
        body: dict[str, object] = {
            "input": item.input,
            "disposition": item.disposition,
            "reason": item.reason.as_dict(),
        }
        if item.place:
            body["place"] = item.place
        stage.act(SECRETARY, "ledger", "dispose", body)


def _items(stage: Stage) -> list[dict[str, object]]:
    """The points of the script; a date that has passed meanwhile moves two weeks ahead."""
    made: list[dict[str, object]] = []
    calendar = stage.process().calendar
    today = calendar.local_day(stage.clock.now())
    for point in stage.script.commitments:
        due = point.due if point.due > today else calendar.next_working(today + timedelta(days=14))
        item: dict[str, object] = {
            "id": point.id,
            "kind": point.kind,
            "owner": point.owner,
            "co_executors": list(point.co_executors),
            "due": due.isoformat(),
            "text": point.text.as_dict(),
        }
        for key in ("evidence", "depends_on", "funding"):
            words = getattr(point, key)
            if words:
                item[key] = words.as_dict()
        if point.cost is not None:
            item["cost"] = point.cost
        made.append(item)
    return made


def _minority(stage: Stage, step: Step) -> None:
    """Those who voted against hold the minority report, where the script has one."""
    against = [
        str(fact.body["seat"])
        for fact in stage.process().select("ballot.cast")
        if fact.body["choice"] == "against" and fact.n == stage.process().occurrence(str(fact.step))
    ]
    if stage.script.minority and against:
        first, *others = against
        words = {"text": stage.script.minority.as_dict()}
        stage.act(stage.member(first), step.id, "minority", words)
        for seat in others:
            stage.act(stage.member(seat), step.id, "join_minority", {"report": 1})
        stage.say(step.id, message("{count} members add a minority report.", count=len(against)))


def _sign(stage: Stage, step: Step) -> None:
    """Every member and then chair and secretary sign the frozen text, each by their own account.

    Who holds an office with a seat is one person, with one certificate for both.
    """
    process = stage.process()
    frozen = process.view(step).last("report.frozen")
    if frozen is None:
        return
    members = [seat.id for seat in process.roster.filled()]
    for who in [*members, *step.parameters.also_signed_by]:
        holder = process.roster.office(who) or who
        seat = process.roster.seat(holder)
        actor = SECRETARY if seat is None else stage.member(seat.id)
        text = protocol_text(process.id, step.id, str(frozen.body["sha256"]), who)
        signed = stage.authority.sign(f"signatory-{holder}", text)
        verifier = stage.authority.verifier()
        sign_protocol(stage.context, verifier, actor, process.id, step.id, who, signed)
    stage.say(step.id, message("{count} members sign the protocol.", count=len(members)))
