"""Answers to a questionnaire: what fits which question, and the form in which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.errors import Finding, Message, UnusableInput, message
from deliberate.core.rulebook.faults import invalid
from deliberate.core.rulebook.fields import StrictField
from deliberate.core.rulebook.questionnaire import Item, Option, Questionnaire
from deliberate.core.text import Text

LONGEST = 2000
"""Characters of a free answer."""

Answers = Mapping[str, Any]
"""By question: an option, a list of options, a whole number, or words; what is not answered is
left out."""


class AnswersField(StrictField):
    """The answers on one paper; whether they fit is asked of the questionnaire."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> dict[str, Any]:
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            return dict(value)
        raise invalid(
            message("An answer for each question is expected."),
            message("Write: {example}", example='{"biased": "no", "satisfaction": 4}'),
        )


def read_answers(questionnaire: Questionnaire, given: Answers) -> dict[str, Any]:
    """The answers in the order of the questions; empty ones are left out.

    Raises `UnusableInput` (ANSWERS) with every answer that does not fit its question.
    """
    faults = [
        message("There is no question “{item}”.", item=name)
        for name in given
        if questionnaire.item(name) is None
    ]
    read: dict[str, Any] = {}
    for item in questionnaire.items:
        value = given.get(item.id)
        if value is None or value in ("", []):
            continue
        fault = _fault(item, value)
        if fault is not None:
            faults.append(message("“{item}”: {problem}", item=item.id, problem=fault))
        else:
            read[item.id] = _kept(item, value)
    if faults:
        findings = tuple(Finding("ANSWERS", "error", fault) for fault in faults)
        raise UnusableInput("ANSWERS", faults[0], findings=findings)
    return read


def _fault(item: Item, value: Any) -> Message | None:
    known = message("Known: {options}.", options=item.answers)
    match item.kind:
        case "single":
            return None if value in item.answers else known
        case "multiple":
            several = isinstance(value, list | tuple) and len(set(map(str, value))) == len(value)
            return None if several and set(map(str, value)) <= set(item.answers) else known
        case "scale" | "number":
            return _number_fault(item, value)
    if not isinstance(value, str):
        return message("Words are expected.")
    if len(value) > LONGEST:
        return message("A free answer has at most {most} characters.", most=LONGEST)
    return None


def _number_fault(item: Item, value: Any) -> Message | None:
    if type(value) is not int:
        return message("A whole number is expected.")
    low, high = item.lowest, item.highest
    if (low is not None and value < low) or (high is not None and value > high):
        return message("The number lies outside its limits.")
    return None


def _kept(item: Item, value: Any) -> Any:
    """Options in the order of the questionnaire: their order tells nothing about anybody."""
    if item.kind == "multiple":
        return [name for name in item.answers if name in value]
    return value.strip() if item.kind == "text" else value


def as_record(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The questions as the opening of a survey freezes them."""
    return [_item_record(item) for item in questionnaire.items]


def _item_record(item: Item) -> dict[str, Any]:
    body: dict[str, Any] = {"item": item.id, "text": item.text.as_dict(), "kind": item.kind}
    if item.options:
        body["options"] = [
            {"id": option.id, "text": option.text.as_dict()} for option in item.options
        ]
    if item.correct:
        body["correct"] = item.correct
    for key in ("lowest", "highest"):
        if getattr(item, key) is not None:
            body[key] = getattr(item, key)
    for key in ("lowest_text", "highest_text"):
        if getattr(item, key):
            body[key] = getattr(item, key).as_dict()
    return body


def from_record(name: str, items: Any) -> Questionnaire:
    """The questionnaire that an opening froze."""
    return Questionnaire(name, tuple(_item(body) for body in items))


def _item(body: Mapping[str, Any]) -> Item:
    return Item(
        str(body["item"]),
        Text.of(dict(body["text"])),
        str(body["kind"]),
        tuple(
            Option(str(one["id"]), Text.of(dict(one["text"]))) for one in body.get("options", ())
        ),
        str(body.get("correct", "")),
        body.get("lowest"),
        body.get("highest"),
        Text.of(dict(body.get("lowest_text", {}))),
        Text.of(dict(body.get("highest_text", {}))),
    )
