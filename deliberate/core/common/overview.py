"""What the registers say today: the pilot's entries, added to and replaced by facts."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.common.registers import register
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.rulebook.pilot import Indicator, Risk, Stakeholder
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class CrisisClaim:
    """A claim in circulation, the fact, the source, in the order of entry."""

    id: str
    claim: Text
    fact: Text
    source: str


def risk_matrix(process: Process) -> tuple[Risk, ...]:
    """Every cell that is a measure with an owner: threat x strength, weakness x opportunity."""
    found = {risk.id: risk for risk in process.pilot.risks}
    for key, body in register(process, "risk").items():
        found[key] = Risk(
            key,
            str(body["kind"]),
            text_of(body, "threat"),
            text_of(body, "measure"),
            str(body["owner"]),
        )
    return tuple(found.values())


def indicators(process: Process) -> tuple[Indicator, ...]:
    """Yearly figures by category, oldest first. One pilot proves nothing about their causes."""
    found = {item.id: item for item in process.pilot.indicators}
    for key, body in register(process, "indicator").items():
        found[key] = Indicator(
            key,
            str(body["category"]),
            int(body["year"]),
            int(body["value"]),
            str(body["source"]),
            bool(body.get("baseline", False)),
        )
    return tuple(sorted(found.values(), key=lambda item: (item.category, item.year, item.id)))


def stakeholders(process: Process) -> tuple[Stakeholder, ...]:
    """Who is affected and how they take part."""
    found = {item.id: item for item in process.pilot.stakeholders}
    for key, body in register(process, "stakeholder").items():
        found[key] = Stakeholder(key, text_of(body, "name"), str(body["part"]))
    return tuple(found.values())


def crisis_claims(process: Process) -> tuple[CrisisClaim, ...]:
    return tuple(
        CrisisClaim(key, text_of(body, "claim"), text_of(body, "fact"), str(body["source"]))
        for key, body in register(process, "claim").items()
    )
