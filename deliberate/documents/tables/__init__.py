"""The tables that a template may ask for, each a function from a document in the making."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.documents.document import Table
from deliberate.documents.making import Making
from deliberate.documents.tables import (
    following,
    ledger,
    meeting,
    plan,
    rules,
    seats,
    voting,
)

TABLES: Mapping[str, Callable[[Making, str], Table]] = MappingProxyType(
    {
        "agenda": meeting.agenda_table,
        "agreements": seats.agreements_table,
        "attendance": meeting.attendance_table,
        "budget": plan.budget_table,
        "calendar": plan.calendar_table,
        "candidates": voting.candidates_table,
        "comments": ledger.comments_table,
        "conformity": rules.conformity_table,
        "dispositions": ledger.dispositions_table,
        "escalation": following.escalation_table,
        "evidence": following.evidence_table,
        "indicators": plan.indicators_table,
        "inputs": ledger.inputs_table,
        "mandates": seats.mandates_table,
        "legal_sources": rules.legal_sources_table,
        "materials": meeting.materials_table,
        "minority": voting.minority_table,
        "open_parameters": rules.parameters_table,
        "points": following.points_table,
        "progress": following.progress_table,
        "refusals": voting.refusals_table,
        "requirements": rules.requirements_table,
        "roll_call": voting.roll_call_table,
        "rules": rules.rules_table,
        "seats": seats.seats_table,
        "speakers": meeting.speakers_table,
        "tally": voting.tally_table,
        "votes": voting.votes_table,
        "weeks": following.weeks_table,
    }
)
"""By the names of `rulebook.templates.TABLES`. The second argument narrows to a group of seats."""
