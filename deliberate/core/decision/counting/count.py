"""The one entry of the engine: a frozen definition and all papers give the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.minority import positions
from deliberate.core.decision.counting.outcome import Caution, Outcome, Tie
from deliberate.core.decision.counting.paper_faults import faults_of_papers
from deliberate.core.decision.counting.proposals import consent, live_with, support, yes_no_abstain
from deliberate.core.decision.counting.ranking import preferences
from deliberate.core.decision.counting.rankings import condorcet, instant_runoff
from deliberate.core.decision.counting.sums import approval, borda, points, score
from deliberate.core.decision.counting.tallied import Measure, Tallied
from deliberate.core.decision.counting.terms import RANKED, WITH_SHARES
from deliberate.core.decision.counting.ties import Ties
from deliberate.core.errors import Message, UnusableInput, message

_ON_PROPOSALS = {
    "yes_no_abstain": yes_no_abstain,
    "consent": consent,
    "live_with": live_with,
    "support": support,
}
_AMONG_OPTIONS = {
    "single_choice": approval,
    "approval": approval,
    "instant_runoff": instant_runoff,
    "borda": borda,
    "condorcet": condorcet,
    "score": score,
    "points": points,
}


def count(
    ballot: BallotDefinition,
    papers: Sequence[Paper],
    *,
    present: int,
    seed: str | None = None,
) -> Outcome:
    """The outcome of a ballot.

    `present`: members present when it is counted, for quorum and base. `seed`: the public seed of
    the lot, where `ties` name it; without one a tie stays open with the caution LOT_NEEDED. The
    order of papers changes nothing. An empty base (nobody voted, all abstained) adopts nothing and
    has no shares: caution EMPTY_BASE.

    Raises `UnusableInput` (PAPERS) with every fault of every paper as findings, or (PRESENT) where
    more are present than there are seats; nothing is counted then.
    """
    if not 0 <= present <= ballot.seats:
        raise UnusableInput(
            "PRESENT",
            message(
                "{present} cannot be present: there are {seats} seats.",
                present=present,
                seats=ballot.seats,
            ),
        )
    faults = faults_of_papers(ballot, papers)
    if faults:
        raise UnusableInput(
            "PAPERS",
            message("Faults in the papers: {count}; nothing was counted.", count=len(faults)),
            findings=faults,
        )
    opinions = [p for p in papers if not p.opt_out and not _set_aside(ballot, p)]
    size = _base(ballot, papers, opinions, present)
    measure = Measure(size, ballot.threshold.needed(size) if ballot.threshold else None)
    ties = Ties(ballot, seed)
    quorum = ballot.quorum.needed(ballot.seats) if ballot.quorum else None
    if quorum is not None and present < quorum:
        text = message("Present: {present}; needed: {quorum}.", present=present, quorum=quorum)
        tallied = _nothing(ballot, "no_quorum", text)
    elif ballot.chooses and not opinions:
        tallied = _nothing(ballot, "not_adopted", message("Nobody states an opinion."))
    else:
        tallied = _tally(ballot, opinions, measure, ties)
    return _outcome(ballot, papers, opinions, tallied, measure, ties, present, quorum)


def _tally(
    ballot: BallotDefinition, papers: Sequence[Paper], measure: Measure, ties: Ties
) -> Tallied:
    if ballot.method in _ON_PROPOSALS:
        return _ON_PROPOSALS[ballot.method](ballot, papers, measure)
    # Methods without a threshold choose among whoever voted, on whatever base.
    return _AMONG_OPTIONS[ballot.method](ballot, papers, measure, ties)


def _nothing(ballot: BallotDefinition, result: str, text: Message) -> Tallied:
    return Tallied(dict.fromkeys(ballot.names, 0), (), result, (text,))


def _set_aside(ballot: BallotDefinition, paper: Paper) -> bool:
    return ballot.method in RANKED and not paper.opt_out and preferences(ballot, paper) is None


def _base(
    ballot: BallotDefinition, papers: Sequence[Paper], opinions: Sequence[Paper], present: int
) -> int:
    return {
        "seats": ballot.seats,
        "present": present,
        "cast": len(papers),
        "cast_less_opt_outs": len(opinions),
    }[ballot.base]


def _outcome(
    ballot: BallotDefinition,
    papers: Sequence[Paper],
    opinions: Sequence[Paper],
    tallied: Tallied,
    measure: Measure,
    ties: Ties,
    present: int,
    quorum: int | None,
) -> Outcome:
    opt_outs = sum(paper.opt_out for paper in papers)
    held = tallied.result != "no_quorum"
    return Outcome(
        method=ballot.method,
        result=tallied.result,
        winners=tallied.winners,
        counts=tallied.counts,
        cast=len(papers),
        opt_outs=opt_outs,
        invalid=len(papers) - opt_outs - len(opinions),
        absent=ballot.seats - len(papers),
        present=present,
        seats=ballot.seats,
        base=measure.base,
        needed=measure.needed,
        threshold=ballot.threshold,
        quorum=quorum,
        shares=_shares(ballot, tallied, measure) if held else {},
        levels=tallied.levels,
        averages=tallied.averages,
        rounds=tallied.rounds,
        pairwise=tallied.pairwise,
        ties=tuple(ties.broken),
        warnings=_cautions(papers, opinions, tallied, measure, ties),
        minority=positions(ballot, opinions, tallied, measure) if held else (),
        explanation=_explained(ballot, papers, opt_outs, tallied, ties),
    )


def _shares(ballot: BallotDefinition, tallied: Tallied, measure: Measure) -> Mapping[str, Fraction]:
    if ballot.method not in WITH_SHARES or not measure.base:
        return {}
    return {name: Fraction(votes, measure.base) for name, votes in tallied.counts.items()}


def _cautions(
    papers: Sequence[Paper],
    opinions: Sequence[Paper],
    tallied: Tallied,
    measure: Measure,
    ties: Ties,
) -> tuple[Caution, ...]:
    found = list(tallied.warnings)
    set_aside = len(papers) - len(opinions) - sum(paper.opt_out for paper in papers)
    if set_aside:
        text = message("Papers set aside as invalid: {count}.", count=set_aside)
        found.append(Caution("INVALID", text))
    if not measure.base or not opinions:
        text = message("Nobody is counted: there are no shares, and nothing is adopted.")
        found.append(Caution("EMPTY_BASE", text))
    if tallied.result == "tied" and ties.waiting:
        text = message("The tie is broken by lot; its public seed is still to be given.")
        found.append(Caution("LOT_NEEDED", text))
    return tuple(found)


def _explained(
    ballot: BallotDefinition,
    papers: Sequence[Paper],
    opt_outs: int,
    tallied: Tallied,
    ties: Ties,
) -> tuple[Message, ...]:
    """The count in words: who voted, the method's own steps, ties and how they were broken."""
    begin = message(
        "Papers: {cast} from {seats} seats; without an opinion: {opt_outs}.",
        cast=len(papers),
        seats=ballot.seats,
        opt_outs=opt_outs,
    )
    told = [begin, *tallied.steps]
    return (*told, *(_of_tie(ballot, tie) for tie in ties.broken))


def _of_tie(ballot: BallotDefinition, tie: Tie) -> Message:
    options = tuple(ballot.text_of(name) for name in tie.options)
    kept = tuple(ballot.text_of(name) for name in tie.kept)
    match tie.rule:
        case "previous_rounds":
            return message(
                "A tie: {options}. By the votes of earlier rounds there remain: {kept}.",
                options=options,
                kept=kept,
            )
        case "order":
            return message(
                "A tie: {options}. By the order set before the vote there remain: {kept}.",
                options=options,
                kept=kept,
            )
        case "lot":
            return message(
                "A tie: {options}. By lot there remain: {kept}.", options=options, kept=kept
            )
    return message("A tie that no rule breaks: {options}.", options=options)
