"""What the record says of a count: made when it is counted, and again by whoever verifies it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.decision.ballot_rules import PLAIN
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome


def counted_body(
    ballot: BallotDefinition,
    papers: Sequence[Paper],
    *,
    present: int,
    threshold: Mapping[str, Any] | None,
    lot: str | None = None,
) -> dict[str, Any]:
    """The entry of a count: for yes/no/abstain votes for, against, abstaining and absent; else the
    whole outcome with rounds, ties, cautions and minority positions. `lot`: the digits thrown."""
    outcome = count(ballot, papers, present=present, seed=lot)
    told = _plain(outcome) if ballot.method == PLAIN else outcome.as_body()
    body = {**told, "threshold": None if threshold is None else dict(threshold)}
    return body if lot is None else {**body, "lot": lot}


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "for": outcome.counts["for"],
        "against": outcome.counts["against"],
        "abstain": outcome.opt_outs,
        "absent": outcome.absent,
        "base": outcome.base,
        "needed": outcome.needed,
        "outcome": outcome.result,
    }
