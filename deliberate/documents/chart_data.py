"""From what the portal reads of a process to the plain values that charts draw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from deliberate.core.calendar import Moment
from deliberate.core.rulebook.planning.dates import runs
from deliberate.core.services.portal.board import Execution, Point
from deliberate.core.services.portal.regions import Region
from deliberate.core.services.portal.results import PublicVote, Round
from deliberate.core.services.portal.shapes import PhaseLine, Span, StepLine
from deliberate.documents.charts import (
    CalendarData,
    CalendarRow,
    Candidate,
    CandidatesData,
    Days,
    DecisionData,
    ExecutionData,
    ExecutionPoint,
    Tile,
    TileMapData,
)
from deliberate.documents.charts.execution_layout import Standing
from deliberate.i18n import Translator


def decision_data(found: Round) -> DecisionData | None:
    """The result of a yes/no/abstain vote of the members; None before it is counted."""
    if found.counted_at is None or found.for_ is None:
        return None
    return DecisionData(
        for_=found.for_,
        against=found.against or 0,
        abstained=found.abstain or 0,
        absent=found.absent or 0,
        base=found.base or 0,
        needed=found.needed,
        outcome=found.outcome,
        number=found.n if found.n > 1 or found.repeated_on is not None else 0,
    )


def candidates_data(vote: PublicVote) -> CandidatesData | None:
    """The candidates with their votes by channel; None before the count."""
    counted = tuple(
        Candidate(item.name, item.votes.signed, item.votes.comments, item.elected, tied=item.tied)
        for item in vote.candidates
        if item.votes is not None
    )
    return CandidatesData(counted, vote.comments_counted) if counted else None


def execution_data(
    execution: Execution, zone: tzinfo, today: date, say: Translator
) -> ExecutionData:
    """The points with how far each is; `say` words the state."""
    return ExecutionData(tuple(_point(point, zone, say) for point in execution.points), today)


def regions_data(regions: Iterable[Region], say: Translator) -> TileMapData:
    """The regions of the jurisdiction with their residents."""
    tiles = tuple(
        Tile(item.row, item.column, item.short, item.population, item.name, item.code)
        for item in regions
    )
    return TileMapData(tiles, say.gettext("Residents by region"), say.gettext("residents"))


def _point(point: Point, zone: tzinfo, say: Translator) -> ExecutionPoint:
    finished = point.accepted_at or point.executed_at
    standing: Standing = "done" if finished else "late" if point.late else "running"
    return ExecutionPoint(
        id=point.id,
        text=point.text,
        owner=point.owner.name,
        percent=point.percent,
        due=point.due,
        standing=standing,
        state=say.word("state", point.state),
        first_due=point.first_due,
        finished=finished.astimezone(zone).date() if finished else None,
    )


def calendar_data(
    phases: Iterable[PhaseLine], zone: ZoneInfo, today: date, say: Translator
) -> CalendarData:
    """Phases and their steps, planned and as they came about."""
    rows: list[CalendarRow] = []
    for phase in phases:
        name = say.phase(phase.phase)
        rows.append(
            CalendarRow(
                name[:1].upper() + name[1:],
                _spans(phase.planned, zone),
                _spans(phase.actual, zone),
                phase=True,
            )
        )
        rows += [_step(step, zone, say) for step in phase.steps if step.standing != "skipped"]
    return CalendarData(tuple(rows), today)


def _step(step: StepLine, zone: ZoneInfo, say: Translator) -> CalendarRow:
    """A step that comes again has its number, as in the table of the page."""
    planned = (
        tuple(Days(first, last) for first, last in runs(step.days))
        if step.days
        else _spans(step.planned, zone)
    )
    begun = step.started_at or step.done_at
    title = say.value(step.title)
    if step.n > 1:
        number = say.gettext("no. {n}").format(n=step.n)
        title = f"{title} ({number})"
    return CalendarRow(title, planned, _spans(Span(begun, step.done_at), zone))


def _spans(span: Span, zone: ZoneInfo) -> tuple[Days, ...]:
    first = span.starts if span.starts is not None else span.ends
    if first is None:
        return ()
    day = _day(first, zone)
    last = None if span.ends is None else max(day, _last_day(span.ends, zone))
    return (Days(day, last),)


def _day(moment: Moment, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def _last_day(end: Moment, zone: ZoneInfo) -> date:
    """A span that ends at midnight does not reach into the new day."""
    if isinstance(end, datetime):
        return _day(end - timedelta(microseconds=1), zone)
    return end
