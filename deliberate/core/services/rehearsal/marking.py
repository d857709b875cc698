"""Player of consensus: points are marked, and who does not carry one says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.decision.consensus import MARK
from deliberate.core.decision.minority import minority_reports
from deliberate.core.errors import message, nmessage
from deliberate.core.rulebook.model import Step
from deliberate.core.services.rehearsal.stage import Stage


def marked(stage: Stage, step: Step, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The points with their marks, in a report that has them: all carry what the script leaves."""
    if not step.parameters.consensus_marks:
        return [dict(item) for item in items]
    dissented = {dissent.point for dissent in stage.script.dissents}
    return [{**item, MARK: item["id"] not in dissented} for item in items]


def play_dissent(stage: Stage, step: Step, items: Sequence[Mapping[str, Any]]) -> None:
    """Members by chance dissent as the script tells; what all the others carry is told."""
    if not step.parameters.consensus_marks:
        return
    for dissent in stage.script.dissents:
        filled = [seat.id for seat in stage.process().roster.filled()]
        first, *others = sorted(stage.rng.sample(filled, dissent.members))
        said = {"text": dissent.text.as_dict(), "point": dissent.point}
        stage.act(stage.member(first), step.id, "minority", said)
        number = len(minority_reports(stage.process().view(step)))
        for seat in others:
            stage.act(stage.member(seat), step.id, "join_minority", {"report": number})
        stage.say(
            step.id,
            nmessage(
                "{count} member dissents from point {point}, in own words.",
                "{count} members dissent from point {point}, in their own words.",
                dissent.members,
                point=dissent.point,
            ),
        )
    carried = tuple(str(item["id"]) for item in items if item[MARK])
    if carried:
        stage.say(step.id, message("All members carry the points: {points}.", points=carried))
