"""The outcome of a vote as programs read it: from a file of papers, and of a vote on the record.

Numbers are exact: whole, or a fraction as text ("7/2"). Sentences are in the reader's language,
codes and names of options are the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Number, Outcome, written
from deliberate.documents.counting.words import outcome_words
from deliberate.i18n import Translator


def outcome_for_programs(
    ballot: BallotDefinition,
    outcome: Outcome,
    say: Translator,
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The whole outcome. `names`: what options are called where not by their own names."""
    called = _Called(names or {})
    winners = called.all(outcome.winners)
    one = ballot.chooses and ballot.winners == len(winners) == 1
    return {
        "outcome": called.one(outcome.result),
        "words": outcome_words(ballot, outcome, say),
        "winner": winners[0] if one else None,
        "winners": winners,
        "method": outcome.method,
        "counts": called.numbers(outcome.counts),
        "shares": called.texts(outcome.shares),
        "averages": called.texts(outcome.averages),
        "cast": outcome.cast,
        "opt_outs": outcome.opt_outs,
        "invalid": outcome.invalid,
        "absent": outcome.absent,
        "present": outcome.present,
        "seats": outcome.seats,
        "threshold": outcome.threshold.as_body() if outcome.threshold else None,
        "base": outcome.base,
        "base_of": ballot.base,
        "needed": outcome.needed,
        "quorum": outcome.quorum,
        **_steps(outcome, called),
        "minority": [
            {**position.as_body(), "option": called.one(position.option)}
            for position in outcome.minority
        ],
        "explanation": [say.render(sentence) for sentence in outcome.explanation],
        "warnings": [
            {"code": caution.code, "message": say.render(caution.message)}
            for caution in outcome.warnings
        ],
    }


def _steps(outcome: Outcome, called: _Called) -> dict[str, Any]:
    """How the count came about: rounds, pairs, levels and ties."""
    pairwise = outcome.pairwise
    return {
        "rounds": [
            {
                "number": one.number,
                "counts": called.numbers(one.counts),
                "eliminated": called.all(one.eliminated),
                "transfers": called.numbers(one.transfers),
                "exhausted": one.exhausted,
            }
            for one in outcome.rounds
        ],
        "pairwise": None
        if pairwise is None
        else {
            "wins": {called.one(a): called.numbers(row) for a, row in pairwise.wins.items()},
            "winner": None if pairwise.winner is None else called.one(pairwise.winner),
            "smith": called.all(pairwise.smith),
        },
        "levels": {
            called.one(name): {str(level): papers for level, papers in row.items()}
            for name, row in outcome.levels.items()
        },
        "ties": [
            {**tie.as_body(), "options": called.all(tie.options), "kept": called.all(tie.kept)}
            for tie in outcome.ties
        ],
    }


class _Called:
    """What options are called; whatever is no option keeps its name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def one(self, name: str) -> str:
        return self._names.get(name, name)

    def all(self, names: tuple[str, ...]) -> list[str]:
        return [self.one(name) for name in names]

    def numbers(self, numbers: Mapping[str, Number]) -> dict[str, int | str]:
        return {self.one(name): written(number) for name, number in numbers.items()}

    def texts(self, numbers: Mapping[str, Number]) -> dict[str, str]:
        return {self.one(name): str(number) for name, number in numbers.items()}
