"""Weighing: from reasons to a ranking of models that anybody can follow with a pencil.

Each reason counts by its strength and by nothing else; the weights are the same for every model and
every question. Between models with as many points the one that costs less comes first, then the
one whose name does: the order of plugins and of questions changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from deliberate.core.advice.estimate import Estimate, smallest, usual
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import Question, Questions
from deliberate.core.advice.reason import Reason
from deliberate.core.advice.reasons import FOR
from deliberate.core.rulebook.fit import Fit, Strength
from deliberate.core.rulebook.issue_vocabulary import CHOICES, PREFLIGHT
from deliberate.core.rulebook.model import Deviation
from deliberate.core.text import Text

WEIGHTS: Mapping[Strength, int] = {"made_for": 3, "suits": 1, "weak": -1, "unsuited": -3}
"""What a model was made for weighs as much as three things that it can do as well as others; what
it cannot give undoes what it was made for."""

FULL_DAYS = 4
"""Days of meetings below which the OECD (2020) asks for a reason, where informed recommendations
are wanted."""

Verdict = Literal["deliberate", "not_yet", "hearing", "too_little"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rulebook that states its fit, and the reasons for and against it.

    `deviations` are the principles that the model itself does not keep.
    """

    name: str
    title: Text
    fit: Fit
    reasons: tuple[Reason, ...]
    deviations: tuple[Deviation, ...] = ()

    @property
    def model(self) -> str:
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One model with its best variant, and the model's other variants, the better first.

    `few_days`: it must justify that it takes fewer than four full days for recommendations.
    """

    candidate: Candidate
    points: int
    smallest: Estimate
    usual: Estimate
    few_days: bool = False
    others: tuple[Ranked, ...] = ()

    @property
    def advised(self) -> bool:
        """Whether nothing speaks against it so strongly that it should not be used."""
        return not any(reason.bars for reason in self.candidate.reasons)

    @property
    def reasons_for(self) -> tuple[Reason, ...]:
        """The strongest first."""
        return tuple(r for r in _sorted(self.candidate.reasons) if r.strength in FOR)

    @property
    def reasons_against(self) -> tuple[Reason, ...]:
        """What bars the model first."""
        against = [r for r in _sorted(self.candidate.reasons) if r.strength not in FOR]
        return tuple(sorted(against, key=lambda r: (not r.bars, WEIGHTS[r.strength])))


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer: whether to deliberate, and if so how. `too_little`: nothing was answered.

    `failing` are the conditions that are not met, `unsure` those that nobody could answer for;
    `unanswered` the questions that would have sharpened the ranking. `no_purpose`: no installed
    model was made for what is wanted. `to_inform`: people are only to be told something.
    `weighed`: whether anything about the issue or the means was answered; else the ranking says
    nothing.
    """

    verdict: Verdict
    failing: tuple[Question, ...]
    unsure: tuple[Question, ...]
    unanswered: tuple[Question, ...]
    to_inform: bool
    required: bool
    no_purpose: bool
    ranked: tuple[Ranked, ...]
    weighed: bool

    def place_of(self, model: str) -> int:
        """Which place a model (or one of its variants) has, from 1; 0 where it is not ranked."""
        wanted = model.partition("/")[0]
        places = (n for n, item in enumerate(self.ranked, 1) if item.candidate.model == wanted)
        return next(places, 0)


def weigh(
    issue: Issue,
    candidates: Iterable[Candidate],
    questions: Questions,
    weights: Mapping[Strength, int] = WEIGHTS,
) -> Advice:
    """The advice on an issue."""
    ranked = _ranking(issue, candidates, weights)
    failing = tuple(questions[n] for n in PREFLIGHT if issue.preflight.get(n) == "no")
    to_inform = issue.answers.get("participation") == "information"
    return Advice(
        verdict=_verdict(issue, failing, to_inform=to_inform),
        failing=failing,
        unsure=tuple(
            questions[n] for n in PREFLIGHT if issue.preflight.get(n, "unsure") == "unsure"
        ),
        unanswered=tuple(questions[n] for n in CHOICES if n not in issue.answers),
        to_inform=to_inform,
        required=issue.answers.get("mandate") == "yes",
        no_purpose="purpose" in issue.answers
        and not any(_made_for_purpose(item) for item in ranked),
        ranked=ranked,
        weighed=bool(issue.answers or issue.means),
    )


def _verdict(issue: Issue, failing: tuple[Question, ...], *, to_inform: bool) -> Verdict:
    """What can be put right is a reason to wait; where nothing is open, a hearing is enough."""
    if any(question.instead == "not_yet" for question in failing):
        return "not_yet"
    if failing or to_inform:
        return "hearing"
    return "deliberate" if issue.answers or issue.means or _decided(issue) else "too_little"


def _decided(issue: Issue) -> bool:
    """Whether anybody could answer for one of the conditions at least."""
    return any(said != "unsure" for said in issue.preflight.values())


def _made_for_purpose(item: Ranked) -> bool:
    return any(
        reason.question == "purpose" and reason.strength == "made_for"
        for one in (item, *item.others)
        for reason in one.candidate.reasons
    )


def _ranking(
    issue: Issue, candidates: Iterable[Candidate], weights: Mapping[Strength, int]
) -> tuple[Ranked, ...]:
    """Each model once, by its best variant."""
    singles = sorted((_single(issue, item, weights) for item in candidates), key=_by_model)
    models = []
    for _model, group in groupby(singles, key=lambda item: item.candidate.model):
        first, *others = sorted(group, key=_order)
        models.append(
            Ranked(
                first.candidate,
                first.points,
                first.smallest,
                first.usual,
                first.few_days,
                tuple(others),
            )
        )
    return tuple(sorted(models, key=_order))


def _by_model(item: Ranked) -> str:
    return item.candidate.model


def _order(item: Ranked) -> tuple[bool, int, int, str]:
    return (not item.advised, -item.points, item.smallest.staff_days, item.candidate.name)


def _single(issue: Issue, item: Candidate, weights: Mapping[Strength, int]) -> Ranked:
    wants_recommendations = issue.answers.get("purpose") == "recommendations"
    return Ranked(
        item,
        sum(weights[reason.strength] for reason in item.reasons),
        smallest(item.fit),
        usual(item.fit),
        few_days=wants_recommendations and item.fit.days.usual < FULL_DAYS,
    )


def _sorted(reasons: tuple[Reason, ...]) -> list[Reason]:
    """The weightiest first; of one weight, in the order in which the rulebook states them."""
    return sorted(reasons, key=lambda reason: -WEIGHTS[reason.strength])
