"""The script of a rehearsal: the pilot's own story, completed from the seed where it is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from deliberate.core.calendar import Calendar, Moment
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.pilot_script import (
    Candidate,
    PlannedCommitment,
    RehearsedBallot,
    RehearsedDisposition,
    Script,
)
from deliberate.core.services.rehearsal.people import person, spread_out
from deliberate.core.services.territory import Home, homes
from deliberate.core.text import Text

SPARE_CANDIDATES = 2


def complete_script(
    pilot: Pilot, rulebook: Rulebook, jurisdiction: Jurisdiction, calendar: Calendar, rng: Generator
) -> Script:
    """The pilot's script with made-up candidates, votes and points where it has none."""
    script = pilot.script
    seats = _elected_seats(rulebook)
    if seats and not script.candidates:
        where = spread_out(homes(pilot, jurisdiction), seats + SPARE_CANDIDATES, rng)
        made = tuple(
            _candidate(pilot, jurisdiction, rng, index, home)
            for index, home in enumerate(where, start=1)
        )
        script = replace(script, candidates=made)
    if script.candidates and not script.signed_votes:
        script = _with_votes(script, seats, rng)
    if script.sitting(1) is None:
        total = rulebook.seats
        carried = total - total // 8
        needed = _threshold(pilot, rulebook)
        script = replace(
            script,
            ballots=(
                *script.ballots,
                RehearsedBallot(needed - 1, total - needed + 1, 0, 0),
                RehearsedBallot(max(carried, needed), total - max(carried, needed), 0, 0),
            ),
        )
    if not script.commitments:
        script = replace(script, commitments=_points(pilot, calendar))
    return replace(script, dispositions=_dispositions(pilot, script))


def _elected_seats(rulebook: Rulebook) -> int:
    votes = [step for step in rulebook.steps if step.kind == "public_vote"]
    groups = [rulebook.group(step.parameters.seats) for step in votes]
    return sum(group.count for group in groups if group is not None)


def _threshold(pilot: Pilot, rulebook: Rulebook) -> int:
    for step in rulebook.steps:
        if step.kind == "ballot" and "at_least_votes" in (step.parameters.threshold or {}):
            votes = step.parameters.threshold["at_least_votes"]
            if isinstance(votes, str):  # the name of an open parameter, after its @
                name = votes.removeprefix("@")
                votes = pilot.open_parameters.get(name, rulebook.open_parameters[name].default)
            return int(votes)
    return rulebook.seats // 2 + 1


def _candidate(
    pilot: Pilot, jurisdiction: Jurisdiction, rng: Generator, index: int, home: Home
) -> Candidate:
    who = person(pilot, jurisdiction, rng, f"C{index:02d}", home)
    made_up = Text.of(
        {
            "kk": "Ойдан шығарылған кандидат.",
            "ru": "Вымышленный кандидат.",
            "en": "An invented candidate.",
        }
    )
    return Candidate(who.id, who.name, _neighbours(home.name), "", made_up, made_up)


def _neighbours(place: Text) -> Text:
    """Who nominates: the name of the place stands apart, so that no language has to bend it."""
    words = {"kk": "тұрғындар тобы", "ru": "группа жителей", "en": "a group of residents"}
    return Text.of(
        {
            code: f"{place.get(code)}: {word}" if place.get(code) else word
            for code, word in words.items()
        }
    )


def _with_votes(script: Script, seats: int, rng: Generator) -> Script:
    """Votes such that the last seat is tied and comments decide a seat."""
    names = [candidate.id for candidate in script.candidates]
    signed = {name: 900 - 40 * index + rng.below(20) for index, name in enumerate(names)}
    comments = {name: 10 + rng.below(20) for name in names}
    if 1 < seats < len(names) - 1:
        last, rival, loser = names[seats - 1], names[seats], names[-1]
        signed[loser] = signed[last] + 5
        comments[loser] = 0
        comments[last] = comments[rival] = 0
        total = signed[loser] + 30
        comments[last], comments[rival] = total - signed[last], total - signed[rival]
    return replace(
        script, signed_votes=signed, comment_votes=comments, voters=max(signed.values()) + 200
    )


def _points(pilot: Pilot, calendar: Calendar) -> tuple[PlannedCommitment, ...]:
    """Three points due after the last planned step, owned by the bodies of the pilot.

    Where no body holds a seat they are recommendations, which somebody answers and nobody owns.
    """
    last = max(
        (_day(planned.ends or planned.starts) for planned in pilot.calendar.values()),
        default=date(2027, 1, 1),
    )
    words = Text.of(
        {"kk": "Ойдан шығарылған тармақ.", "ru": "Вымышленный пункт.", "en": "An invented point."}
    )
    return tuple(
        PlannedCommitment(
            f"K{index}",
            "instruction" if pilot.seats else "recommendation",
            pilot.seats[index % len(pilot.seats)].id if pilot.seats else "",
            calendar.next_working(last + timedelta(days=60 * index)),
            words,
        )
        for index in range(1, 4)
    )


def _dispositions(pilot: Pilot, script: Script) -> tuple[RehearsedDisposition, ...]:
    """Those of the script; a statement without one is taken up by a point, each in its turn."""
    words = Text.of(
        {
            "kk": "Ойдан шығарылған жауап: мүшелер бұл пікірді ескерді.",
            "ru": "Вымышленный ответ: члены учли это мнение.",
            "en": "An invented answer: the members took this view into account.",
        }
    )
    answered = {item.input for item in script.dispositions}
    points = script.commitments
    made = (
        RehearsedDisposition(item.id, "taken_up", words, points[index % len(points)].id)
        for index, item in enumerate(pilot.statements)
        if item.id not in answered
    )
    return (*script.dispositions, *made)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
