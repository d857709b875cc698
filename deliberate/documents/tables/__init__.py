"""The tables that a template may ask for, each a function from a document in the making."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.documents.document import Table
from deliberate.documents.making import Making
from deliberate.documents.tables import (
    deadlines,
    following,
    ledger,
    lottery,
    meeting,
    plan,
    pursuit,
    rules,
    seats,
    voting,
)

TABLES: Mapping[str, Callable[[Making, str], Table]] = MappingProxyType(
    {
        "accepted": following.accepted_table,
        "agenda": meeting.agenda_table,
        "agreements": seats.agreements_table,
        "attendance": meeting.attendance_table,
        "budget": plan.budget_table,
        "calendar": plan.calendar_table,
        "candidates": voting.candidates_table,
        "comments": ledger.comments_table,
        "conformity": rules.conformity_table,
        "course": meeting.course_table,
        "dispositions": ledger.dispositions_table,
        "enclosures": pursuit.enclosures_table,
        "escalation": pursuit.escalation_table,
        "evidence": pursuit.evidence_table,
        "indicators": plan.indicators_table,
        "inputs": ledger.inputs_table,
        "lottery_quotas": lottery.lottery_quotas_table,
        "lottery_values": lottery.lottery_values_table,
        "mandates": seats.mandates_table,
        "legal_sources": rules.legal_sources_table,
        "materials": meeting.materials_table,
        "minority": voting.minority_table,
        "missing_weeks": deadlines.missing_weeks_table,
        "open_parameters": rules.parameters_table,
        "overdue": deadlines.overdue_table,
        "points": following.points_table,
        "principles": rules.principles_table,
        "progress": following.progress_table,
        "proofs": deadlines.proofs_table,
        "refusals": voting.refusals_table,
        "requirements": rules.requirements_table,
        "roll_call": voting.roll_call_table,
        "rules": rules.rules_table,
        "seats": seats.seats_table,
        "speakers": meeting.speakers_table,
        "tally": voting.tally_table,
        "upcoming": deadlines.upcoming_table,
        "votes": voting.votes_table,
        "weeks": deadlines.weeks_table,
    }
)
"""By the names of `template_names.TABLES`. The second argument narrows to a group of seats."""
