"""Ballot papers from the room for whoever enters them: all rows are held against the rules first,
then all are entered or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deliberate.core.common.recusal import recused
from deliberate.core.decision.ballot_papers import in_short
from deliberate.core.decision.ballot_rules import frozen
from deliberate.core.decision.casting import session_of_ballot
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import ABSTAIN
from deliberate.core.decision.secrecy import FEWEST, electors, secrecy_of, voted_seats
from deliberate.core.decision.weighting import able, definition, took_part
from deliberate.core.errors import Message, Refused, message
from deliberate.core.identity.roles import Role
from deliberate.core.process.guards import as_shown, text_of
from deliberate.core.process.kind import StepView
from deliberate.core.services.acting import actor_for
from deliberate.core.services.ballot_files import ONE_CHOICE
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, own_key
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.running.slip_files import columns_for
from deliberate.core.services.running.steps import enterers_of, missing, require_page
from deliberate.core.text import Text

PAGE = "papers"
BALLOT = "ballot"
DONE = ("ballot.counted", "weighting.closed")
Stage = Literal["waiting", "open", "done"]


@dataclass(frozen=True, slots=True)
class SlipsDesk:
    """`text`: what is put to the vote; `rules`: method and options, None before they are frozen;
    `left`: the seats that may still hand in a paper; `handed_in` of `entitled`: how many have.
    `by`: the roles that enter papers. `blank`: a paper may be blank;
    `fewest`: so many papers are entered at least. `columns`: of a table of papers."""

    frame: Frame
    step: str
    n: int
    title: Text
    kind: str
    stage: Stage
    waits: tuple[Message, ...]
    text: Text
    secrecy: str
    rules: BallotDefinition | None
    left: tuple[str, ...]
    handed_in: int
    entitled: int
    by: tuple[Role, ...]
    blank: bool
    fewest: int
    columns: tuple[str, ...]
    seats: frozenset[str]

    @property
    def tallied(self) -> tuple[str, ...]:
        """The choices of which a number is enough, where a paper says one of few things."""
        rules = self.rules
        if rules is None or rules.method not in ONE_CHOICE or rules.method == "consent":
            return ()
        return (*rules.names, *((ABSTAIN,) if rules.opt_out else ()))

    def words(self, option: str) -> Text | None:
        """What an option is called; None where it has no words of its own."""
        options = () if self.rules is None else self.rules.options
        return next((one.text for one in options if one.id == option and one.text), None)

    def summary(self, papers: Sequence[Paper]) -> tuple[tuple[str, int], ...]:
        """How many papers say the same, in the order of what they say."""
        if self.rules is None:
            return ()
        rules = self.rules
        return tuple(sorted(Counter(in_short(rules, paper) for paper in papers).items()))


def slips_desk(context: Context, account: str, process_id: str, step_id: str) -> SlipsDesk:
    """The ballot as it stands now; refuses a step without papers of this kind."""
    mine = enter(context, account, process_id)
    view = mine.process.view(require_page(mine, step_id, PAGE))
    of_ballot = view.step.kind == BALLOT
    opened = view.first("ballot.opened" if of_ballot else "weighting.opened")
    done = any(view.first(kind) is not None for kind in DONE)
    rules = _rules(view, opened.body) if opened is not None else None
    has, may = (_of_ballot if of_ballot else _of_weighting)(view) if opened else ((), ())
    state = mine.process.state(step_id, view.n)
    return SlipsDesk(
        frame=frame_of(mine),
        step=step_id,
        n=view.n,
        title=view.step.title,
        kind=view.step.kind,
        stage="done" if done else "open" if opened is not None else "waiting",
        waits=missing(state) if opened is None else (),
        text=text_of(opened.body, "text") if opened is not None and of_ballot else Text(),
        secrecy=secrecy_of(view) if of_ballot else "secret",
        rules=rules,
        left=tuple(sorted(may)),
        handed_in=len(has),
        entitled=len(set(has) | set(may)),
        by=enterers_of(view),
        blank=of_ballot,
        fewest=FEWEST if of_ballot else 1,
        columns=() if rules is None else columns_for(rules),
        seats=frozenset(seat.id for seat in mine.process.roster.seats),
    )


def _rules(view: StepView, body: Mapping[str, Any]) -> BallotDefinition:
    return frozen(body) if view.step.kind == BALLOT else definition(body)


def _of_ballot(view: StepView) -> tuple[frozenset[str], frozenset[str]]:
    """The seats that have voted, and those that still may."""
    has = voted_seats(view)
    return has, electors(view, session_of_ballot(view)) - recused(view) - has


def _of_weighting(view: StepView) -> tuple[frozenset[str], frozenset[str]]:
    has = took_part(view)
    return has, able(view) - has


def enter_slips(
    context: Context,
    account: str,
    desk: SlipsDesk,
    papers: Sequence[Paper],
    blank: int,
    seats: Sequence[str],
    key: str,
) -> Done:
    """Put the papers into the box of the vote or weighting that the desk shows: all of them, or
    none where one does not fit."""
    process, step = desk.frame.id, desk.step
    actor = actor_for(context, account, process, step, "enter")
    if desk.kind == BALLOT:
        slips = [_slip(paper) for paper in papers] + [{"blank": True}] * blank
        body: dict[str, Any] = {"papers": slips, "seats": list(seats), "vote": desk.n}
    else:
        marks = [[list(mark) for mark in paper.marks] for paper in papers]
        body = {"papers": marks, "seats": list(seats)}
    return perform(context, actor, process, step, "enter", body, key=own_key(account, key))


def _slip(paper: Paper) -> dict[str, Any]:
    """A paper as the act takes it."""
    if paper.opt_out:
        return {"choice": ABSTAIN}
    reason = {"reason": paper.reason} if paper.reason else {}
    return {"marks": [list(mark) for mark in paper.marks], **reason}


def tallied_papers(numbers: Mapping[str, int]) -> tuple[Paper, ...]:
    """As many papers as a tally says, each with its one choice."""
    return tuple(
        Paper.abstaining(choice) if choice == ABSTAIN else Paper(choice, ((choice, 1),))
        for choice, count in numbers.items()
        for _ in range(count)
    )


def require_shown(desk: SlipsDesk, time: int) -> None:
    """Refuse papers of a page that showed an earlier time of the step than is running now."""
    as_shown(time, desk.n)


def require_as_many(desk: SlipsDesk, papers: int, seats: Sequence[str]) -> None:
    """Refuse, before anybody confirms, what the entry would refuse for its numbers."""
    if papers != len(seats):
        raise Refused(
            "PAPERS",
            message(
                "{papers} papers, and {seats} seats that handed one in.",
                papers=papers,
                seats=len(seats),
            ),
            fix=message("Name each seat once, as many as there are papers."),
        )
    if papers < desk.fewest:
        raise Refused(
            "FEW",
            message(
                "Papers entered: {count}; without names it takes {least} at once.",
                count=papers,
                least=desk.fewest,
            ),
            fix=message("Among so few it would be known who voted how: enter all papers together."),
        )
