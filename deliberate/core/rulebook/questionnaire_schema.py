"""The form of a questionnaire in a rulebook and in a pilot file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import Fault
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
    TextField,
)
from deliberate.core.rulebook.questionnaire import CHOSEN, KINDS, Item, Option, Questionnaire
from deliberate.core.rulebook.records import schema_of, sourced

MOST_POINTS = 21
"""A scale longer than this is a number."""

OptionSchema = schema_of(Option, id=IdentifierField(required=True), text=TextField(required=True))


class _WholeItem(StrictSchema):
    """What belongs together in one question."""

    @validates_schema(skip_on_field_errors=True)
    def whole(self, data: dict[str, Any], **_: Any) -> None:
        faults: dict[str, list[Fault]] = {}
        for key, fault in _faults(data):
            faults.setdefault(key, []).append(fault)
        if faults:
            raise ValidationError(faults)


def _faults(data: dict[str, Any]) -> Iterator[tuple[str, Fault]]:
    kind = data["kind"]
    names = [option.id for option in data.get("options", ())]
    if kind in CHOSEN and len(names) < 2:
        yield "options", Fault(message("A question with options has at least two."))
    if kind not in CHOSEN and names:
        yield "options", Fault(message("Only single and multiple questions have options."))
    if len(set(names)) < len(names):
        yield "options", Fault(message("Two options of a question have the same id."))
    correct = data.get("correct")
    if correct and (kind != "single" or correct not in names):
        yield (
            "correct",
            Fault(
                message("{value} is no option of this question.", value=correct),
                message("Only a single question has a right answer, one of its options."),
            ),
        )
    yield from _ends(kind, data.get("lowest"), data.get("highest"))


def _ends(kind: str, low: int | None, high: int | None) -> Iterator[tuple[str, Fault]]:
    if kind not in {"scale", "number"}:
        if low is not None or high is not None:
            yield "kind", Fault(message("Only a scale and a number have a lowest and a highest."))
        return
    if kind == "scale" and (low is None or high is None):
        yield "kind", Fault(message("A scale has both ends: lowest and highest."))
    elif low is not None and high is not None:
        if low >= high:
            yield "highest", Fault(message("The highest is not above the lowest."))
        elif kind == "scale" and high - low >= MOST_POINTS:
            yield (
                "highest",
                Fault(
                    message("A scale has at most {most} points.", most=MOST_POINTS),
                    message("Write: {example}", example='kind = "number"'),
                ),
            )


ItemSchema = schema_of(
    Item,
    _WholeItem,
    id=IdentifierField(required=True),
    text=TextField(required=True),
    kind=Choice(KINDS, required=True),
    options=ListOf(Table(OptionSchema)),
    correct=StrictStr(),
    lowest=StrictInt(minimum=-1_000_000_000),
    highest=StrictInt(maximum=1_000_000_000),
    lowest_text=TextField(),
    highest_text=TextField(),
)


def questionnaire_schema(*, with_source: bool) -> type[Schema]:
    """The form of a questionnaire; in a rulebook its wording has a source."""
    return schema_of(
        Questionnaire,
        _WholeQuestionnaire,
        id=IdentifierField(required=True),
        items=ListOf(Table(ItemSchema), required=True),
        title=TextField(),
        **(sourced() if with_source else {}),
    )


class _WholeQuestionnaire(StrictSchema):
    """At least one question, each with a name of its own."""

    @validates_schema(skip_on_field_errors=True)
    def whole(self, data: dict[str, Any], **_: Any) -> None:
        names = [item.id for item in data["items"]]
        if not names:
            raise ValidationError({"items": [Fault(message("A questionnaire asks something."))]})
        for index, name in enumerate(names):
            if name in names[:index]:
                fault = Fault(message("{name} stands here a second time.", name=name))
                raise ValidationError({"items": {index: {"id": [fault]}}})
