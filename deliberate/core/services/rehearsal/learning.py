"""Players of learning: activities with the public, materials, the notice of a repeat session."""

from __future__ import annotations

from collections.abc import Callable

from deliberate.core.common.papers_signed_off import awaits_sign_off
from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.papers import keep_paper
from deliberate.core.services.rehearsal.preparing import sign_off
from deliberate.core.services.rehearsal.stage import AGENCY, SECRETARY, Stage


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
                        "topic": statement.topic.as_dict(),
                        "text": statement.text.as_dict(),
                    },
                )
            said = nmessage("{activity}: {count} person.", "{activity}: {count} people.", people,
                            activity=activity.title)  # fmt: skip
            stage.say(step.id, said)
            if statements:
                brought = nmessage("{count} view is written down.",
                                   "{count} views are written down.", len(statements))  # fmt: skip
                stage.say(step.id, brought)

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
                            "sha256": keep_paper(stage, material, language),
                        },
                    )
        if awaits_sign_off(stage.process().view(step, n)):
            sign_off(stage, step.parameters.approved_by, step.id)
        stage.act(SECRETARY, step.id, "send")
        count = len(stage.pilot.materials)
        stage.say(step.id, nmessage("{count} paper is sent.", "{count} papers are sent.", count))

    stage.at(moment, send)


def play_repeat_announcement(stage: Stage, process: Process, step: Step, n: int) -> None:
    start = process.planned_start(step.id, n)
    moment = stage.clock.now() if start is None else stage.moment(start, 9)
    channels = list(step.parameters.channels)

    def publish() -> None:
        stage.act(AGENCY, step.id, "publish", {"channels": channels})
        stage.say(step.id, message("Published on: {channels}.", channels=tuple(channels)))

    stage.at(moment, publish)
