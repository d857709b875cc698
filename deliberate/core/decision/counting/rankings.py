"""Instant-runoff, with every round, and the Condorcet method, on the same papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Caution, Pairwise, Round
from deliberate.core.decision.counting.pairs import Preferences, all_equal, pairwise
from deliberate.core.decision.counting.ranking import preferences
from deliberate.core.decision.counting.tallied import Measure, Tallied
from deliberate.core.decision.counting.ties import Ties
from deliberate.core.errors import Message, message


def orders(ballot: BallotDefinition, papers: Sequence[Paper]) -> Preferences:
    """The preferences of all papers that are not set aside."""
    return [order for p in papers if (order := preferences(ballot, p)) is not None]


def instant_runoff(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    """Papers count for their first preference that is still in. The last option leaves and its
    papers go on, until one has more than half of the papers that still count. With a threshold it
    goes on until the first also has what is needed, to the last two at most: papers that would
    come to the one option left decided between nobody, and carry nothing.

    Options that tie for the last place leave together only where that changes nothing: where all
    their papers together are fewer than those of the next option, and two remain or no paper moves.
    Otherwise the rules for ties decide, and where they do not the result is a tie, unless nobody
    could reach the threshold with all the papers that still count.
    """
    ranked = orders(ballot, papers)
    running, rounds = list(ballot.names), list[Round]()
    while True:
        counts = _first_preferences(running, ranked)
        out = len(ranked) - sum(counts.values())
        if _ended(counts, measure):
            rounds.append(Round(len(rounds) + 1, counts, (), {}, out))
            return _elected(ballot, rounds, measure, pairwise(ballot.names, ranked))
        leaving = _leaving(counts, [entry.counts for entry in rounds], ties)
        stay = [name for name in running if name not in leaving]
        moved = _transfers(ranked, running, leaving, stay) if leaving else {}
        rounds.append(Round(len(rounds) + 1, counts, leaving, moved, out))
        if not leaving and _short(sum(counts.values()), measure):
            return _elected(ballot, rounds, measure, pairwise(ballot.names, ranked))
        if not leaving:
            return _standing(ballot, rounds, pairwise(ballot.names, ranked))
        running = stay


def _first_preferences(running: Sequence[str], ranked: Preferences) -> dict[str, int]:
    tops = Counter(_top(order, running) for order in ranked)
    return {name: tops[name] for name in running}


def _top(order: Sequence[str], running: Sequence[str]) -> str | None:
    return next((name for name in order if name in running), None)


def _ended(counts: Mapping[str, int], measure: Measure) -> bool:
    """One option is left, or one has a majority of what still counts and all it needs, or of the
    last two neither has."""
    most = max(counts.values())
    majority = 2 * most > sum(counts.values())
    if len(counts) == 2:
        return majority or _short(most, measure)
    return len(counts) == 1 or (majority and measure.carries(most))


def _short(votes: int, measure: Measure) -> bool:
    """Whether there is a threshold that so many votes do not reach."""
    return measure.needed is not None and not measure.carries(votes)


def _leaving(
    counts: Mapping[str, int], earlier: Sequence[Mapping[str, int]], ties: Ties
) -> tuple[str, ...]:
    """Who leaves after a round: the last; none where a tie stands."""
    least = min(counts.values())
    last = tuple(name for name, votes in counts.items() if votes == least)
    if len(last) == 1:
        return last
    above = [votes for votes in counts.values() if votes > least]
    if above and least * len(last) < min(above) and (len(above) > 1 or least == 0):
        return last
    one = ties.last(last, len(earlier) + 1, earlier)
    return () if one is None else (one,)


def _transfers(
    ranked: Preferences, running: Sequence[str], leaving: Sequence[str], stay: Sequence[str]
) -> dict[str, int]:
    """How many papers of those leaving go on to each option that stays."""
    moved = Counter(_top(order, stay) for order in ranked if _top(order, running) in leaving)
    return {name: moved[name] for name in stay}


def _elected(
    ballot: BallotDefinition, rounds: list[Round], measure: Measure, pairs: Pairwise
) -> Tallied:
    counts = rounds[-1].counts
    first = max(counts, key=lambda name: counts[name])
    if list(counts.values()).count(counts[first]) > 1:
        return _too_few(ballot, rounds, measure, pairs)
    carried = counts[first] > 0 and measure.carries(counts[first])
    return Tallied(
        counts,
        (first,) if carried else (),
        first if carried else "not_adopted",
        (*_told(ballot, rounds), _end(ballot.text_of(first), counts[first], carried, measure)),
        rounds=tuple(rounds),
        pairwise=pairs,
        warnings=(
            *_against_pairs(ballot, first, pairs),
            *_exhausted(rounds[-1], counts[first]),
        ),
    )


def _end(words: Any, votes: int, carried: bool, measure: Measure) -> Message:
    """The last sentence; papers may all have lost their ranks by the rules for irregular ones."""
    if carried:
        return message("{option} wins with {votes} votes.", option=words, votes=votes)
    if not votes:
        return message("Nobody states an opinion.")
    return message(
        "{option} comes first. Votes: {votes} of {base}; needed: {needed}.",
        option=words,
        votes=votes,
        needed=measure.needed,
        base=measure.base,
    )


def _too_few(
    ballot: BallotDefinition, rounds: list[Round], measure: Measure, pairs: Pairwise
) -> Tallied:
    """Several come first with equal votes, and none can have what is needed: no lot would help."""
    end = message(
        "Votes: {base}; needed to win: {needed}.", base=measure.base, needed=measure.needed
    )
    return Tallied(
        rounds[-1].counts,
        (),
        "not_adopted",
        (*_told(ballot, rounds), end),
        rounds=tuple(rounds),
        pairwise=pairs,
        warnings=_against_pairs(ballot, None, pairs),
    )


def _standing(ballot: BallotDefinition, rounds: list[Round], pairs: Pairwise) -> Tallied:
    """A tie that no rule breaks ends the count."""
    return Tallied(
        rounds[-1].counts,
        (),
        "tied",
        tuple(_told(ballot, rounds)),
        rounds=tuple(rounds),
        pairwise=pairs,
        warnings=_against_pairs(ballot, None, pairs),
    )


def _told(ballot: BallotDefinition, rounds: Sequence[Round]) -> list[Message]:
    """Each round as a sentence."""
    told: list[Message] = []
    for entry in rounds:
        told += [
            message(
                "Round {round}. {option}: {votes}.",
                round=entry.number,
                option=ballot.text_of(name),
                votes=entry.counts[name],
            )
            for name in sorted(entry.counts, key=lambda name: -entry.counts[name])
        ]
        told += [
            message(
                "After round {round}, {option} is last and leaves.",
                round=entry.number,
                option=ballot.text_of(name),
            )
            for name in entry.eliminated
        ]
    return told


def _against_pairs(
    ballot: BallotDefinition, first: str | None, pairs: Pairwise
) -> tuple[Caution, ...]:
    """Where every option is compared with every other, does the same one win?"""
    if pairs.winner is None:
        names = tuple(ballot.text_of(name) for name in pairs.smith)
        text = message(
            "Compared in pairs, no option beats all the others: {options}.", options=names
        )
        return (Caution("CYCLE", text),)
    if pairs.winner == first:
        return ()
    text = message(
        "Compared in pairs, {option} beats every other option, and yet it does not win here.",
        option=ballot.text_of(pairs.winner),
    )
    return (Caution("CONDORCET", text),)


def _exhausted(last: Round, votes: int) -> tuple[Caution, ...]:
    if last.exhausted <= votes:
        return ()
    text = message(
        "More papers had no preference left in the last round ({count}) than the winner has votes.",
        count=last.exhausted,
    )
    return (Caution("EXHAUSTED", text),)


def condorcet(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    """The option that beats every other in pairs, if there is one. A cycle stands: no option wins.
    Where the leading options all tie in pairs, the rules for ties decide."""
    del measure
    pairs = pairwise(ballot.names, orders(ballot, papers))
    beaten = {a: sum(row[b] > pairs.wins[b][a] for b in row) for a, row in pairs.wins.items()}
    winner, result = pairs.winner, pairs.winner or "no_winner"
    if winner is None and all_equal(pairs.wins, pairs.smith):
        kept = ties.best(pairs.smith, 1)
        winner, result = (kept[0], kept[0]) if kept else (None, "tied")
    steps = [
        message(
            "{option} beats {count} of the others in pairs.",
            option=ballot.text_of(name),
            count=beaten[name],
        )
        for name in sorted(ballot.names, key=lambda name: -beaten[name])
    ]
    return Tallied(
        beaten,
        () if winner is None else (winner,),
        result,
        tuple(steps),
        pairwise=pairs,
        warnings=() if pairs.winner else _against_pairs(ballot, winner, pairs),
    )
