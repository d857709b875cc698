"""Rehearse a pilot: open it under a simulated clock and play every step to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deliberate.core.calendar import Moment
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Refused, message
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.strands import meet
from deliberate.core.services.context import Context
from deliberate.core.services.files import Sheet
from deliberate.core.services.opening import open_process, require_openable
from deliberate.core.services.press import Press
from deliberate.core.services.rehearsal import (
    asking,
    drawing,
    electing,
    following,
    learning,
    meeting,
    nominating,
    preparing,
    recommending,
    recruiting,
    sitting,
    surveying,
    weighing,
)
from deliberate.core.services.rehearsal.script import complete_script
from deliberate.core.services.rehearsal.stage import (
    AGENCY,
    OVERSIGHT,
    RETURNING,
    SECRETARY,
    Scene,
    Stage,
)
from deliberate.core.services.setting import calendar_of, jurisdiction_of
from deliberate.core.storage.store import Store

Player = Callable[[Stage, Process, Step], None]

PLAYERS: dict[str, Player] = {
    "announcement": preparing.play_announcement,
    "appointment": preparing.play_appointment,
    "confirmation": preparing.play_confirmation,
    "document": preparing.play_document,
    "engagement": learning.play_engagement,
    "invitation": recruiting.play_invitation,
    "lottery": drawing.play_lottery,
    "materials": learning.play_materials,
    "nomination": nominating.play_nomination,
    "oversight": preparing.play_oversight,
    "proposals": recommending.play_proposals,
    "public_vote": electing.play_public_vote,
    "questions": asking.play_questions,
    "registration": recruiting.play_registration,
    "remit": preparing.play_remit,
    "session": meeting.play_session,
    "survey": surveying.play_survey,
    "gathering": weighing.play_gathering,
    "tables": sitting.play_tables,
    "weighting": weighing.play_weighting,
    "witnesses": asking.play_witnesses,
}
FOLLOWING = ("report", "response", "survey", "execution", "evaluation")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A finished rehearsal: the process as it ended, and its story."""

    process: Process
    story: tuple[Scene, ...]
    context: Context


def rehearse(
    store: Store,
    registry: Registry,
    pilot: Pilot,
    seed: int,
    tell: Callable[[Scene], None] = lambda scene: None,
    press: Press | None = None,
) -> Rehearsed:
    """Live through the whole process; the same pilot and seed give the same facts.

    Raises `Refused` when the pilot breaks a `must` rule or a step cannot be played to its end.
    """
    rulebook = registry.rulebook(f"{pilot.model}/{pilot.variant}")
    rulebook, pilot = meet(rulebook, pilot)
    rng = Generator(f"rehearsal/{pilot.id}/{seed}".encode())
    jurisdiction = jurisdiction_of(registry, rulebook, pilot)
    calendar = calendar_of(pilot, jurisdiction)
    clock = SimulatedClock(_beginning(pilot, calendar.start_moment))
    require_openable(registry, Sheet(pilot, rulebook, calendar), clock.now())
    context = Context(store, registry, clock, rng.bytes, press)
    story: list[Scene] = []

    def keep(scene: Scene) -> None:
        story.append(scene)
        tell(scene)

    stage = Stage(
        context,
        clock,
        pilot,
        rng,
        TestAuthority(rng.bytes(32)),
        jurisdiction,
        complete_script(pilot, rulebook, jurisdiction, calendar, rng),
        {},
        keep,
        pilot.id,
        calendar.zone,
    )
    process = open_process(context, AGENCY, pilot, rehearsal=True)
    for actor in (AGENCY, SECRETARY, OVERSIGHT, RETURNING):
        stage.found_account(actor.id)
    stage.say("process", message("The process is opened; its rulebook and pilot are frozen."))
    _play(stage, process)
    ended = stage.process()
    _require_finished(ended)
    return Rehearsed(ended, tuple(story), context)


def require_rehearsable(registry: Registry, sheet: Sheet) -> None:
    """Refuse at once what `rehearse` would refuse, before anything is made for it."""
    beginning = _beginning(sheet.pilot, sheet.calendar.start_moment)
    require_openable(registry, sheet, beginning)


def _beginning(pilot: Pilot, start_of: Callable[[Moment], datetime]) -> datetime:
    """A day before the first planned step."""
    moments = [start_of(planned.starts) for planned in pilot.calendar.values()]
    return min(moments, default=datetime(2027, 1, 1, tzinfo=UTC)) - timedelta(days=1)


def _play(stage: Stage, process: Process) -> None:
    """Put every planned step on the programme, live through it, then what follows the decision."""
    for step in process.rulebook.steps:
        is_office = step.kind == "appointment" and step.parameters.offices
        if step.kind in PLAYERS and not is_office:
            PLAYERS[step.kind](stage, process, step)
        if step.kind == "session":
            for n in range(2, process.scheduled(step.id) + 1):
                meeting.play_session(stage, process, step, n)
    stage.run()
    for kind in FOLLOWING:
        current = stage.process()
        for step in current.rulebook.steps:
            if step.kind == kind and current.state(step.id).state not in {"skipped", "waiting"}:
                _follow(stage, current, step)
                stage.run()


def _follow(stage: Stage, process: Process, step: Step) -> None:
    match step.kind:
        case "report":
            meeting.play_report(stage, process, step)
        case "response":
            recommending.play_response(stage, process, step)
        case "survey" if not process.progress(step.id).done:
            surveying.play_survey(stage, process, step)
        case "execution":
            following.play_execution(stage, step)
        case "evaluation":
            following.play_evaluation(stage, process, step)


def _require_finished(process: Process) -> None:
    left = tuple(
        state.step.id for state in process.states() if state.state not in {"done", "skipped"}
    )
    if left and process.status != "closed":
        raise Refused(
            "UNFINISHED", message("The rehearsal left steps undone: {steps}.", steps=left)
        )
