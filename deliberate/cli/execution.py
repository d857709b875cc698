"""`deliberate execution`: the points, how far each is, and the weeks without a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_pairs, show_table
from deliberate.core.errors import Message, Refused, message
from deliberate.core.follow_up.commitments import published_since

if TYPE_CHECKING:
    from deliberate.core.process.process import Process
    from deliberate.core.services.portal.board import Execution, Point

FINE, FINDINGS = 0, 1


@command(
    _(
        "Follow the points of the protocol, or the recommendations that the agency accepted, until "
        "they are executed.\n\n"
        "Each point with its owner, the date in force, the first date, and how far it is; then the "
        "weeks without a report. Ends with 1 while a point is late or the report that was due "
        "last is missing. Reports are made with: deliberate do PROCESS STEP report, where STEP is "
        "the step of execution, or that of the agency's response."
    )
)
@click.argument("process", metavar="PROCESS")
@json_option
@click.pass_obj
def execution(house: House, process: str, as_json: bool) -> int:
    from deliberate.core.services.portal.following import execution_of
    from deliberate.core.services.processes import process_now

    found = process_now(house.context(), process)
    board = execution_of(found)
    if board is None:
        raise Refused(
            "NO_POINTS",
            _why_none(found),
            fix=message(
                "Where the process stands: {command}", command=f"deliberate status {process}"
            ),
        )
    if as_json:
        house.tell_machine(_as_json(house, found, board))
    else:
        _show(house, found, board)
    late = board.owed and any(point.late for point in board.points)
    return FINDINGS if late or board.last_missing else FINE


def _why_none(process: Process) -> Message:
    """What there would have to be before points could be followed."""
    if published_since(process) is None:
        return message("The protocol is not published yet; there are no points to follow.")
    asked = [step for step in process.rulebook.steps if step.kind == "response"]
    if any(process.view(step).first("response.published") is None for step in asked):
        return message("The agency has not answered yet; there are no points to follow.")
    return message("Nothing was accepted that would have to be carried out.")


def _show(house: House, process: Process, board: Execution) -> None:
    say = house.speaking_in(process.calendar.zone)
    click.secho(say.text(process.pilot.title), bold=True)
    click.echo()
    show_pairs(house, [(point.id, say.text(point.text)) for point in board.points])
    click.echo()
    titles = (_("Point"), _("Owner"), _("Due"), _("State"), "%", _("Last report"))
    rows = [_row(house, point) for point in board.points]
    headings = [say.gettext(word) for word in titles]
    show_table(house, headings, rows, narrow=(0, 4), numbers=(4,))
    click.echo()
    counts = {"accepted": board.accepted, "total": len(board.points)}
    if board.judged:
        house.say(message("{accepted} of {total} points are executed and accepted.", **counts))
    else:
        house.say(message("{accepted} of {total} points are carried out.", **counts))
    unpublished = tuple(p.id for p in board.points if p.accepted_at and not p.published_at)
    if unpublished:
        house.say(message("Accepted, and no report says so yet: {points}.", points=unpublished))
    missing = tuple(week.number for week in board.missing)
    if missing:
        house.say(message("No report for week no. {weeks}.", weeks=missing))
    if board.stopped_at is not None:
        day = say.date(board.stopped_at)
        house.say(message("The process ended on {day}, before its points were executed.", day=day))
    elif board.completed_at is not None:
        house.say(message("Completed on {day}.", day=say.date(board.completed_at)))
    elif board.week is not None:
        due = say.datetime(board.week.due, process.calendar.zone)
        house.say(message("Week {number} ends {due}.", number=board.week.number, due=due))


def _row(house: House, point: Point) -> tuple[str, ...]:
    say = house.translator
    due = say.date(point.due)
    if point.due != point.first_due:
        first = say.render(message("first {day}", day=point.first_due))
        due = f"{due} ({first})"
    state = say.word("state", point.state)
    if point.late:
        late = say.gettext("late")
        state = f"{state}, {late}"
    latest = say.date(point.latest.at) if point.latest is not None else "—"
    return (
        point.id,
        say.text(point.office) or say.text(point.owner.name) or point.owner.seat,
        due,
        state,
        str(point.percent),
        latest,
    )


def _as_json(house: House, process: Process, board: Execution) -> dict[str, Any]:
    say = house.translator
    return {
        "process": process.id,
        "accepted": board.accepted,
        "completed_at": board.completed_at.isoformat() if board.completed_at else None,
        "points": [
            {
                "id": point.id,
                "kind": point.kind,
                "text": say.text(point.text),
                "owner": point.owner.seat,
                "office": say.text(point.office),
                "co_executors": [body.seat for body in point.co_executors],
                "due": point.due.isoformat(),
                "first_due": point.first_due.isoformat(),
                "state": point.state,
                "stage": point.stage,
                "deadline": point.deadline.isoformat() if point.deadline else None,
                "late": point.late,
                "percent": point.percent,
                "depends_on": say.text(point.depends_on),
                "cost": point.cost,
                "spent": point.spent,
                "funding": say.text(point.funding),
                "accepted_at": point.accepted_at.isoformat() if point.accepted_at else None,
                "executed_at": point.executed_at.isoformat() if point.executed_at else None,
                "published_at": point.published_at.isoformat() if point.published_at else None,
                "reports": len(point.reports),
            }
            for point in board.points
        ],
        "weeks": [
            {
                "number": week.number,
                "due": week.due.isoformat(),
                "reported_at": week.reported_at.isoformat() if week.reported_at else None,
                "missing": week.missing,
                "suspended": week.suspended,
            }
            for week in board.weeks
        ],
    }
