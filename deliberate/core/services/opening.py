"""Opening a process: the pilot passes its checks, and its texts are frozen for good."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from deliberate.core.canonical import digest
from deliberate.core.errors import Finding, Refused, message
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.frozen import freeze_rulebook
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.strands import meet
from deliberate.core.rulebook.tally import obligatory
from deliberate.core.services.appending import append
from deliberate.core.services.context import Context
from deliberate.core.services.files import Sheet, check_sheet
from deliberate.core.services.setting import calendar_of, jurisdiction_of
from deliberate.core.storage.rows import ProcessRow

VOTER_TAG_SECRET = "voter_tag"


def open_process(
    context: Context,
    actor: Actor,
    pilot: Pilot,
    *,
    rehearsal: bool = False,
    advised: Draft | None = None,
) -> Process:
    """Freeze rulebook and pilot, and write the first fact. Refuses while a `must` is broken.

    `advised` is what `advice_record.recorded_advice` made of an issue file: it becomes the second
    fact.
    """
    rulebook = context.registry.rulebook(f"{pilot.model}/{pilot.variant}")
    rulebook, pilot = meet(rulebook, pilot)
    now = context.clock.now()
    calendar = calendar_of(pilot, jurisdiction_of(context.registry, rulebook, pilot))
    require_openable(context.registry, Sheet(pilot, rulebook, calendar), now)
    text = freeze_rulebook(rulebook, context.registry.rulebook)
    row = ProcessRow(
        id=pilot.id,
        agency=pilot.agency.working_body or pilot.agency.responsible_body,
        rulebook_text=text,
        rulebook_sha256=digest(text.encode()),
        distribution_version=_distribution(),
        pilot_text=pilot.source.text,
        pilot_sha256=pilot.source.sha256,
        rehearsal=rehearsal,
        opened_at=now,
    )
    planned = Process(
        pilot.id, rulebook, pilot, calendar, context.registry.kinds, (), now, rehearsal
    )
    body = {
        "rulebook": rulebook.name,
        "version": rulebook.version,
        "rulebook_sha256": row.rulebook_sha256,
        "pilot_sha256": row.pilot_sha256,
        "distribution": row.distribution_version,
        "rehearsal": rehearsal,
    }
    with context.store.transaction() as unit:
        unit.add_process(row)
        unit.add_secret(pilot.id, VOTER_TAG_SECRET, context.entropy(32))
        opening = Draft("process.opened", "process", 1, None, body, body)
        append(unit, planned, actor, (opening, *((advised,) if advised is not None else ())))
        return context.read_process(unit, pilot.id)


def require_openable(registry: Registry, sheet: Sheet, now: datetime) -> None:
    """Refuse a pilot that breaks a `must`, as `check` judges it.

    A plan can be wrong in ways that a running process is past.
    """
    _require_rules(sheet.rulebook, check_sheet(registry, sheet, now).findings)


def _require_rules(rulebook: Rulebook, findings: tuple[Finding, ...]) -> None:
    broken = tuple(finding for finding in findings if finding.level != "should")
    if broken:
        tally = obligatory(rulebook, broken)
        raise Refused(
            "RULES",
            message(
                "Findings in the way: {findings}; obligatory rules not kept: {rules}. "
                "The pilot cannot be opened.",
                rules=tally.rules,
                findings=tally.findings,
            ),
            fix=message("deliberate check names each with the place in the file."),
            findings=broken,
        )


def _distribution() -> str:
    try:
        return f"deliberate {version('deliberate')}"
    except PackageNotFoundError:
        return "deliberate (not installed)"
