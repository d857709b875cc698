"""Players of a ballot: each member hands in a paper of its method, and the votes are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.decision.ballot_rules import PLAIN, frozen
from deliberate.core.decision.blank_papers import BLANK
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import ABSTAIN, FIXED_OPTIONS, RANKED, SUPPORT
from deliberate.core.decision.entitled import RETURNING_OFFICER
from deliberate.core.decision.secrecy import ROLL_CALL, by_name, electors
from deliberate.core.deliberation.session import members, present_seats
from deliberate.core.errors import Refused, message
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.rulebook.conditions import holds
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.pilot_script import RehearsedBallot
from deliberate.core.services.rehearsal.officers import executors
from deliberate.core.services.rehearsal.outcomes import told_outcome
from deliberate.core.services.rehearsal.stage import RETURNING, SECRETARY, Stage
from deliberate.core.services.rehearsal.telling import numbered
from deliberate.core.text import Text

THROWN = 10
"""Digits of a lot that the players throw."""
OBJECTION = "The costs are not known yet."


def absent_from(stage: Stage, session: Step, n: int) -> int:
    """How many members do not come to a session: as few as are absent from any of its ballots."""
    told = [stage.script.ballot(step.id, n) for step in _ballots(stage.process(), session)]
    sitting = stage.script.sitting(n)
    absent = [ballot.absent for ballot in told if ballot is not None]
    return min(absent, default=0 if sitting is None else sitting.absent)


def play_votes(stage: Stage, process: Process, session: Step, n: int) -> None:
    """The ballots of a session, one after the other, each where its condition holds."""
    for step in _ballots(process, session):
        # A session of several days repeats; a ballot that does not is held once.
        current = stage.process()
        due = n <= current.scheduled(step.id) and current.state(step.id, n).state != "done"
        if due and (step.when is None or holds(step.when, current.outcome)):
            _vote(stage, step, session, n)


def _ballots(process: Process, session: Step) -> list[Step]:
    steps = process.rulebook.steps
    return [s for s in steps if s.kind == "ballot" and s.parameters.in_session == session.id]


def _told(stage: Stage, step: Step, n: int) -> RehearsedBallot:
    """What the script tells of a ballot: by its name, else by the number of the session."""
    return stage.script.ballot(step.id, n) or stage.script.sitting(n) or RehearsedBallot()


def _vote(stage: Stage, step: Step, session: Step, n: int) -> None:
    """One ballot, seat by seat, and what came of it."""
    rehearsed = _told(stage, step, n)
    _leave(stage, session, n, rehearsed.absent)
    text = {"text": _ballot_text(stage, step).as_dict()}
    stage.act(SECRETARY, step.id, "open", {**text, **_options(stage, step, rehearsed)})
    opened = stage.process().view(step, n).last("ballot.opened")
    if opened is None:
        return
    ballot = frozen(opened.body)
    current = stage.process()
    present = sorted(electors(current.view(step, n), current.view(session, n)))
    if rehearsed.levels:
        papers = _by_levels(stage, step, ballot, present, rehearsed.levels)
    elif rehearsed.counts:
        papers = _by_counts(stage, step, present, rehearsed.counts)
    elif ballot.method == PLAIN:
        papers = _by_script(stage, present, rehearsed)
    else:
        papers = {seat: made_up(ballot, stage.rng) for seat in present}
    for seat, paper in papers.items():
        _cast(stage, step, seat, paper)
    _count(stage, step)
    counted = stage.process().view(step, n).last("ballot.counted")
    if counted is not None:
        number = numbered(current, step, n)
        for said in told_outcome(ballot, counted.body, rehearsed.together):
            stage.say(step.id, said, number)


def _options(stage: Stage, step: Step, rehearsed: RehearsedBallot) -> dict[str, Any]:
    """What the script puts to the vote, else the points of the protocol, where the rulebook leaves
    options to the members."""
    known = step.parameters.options is not None or step.parameters.options_of
    if known or step.parameters.method in FIXED_OPTIONS:
        return {}
    points = rehearsed.options or stage.script.commitments
    return {"options": [{"id": point.id, "text": point.text.as_dict()} for point in points]}


def _by_script(
    stage: Stage, present: list[str], rehearsed: RehearsedBallot
) -> dict[str, dict[str, Any]]:
    """Chance decides who votes how, except that those who preside and those who will have to
    execute the points vote for them as long as there are votes for."""
    choices = (
        ["for"] * rehearsed.for_ + ["against"] * rehearsed.against + ["abstain"] * rehearsed.abstain
    )
    bound = {holder for _, holder in stage.process().roster.offices} | executors(stage)
    order = sorted(stage.rng.shuffle(present), key=lambda seat: seat not in bound)
    return {seat: {"choice": choice} for seat, choice in zip(order, choices, strict=False)}


def _by_counts(
    stage: Stage, step: Step, present: list[str], counts: Mapping[str, int]
) -> dict[str, dict[str, Any]]:
    """Chance decides who chooses what; the script says how many do."""
    choices = [name for name, papers in counts.items() for _ in range(papers)]
    if len(choices) > len(present):
        raise Refused(
            "SCRIPT",
            message(
                "The script has {papers} papers in “{step}”, and {count} members are present.",
                papers=len(choices),
                step=step.title,
                count=len(present),
            ),
            fix=message("Correct [[rehearsal.ballots]]."),
        )
    order = stage.rng.shuffle(present)
    return {seat: _paper(choice) for seat, choice in zip(order, choices, strict=False)}


def _paper(choice: str) -> dict[str, Any]:
    """A paper with one choice; `blank` is one that is handed in without any."""
    return dict(BLANK) if choice == "blank" else {"choice": choice}


def _by_levels(
    stage: Stage,
    step: Step,
    ballot: BallotDefinition,
    present: list[str],
    levels: Mapping[str, Mapping[str, int]],
) -> dict[str, dict[str, Any]]:
    """Chance decides whose paper gives an idea which level; the script says how many do. Who is
    left over states no opinion; an idea that is not told of is left to chance."""
    columns = {
        name: [SUPPORT.index(level) for level, papers in row.items() for _ in range(papers)]
        for name, row in levels.items()
    }
    lengths = {len(column) for column in columns.values()}
    (count,) = lengths if len(lengths) == 1 else (len(present) + 1,)
    if count > len(present) or not set(columns) <= set(ballot.names):
        raise Refused(
            "SCRIPT",
            message(
                "The levels in “{step}” are not those of one and the same papers of the members "
                "present ({count}) on its ideas: {ideas}.",
                step=step.title,
                count=len(present),
                ideas=ballot.names,
            ),
            fix=message("Correct [[rehearsal.ballots]]."),
        )
    dealt = {name: stage.rng.shuffle(column) for name, column in columns.items()}
    order = stage.rng.shuffle(present)
    papers: dict[str, dict[str, Any]] = {seat: {"choice": ABSTAIN} for seat in order[count:]}
    for place, seat in enumerate(order[:count]):
        told = {name: column[place] for name, column in dealt.items()}
        papers[seat] = {"marks": {**_marks(ballot, list(ballot.names), stage.rng), **told}}
    return papers


def _leave(stage: Stage, session: Step, n: int, absent: int) -> None:
    """As many leave before a ballot as are absent from it."""
    here = sorted(present_seats(stage.process().view(session, n)))
    stay = len(members(stage.process().view(session, n))) - absent
    for seat in here[stay:]:
        stage.act(SECRETARY, session.id, "attend", {"seat": seat, "presence": "absent"})


def made_up(ballot: BallotDefinition, rng: Generator) -> dict[str, Any]:
    """A paper by chance that the method allows."""
    names = list(ballot.names)
    if ballot.method == "consent":
        choice = rng.choice(names)
        return {"choice": choice, **({"reason": OBJECTION} if choice == "object" else {})}
    if ballot.method == "single_choice":
        return {"choice": rng.choice(names)}
    return {"marks": _marks(ballot, names, rng)}


def _marks(ballot: BallotDefinition, names: list[str], rng: Generator) -> dict[str, int]:
    if ballot.method in RANKED:
        return {name: rank for rank, name in enumerate(rng.shuffle(names), start=1)}
    if ballot.method == "approval":
        most = min(ballot.most or len(names), len(names))
        return dict.fromkeys(rng.sample(names, rng.below(most + 1)), 1)
    if ballot.method == "points":
        marks = dict.fromkeys(names, 0)
        for _ in range(ballot.budget or 0):
            marks[rng.choice(names)] += 1
        return marks
    low, high = ballot.scale or (0, 0)
    return {name: low + rng.below(high - low + 1) for name in names}


def _cast(stage: Stage, step: Step, seat: str, paper: Mapping[str, Any]) -> None:
    """A member votes by the own account; who has none is called in the room, or gets one where the
    vote is not by name."""
    if not stage.member(seat).id and not by_name(stage.process().view(step)):
        stage.link(seat)
    member = stage.member(seat)
    if member.id:
        stage.act(member, step.id, "cast", dict(paper))
    else:
        called = {"seat": seat, **paper, "form": ROLL_CALL}
        stage.act(SECRETARY, step.id, "cast", called)


def _count(stage: Stage, step: Step) -> None:
    """Count; where the rules break a tie by lot, dice are thrown."""
    counter = RETURNING if step.parameters.counted_by == RETURNING_OFFICER else SECRETARY
    try:
        stage.act(counter, step.id, "count")
    except Refused as refusal:
        if refusal.code != "LOT":
            raise
        digits = "".join(str(1 + stage.rng.below(6)) for _ in range(THROWN))
        stage.act(counter, step.id, "count", {"lot": digits})


def wording(stage: Stage, step: Step) -> Text:
    """What members agree that a ballot paper says: the script's words, else the ballot's title."""
    told = stage.script.ballot(step.id, 1)
    return told.text if told is not None and told.text else step.title


def _ballot_text(stage: Stage, step: Step) -> Text:
    """The text put to the vote: as it was agreed, else the points of the protocol."""
    if step.parameters.options_of:
        return stage.pilot.remit.question
    if step.parameters.worded_by:
        return wording(stage, step)
    languages = stage.pilot.languages
    parts = {
        language: "\n".join(
            f"{point.id}. {point.text.best(language)[0]}" for point in stage.script.commitments
        )
        for language in languages
    }
    return Text.of(parts)
