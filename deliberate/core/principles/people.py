"""Who takes part, how they were found, and what makes it possible: GP4, GP5, names of GP10."""

from __future__ import annotations

from deliberate.core.decision.entitled import voting_group
from deliberate.core.errors import message
from deliberate.core.principles.answers import (
    Answer,
    Evidence,
    done_in_time,
    in_file,
    judged,
    step_done,
    steps_of,
)
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import SeatGroup, Step

NAMED = ("appointment", "nomination")
"""Steps that fill seats with people whose names are public from then on."""


def random(process: Process) -> Answer:
    """All seats that decide are filled by a lottery."""
    groups = deciding(process)
    drawn = {step.parameters.seats for step in steps_of(process, "lottery")}
    counts = {
        "drawn": sum(group.count for group in groups if group.name in drawn),
        "seats": sum(group.count for group in groups),
    }
    return judged(
        bool(groups) and all(group.name in drawn for group in groups),
        *_lotteries(process),
        note=message("Seats filled by lot: {drawn} of {seats}.", **counts),
    )


def quotas(process: Process) -> Answer:
    """Every lottery draws by quotas."""
    steps = steps_of(process, "lottery")
    return judged(
        bool(steps) and all(step.parameters.quotas for step in steps), *_lotteries(process)
    )


def chances(process: Process) -> Answer:
    """A draw publishes its list of panels, everybody's chance and how far it is from the fairest;
    its result shows each quota with the number that was drawn."""
    steps = steps_of(process, "lottery")
    return done_in_time(process, steps) if steps else Answer("missed")


def pay(process: Process) -> Answer:
    support = process.pilot.member_support
    paid = in_file("member_support.honorarium_per_day") if support.honorarium_per_day else None
    refunded = in_file("member_support.expenses") if support.expenses else None
    found = tuple(item for item in (paid, refunded) if item is not None)
    return judged(bool(found), *found, place=("member_support", "honorarium_per_day"))


def care(process: Process) -> Answer:
    return _promised(process.pilot.member_support.care, "member_support.care")


def access(process: Process) -> Answer:
    return _promised(process.pilot.member_support.step_free_venue, "member_support.step_free_venue")


def tongues(process: Process) -> Answer:
    """Where texts of several languages have legal force, members may speak any of them."""
    pilot, named = process.pilot, in_file("languages")
    if len(pilot.authentic_languages) < 2:
        return judged(bool(pilot.languages), named, place=("languages",))
    key = "member_support.interpretation"
    interpreted = bool(pilot.member_support.interpretation)
    return judged(interpreted, named, in_file(key), place=tuple(key.split(".")))


def names(process: Process) -> Answer:
    """Nobody who decides holds a seat under their own name: lots carry numbers."""
    named = {step.parameters.seats for step in steps_of(process, *NAMED)}
    groups = deciding(process)
    return judged(
        not any(group.name in named for group in groups), *_lotteries(process), place=("seats",)
    )


def deciding(process: Process) -> tuple[SeatGroup, ...]:
    """The seat groups that may vote: those that the ballots name, if all do; and a rule of the
    model may say that one may not."""
    silent = {
        str(rule.parameters.get("group"))
        for rule in process.rulebook.rules
        if rule.check == "voters" and "vote" in rule.parameters.get("may_not", ())
    }
    ballots = [step for step in process.rulebook.steps if step.kind == "ballot"]
    asked = {voting_group(process, step.parameters.voters) for step in ballots}
    return tuple(
        group
        for group in process.rulebook.seat_groups
        if group.name not in silent and (not asked or "" in asked or group.name in asked)
    )


def _lotteries(process: Process) -> tuple[Evidence, ...]:
    steps: tuple[Step, ...] = steps_of(process, "lottery")
    return tuple(step_done(process, step) for step in steps)


def _promised(value: bool | None, key: str) -> Answer:
    return judged(bool(value), in_file(key), place=tuple(key.split(".")))
