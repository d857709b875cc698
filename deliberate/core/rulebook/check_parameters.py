"""What each executable check takes: one schema for each name of the closed list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from deliberate.core.errors import message
from deliberate.core.rulebook.faults import Fault, invalid, nearest
from deliberate.core.rulebook.fields import (
    Choice,
    FractionField,
    ListOf,
    MapOf,
    PeriodField,
    StrictField,
    StrictInt,
    StrictSchema,
    StrictStr,
)
from deliberate.core.rulebook.records import PlainValue


class OneOrMore(StrictField):
    """One word or a list of words, to a tuple."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> tuple[str, ...]:
        words = value if isinstance(value, list) else [value]
        if not words:
            raise invalid(message("This list may not be empty."))
        return tuple(str(StrictStr(blank=False).deserialize(word)) for word in words)


class NumberOrOpen(StrictField):
    """A whole number, or `@name` for the value of that open parameter."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int | str:
        if isinstance(value, str) and value.startswith("@"):
            return value
        return int(StrictInt(minimum=0).deserialize(value))


class Lead(StrictSchema):
    """`step` lies at least a period before `before`, whose n-th `occurrence` counts."""

    step = StrictStr(required=True)
    before = StrictStr(required=True)
    at_least = PeriodField(required=True)
    occurrence = StrictInt(minimum=1)


class Window(StrictSchema):
    """`step` stays open for at least and at most these periods."""

    step = StrictStr(required=True)
    at_least = PeriodField()
    at_most = PeriodField()


class Steps(StrictSchema):
    """A list of steps (`order`, `advice`)."""

    steps = ListOf(StrictStr(blank=False), required=True)


class Same(Steps):
    """Steps that share all their parameters, or `of` what they ask."""

    of = Choice(("parameters", "questions"))


class Present(StrictSchema):
    """Places of the pilot file or `fact:STEP` that exist; in the languages asked for."""

    what = OneOrMore(required=True)
    languages = Choice(("authentic", "all"))


class Share(StrictSchema):
    """Threshold of a ballot, and the number of seats it is counted from."""

    step = StrictStr(required=True)
    at_least_votes = StrictInt(minimum=1)
    at_least = FractionField()
    more_than = FractionField()
    of = StrictInt(minimum=1)


class Count(StrictSchema):
    """How many there are of something."""

    what = StrictStr(required=True)
    min = NumberOrOpen()
    max = NumberOrOpen()
    exactly = NumberOrOpen()


class Sides(StrictSchema):
    """Viewpoints among materials or witnesses, or in the oversight group."""

    what = Choice(("materials", "oversight", "witnesses"), required=True)
    at_least = StrictInt(minimum=1, required=True)


class Sum(StrictSchema):
    """A total such as `agenda.minutes`, all in all or `per` another field of the same items."""

    what = StrictStr(required=True)
    per = StrictStr()
    min = NumberOrOpen()
    max = NumberOrOpen()


class Voters(StrictSchema):
    """What an office or a group of seats may and may not do."""

    office = StrictStr()
    group = StrictStr()
    may = ListOf(StrictStr())
    may_not = ListOf(StrictStr())


class Days(StrictSchema):
    """Days that do not fall on a day off: of steps, or a field of the pilot."""

    steps = ListOf(StrictStr(blank=False))
    what = OneOrMore()
    on = Choice(("working",), required=True)


class Languages(StrictSchema):
    """Texts of the pilot that are complete in every authentic language."""

    what = OneOrMore(required=True)


class Gap(StrictSchema):
    """How long after a failed vote the repeat is held."""

    step = StrictStr(required=True)
    repeat_after = PeriodField(required=True)
    on = Choice(("calendar", "working"), required=True)


class Held(StrictSchema):
    """How every step of a kind is held."""

    kind = StrictStr(required=True)
    as_ = MapOf(PlainValue(), data_key="as")
    stated = ListOf(StrictStr(blank=False))
    only_ = ListOf(StrictStr(blank=False), data_key="only")


class Agenda(StrictSchema):
    """What every session has on its agenda, and what none has."""

    has = ListOf(StrictStr(blank=False))
    never = ListOf(StrictStr(blank=False))


CHECKS: Mapping[str, type[StrictSchema]] = {
    "advice": Steps,
    "agenda": Agenda,
    "count": Count,
    "days": Days,
    "gap": Gap,
    "held": Held,
    "languages": Languages,
    "lead": Lead,
    "order": Steps,
    "present": Present,
    "same": Same,
    "share": Share,
    "sides": Sides,
    "sum": Sum,
    "voters": Voters,
    "window": Window,
}

HOOK = "hook"
"""The check that a plugin answers itself, through its hook."""


class CheckField(StrictField):
    """`{ NAME = { parameters } }`, to the name and its read parameters."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **_: Any
    ) -> tuple[str, Mapping[str, Any]]:
        if not isinstance(value, Mapping) or len(value) != 1:
            raise invalid(
                message("One check with its parameters is expected."),
                message("Write: {example}", example='{ window = { step = "vote" } }'),
            )
        ((name, parameters),) = value.items()
        if name == HOOK and parameters is True:
            return name, {}
        if name not in CHECKS:
            near = nearest(name, CHECKS)
            raise ValidationError(
                {
                    name: [
                        Fault(
                            message(
                                "There is no check {name}; known: {known}.",
                                name=name,
                                known=(*CHECKS, HOOK),
                            ),
                            message("Did you mean {suggestion}?", suggestion=near)
                            if near
                            else None,
                        )
                    ]
                }
            )
        try:
            return name, dict(CHECKS[name]().load(parameters))
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
