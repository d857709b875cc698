"""Surveys as a page of the process shows them: each question with its counts or its shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deliberate.core.common.survey_result import published_shares
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.questionnaire import Item
from deliberate.core.survey.answers import from_record
from deliberate.core.survey.counting import NO_ANSWER
from deliberate.core.text import Text

SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: `count` and `share` (a part of one) are None where they are not published, and
    `count` where an institute gave shares alone. `code` names what has no words of its own."""

    code: str
    text: Text
    count: int | None
    share: Fraction | None
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; none where its answers are not published."""

    id: str
    text: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A survey. `asked`, `answered`: people, None before it is closed or where nobody says it;
    `institute`: whether its shares were counted outside, with the `weighting` and, where it is
    known, the `margin` of error in points; `verdict`: the answer that leads beyond it, in words,
    empty where none does; `decides`: the question that it rests on."""

    step: str
    title: Text
    opened_at: datetime | None
    closed_at: datetime | None
    asked: int | None
    answered: int | None
    institute: bool
    weighting: Text
    margin: Decimal | None
    decides: str
    verdict: Text
    questions: tuple[Question, ...]


def surveys_of(process: Process) -> tuple[SurveyPage, ...]:
    """Every survey that was opened, in the order of the rulebook."""
    found = []
    for step in process.rulebook.steps:
        opened = process.select("survey.opened", step=step.id)
        if step.kind == SURVEY and opened:
            found.append(_survey(process, step, opened[-1]))
    return tuple(found)


def _survey(process: Process, step: Step, opened: Fact) -> SurveyPage:
    closed = process.select("survey.closed", step=step.id)
    given = process.select("survey.handed_in", step=step.id)
    body: Mapping[str, Any] = closed[-1].body if closed else {}
    told: Mapping[str, Any] = given[-1].body if given and closed else {}
    asks = from_record(str(opened.body["questionnaire"]), opened.body["items"])
    shares = published_shares(process, step.id)
    counts = {str(one["item"]): one["counts"] for one in body.get("results", ())}
    decides = asks.item(str(body.get("item", "")))
    return SurveyPage(
        step=step.id,
        title=step.title,
        opened_at=opened.at,
        closed_at=closed[-1].at if closed else None,
        asked=opened.body.get("asked"),
        answered=body.get("answered", body.get("n")),
        institute=opened.body["counted_by"] == "institute",
        weighting=text_of(told, "weighting"),
        margin=_margin(body.get("margin", told.get("margin"))),
        decides="" if decides is None else decides.id,
        verdict=_words(decides, str(body.get("verdict", ""))),
        questions=tuple(
            Question(item.id, item.text, _lines(item, counts.get(item.id), shares.get(item.id, {})))
            for item in (asks.items if closed else ())
        ),
    )


def _margin(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)


def _words(item: Item | None, answer: str) -> Text:
    options = () if item is None else item.options
    return next((option.text for option in options if option.id == answer), Text())


def _lines(
    item: Item, counts: Mapping[str, int | None] | None, shares: Mapping[str, Fraction]
) -> tuple[Line, ...]:
    """The answers in the order of the question, then those who left it out."""
    names = [name for name in (*item.answers, "answered", NO_ANSWER) if name in (counts or shares)]
    return tuple(
        Line(
            code=name,
            text=_words(item, name),
            count=None if counts is None else counts[name],
            share=shares[name] / 100 if name in shares else None,
            right=bool(item.correct) and name == item.correct,
        )
        for name in names
    )
