"""Registers beside the steps: risks and measures, indicators, stakeholders, claims in a crisis.

The pilot fills them beforehand; facts add to them while the process runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import complete_in, known
from deliberate.core.process.kind import Action, Command, StepKind, actions
from deliberate.core.process.process import Process
from deliberate.core.process.standing import never_done
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)

STAFF = frozenset({"agency", "secretary"})
PARTS = ("seat", "heard", "consulted", "informed")
RISK_KINDS = ("threat_strength", "weakness_opportunity")


class RiskMeasure(StrictSchema):
    """A cell of the decision matrix (threat x strength, weakness x opportunity)."""

    id = IdentifierField(required=True)
    kind = Choice(RISK_KINDS, required=True)
    threat = TextField(required=True)
    measure = TextField(required=True)
    owner = StrictStr(required=True)


class IndicatorFigure(StrictSchema):
    """A yearly figure of a category, such as appeals received or unanswered."""

    id = IdentifierField(required=True)
    category = StrictStr(required=True)
    year = StrictInt(required=True)
    value = StrictInt(required=True)
    source = StrictStr(required=True)
    baseline = StrictBool()


class StakeholderPart(StrictSchema):
    id = IdentifierField(required=True)
    name = TextField(required=True)
    part = Choice(PARTS, required=True)


class Claim(StrictSchema):
    """An entry of the crisis register: what is claimed, what is the fact, by which source."""

    id = IdentifierField(required=True)
    claim = TextField(required=True)
    fact = TextField(required=True)
    source = StrictStr(required=True)


class Communicated(StrictSchema):
    """A line of the communication plan that was carried out.

    `index`: a line of the pilot's own plan, counted from 1; `telling`: one of the rulebook's.
    """

    index = StrictInt()
    telling = IdentifierField()
    channel = StrictStr(required=True)
    evidence = StrictStr(required=True)


def put_risk(command: Command) -> list[Draft]:
    _complete(command, "threat", "measure")
    return [command.fact("register.risk", command.body)]


def put_indicator(command: Command) -> list[Draft]:
    return [command.fact("register.indicator", command.body)]


def put_stakeholder(command: Command) -> list[Draft]:
    _complete(command, "name")
    return [command.fact("register.stakeholder", command.body)]


def put_claim(command: Command) -> list[Draft]:
    _complete(command, "claim", "fact")
    return [command.fact("register.claim", command.body)]


def _complete(command: Command, *keys: str) -> None:
    for key in keys:
        complete_in(command.view, command.body[key], key)


def communicated(command: Command) -> list[Draft]:
    """Record that a planned communication went out on one of its channels."""
    known(command.body["channel"], _planned_channels(command), "channel")
    return [command.fact("register.communicated", command.body)]


def _planned_channels(command: Command) -> tuple[str, ...]:
    """The channels of the line that is named, by its number or as one of the rulebook's."""
    name, index = command.body.get("telling"), command.body.get("index")
    if name is not None:
        tellings = {item.id: item for item in command.process.rulebook.background.tellings}
        known(name, tellings, "communication")
        return tellings[str(name)].channels
    plan = command.process.pilot.communication
    if index is None or not 1 <= index <= len(plan):
        raise Refused(
            "NO_LINE", message("The communication plan has {lines} lines.", lines=len(plan))
        )
    channels: tuple[str, ...] = plan[index - 1].channels
    return channels


def register(process: Process, kind: str) -> Mapping[str, Mapping[str, Any]]:
    """The latest entry by identifier that facts added to one register."""
    return {str(fact.body["id"]): fact.body for fact in _entries(process, kind)}


def _entries(process: Process, kind: str) -> tuple[Fact, ...]:
    return process.select(f"register.{kind}")


REGISTERS = StepKind(
    "registers",
    None,
    actions(
        Action(
            "risk", STAFF, put_risk, message("enter a risk and its measure"), RiskMeasure, late=True
        ),
        Action(
            "indicator",
            STAFF,
            put_indicator,
            message("enter an indicator"),
            IndicatorFigure,
            late=True,
        ),
        Action(
            "stakeholder",
            STAFF,
            put_stakeholder,
            message("enter a stakeholder"),
            StakeholderPart,
            late=True,
        ),
        Action("claim", STAFF, put_claim, message("enter a claim and its facts"), Claim, late=True),
        Action(
            "communicated",
            STAFF,
            communicated,
            message("record a communication"),
            Communicated,
            late=True,
        ),
    ),
    never_done,
    standing=True,
)
