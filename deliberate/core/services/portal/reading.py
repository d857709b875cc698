"""Reading processes: the list of all, and the page of one, for a viewer at this moment."""

from __future__ import annotations

from datetime import datetime

from deliberate.core.common.acts import ACTS
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.planning.dates import Sittings
from deliberate.core.services.context import Context
from deliberate.core.services.portal.advised import advised_of
from deliberate.core.services.portal.decisions import (
    decision_rules_of,
    protocol_of,
    report_title_of,
    rounds_of,
)
from deliberate.core.services.portal.documents import documents_of
from deliberate.core.services.portal.election import nominations_of, public_votes_of
from deliberate.core.services.portal.following import execution_of
from deliberate.core.services.portal.gatherings import gatherings_of
from deliberate.core.services.portal.hearing import hearing_of
from deliberate.core.services.portal.inputs import inputs_of
from deliberate.core.services.portal.journey import coming_of, phase_of, phases_of, steps_of
from deliberate.core.services.portal.lotteries import lotteries_of
from deliberate.core.services.portal.meetings import activities_of, meetings_of, papers_of
from deliberate.core.services.portal.notices import notices_of
from deliberate.core.services.portal.page import ProcessPage, Remit
from deliberate.core.services.portal.people import body_of, groups_of, officers_of
from deliberate.core.services.portal.recommendations import recommendations_of
from deliberate.core.services.portal.regions import regions_of
from deliberate.core.services.portal.registers import registers_of
from deliberate.core.services.portal.shapes import Card
from deliberate.core.services.portal.standing import conclusion_of, conforms, money_of
from deliberate.core.services.portal.surveys import surveys_of
from deliberate.core.services.portal.today import today_of
from deliberate.core.services.portal.weightings import weightings_of
from deliberate.core.services.processes import process_seen, processes_seen
from deliberate.core.services.setting import jurisdiction_of
from deliberate.core.text import Text


def list_processes(context: Context, viewer: Viewer) -> tuple[Card, ...]:
    """All processes that the viewer may read, the newest first."""
    listed = processes_seen(context, viewer)
    with context.store.read() as unit:
        return tuple(_card(context.read_process(unit, item.id)) for item in reversed(listed))


def process_page(context: Context, viewer: Viewer, process_id: str) -> ProcessPage:
    """One process as the viewer may read it now; refuses one that is not seen (NO_PROCESS)."""
    with context.store.read() as unit:
        agency = process_seen(unit, viewer, process_id).agency
        process = context.read_process(unit, process_id)
    return page_of(context.registry, process, viewer, agency)


def page_of(registry: Registry, process: Process, viewer: Viewer, agency: str) -> ProcessPage:
    """The page of a process at its moment. `agency` is the name that roles are scoped by."""
    steps, pilot = steps_of(process), process.pilot
    protocol, execution = protocol_of(process), execution_of(process)
    return ProcessPage(
        id=process.id,
        now=process.now,
        status=process.status,
        reason=_reason(process),
        rehearsal=process.rehearsal,
        fictional=pilot.fictional,
        languages=pilot.languages,
        authentic_languages=pilot.authentic_languages,
        time_zone=process.calendar.zone.key,
        agency=pilot.agency.name,
        working_body=body_of(process, pilot.agency.working_body),
        territory=pilot.territory.name,
        sittings=Sittings.planned(process.rulebook, pilot, process.calendar.zone),
        regions=regions_of(process, jurisdiction_of(registry, process.rulebook, pilot)),
        model=process.rulebook.title,
        rulebook=process.rulebook.name,
        version=process.rulebook.version,
        remit=_remit(process),
        opened_at=process.facts[0].at if process.facts else None,
        ended_at=_ended(process),
        phase=phase_of(process, steps),
        phases=phases_of(process, steps),
        coming=coming_of(process, steps, execution),
        today=today_of(process, steps, protocol, execution),
        seats=process.rulebook.seats,
        groups=groups_of(process),
        officers=officers_of(process),
        nominations=nominations_of(process),
        votes=public_votes_of(process, viewer, agency),
        lotteries=lotteries_of(process),
        notices=notices_of(process),
        meetings=meetings_of(process),
        activities=activities_of(process),
        papers=papers_of(process),
        rules=decision_rules_of(process),
        rounds=rounds_of(process),
        hearing=hearing_of(process),
        recommendations=recommendations_of(process),
        surveys=surveys_of(process),
        report_title=report_title_of(process),
        weightings=weightings_of(process),
        gatherings=gatherings_of(process),
        protocol=protocol,
        documents=documents_of(process, protocol),
        execution=execution,
        money=money_of(process),
        conformity=conforms(registry, process),
        inputs=inputs_of(process, viewer, agency),
        registers=registers_of(process),
        conclusion=conclusion_of(process),
        advised=advised_of(process),
        entries=len(process.facts),
    )


def _card(process: Process) -> Card:
    steps, pilot = steps_of(process), process.pilot
    return Card(
        id=process.id,
        title=pilot.title,
        question=pilot.remit.question,
        agency=pilot.agency.name,
        territory=pilot.territory.name,
        model=process.rulebook.title,
        status=process.status,
        phase=phase_of(process, steps),
        coming=coming_of(process, steps, execution_of(process)),
        time_zone=process.calendar.zone.key,
        rehearsal=process.rehearsal,
        fictional=pilot.fictional,
    )


def _remit(process: Process) -> Remit:
    remit, agency = process.pilot.remit, process.pilot.agency
    return Remit(
        title=process.pilot.title,
        question=remit.question,
        questions=tuple(item.text for item in remit.questions),
        background=remit.background,
        scope_in=remit.scope_in,
        scope_out=remit.scope_out,
        status_quo=remit.status_quo,
        commitment=agency.commitment,
        committed_on=agency.committed_on,
        influence=process.pilot.influence,
    )


def _reason(process: Process) -> Text:
    """Why a process was cancelled or suspended; nothing while it runs."""
    fact = process.latest(f"{ACTS.name}.{process.status}")
    return text_of(fact.body, "reason") if fact is not None else Text()


def _ended(process: Process) -> datetime | None:
    """When the process was cancelled or closed."""
    ends = process.select(f"{ACTS.name}.cancelled", "evaluation.closed")
    return ends[0].at if ends else None
