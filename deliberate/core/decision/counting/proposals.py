"""Methods on proposals: yes/no/abstain, consent, "can live with"; support only measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.tallied import Measure, Tallied
from deliberate.core.decision.counting.terms import CONSENT, SUPPORTS_FROM, YES_NO
from deliberate.core.errors import Message, message


def yes_no_abstain(ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure) -> Tallied:
    """Adopted when the votes for reach what is needed of the base."""
    del ballot
    marks = Counter(option for paper in papers for option, _ in paper.marks)
    counts = {name: marks[name] for name in YES_NO}
    adopted = measure.carries(counts["for"])
    return Tallied(
        counts,
        ("for",) if adopted else (),
        "adopted" if adopted else "not_adopted",
        (adopted_or_not(counts["for"], measure, adopted),),
    )


def adopted_or_not(votes: int, measure: Measure, adopted: bool) -> Message:
    """The sentence on votes for a proposal."""
    values = {"votes": votes, "base": measure.base, "needed": measure.needed}
    if adopted:
        return message("For: {votes} of {base}; needed: {needed}. Adopted.", **values)
    return message("For: {votes} of {base}; needed: {needed}. Not adopted.", **values)


def consent(ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure) -> Tallied:
    """Adopted when somebody consents and no more object seriously than is allowed (usually none);
    with a threshold, enough must consent besides."""
    marks = Counter(option for paper in papers for option, _ in paper.marks)
    counts = {name: marks[name] for name in CONSENT}
    blocked = counts["object"] > ballot.objections_allowed
    adopted = not blocked and counts["consent"] > 0 and measure.carries(counts["consent"])
    steps = [
        message(
            "Consent: {consent}, stand aside: {aside}, object seriously: {objections}; "
            "this many objections do not block yet: {allowed}.",
            consent=counts["consent"],
            aside=counts["stand_aside"],
            objections=counts["object"],
            allowed=ballot.objections_allowed,
        )
    ]
    if measure.needed is not None:
        steps.append(
            message(
                "Of {base}, {needed} have to consent: {votes} do.",
                base=measure.base,
                needed=measure.needed,
                votes=counts["consent"],
            )
        )
    steps.append(
        message("The proposal is adopted.") if adopted else message("The proposal is not adopted.")
    )
    return Tallied(
        counts,
        ("consent",) if adopted else (),
        "adopted" if adopted else "not_adopted",
        tuple(steps),
    )


def live_with(ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure) -> Tallied:
    """Each proposal is accepted when enough papers put it on a level people can live with.

    A proposal left blank counts as the lowest level.
    """
    levels = _levels(ballot, papers)
    counts = _from_level(levels, ballot.live_with_from or 0)
    winners = tuple(name for name in ballot.names if measure.carries(counts[name]))
    if winners:
        result = "adopted" if len(winners) == len(ballot.names) else "adopted_in_part"
    else:
        result = "not_adopted"
    steps = tuple(_accepted(ballot, name, counts[name], measure) for name in ballot.names)
    return Tallied(counts, winners, result, steps, levels)


def support(ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure) -> Tallied:
    """How many support each idea, wholly or strongly; every level is told, and nothing is decided.

    An idea is neither adopted nor refused: there is no threshold that it could reach.
    """
    levels = _levels(ballot, papers)
    counts = _from_level(levels, SUPPORTS_FROM)
    steps = tuple(
        message(
            "{option}: {votes} of {base} support it.",
            option=ballot.text_of(name),
            votes=counts[name],
            base=measure.base,
        )
        for name in ballot.names
    )
    return Tallied(counts, (), "measured", steps, levels)


def _levels(ballot: BallotDefinition, papers: Sequence[Paper]) -> dict[str, dict[int, int]]:
    """Papers by option and level."""
    low, _ = ballot.scale or (0, 0)
    return {
        name: dict(sorted(Counter(_level(paper, name, low) for paper in papers).items()))
        for name in ballot.names
    }


def _from_level(levels: Mapping[str, Mapping[int, int]], lowest: int) -> dict[str, int]:
    """By option, the papers on a level or above."""
    return {
        name: sum(number for level, number in row.items() if level >= lowest)
        for name, row in levels.items()
    }


def _level(paper: Paper, option: str, lowest: int) -> int:
    number = paper.number(option)
    return lowest if number is None else number


def _accepted(ballot: BallotDefinition, name: str, votes: int, measure: Measure) -> Message:
    values = {
        "option": ballot.text_of(name),
        "votes": votes,
        "base": measure.base,
        "needed": measure.needed,
    }
    if measure.carries(votes):
        return message(
            "{option}: {votes} of {base} can live with it; needed: {needed}. Accepted.",
            **values,
        )
    return message(
        "{option}: {votes} of {base} can live with it; needed: {needed}. Not accepted.",
        **values,
    )
