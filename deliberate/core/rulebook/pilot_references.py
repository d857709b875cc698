"""What the form of a pilot cannot show: identifiers twice, and names of nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.faults import nearest
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.pilot_schema import REFLECTED
from deliberate.core.rulebook.pilot_script import PlannedCommitment

OFFICES = frozenset({"chair", "deputy_chair", "secretary", "oversight_group"})
"""Roles that may stand where a seat is named as the one who answers for something."""

INVITED = "invited:"
"""Begins the name of an author who holds no seat."""

_LISTS = (
    "strands",
    "seats",
    "requirements",
    "materials",
    "witnesses",
    "statements",
    "engagement",
    "risks",
    "stakeholders",
    "indicators",
    "questionnaires",
)
_SCRIPT_LISTS = ("candidates", "refused", "commitments", "questions")


def mistakes(pilot: Pilot) -> Iterator[Finding]:
    """Everything in a pilot that contradicts itself."""
    yield from _languages(pilot)
    for name in _LISTS:
        yield from _twice(pilot, (name,), getattr(pilot, name))
    yield from _twice(pilot, ("remit", "questions"), pilot.remit.questions)
    for name in _SCRIPT_LISTS:
        yield from _twice(pilot, ("script", name), getattr(pilot.script, name))
    yield from _seats_named(pilot)
    yield from _script(pilot)


def _languages(pilot: Pilot) -> Iterator[Finding]:
    for index, language in enumerate(pilot.authentic_languages):
        if language not in pilot.languages:
            yield _finding(
                pilot,
                ("authentic_languages", index),
                message(
                    "The authentic language {language} is not among the languages.",
                    language=language,
                ),
                message("Add it to languages."),
            )


def _twice(pilot: Pilot, path: tuple[str, ...], items: Iterable[object]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, item in enumerate(items):
        name = str(getattr(item, "id", ""))
        if name in seen:
            yield Finding(
                "DUPLICATE",
                "error",
                message("{name} stands here a second time.", name=name),
                pilot.place(*path, index, "id"),
                message(
                    "Give it another id; the first one is in line {line}.",
                    line=pilot.place(*path, seen[name], "id").line,
                ),
            )
        seen.setdefault(name, index)


def _seats_named(pilot: Pilot) -> Iterator[Finding]:
    seats = frozenset(seat.id for seat in pilot.seats)
    answering = seats | OFFICES
    for key in ("responsible_body", "working_body"):
        name = getattr(pilot.agency, key)
        yield from _nobody(pilot, ("agency", key), name, seats)
    strands = frozenset(strand.id for strand in pilot.strands)
    speakers = seats | {witness.id for witness in pilot.witnesses}
    for index, item in enumerate(pilot.agenda):
        yield from _nobody(pilot, ("agenda", index, "speaker"), item.speaker, speakers)
        yield from _nobody(pilot, ("agenda", index, "strand"), item.strand, strands)
    for index, paper in enumerate(pilot.materials):
        if not paper.author.startswith(INVITED):
            yield from _nobody(pilot, ("materials", index, "author"), paper.author, seats)
    people = seats | {candidate.id for candidate in pilot.script.candidates}
    for index, witness in enumerate(pilot.witnesses):
        yield from _nobody(pilot, ("witnesses", index, "proposed_by"), witness.proposed_by, people)
    for index, line in enumerate(pilot.communication):
        yield from _nobody(
            pilot, ("communication", index, "responsible"), line.responsible, answering
        )
    for index, risk in enumerate(pilot.risks):
        yield from _nobody(pilot, ("risks", index, "owner"), risk.owner, answering)


def _script(pilot: Pilot) -> Iterator[Finding]:
    script = pilot.script
    seats = frozenset(seat.id for seat in pilot.seats)
    requirements = frozenset(item.id for item in pilot.requirements)
    candidates = frozenset(item.id for item in script.candidates)
    for index, refused in enumerate(script.refused):
        path = ("script", "refused", index, "requirement")
        yield from _nobody(pilot, path, refused.requirement, requirements)
    for key in ("signed_votes", "comment_votes"):
        for name in getattr(script, key):
            yield from _nobody(pilot, ("script", key, name), name, candidates)
    statements = frozenset(item.id for item in pilot.statements)
    for index, item in enumerate(script.dispositions):
        place = ("script", "dispositions", index)
        yield from _nobody(pilot, (*place, "input"), item.input, statements)
        if bool(item.place) != (item.disposition in REFLECTED):
            yield _finding(
                pilot,
                (*place, "place"),
                message("{name}: what is taken up has a place, and nothing else.", name=item.input),
                message("Write place for taken_up and in_part only."),
            )
    # What is reported and answered: the points, or what members wrote as proposals instead.
    points = frozenset(point.id for point in script.commitments)
    points |= {text.id for text in script.proposals}
    for key, name in _ABOUT_POINTS:
        for index, told in enumerate(getattr(script, key)):
            yield from _nobody(pilot, ("script", key, index, name), getattr(told, name), points)
    for index, point in enumerate(script.commitments):
        yield from _executors(pilot, index, point, seats)


_ABOUT_POINTS = (
    ("dissents", "point"),
    ("answers", "recommendation"),
    ("comments", "recommendation"),
    ("progress", "recommendation"),
)
"""Lists of the script that name a point, and where."""


def _executors(
    pilot: Pilot, index: int, point: PlannedCommitment, seats: frozenset[str]
) -> Iterator[Finding]:
    path = ("script", "commitments", index)
    yield from _nobody(pilot, (*path, "owner"), point.owner, seats)
    for place, name in enumerate(point.co_executors):
        yield from _nobody(pilot, (*path, "co_executors", place), name, seats)


def _nobody(
    pilot: Pilot, path: tuple[str | int, ...], name: str, known: frozenset[str]
) -> Iterator[Finding]:
    """A name that is not among the known ones; an empty one names nobody on purpose."""
    if name and name not in known:
        near = nearest(name, known)
        yield _finding(
            pilot,
            path,
            message("{name} is not defined in this file.", name=name),
            message("Did you mean {suggestion}?", suggestion=near)
            if near
            else message("Known: {options}.", options=tuple(sorted(known))),
        )


def _finding(pilot: Pilot, path: tuple[str | int, ...], text: Message, fix: Message) -> Finding:
    return Finding("REFERENCE", "error", text, pilot.place(*path), fix)
