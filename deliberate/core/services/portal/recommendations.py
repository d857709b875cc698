"""Recommendations with what the agency answered to each, as a page of the process shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.decision.consensus import MARK
from deliberate.core.deliberation.proposals import PROPOSALS, proposals
from deliberate.core.follow_up.response import (
    RESPONSE,
    Answered,
    answered,
    deadline,
    recommendations,
)
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.services.portal.decisions import protocol_of
from deliberate.core.services.portal.results import Minority
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`answer` is empty before the response is published; `withdrawn`: why it was given up;
    `consensus`: whether all members carry it, None where the report marks nothing; `dissent`: what
    is said by who does not."""

    id: str
    text: Text
    version: int
    withdrawn: Text | None
    answer: str
    reason: Text
    part: Text
    office: Text
    due: date | None
    comments: tuple[Text, ...]
    consensus: bool | None = None
    dissent: tuple[Minority, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendations:
    """`frozen_at`: when members fixed the texts; `due_at`: until when the agency answers;
    `answered_at`: when it did; `late`: after that."""

    items: tuple[Recommendation, ...]
    frozen_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    late: bool
    counts: tuple[tuple[str, int], ...]


def recommendations_of(process: Process) -> Recommendations | None:
    """None for a model without recommendations."""
    steps = {step.kind: step for step in process.rulebook.steps}
    if not {PROPOSALS.name, RESPONSE.name} & set(steps):
        return None
    frozen = process.latest("proposals.frozen")
    published = process.latest("response.published")
    given = answered(process.view(steps[RESPONSE.name])) if RESPONSE.name in steps else {}
    items = tuple(_items(process, given))
    answers = [item.answer for item in items if item.answer]
    return Recommendations(
        items=items,
        frozen_at=frozen.at if frozen is not None else None,
        due_at=deadline(process.view(steps[RESPONSE.name])) if RESPONSE.name in steps else None,
        answered_at=published.at if published is not None else None,
        late=bool(published is not None and published.body["late"]),
        counts=tuple((name, answers.count(name)) for name in dict.fromkeys(answers)),
    )


def _items(process: Process, given: Mapping[str, Answered]) -> list[Recommendation]:
    """The recommendations of the published report, before it those that members write."""
    texts: dict[str, tuple[Text, int, Text | None]] = {
        name: (text_of(item, "text"), 0, None) for name, item in recommendations(process).items()
    }
    if not texts:
        texts = {
            item.id: (item.text, item.version, item.withdrawn)
            for step in process.rulebook.steps
            if step.kind == PROPOSALS.name
            for item in proposals(process.view(step)).values()
        }
    return [
        _item(process, name, text, version, withdrawn, given.get(name))
        for name, (text, version, withdrawn) in texts.items()
    ]


def _item(
    process: Process,
    name: str,
    text: Text,
    version: int,
    withdrawn: Text | None,
    answer: Answered | None,
) -> Recommendation:
    comments = tuple(
        text_of(fact.body, "text")
        for fact in process.select("response.commented")
        if fact.body["recommendation"] == name
    )
    none = Text()
    return Recommendation(
        name,
        text,
        version,
        withdrawn,
        answer.answer if answer else "",
        answer.reason if answer else none,
        answer.part if answer else none,
        answer.office if answer else none,
        answer.due if answer else None,
        comments,
        recommendations(process).get(name, {}).get(MARK),
        tuple(one for one in _published_dissent(process) if one.point == name),
    )


def _published_dissent(process: Process) -> tuple[Minority, ...]:
    """The minority reports of the protocol once it is published."""
    protocol = protocol_of(process)
    return protocol.minority if protocol is not None else ()
