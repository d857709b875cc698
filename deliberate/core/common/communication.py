"""The communication plan, generated from the calendar: what, when, where, by whom, which language.

Proactive and reliable information is a duty before, in and after a crisis: the plan begins with
what the rules require to be published and adds what the agency planned itself. Where both plan
the same for one day it is one line: what the rules require, on all channels, by who does it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from deliberate.core.period import Period
from deliberate.core.process.process import Process
from deliberate.core.rulebook.background import Telling
from deliberate.core.text import Text

PORTAL = "portal"
_PUBLISHING = ("announcement.published", "execution.reported")


@dataclass(frozen=True, slots=True)
class CommunicationLine:
    """One thing to tell. `required` by a step of the rulebook; `done` on these channels so far.

    `step`: what it tells about as it happens; empty for reminders, and where the agency alone
    knows.
    """

    what: Text
    when: date
    channels: tuple[str, ...]
    responsible: str
    languages: tuple[str, ...]
    required: bool
    done: tuple[str, ...] = ()
    step: str = ""


def communication_plan(process: Process) -> tuple[CommunicationLine, ...]:
    """All lines in order of their days."""
    lines = [*_required(process), *_told(process)]
    for planned in _planned(process):
        same = max(lines, key=lambda line: _likeness(line, planned), default=None)
        if same is None or _likeness(same, planned) < ALIKE:
            lines.append(planned)
        else:
            lines[lines.index(same)] = _merged(same, planned)
    return tuple(sorted(lines, key=lambda line: (line.when, not line.required)))


ALIKE = 1
"""How many words two lines of one day share in one language when they tell the same."""

LONG = 4
"""Shorter words join sentences and tell nothing."""


def _likeness(required: CommunicationLine, planned: CommunicationLine) -> int:
    """How alike two lines are: the words that they share; none when they are for other days."""
    if not required.required or required.when != planned.when:
        return 0
    return max(
        (
            len(_words(words) & _words(planned.what.get(code) or ""))
            for code, words in required.what.versions
        ),
        default=0,
    )


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= LONG}


def _merged(required: CommunicationLine, planned: CommunicationLine) -> CommunicationLine:
    return replace(
        required,
        channels=tuple(dict.fromkeys((*required.channels, *planned.channels))),
        responsible=planned.responsible,
        done=tuple(dict.fromkeys((*required.done, *planned.done))),
    )


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
                step=step.id,
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to tell when there is cause for it, and how soon: a crisis has no date."""

    what: Text
    within: Period
    channels: tuple[str, ...]
    responsible: str
    languages: tuple[str, ...]


def occasions(process: Process) -> tuple[Occasion, ...]:
    """What belongs to no day of the calendar."""
    return tuple(
        Occasion(item.what, item.within, item.channels, item.who, process.pilot.authentic_languages)
        for item in process.rulebook.background.tellings
        if item.step is None and item.within is not None
    )


def _told(process: Process) -> list[CommunicationLine]:
    """What the model wants told at its steps, on the days that the calendar gives them."""
    told = _channels_told(process, "telling")
    lines: list[CommunicationLine] = []
    for item in process.rulebook.background.tellings:
        day = _day_of(process, item)
        if day is not None:
            lines.append(
                CommunicationLine(
                    what=item.what,
                    when=day,
                    channels=item.channels,
                    responsible=item.who,
                    languages=process.pilot.authentic_languages,
                    required=True,
                    done=tuple(dict.fromkeys((*_shown(process, item), *told.get(item.id, ())))),
                    step="" if item.before is not None else item.step or "",
                )
            )
    return lines


def _shown(process: Process, item: Telling) -> tuple[str, ...]:
    """Where what happened was told by itself: on the portal, which shows every step as it happens,
    and where the facts of the step say that they were published. Nothing shows a reminder."""
    step = process.step(item.step or "")
    if step is None or item.before is not None:
        return ()
    progress = process.progress(step.id, 1)
    if not progress.done and (item.at != "start" or progress.started is None):
        return ()
    published = {PORTAL}
    for fact in process.select(*_PUBLISHING, step=step.id):
        published.update(fact.body.get("channels", ()))
    return tuple(channel for channel in item.channels if channel in published)


def _day_of(process: Process, item: Telling) -> date | None:
    if item.step is None:
        return None
    find = process.planned_start if item.at == "start" else process.planned_end
    moment = find(item.step)
    if moment is None:
        return None
    day = process.calendar.local_day(moment)
    return day if item.before is None else process.calendar.latest_before(day, item.before)


def _channels_told(process: Process, key: str) -> dict[Any, list[str]]:
    """On which channels each line went out, by what names it."""
    told: dict[Any, list[str]] = {}
    for fact in process.select("register.communicated"):
        if key in fact.body:
            told.setdefault(fact.body[key], []).append(str(fact.body["channel"]))
    return told


def _planned(process: Process) -> list[CommunicationLine]:
    told = _channels_told(process, "index")
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
