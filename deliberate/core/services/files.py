"""What can be done with files alone: reading, checking and planning a pilot. No database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, UnusableInput
from deliberate.core.principles.judging import JudgedPrinciple, judge, unjustified
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.checks import (
    CheckContext,
    PlannedTimeline,
    check_rules,
    justified_rules,
)
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.model import Rule, Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.planning import Plan, plan
from deliberate.core.rulebook.source import read_toml
from deliberate.core.rulebook.strands import meet
from deliberate.core.rulebook.unfit import parameters_of, unfit_parameters
from deliberate.core.services.setting import calendar_of, jurisdiction_of

SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A pilot with the rulebook that it names and the calendar that it lives by."""

    pilot: Pilot
    rulebook: Rulebook
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A pilot held against its rulebook. `justified`: `should` rules left with a stated reason;
    `unasked`: rules that read an open parameter whose value does not fit; `principles`: those of
    good practice, as far as a plan can keep them."""

    sheet: Sheet
    findings: tuple[Finding, ...]
    justified: tuple[Rule, ...]
    unasked: tuple[Rule, ...] = ()
    principles: tuple[JudgedPrinciple, ...] = ()

    @property
    def kept(self) -> int:
        """How many rules are kept: not found broken, not left with a reason, and asked at all."""
        apart = {finding.code for finding in self.findings}
        apart |= {rule.code for rule in (*self.justified, *self.unasked)}
        return sum(rule.code not in apart for rule in self.sheet.rulebook.stated_rules)


def open_rulebook(registry: Registry, name: str) -> Rulebook:
    """An installed rulebook by `model/variant` or `model`, or one of one's own by its file."""
    if name.endswith(SUFFIX):
        return registry.read_rulebook(Path(name))
    return registry.rulebook(name)


def read_sheet(registry: Registry, path: str | os.PathLike[str]) -> Sheet:
    """A pilot file with everything that is needed to judge it.

    Raises `UnusableInput` for a file that cannot be read or understood, and for a model or a
    jurisdiction that is not installed, with the line that names it.
    """
    pilot = load_pilot(read_toml(path))
    try:
        rulebook = registry.rulebook(f"{pilot.model}/{pilot.variant}")
    except UnusableInput as error:
        raise _placed(error, pilot, "model") from None
    try:
        calendar = calendar_of(pilot, jurisdiction_of(registry, rulebook, pilot))
    except UnusableInput as error:
        raise _placed(error, pilot, _cause_of(error)) from None
    rulebook, pilot = meet(rulebook, pilot)
    return Sheet(pilot, rulebook, calendar)


def _cause_of(error: UnusableInput) -> str:
    """Which key of the pilot a refusal of its calendar is about."""
    known = {"NO_JURISDICTION": "jurisdiction", "ZONE": "time_zone", "TRANSFER": "days_off"}
    return known.get(error.code, "id")


def _placed(error: UnusableInput, pilot: Pilot, key: str) -> UnusableInput:
    if error.where is not None:
        return error
    return UnusableInput(
        error.code,
        error.message,
        where=pilot.place(key),
        fix=error.fix,
        findings=error.findings,
    )


def check_pilot(registry: Registry, path: str | os.PathLike[str], now: datetime) -> CheckReport:
    """All findings about a pilot file, those of the model's plugin among them, in file order."""
    return check_sheet(registry, read_sheet(registry, path), now)


def check_sheet(registry: Registry, sheet: Sheet, now: datetime) -> CheckReport:
    """All findings about a pilot before its process begins. `now` is the moment of reading."""
    context, process = planned_context(sheet), planned_process(registry, sheet, now)
    principles = judge(process)
    found = (
        *check_rules(context),
        *registry.findings(process),
        *unjustified(process, principles),
    )
    silenced = {rule.code for rule in justified_rules(context)}
    kept = (finding for finding in found if finding.code not in silenced)
    unfit = unfit_parameters(sheet.rulebook, sheet.pilot)
    return CheckReport(
        sheet,
        tuple(sorted(kept, key=_by_place)),
        justified_rules(context),
        tuple(rule for rule in sheet.rulebook.stated_rules if parameters_of(rule) & unfit),
        principles,
    )


def planned_context(sheet: Sheet) -> CheckContext:
    """What the checks look at before anything has happened."""
    timeline = PlannedTimeline(sheet.pilot, sheet.calendar)
    return CheckContext(sheet.rulebook, sheet.pilot, sheet.calendar, timeline, timeline.occurrences)


def planned_process(registry: Registry, sheet: Sheet, now: datetime) -> Process:
    """The process that a pilot plans, in which nothing has happened yet."""
    return Process(
        sheet.pilot.id,
        sheet.rulebook,
        sheet.pilot,
        sheet.calendar,
        registry.kinds,
        (),
        now,
    )


def _by_place(finding: Finding) -> tuple[int, str]:
    return (finding.where.line if finding.where else 0, finding.code)


def plan_pilot(registry: Registry, path: str | os.PathLike[str]) -> Plan:
    """The plan of a pilot file."""
    sheet = read_sheet(registry, path)
    return plan(sheet.rulebook, sheet.pilot, sheet.calendar)
