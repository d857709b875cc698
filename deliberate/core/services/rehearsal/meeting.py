"""Players of deliberation and decision: sessions by their agenda, ballots, the protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from deliberate.core.decision.report import RECOMMENDATION
from deliberate.core.decision.signing import signatories
from deliberate.core.deliberation.session import agenda, members
from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.conclusions import concluded
from deliberate.core.services.rehearsal.learning import play_materials, play_repeat_announcement
from deliberate.core.services.rehearsal.marking import marked, play_dissent
from deliberate.core.services.rehearsal.officers import elect_officers
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.session_hours import session_hours
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage
from deliberate.core.services.rehearsal.telling import grouped, numbered
from deliberate.core.services.rehearsal.voting import absent_from, play_votes
from deliberate.core.services.rehearsal.weighing import play_weightings_of
from deliberate.core.services.signing import protocol_text, sign_protocol


def play_session(stage: Stage, process: Process, step: Step, n: int = 1) -> None:
    """Open with the members present, work through the agenda, vote, close."""
    items = agenda(process.view(step, n))
    if process.planned_start(step.id, n) is None:
        return
    first, *ends = session_hours(stage, process, step, n)
    absent = absent_from(stage, step, n)
    number = numbered(process, step, n)

    def open_session() -> None:
        current = stage.process()
        seats = [seat.id for seat in members(current.view(step, n))]
        here = seats[: len(seats) - absent]
        stage.act(SECRETARY, step.id, "open", {"present": here})
        people = grouped(stage, current, here)
        stage.say(step.id, message("Opened. {people}.", people=people), number)
        if n == 1:
            elect_officers(stage, process, here)

    def item(index: int) -> Callable[[], None]:
        def play() -> None:
            if _is_ballot(items, index):
                play_votes(stage, process, step, n)
            if _is_weighting(items, index):
                play_weightings_of(stage, process, step, n)
            stage.act(SECRETARY, step.id, "close_item", {"item": items[index]})

        return play

    def close() -> None:
        if not items:
            play_votes(stage, process, step, n)
            play_weightings_of(stage, process, step, n)
        stage.act(SECRETARY, step.id, "close")
        stage.say(step.id, message("Closed."), number)
        _after_session(stage, n)

    stage.at(first, open_session)
    for index, moment in enumerate(ends[: len(items)]):
        stage.at(moment, item(index))
    stage.at(ends[-1], close)


def _is_ballot(items: tuple[str, ...], index: int) -> bool:
    kinds = [item.split(":", 1)[1] for item in items]
    if "ballot" in kinds:
        return kinds[index] == "ballot"
    return index == len(items) - 1


def _is_weighting(items: tuple[str, ...], index: int) -> bool:
    """Points are given at the last item of that kind, else at the end of the agenda."""
    kinds = [item.split(":", 1)[1] for item in items]
    last = max((place for place, kind in enumerate(kinds) if kind == "weighting"), default=-1)
    return index == (last if last >= 0 else len(items) - 1)


def _after_session(stage: Stage, n: int) -> None:
    """A repeat session was scheduled: put its steps on the programme."""
    process = stage.process()
    for step in process.rulebook.steps:
        occurs = step.occurs
        if occurs is None or occurs.times is not None or process.scheduled(step.id) != n + 1:
            # Times that the rulebook fixes are on the programme from the beginning.
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
                    n + 1,
                )


def play_report(stage: Stage, process: Process, step: Step) -> None:
    """Dispose the inputs, draft, comment, add the minority report, freeze, sign, publish."""
    begin, end = span(stage, process, step)
    days = (end - begin).days

    def draft() -> None:
        _dispose(stage)
        items = marked(stage, step, _items(stage))
        stage.act(SECRETARY, step.id, "draft", {"items": items})
        stage.say(
            step.id,
            nmessage("Drafted with {count} point.", "Drafted with {count} points.", len(items)),
        )
        _minority(stage, step)
        play_dissent(stage, step, items)

    def freeze() -> None:
        day = stage.process().calendar.local_day(stage.clock.now())
        stage.act(SECRETARY, step.id, "freeze", {"number": "1", "date": f"{day}"})
        _sign(stage, step)

    def publish() -> None:
        stage.act(SECRETARY, step.id, "publish")
        binding = step.parameters.binding
        stage.say(step.id, message("Published; binding.") if binding else message("Published."))

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
    """Recommendations as they were frozen, else the points of the script; a poll without any
    concludes how opinions changed.

    A date of theirs that has passed meanwhile moves two weeks ahead.
    """
    process = stage.process()
    worded = {s.parameters.worded_by for s in process.rulebook.steps if s.kind == "ballot"}
    texts = [fact for fact in process.select("proposals.frozen") if fact.step not in worded]
    frozen = texts[-1] if texts else None
    if frozen is not None:
        return [
            {"id": text["id"], "kind": RECOMMENDATION, "text": text["text"]}
            for text in frozen.body["texts"]
        ]
    changed = () if stage.pilot.script.commitments else concluded(stage)
    if changed and not stage.script.dispositions:
        return [
            {"id": f"K{number}", "kind": RECOMMENDATION, "text": text.as_dict()}
            for number, text in enumerate(changed, start=1)
        ]
    made: list[dict[str, object]] = []
    calendar = stage.process().calendar
    today = calendar.local_day(stage.clock.now())
    for point in stage.script.commitments:
        item: dict[str, object] = {
            "id": point.id,
            "kind": point.kind,
            "text": point.text.as_dict(),
        }
        if point.owner and point.due is not None:
            ahead = point.due > today
            due = point.due if ahead else calendar.next_working(today + timedelta(days=14))
            executed = {"owner": point.owner, "co_executors": list(point.co_executors)}
            item |= {**executed, "due": due.isoformat()}
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
        said = nmessage(
            "{count} member adds a minority report.",
            "{count} members add a minority report.",
            len(against),
        )
        stage.say(step.id, said)


def _sign(stage: Stage, step: Step) -> None:
    """Every member and then chair and secretary sign the frozen text, each by their own account.

    Who holds an office with a seat is one person, with one certificate for both.
    """
    process = stage.process()
    frozen = process.view(step).last("report.frozen")
    if frozen is None:
        return
    owed = signatories(process.view(step))
    members = [who for who in owed if who not in step.parameters.also_signed_by]
    for who in owed:
        holder = process.roster.office(who) or who
        seat = process.roster.seat(holder)
        actor = SECRETARY if seat is None else stage.member(seat.id)
        text = protocol_text(process.id, step.id, str(frozen.body["sha256"]), who)
        signed = stage.authority.sign(f"signatory-{holder}", text)
        verifier = stage.authority.verifier()
        sign_protocol(stage.context, verifier, actor, process.id, step.id, who, signed)
    if members:
        stage.say(step.id, message("Signed. {people}.", people=grouped(stage, process, members)))
