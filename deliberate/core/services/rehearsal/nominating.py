"""Players of the nomination: people are nominated, one is refused, the list is fixed."""

from __future__ import annotations

from functools import partial

from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.recruitment.nominees import appeals_end
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.preparing import span
from deliberate.core.services.rehearsal.stage import SECRETARY, Stage, spread
from deliberate.core.services.territory import homes
from deliberate.core.text import Text

LIVES = {
    "kk": "Тұрғылықты жері: {place}.",
    "ru": "Место жительства: {place}.",
    "en": "Home: {place}.",
}
"""What a rehearsal knows of somebody who does not exist, where the script says nothing general."""


def play_nomination(stage: Stage, process: Process, step: Step) -> None:
    """Candidates arrive through the window; one is refused by a published requirement.

    Nominations close when the time to appeal is over.
    """
    begin, end = span(stage, process, step)
    names = [candidate.id for candidate in stage.script.candidates]
    refused = [item.id for item in stage.script.refused]
    parts = len(names) + len(refused)

    def close() -> None:
        appeals = appeals_end(stage.process().view(step))
        if appeals is not None and stage.clock.now() < appeals:
            stage.at(appeals, close)
            return
        stage.act(SECRETARY, step.id, "close")
        said = nmessage(
            "Nominations close with {count} candidate.",
            "Nominations close with {count} candidates.",
            len(names),
        )
        stage.say(step.id, said)

    for index, identifier in enumerate([*names, *refused]):
        play = partial(_nominate, stage, step, identifier)
        stage.at(spread(begin, end, parts + 1, index), play)
    stage.at(spread(begin, end, parts + 1, parts), partial(_refuse, stage, step))
    stage.at(process.deadline(step.id) or end, close)


def _nominate(stage: Stage, step: Step, identifier: str) -> None:
    """Somebody is nominated; whom the script has as a candidate is accepted."""
    script = stage.script
    candidate = next((item for item in script.candidates if item.id == identifier), None)
    source = candidate or script.candidates[0]
    name = source.name
    if candidate is None:
        name = stage.somebody(identifier).name
    told = {
        "general": source.general or _general(stage, script.candidates.index(source)),
        "experience": source.experience,
        "results": source.results,
    }
    body = {
        "candidate": identifier,
        "consent": True,
        "name": name.as_dict(),
        "nominator": source.nominator,
        "nominated_by": source.nominated_by.as_dict(),
        "field_of_work": source.field_of_work,
        **{part: told[part].as_dict() for part in step.parameters.portfolio},
    }
    stage.act(SECRETARY, step.id, "nominate", body)
    if candidate is not None:
        stage.act(SECRETARY, step.id, "accept", {"candidate": identifier})


def _refuse(stage: Stage, step: Step) -> None:
    """Whom the script refuses is refused, by a published requirement and with its reason."""
    for item in stage.script.refused:
        body = {
            "candidate": item.id,
            "requirement": item.requirement,
            "reason": item.reason.as_dict(),
        }
        stage.act(SECRETARY, step.id, "refuse", body)
        stage.say(
            step.id,
            message(
                "Nomination {id} is refused by requirement {requirement}.",
                id=item.id,
                requirement=item.requirement,
            ),
        )


def _general(stage: Stage, index: int) -> Text:
    """Where an invented candidate lives: the places of the territory, in turn."""
    places = homes(stage.pilot, stage.jurisdiction)
    name = places[index % len(places)].name
    return Text.of({code: words.format(place=name.best(code)[0]) for code, words in LIVES.items()})
