"""Kind `ballot`: members vote on a frozen text; the count is exact; failing leads to a repeat.

The threshold rests on its base, by default all seats: an absent or abstaining member counts
against. With fewer members present than could carry the decision no vote is taken at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from deliberate.core.common.ledger import undisposed
from deliberate.core.common.recusal import recused
from deliberate.core.decision.ballot_count import counted_body
from deliberate.core.decision.ballot_papers import in_short, read_papers
from deliberate.core.decision.ballot_rules import (
    RULES,
    RulesOfABallot,
    frozen,
    frozen_body,
    resolved,
)
from deliberate.core.decision.blank_papers import marked, with_blank
from deliberate.core.decision.casting import CALLERS, Cast, cast, session_of_ballot
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import UNDECIDED
from deliberate.core.decision.entitled import (
    COUNTERS,
    RETURNING_OFFICER,
    narrowed,
    require_agreed_wording,
    require_counter,
)
from deliberate.core.decision.paper_item import PaperItem
from deliberate.core.decision.put_to_vote import put_to_the_vote
from deliberate.core.decision.secrecy import (
    CAST,
    SECRECIES,
    Content,
    by_name,
    contents_of,
    electors,
    opening_drafts,
    papers_by_id,
    require_secret_voters,
    sealed_fields,
    voted_seats,
)
from deliberate.core.decision.slips import ENTERERS, EnterSlips, enter_slips, slips_apply
from deliberate.core.decision.slips import SEALED as SLIPS_SEALED
from deliberate.core.deliberation.session import is_open
from deliberate.core.errors import Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField, ChoiceOrOpen
from deliberate.core.rulebook.fields import (
    Choice,
    ListOf,
    StrictBool,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

HOSTS = frozenset({"agency", "secretary", "chair"})
LOT = re.compile(r"[0-9]{1,40}")


@dataclass(frozen=True, slots=True)
class BallotParameters:
    """`threshold`: {at_least_votes}, {at_least} or {more_than}; `on_fail`: what a failure leads to:
    {repeat, after, at_most, then, on_day_off}.

    `voters`: the seat group that votes, all seats where it is empty; `counted_by`: hosts or
    returning_officer; `worded_by`: the step of proposals whose frozen text of the ballot's name is
    put to the vote. The rules of the count, from `options` to `decimals`, are those of
    `BallotDefinition`, where None takes its default; options may also be put to the vote when it
    opens, or be the texts that the step `options_of` froze.
    """

    method: str
    threshold: Mapping[str, Any] | None = None
    base: Any = "seats"
    present_to_open: Any = 0
    secrecy: Any = "roll_call"
    in_session: str = ""
    on_fail: Mapping[str, Any] | None = None
    inputs_complete: bool = False
    options: Any = None
    options_of: str = ""
    quorum: Any = None
    opt_out: Any = None
    ties: Any = None
    tie_order: Any = None
    gaps: Any = None
    repeats: Any = None
    equals: Any = None
    unmarked: Any = None
    most: Any = None
    winners: Any = None
    budget: Any = None
    spend_all: Any = None
    scale: Any = None
    live_with_from: Any = None
    objections_allowed: Any = None
    decimals: Any = None
    voters: str = ""
    counted_by: str = "hosts"
    worded_by: str = ""


class OpenBallot(StrictSchema):
    """The text put to the vote, in every authentic language; options where the rulebook has
    none."""

    text = TextField(required=True)
    options = ListOf(Table(PaperItem))


class CountBallot(StrictSchema):
    """`lot`: digits thrown in front of the members (dice), where a tie is broken by lot."""

    lot = StrictStr(blank=False)


def open_ballot(command: Command) -> list[Draft]:
    """Open the vote in the session, with enough members present and the text complete."""
    view, process = command.view, command.process
    if view.first("ballot.opened"):
        raise Refused("TWICE", message("The vote is already open."))
    session = session_of_ballot(view)
    if not is_open(session):
        raise Refused("ORDER", message("The session is not open."))
    complete_in(view, command.body["text"], "the ballot text")
    require_agreed_wording(command)
    secrecy = known(process.parameter(command.params.secrecy), SECRECIES, "secrecy")
    need = int(process.parameter(command.params.present_to_open))
    here = len(electors(view, session))
    if here < need:
        raise Refused(
            "PRESENT",
            message(
                "{here} members are present; the vote opens with {need}. No vote is taken.",
                here=here,
                need=need,
            ),
            fix=message("Adjourn the session; this uses up no repeat session."),
        )
    require_secret_voters(view, session)
    if command.params.inputs_complete:
        _require_disposed(command)
    ballot = put_to_the_vote(command)
    return [
        command.fact(
            "ballot.opened",
            {
                "text": command.body["text"],
                **frozen_body(ballot, resolved(process, command.params.threshold)),
                "secrecy": secrecy,
                **narrowed(process, command.params),
            },
        )
    ]


def count(command: Command) -> list[Draft]:
    """Count, and schedule the repeat session when the decision is not carried."""
    view = command.view
    require_counter(command)
    opened = view.first("ballot.opened")
    if opened is None:
        raise Refused("ORDER", message("The vote is not open yet."))
    here = electors(view, session_of_ballot(view))
    missing = tuple(sorted(here - voted_seats(view) - recused(view)))
    if missing:
        raise Refused(
            "VOTES",
            message("Present and not voted yet: {seats}.", seats=missing),
            fix=message("Who does not want to decide votes abstain, or leaves first."),
        )
    papers = papers_by_id(command)
    body = _counted(command, opened.body, papers, len(here))
    drafts = [*opening_drafts(command, papers), command.fact("ballot.counted", body)]
    if not carried(body):
        drafts += _after_failure(command)
    return drafts


def _counted(
    command: Command, opened: Mapping[str, Any], contents: Mapping[str, Content], present: int
) -> dict[str, Any]:
    """The count; without names, with blank papers told apart, and with a lot thrown beforehand."""
    if by_name(command.view):
        return _tallied(command, opened, contents, present)
    ballot, said = frozen(opened), marked(contents)
    body = counted_body(
        ballot,
        read_papers(ballot, said),
        present=present,
        threshold=opened["threshold"],
        lot=_lot_beforehand(command, ballot),
    )
    return with_blank(body, len(contents) - len(said))


def _lot_beforehand(command: Command, ballot: BallotDefinition) -> str | None:
    """The digits that would break a tie: asked for before the papers are opened, since a refusal
    that speaks of a tie would tell how the vote stands while it is still open."""
    lot: str | None = command.body.get("lot")
    if "lot" not in ballot.ties:
        if lot is not None:
            raise Refused("NO_TIE", message("The rules of this vote know no lot."))
        return None
    if lot is None or not LOT.fullmatch(lot):
        raise Refused(
            "LOT",
            message("A tie would be broken by lot: dice are thrown before the papers are opened."),
            fix=message("Throw dice in front of the members; count with their digits: lot = ..."),
        )
    return lot


def _tallied(
    command: Command, opened: Mapping[str, Any], contents: Mapping[str, Content], present: int
) -> dict[str, Any]:
    """The count; where a tie waits for a lot, or a lot for a tie, a refusal that says so."""
    ballot, lot = frozen(opened), command.body.get("lot")
    papers, threshold = read_papers(ballot, contents), opened["threshold"]
    body = counted_body(ballot, papers, present=present, threshold=threshold)
    waiting = "LOT_NEEDED" in body.get("warnings", ())
    if lot is None and waiting:
        raise Refused(
            "LOT",
            message("The lot decides between: {options}.", options=body["ties"][-1]["options"]),
            fix=message("Throw dice in front of the members; count with their digits: lot = ..."),
        )
    if lot is None:
        return body
    if not waiting:
        raise Refused("NO_TIE", message("There is no tie to be drawn."))
    if not LOT.fullmatch(lot):
        raise Refused("LOT", message("A lot is written in digits, as they were thrown."))
    return counted_body(ballot, papers, present=present, threshold=threshold, lot=lot)


def carried(counted: Mapping[str, Any]) -> bool:
    """Whether a count decided: it adopted something, or every place was won."""
    return counted["outcome"] not in UNDECIDED


def _after_failure(command: Command) -> list[Draft]:
    """A failed vote: the repeat session after its period, or the end of all attempts."""
    on_fail, process, view = command.params.on_fail, command.process, command.view
    if not on_fail:
        return [command.fact("ballot.failed", {"then": "close"})]
    if view.n > int(process.parameter(on_fail["at_most"])):
        return [command.fact("ballot.failed", {"then": on_fail["then"]})]
    calendar = process.calendar
    day = calendar.add(calendar.local_day(command.now), Period.parse(on_fail["after"]))
    if process.parameter(on_fail.get("on_day_off", "")) == "next_working_day":
        day = calendar.next_working(day)
    repeated = [
        step.id
        for step in process.rulebook.steps
        if step.occurs is not None and step.id != view.step.id
    ]
    body = {"n": view.n + 1, "starts": day, "reason": "repeat"}
    return [
        command.fact("process.scheduled", {"step": step, **_dates(command, step, body)})
        for step in [*repeated, view.step.id]
    ]


def _dates(command: Command, step_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A repeated step that comes before the session is due as long before it as its rule asks."""
    step = command.process.step(step_id)
    if step is None:
        return dict(body)
    if step.kind == "announcement" and step.at_least is None:
        day = command.process.calendar.local_day(command.now)
        return {**body, "starts": command.process.calendar.next_working(day + timedelta(days=1))}
    if step.before is None or step.at_least is None:
        return dict(body)
    latest = command.process.calendar.latest_before(body["starts"], step.at_least)
    return {**body, "starts": latest}


def papers_of(view: StepView, ballot: BallotDefinition) -> tuple[Paper, ...]:
    """The papers that the record shows: by their seats, or by their place in the opened box."""
    return read_papers(ballot, marked(contents_of(view)))


def votes(view: StepView) -> dict[str, str]:
    """By seat, what it voted by name: a choice, or marks in one line of names."""
    opened = view.first("ballot.opened")
    if opened is None or not view.first(CAST):
        return {}
    ballot = frozen(opened.body)
    return {paper.id: in_short(ballot, paper) for paper in papers_of(view, ballot)}


def _require_disposed(command: Command) -> None:
    open_inputs = undisposed(command.process)
    if open_inputs:
        raise Refused(
            "INPUTS",
            message("Public inputs without a disposition: {inputs}.", inputs=open_inputs),
            fix=message("Give each a disposition with its reason: ledger dispose."),
        )


def progress(view: StepView) -> Progress:
    opened, counted = view.first("ballot.opened"), view.first("ballot.counted")
    if counted is not None:
        failed = view.first("ballot.failed") is not None and view.params.on_fail is not None
        outcome = "failed" if failed else str(counted.body["outcome"])
        started = opened.at if opened else counted.at
        return Progress(True, started, counted.at, outcome)
    have = len(voted_seats(view))
    if opened is None:
        return Progress(outstanding=(message("The vote is not open yet."),))
    need = len(electors(view, session_of_ballot(view)))
    return Progress(
        False,
        opened.at,
        None,
        None,
        (message("{have} of {need} members present have voted.", have=have, need=need),),
        (have, need),
    )


BALLOT = StepKind(
    "ballot",
    schema_of(
        BallotParameters,
        RulesOfABallot,
        method=StrictStr(required=True),
        threshold=AnyField(),
        base=AnyField(),
        present_to_open=AnyField(),
        secrecy=ChoiceOrOpen(SECRECIES),
        in_session=StrictStr(),
        options_of=StrictStr(),
        on_fail=AnyField(),
        inputs_complete=StrictBool(),
        voters=StrictStr(),
        counted_by=Choice(COUNTERS),
        worded_by=StrictStr(),
        **{name: AnyField() for name in RULES},
    ),
    actions(
        Action("open", HOSTS, open_ballot, message("open the vote"), OpenBallot),
        Action("cast", CALLERS | {"member"}, cast, message("vote"), Cast, sealed=sealed_fields),
        Action(
            "enter",
            ENTERERS,
            enter_slips,
            message("enter ballot papers from the room"),
            EnterSlips,
            applies=slips_apply,
            sealed=lambda view: SLIPS_SEALED,
        ),
        Action(
            "count", HOSTS | {RETURNING_OFFICER}, count, message("count the votes"), CountBallot
        ),
    ),
    progress,
)
