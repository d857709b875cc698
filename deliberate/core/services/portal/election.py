"""Nominations and public votes, as far as a viewer may see them: no result before the close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from deliberate.core.identity.visibility import Place, Viewer, What, sees
from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.recruitment.nominees import Nominee, nominees
from deliberate.core.recruitment.public_vote import closes_at, comments_mode
from deliberate.core.services.portal.people import candidates_of
from deliberate.core.services.portal.results import (
    Candidate,
    Nominations,
    PublicVote,
    RefusedCandidate,
    TieDraw,
    Votes,
    VoteStage,
)

Groups = tuple[tuple[str, ...], ...]


def nominations_of(process: Process) -> tuple[Nominations, ...]:
    """The nominations of each step that takes them, without names."""
    return tuple(
        _nominations(process, process.view(step))
        for step in process.rulebook.steps
        if step.kind == "nomination"
    )


def public_votes_of(process: Process, viewer: Viewer, agency: str) -> tuple[PublicVote, ...]:
    """The votes of the public; tallies only where the viewer may see results."""
    return tuple(
        _public_vote(process.view(step), viewer, agency)
        for step in process.rulebook.steps
        if step.kind == "public_vote"
    )


def _nominations(process: Process, view: StepView) -> Nominations:
    all_of_them = nominees(view).values()
    closed = view.first("nomination.closed")
    return Nominations(
        step=view.step.id,
        received=len(all_of_them),
        accepted=sum(item.state == "accepted" for item in all_of_them),
        refused=tuple(
            RefusedCandidate(item.id, item.requirement, item.reason)
            for item in all_of_them
            if item.state == "refused"
        ),
        requirements=tuple((item.id, item.text) for item in process.pilot.requirements),
        closed_at=closed.at if closed is not None else None,
    )


def _public_vote(view: StepView, viewer: Viewer, agency: str) -> PublicVote:
    process, params = view.process, view.params
    opened, closed = view.first("public_vote.opened"), view.first("public_vote.closed")
    place = Place(process.id, agency, voting=closed is None)
    counted = view.first("public_vote.counted")
    if not sees(viewer, What.RESULT, place):
        counted = None
    tally: Mapping[str, Any] = counted.body if counted is not None else {}
    votes_per_voter = process.parameter(params.votes_per_voter)
    return PublicVote(
        step=view.step.id,
        title=view.step.title,
        stage=_stage(view, counted),
        seats=len(process.roster.group(params.seats)),
        channels=tuple(params.channels),
        votes_per_voter=votes_per_voter if isinstance(votes_per_voter, int) else None,
        comments_counted=comments_mode(view) == "counted",
        candidates=_candidates(view, opened, tally),
        opens=opened.at if opened is not None else _planned_start(view),
        closes=closes_at(opened.body) if opened is not None else _planned_end(view),
        lines=int(closed.body["lines"]) if closed is not None else None,
        root=str(closed.body["root"]) if closed is not None else "",
        ranking=_groups(tally.get("ranking", ())),
        ranking_without_comments=_groups(tally.get("ranking_without_comments", ())),
        decided_by_comments=tuple(tally.get("decided_by_comments", ())),
        draw=_draw(view, tally),
    )


def _stage(view: StepView, counted: Fact | None) -> VoteStage:
    if view.first("public_vote.opened") is None:
        return "upcoming"
    if view.first("public_vote.closed") is None:
        return "running"
    if counted is None:
        return "closed"
    return "final" if view.process.progress(view.step.id, view.n).done else "counted"


def _candidates(
    view: StepView, opened: Fact | None, tally: Mapping[str, Any]
) -> tuple[Candidate, ...]:
    """The candidates of the closed list: by identifier, after the count by their result."""
    closed = view.process.latest("nomination.closed")
    source = opened if opened is not None else closed
    if source is None:
        return ()
    names: Sequence[str] = source.body["candidates"]
    known = candidates_of(view.process)
    elected = _elected(view, tally)
    draw = _draw(view, tally)
    drawn = {name: place for place, name in enumerate(draw.order)} if draw is not None else {}
    found = [
        _candidate(known[name], tally, name in elected) for name in sorted(names) if name in known
    ]
    return tuple(
        sorted(
            found,
            key=lambda item: (
                item.votes.place if item.votes is not None else 0,
                drawn.get(item.id, 0),
                item.id,
            ),
        )
    )


def _candidate(nominee: Nominee, tally: Mapping[str, Any], elected: bool) -> Candidate:
    return Candidate(
        id=nominee.id,
        name=nominee.name,
        nominated_by=nominee.nominated_by,
        field_of_work=nominee.field_of_work,
        general=nominee.portfolio["general"],
        experience=nominee.portfolio["experience"],
        results=nominee.portfolio["results"],
        votes=_votes(nominee.id, tally) if tally else None,
        elected=elected,
        tied=nominee.id in tally.get("tied", ()),
    )


def _votes(name: str, tally: Mapping[str, Any]) -> Votes:
    return Votes(
        signed=int(tally["signed"][name]),
        comments=int(tally["comments"][name]),
        total=int(tally["totals"][name]),
        place=_place(name, _groups(tally["ranking"])),
        place_without_comments=_place(name, _groups(tally["ranking_without_comments"])),
    )


def _place(name: str, ranking: Groups) -> int:
    """The place of a candidate; those with equal totals share one."""
    before = 0
    for group in ranking:
        if name in group:
            break
        before += len(group)
    return before + 1


def _elected(view: StepView, tally: Mapping[str, Any]) -> frozenset[str]:
    drawn = view.first("public_vote.drawn")
    if drawn is not None and tally:
        return frozenset(drawn.body["elected"])
    return frozenset(tally.get("elected_without_draw", ()))


def _draw(view: StepView, tally: Mapping[str, Any]) -> TieDraw | None:
    if not tally.get("tied"):
        return None
    drawn = view.first("public_vote.drawn")
    return TieDraw(
        tied=tuple(tally["tied"]),
        seats=int(tally["seats_for_tied"]),
        parties=tuple(str(fact.body["party"]) for fact in view.facts("public_vote.draw_committed")),
        order=tuple(drawn.body["order"]) if drawn is not None else (),
        seed=str(drawn.body["seed"]) if drawn is not None else "",
    )


def _groups(value: Sequence[Sequence[str]]) -> Groups:
    return tuple(tuple(group) for group in value)


def _planned_start(view: StepView) -> datetime | None:
    start = view.starts
    return None if start is None else view.process.calendar.start_moment(start)


def _planned_end(view: StepView) -> datetime | None:
    end = view.ends
    return None if end is None else view.process.calendar.end_moment(end)
