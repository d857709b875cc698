"""Papers of a ballot: what a member hands in, as it stands in the record, and in short words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.decision.ballot_rules import PLAIN
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.paper_faults import faults_of_paper
from deliberate.core.decision.counting.terms import ABSTAIN, RANKED, YES_NO
from deliberate.core.errors import Refused, UnusableInput, message
from deliberate.core.process.guards import known
from deliberate.core.rulebook.faults import invalid
from deliberate.core.rulebook.fields import StrictField

CHOICES = (*YES_NO, ABSTAIN)
NOTHING = "—"
"""A paper with no mark at all, where a method allows it."""


class MarksField(StrictField):
    """The marks of a paper: a table of option and number, or a list of such pairs."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **_: Any
    ) -> tuple[tuple[str, int], ...]:
        pairs = list(value.items()) if isinstance(value, Mapping) else value
        if isinstance(pairs, list) and all(map(_is_pair, pairs)):
            return tuple((option, number) for option, number in pairs)
        raise invalid(
            message("A number for each marked option is expected."),
            message("Write: {example}", example='{"a": 1, "b": 2}'),
        )


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and isinstance(value[0], str)
        and type(value[1]) is int
    )


def handed_in(ballot: BallotDefinition, paper_id: str, body: Mapping[str, Any]) -> Paper:
    """The paper that a command hands in. `choice` is one option or "abstain", `marks` are numbers
    by option, `reason` is for an objection. Raises `Refused` (UNKNOWN) for an unknown choice and
    `UnusableInput` (PAPER) with every fault of the marks."""
    choice, marks = body.get("choice"), body.get("marks")
    if (choice is None) == (marks is None):
        raise Refused("PAPER", message("A paper has either one choice or marks."))
    if choice is not None:
        known(choice, (*ballot.names, *((ABSTAIN,) if ballot.opt_out else ())), "choice")
        marks = () if choice == ABSTAIN else ((choice, 1),)
    paper = Paper(
        paper_id,
        tuple(sorted(marks or ())),
        opt_out=choice == ABSTAIN,
        reason=(body.get("reason") or "").strip(),
    )
    found = faults_of_paper(ballot, paper)
    if found:
        raise UnusableInput("PAPER", found[0].message, findings=found)
    return paper


def recorded(ballot: BallotDefinition, paper: Paper) -> dict[str, Any]:
    """The paper as its entry keeps it, beside whose it is."""
    if ballot.method == PLAIN:
        return {"choice": ABSTAIN if paper.opt_out else paper.marks[0][0]}
    return paper.as_body()


def paper_of(ballot: BallotDefinition, paper_id: str, entry: Mapping[str, Any]) -> Paper:
    """The paper of an entry, well-formed or not: the count refuses what does not fit.

    Raises `UnusableInput` (PAPER) where it is no paper at all.
    """
    if ballot.method == PLAIN:
        choice = str(entry.get("choice"))
        return Paper.abstaining(paper_id) if choice == ABSTAIN else Paper(paper_id, ((choice, 1),))
    marks, reason = entry.get("marks", []), entry.get("reason", "")
    opt_out = entry.get("opt_out", False)
    shaped = isinstance(marks, list | tuple) and all(map(_is_pair, marks))
    if not shaped or not isinstance(reason, str) or not isinstance(opt_out, bool):
        raise UnusableInput("PAPER", message("Paper “{paper}” cannot be read.", paper=paper_id))
    return Paper(paper_id, tuple((option, number) for option, number in marks), opt_out, reason)


def read_papers(
    ballot: BallotDefinition, contents: Mapping[str, Mapping[str, Any]]
) -> tuple[Paper, ...]:
    """Papers from what is on them, by id; raises `UnusableInput` (PAPER) as `paper_of` does."""
    return tuple(paper_of(ballot, name, content) for name, content in contents.items())


def in_short(ballot: BallotDefinition, paper: Paper) -> str:
    """A paper in one line of names: a choice, an order, or numbers by option."""
    if paper.opt_out:
        return ABSTAIN
    if not paper.marks:
        return NOTHING
    if ballot.method in RANKED:
        return " > ".join(name for name, _ in sorted(paper.marks, key=lambda mark: mark[1]))
    if ballot.method in {"score", "points", "live_with", "support"}:
        return ", ".join(f"{name} {number}" for name, number in paper.marks)
    return ", ".join(name for name, _ in paper.marks)
