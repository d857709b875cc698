"""Players of learning, deliberation and decision: materials, sessions, ballots, the protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from deliberate.core.common.appointment import SERVING
from deliberate.core.common.papers_signed_off import awaits_sign_off
from deliberate.core.deliberation.session import agenda
from deliberate.core.errors import message
from deliberate.core.process.facts import Actor
from deliberate.core.process.offices import VOTELESS
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot import RehearsedBallot
from deliberate.core.services.rehearsal.preparing import hash_of_text, sign_off, span
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage, spread
from deliberate.core.services.signing import protocol_text, sign_protocol
from deliberate.core.text import Text

CHAIR = "rehearsal-chair"


def play_engagement(stage: Stage, process: Process, step: Step) -> None:
    """Each activity is held and summarised; the statements it collects enter the ledger."""
    activities = stage.pilot.engagement

    def hold(index: int) -> Callable[[], None]:
        def play() -> None:
            activity = activities[index]
            people = 20 + stage.rng.below(60)
            stage.act(
                SECRETARY,
                step.id,
                "summarise",
                {"activity": activity.id, "people": people, "summary": activity.title.as_dict()},
            )
            statements = stage.pilot.statements[index :: len(activities)]
            for statement in statements:
                stage.act(
                    SECRETARY,
                    "ledger",
                    "receive",
                    {
                        "input": statement.id,
                        "source": _source(activity.kind),
                        "step": step.id,
                        "text": statement.text.as_dict(),
                    },
                )
            stage.say(
                step.id,
                message(
                    "{activity}: {people} people, {inputs} inputs.",
                    activity=activity.title,
                    people=people,
                    inputs=len(statements),
                ),
            )

        return play

    for index, activity in enumerate(activities):
        stage.at(stage.local(activity.ends, 18), hold(index))


def _source(kind: str) -> str:
    names = {
        "community_meeting": "meeting",
        "idea_contest": "contest",
        "survey": "survey",
        "focus_group": "focus_group",
    }
    return names.get(kind, "letter")


def play_materials(stage: Stage, process: Process, step: Step, n: int = 1) -> None:
    """Papers in every language are registered, signed off and sent; for a repeat sent again."""
    start = process.planned_start(step.id, n)
    moment = stage.clock.now() if start is None else stage.moment(start, 9)

    def send() -> None:
        if n == 1:
            for material in stage.pilot.materials:
                for language in stage.pilot.languages:
                    stage.act(
                        SECRETARY,
                        step.id,
                        "add",
                        {
                            "material": material.id,
                            "language": language,
                            "sha256": hash_of_text((material.id, language, material.title)),
                        },
                    )
        if awaits_sign_off(stage.process().view(step, n)):
            sign_off(stage, step.parameters.approved_by, step.id)
        stage.act(SECRETARY, step.id, "send")
        stage.say(
            step.id,
            message("{count} materials are sent to all members.", count=len(stage.pilot.materials)),
        )

    stage.at(moment, send)


def play_repeat_announcement(stage: Stage, process: Process, step: Step, n: int) -> None:
    start = process.planned_start(step.id, n)
    moment = stage.clock.now() if start is None else stage.moment(start, 9)
    channels = list(step.parameters.channels)

    def publish() -> None:
        stage.act(AGENCY, step.id, "publish", {"channels": channels})
        stage.say(
            step.id,
            message(
                "{what} is published on: {channels}.", what=step.title, channels=tuple(channels)
            ),
        )

    stage.at(moment, publish)


def play_session(stage: Stage, process: Process, step: Step, n: int = 1) -> None:
    """Open with the members present, work through the agenda, vote, close."""
    start = process.planned_start(step.id, n)
    end = process.planned_end(step.id, n)
    if start is None or end is None:
        return
    first, last = stage.moment(start, 10), stage.moment(end, 17)
    items = agenda(process.view(step, n))
    rehearsed = stage.script.ballots[min(n, len(stage.script.ballots)) - 1]

    def open_session() -> None:
        seats = [seat.id for seat in stage.process().roster.filled()]
        here = seats[: len(seats) - rehearsed.absent]
        stage.act(SECRETARY, step.id, "open", {"present": here})
        stage.say(
            step.id, message("The session opens with {count} members present.", count=len(here))
        )
        if n == 1:
            _elect_officers(stage, process)

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
    for index in range(len(items)):
        stage.at(
            spread(first, max(last, first + timedelta(hours=6)), len(items), index), item(index)
        )
    stage.at(max(last, first + timedelta(hours=6)), close)


def _is_ballot(items: tuple[str, ...], index: int) -> bool:
    kinds = [item.split(":", 1)[1] for item in items]
    if "ballot" in kinds:
        return kinds[index] == "ballot"
    return index == len(items) - 1


def _elect_officers(stage: Stage, process: Process) -> None:
    """Chair and deputy from the members outside the responsible body; a secretary without vote."""
    step = next(
        (s for s in process.rulebook.steps if s.kind == "appointment" and s.parameters.offices),
        None,
    )
    if step is None:
        return
    responsible = stage.pilot.agency.responsible_body
    eligible = [s.id for s in stage.process().roster.filled() if s.id != responsible]
    chosen = iter(stage.rng.sample(eligible, min(len(eligible), len(step.parameters.offices))))
    for office in step.parameters.offices:
        holder = SECRETARY.id if office in VOTELESS else next(chosen)
        body: dict[str, object] = {"office": office, "holder": holder}
        way = process.parameter(step.parameters.chosen.get(office, ""))
        if way in SERVING:
            body["of_working_body"] = SERVING[way]
        stage.act(SECRETARY, step.id, "elect", body)
    stage.say(
        step.id, message("The members elect: {offices}.", offices=tuple(step.parameters.offices))
    )


def _vote(
    stage: Stage, process: Process, session: Step, n: int, rehearsed: RehearsedBallot
) -> None:
    """The ballot of the session, seat by seat, and what follows from its outcome."""
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
    order = stage.rng.shuffle(present)
    for seat, choice in zip(order, choices, strict=False):
        stage.act(SECRETARY, step.id, "cast", {"seat": seat, "choice": choice})
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
    """Every input gets a disposition: half taken up, the rest in turn."""
    reason = Text.of(
        {
            "kk": "Отырыста талқыланды.",
            "ru": "Обсуждено на заседании.",
            "en": "Discussed at the session.",
        }
    )
    kinds = ("taken_up", "in_part", "not_taken_up", "taken_up")
    points = [point.id for point in stage.script.commitments]
    for index, statement in enumerate(stage.pilot.statements):
        stage.act(
            SECRETARY,
            "ledger",
            "dispose",
            {
                "input": statement.id,
                "disposition": kinds[index % len(kinds)],
                "reason": reason.as_dict(),
                "place": points[index % len(points)],
            },
        )


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
        stage.act(
            SECRETARY,
            step.id,
            "minority",
            {"seats": against, "text": stage.script.minority.as_dict()},
        )
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


def chair_of(stage: Stage) -> Actor:
    """The chair as an actor: the account of the seat that holds the office."""
    roster = stage.process().roster
    seat = roster.seat(roster.office("chair") or "")
    return Actor(seat.account if seat is not None else CHAIR, "chair")
