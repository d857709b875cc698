"""Players of the protocol: answers to the inputs, draft, minority report, signatures."""

from __future__ import annotations

from datetime import timedelta

from deliberate.core.errors import message
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage
from deliberate.core.services.signing import protocol_text, sign_protocol


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
