"""Faults of papers: all of them at once, each with its paper and the option it stands beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.ranking import Irregularity, irregularities
from deliberate.core.decision.counting.terms import RANKED
from deliberate.core.errors import Finding, Message, Where, message

_Fault = tuple[str, Message, str]
"""Code, what is wrong, and the option it is about ("" for the whole paper)."""


def faults_of_papers(ballot: BallotDefinition, papers: Sequence[Paper]) -> tuple[Finding, ...]:
    """Every fault of a set of papers, in its order; nothing may be counted while there is one."""
    found = [fault for paper in papers for fault in faults_of_paper(ballot, paper)]
    seen: dict[str, Paper] = {}
    for paper in papers:
        if paper.id in seen:
            text = message("Paper “{paper}” is there twice.", paper=paper.id)
            found.append(_finding(paper, ("PAPER_TWICE", text, "")))
        seen.setdefault(paper.id, paper)
    if len(papers) > ballot.seats:
        text = message(
            "There are {papers} papers for {seats} seats.", papers=len(papers), seats=ballot.seats
        )
        found.append(Finding("TOO_MANY", "error", text))
    return tuple(found)


def faults_of_paper(ballot: BallotDefinition, paper: Paper) -> tuple[Finding, ...]:
    """Every fault of one paper; `where.path` is the option beside which it stands."""
    return tuple(_finding(paper, fault) for fault in _faults(ballot, paper))


def _faults(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    if paper.opt_out:
        yield from _abstention(ballot, paper)
        return
    yield from _unknown_options(ballot, paper)
    if ballot.method in RANKED:
        yield from _ranking(ballot, paper)
    else:
        yield from _repeated(paper)
        yield from _BY_METHOD[ballot.method](ballot, paper)
    yield from _reason(ballot, paper)


def _abstention(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    if not ballot.opt_out:
        text = message(
            "Paper “{paper}” states no opinion; this ballot asks for one.", paper=paper.id
        )
        yield "OPT_OUT", text, ""
    if paper.marks:
        text = message("Paper “{paper}” states no opinion and has marks.", paper=paper.id)
        yield "OPT_OUT", text, ""


def _unknown_options(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    for option in dict.fromkeys(name for name, _ in paper.marks if name not in ballot.names):
        yield (
            "UNKNOWN_OPTION",
            message(
                "Paper “{paper}” marks “{option}”; the options are: {options}.",
                paper=paper.id,
                option=option,
                options=ballot.names,
            ),
            option,
        )


def _repeated(paper: Paper) -> Iterator[_Fault]:
    if len(paper.marks) < 2:
        return
    for option, times in Counter(name for name, _ in paper.marks).items():
        if times > 1:
            yield (
                "OPTION_TWICE",
                message("Paper “{paper}” marks “{option}” twice.", paper=paper.id, option=option),
                option,
            )


def _one(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    if len(paper.marks) != 1:
        yield (
            "ONE_MARK",
            message(
                "Paper “{paper}” has {count} marks; it needs exactly one.",
                paper=paper.id,
                count=len(paper.marks),
            ),
            "",
        )
    yield from _plain(ballot, paper)


def _plain(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    """Marks that say nothing but yes are written as 1."""
    del ballot
    for option, number in paper.marks:
        if number != 1:
            yield _out_of_range(paper, option, number, 1, 1)


def _approved(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    yield from _plain(ballot, paper)
    if ballot.most is not None and len(paper.marks) > ballot.most:
        yield (
            "TOO_MANY_MARKS",
            message(
                "Paper “{paper}” has {count} marks; at most {most} are allowed.",
                paper=paper.id,
                count=len(paper.marks),
                most=ballot.most,
            ),
            "",
        )


def _levels(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    low, high = ballot.scale or (0, 0)
    for option, number in paper.marks:
        if not low <= number <= high:
            yield _out_of_range(paper, option, number, low, high)
    yield from _blank(ballot, paper)


def _points(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    budget = ballot.budget or 0
    for option, number in paper.marks:
        if number < 0:
            yield _out_of_range(paper, option, number, 0, budget)
    given = sum(number for _, number in paper.marks)
    if given > budget:
        text = message(
            "Paper “{paper}” gives {given} points; each person has {budget}.",
            paper=paper.id,
            given=given,
            budget=budget,
        )
        yield "OVER_BUDGET", text, ""
    if ballot.spend_all and given < budget:
        text = message(
            "Paper “{paper}” gives {given} points; all {budget} are to be given.",
            paper=paper.id,
            given=given,
            budget=budget,
        )
        yield "UNDER_BUDGET", text, ""


def _ranking(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    for option, rank in paper.marks:
        if rank < 1:
            yield _out_of_range(paper, option, rank, 1, len(ballot.options))
    for fault in irregularities(paper):
        if getattr(ballot, fault.kind) == "refuse":
            yield _irregular(paper, fault)
    yield from _blank(ballot, paper)


def _irregular(paper: Paper, fault: Irregularity) -> _Fault:
    values = {"paper": paper.id, "rank": fault.rank, "options": fault.options}
    match fault.kind:
        case "gaps":
            text = message("Paper “{paper}” skips the rank before {rank} ({options}).", **values)
            return "RANK_GAP", text, fault.options[0]
        case "repeats":
            text = message("Paper “{paper}” names again on rank {rank}: {options}.", **values)
            return "RANK_REPEATED", text, fault.options[0]
        case "equals":
            text = message("Paper “{paper}” has more than one on rank {rank}: {options}.", **values)
            return "RANK_EQUAL", text, fault.options[0]


def _blank(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    missing = [name for name in ballot.names if paper.number(name) is None]
    if not paper.marks:
        text = message("Paper “{paper}” is blank; who has no opinion says so.", paper=paper.id)
        yield "BLANK", text, ""
    elif ballot.unmarked == "refuse":
        for option in missing:
            text = message(
                "Paper “{paper}” leaves “{option}” blank.", paper=paper.id, option=option
            )
            yield "BLANK", text, option


def _reason(ballot: BallotDefinition, paper: Paper) -> Iterator[_Fault]:
    objects = ballot.method == "consent" and paper.number("object") is not None
    if objects and not paper.reason.strip():
        text = message("Paper “{paper}” objects without a reason.", paper=paper.id)
        yield "REASON", text, "object"
    if paper.reason.strip() and ballot.method != "consent":
        text = message("Paper “{paper}” gives a reason; this method asks for none.", paper=paper.id)
        yield "REASON", text, ""


_BY_METHOD: Mapping[str, Callable[[BallotDefinition, Paper], Iterator[_Fault]]] = {
    "yes_no_abstain": _one,
    "single_choice": _one,
    "consent": _one,
    "approval": _approved,
    "score": _levels,
    "live_with": _levels,
    "support": _levels,
    "points": _points,
}


def _out_of_range(paper: Paper, option: str, number: int, low: int, high: int) -> _Fault:
    text = message(
        "Paper “{paper}”: {number} beside “{option}” is not from {low} to {high}.",
        paper=paper.id,
        number=number,
        option=option,
        low=low,
        high=high,
    )
    return "OUT_OF_RANGE", text, option


def _finding(paper: Paper, fault: _Fault) -> Finding:
    code, text, option = fault
    where = replace(paper.where, path=option) if paper.where else Where("", path=option)
    return Finding(code, "error", text, where=where)
