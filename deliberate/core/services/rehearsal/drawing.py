"""The player of the lottery: targets after the pool, the list fixed, two values, the panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from deliberate.core.common.survey_result import published_shares
from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent
from deliberate.core.recruitment.lottery_targets import quota_features, seats_of
from deliberate.core.recruitment.public_chance import draw_context
from deliberate.core.recruitment.registered import pool_of, registration_for
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.rounded import Rounded
from deliberate.core.rulebook.model import Step
from deliberate.core.services.recruiting.desk import registration_desk
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, Stage
from deliberate.core.services.uniform_draws import number_of


def play_lottery(stage: Stage, process: Process, step: Step) -> None:
    """Everything on one day: the panel is drawn in public."""
    begin = stage.moment(process.planned_start(step.id) or stage.clock.now(), 12)
    stage.at(begin, lambda: _draw(stage, step))


def _draw(stage: Stage, step: Step) -> None:
    view = stage.process().view(step)
    people = _people(stage, step)
    quotas = [quota for row in quota_features(view).items() for quota in _quotas(view, row, people)]
    stage.act(AGENCY, step.id, "set_targets", {"size": seats_of(view), "quotas": quotas})
    stage.act(AGENCY, step.id, "commit")
    fixed = stage.process().view(step).first("lottery.committed")
    if fixed is None:
        return
    stage.say(
        step.id,
        nmessage(
            "{count} panel is fixed; the smallest chance is {chance}.",
            "{count} equally likely panels are fixed; the smallest chance is {chance}.",
            int(fixed.body["panel_count"]),
            chance=Rounded(Fraction(fixed.body["smallest_chance"]), 4),
        ),
    )
    _let_chance_in(stage, step)
    stage.act(AGENCY, step.id, "draw")
    drawn = stage.process().view(step).first("lottery.drawn")
    if drawn is not None:
        stage.say(
            step.id,
            message(
                "Panel number {number} is drawn; alternates: {alternates}.",
                number=number_of(int(drawn.body["number"]), int(fixed.body["panel_count"])),
                alternates=len(drawn.body["alternates"]),
            ),
        )


def _let_chance_in(stage: Stage, step: Step) -> None:
    """The agency and the oversight group commit to a value each, and reveal it."""
    values = {"agency": stage.rng.bytes(32), "oversight": stage.rng.bytes(32)}
    actors = {"agency": AGENCY, "oversight": OVERSIGHT}
    for party, value in values.items():
        sealed = commit(party, value, draw_context(stage.process().view(step)))
        body = {"party": party, "hash": sealed.hash}
        stage.act(actors[party], step.id, "commit_value", body)
    for party, value in values.items():
        body = {"party": party, "value": value.hex()}
        stage.act(actors[party], step.id, "reveal_value", body)


def _people(stage: Stage, step: Step) -> Sequence[Respondent]:
    own = registration_for(stage.process().rulebook, step.id)
    desk = registration_desk(stage.context, AGENCY, stage.process_id, own.id if own else "")
    return pool_of([known.respondent for known in desk.people])


def _quotas(
    view: Any, row: tuple[str, Sequence[str]], people: Sequence[Respondent]
) -> Iterator[list[Any]]:
    """Quotas after the survey that the step names, else after the pool's own shares; a seat of room
    on either side."""
    feature, values = row
    have: Mapping[str, int] = Counter(one.values.get(feature, "") for one in people)
    seats = seats_of(view)
    sample = published_shares(view.process, view.params.quotas_from).get(feature, {})
    for value in values or sorted(have):
        share = Fraction(have.get(value, 0) * seats, max(1, len(people)))
        if value in sample:
            share = sample[value] * seats / 100
        yield [feature, value, max(0, int(share) - 1), min(seats, int(share) + 2)]
