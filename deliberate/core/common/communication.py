"""The communication plan, generated from the calendar: what, when, where, by whom, which language.

Proactive and reliable information is a duty before, in and after a crisis: the plan begins with
what the rules require to be published and adds what the agency planned itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deliberate.core.process.process import Process
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class CommunicationLine:
    """One thing to tell. `required` by a step of the rulebook; `done` on these channels so far."""

    what: Text
    when: date
    channels: tuple[str, ...]
    responsible: str
    languages: tuple[str, ...]
    required: bool
    done: tuple[str, ...] = ()


def communication_plan(process: Process) -> tuple[CommunicationLine, ...]:
    """All lines in order of their days."""
    lines = [*_required(process), *_planned(process)]
    return tuple(sorted(lines, key=lambda line: (line.when, not line.required)))


def _required(process: Process) -> list[CommunicationLine]:
    languages = process.pilot.authentic_languages
    lines: list[CommunicationLine] = []
    for step in process.rulebook.steps:
        start = process.planned_start(step.id)
        if step.kind != "announcement" or start is None:
            continue
        published = process.view(step).first("announcement.published")
        lines.append(
            CommunicationLine(
                what=step.title,
                when=process.calendar.local_day(start),
                channels=step.parameters.channels,
                responsible=process.pilot.agency.working_body,
                languages=languages,
                required=True,
                done=tuple(published.body["channels"]) if published is not None else (),
            )
        )
    return lines


def _planned(process: Process) -> list[CommunicationLine]:
    told: dict[int, list[str]] = {}
    for fact in process.select("register.communicated"):
        told.setdefault(int(fact.body["index"]), []).append(str(fact.body["channel"]))
    return [
        CommunicationLine(
            what=line.what,
            when=line.when,
            channels=line.channels,
            responsible=line.responsible,
            languages=process.pilot.authentic_languages,
            required=False,
            done=tuple(told.get(index, ())),
        )
        for index, line in enumerate(process.pilot.communication, start=1)
    ]
