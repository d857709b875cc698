"""Sessions with their agenda, the papers for the members, and activities with the public."""

from __future__ import annotations

from deliberate.core.deliberation.session import agenda, present_seats
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.rulebook.pilot import AgendaItem
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Activity, AgendaLine, Meeting, Paper, Span
from deliberate.core.text import Text


def meetings_of(process: Process) -> tuple[Meeting, ...]:
    """Every session that is planned or was held, the first one first.

    A repeat session that has not been called for is not listed.
    """
    return tuple(
        meeting_of(process, StepView(process, step, n))
        for step in process.rulebook.steps
        if step.kind == "session"
        for n in range(1, process.scheduled(step.id) + 1)
    )


def papers_of(process: Process) -> tuple[Paper, ...]:
    """The papers for the members, once they have been sent."""
    sent = process.select("materials.sent")
    if not sent:
        return ()
    hashes: dict[str, str] = sent[-1].body["materials"]
    return tuple(
        Paper(
            id=item.id,
            title=item.title,
            author=body_of(process, item.author),
            viewpoint=item.viewpoint,
            pro=item.pro,
            contra=item.contra,
            pages=item.pages,
            sent_at=sent[0].at,
            sent_again=tuple(fact.at for fact in sent[1:]),
            hashes=tuple(
                (language, hashes[f"{item.id}/{language}"])
                for language in process.pilot.languages
                if f"{item.id}/{language}" in hashes
            ),
        )
        for item in process.pilot.materials
    )


def activities_of(process: Process) -> tuple[Activity, ...]:
    """The parallel activities of the pilot, in their order."""
    told = {str(fact.body["activity"]): fact for fact in process.select("engagement.summarised")}
    return tuple(
        Activity(
            id=item.id,
            title=item.title,
            planned=Span(item.starts, item.ends),
            people=int(told[item.id].body["people"]) if item.id in told else None,
            summary=text_of(told[item.id].body, "summary") if item.id in told else Text(),
        )
        for item in process.pilot.engagement
    )


def meeting_of(process: Process, view: StepView) -> Meeting:
    """One session, with its agenda as far as it has come."""
    step, n = view.step, view.n
    planned = process.planned(step.id, n)
    opened, closed = view.first("session.opened"), view.last("session.closed")
    return Meeting(
        step=step.id,
        n=n,
        title=step.title,
        standing=process.state(step.id, n).state,
        planned=Span(process.planned_start(step.id, n), process.planned_end(step.id, n)),
        days=() if planned is None else planned.days,
        items=_items(process, view),
        quorum=int(process.parameter(view.params.quorum)),
        public=view.params.public,
        opened_at=opened.at if opened is not None else None,
        closed_at=closed.at if closed is not None else None,
        present=len(present_seats(view)) if opened is not None else None,
        remote=len(opened.body["remote"]) if opened is not None else None,
        strand_seats=len(members_of(view)) if step.strand else None,
    )


def _items(process: Process, view: StepView) -> tuple[AgendaLine, ...]:
    """The agenda of the pilot, else the rulebook's; times of day hold for the session's own."""
    closed = {str(fact.body["item"]) for fact in view.facts("session.item_closed")}
    names = agenda(view)
    planned = process.pilot.agenda_of(view.step, view.n)
    if planned:
        return tuple(
            _planned(process, item, name in closed, timed=item.occurrence == view.n)
            for item, name in zip(planned, names, strict=True)
        )
    return tuple(
        AgendaLine(Text(), str(item["kind"]), 1, int(item.get("minutes") or 0), done=name in closed)
        for item, name in zip(view.params.items, names, strict=True)
    )


def _planned(process: Process, item: AgendaItem, done: bool, *, timed: bool) -> AgendaLine:
    return AgendaLine(
        title=item.title,
        kind=item.kind,
        day=item.day,
        minutes=item.minutes,
        start=item.start if timed else None,
        speaker=body_of(process, item.speaker) if item.speaker else None,
        done=done,
    )
