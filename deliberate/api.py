"""All that a model plugin may import. What is not here may change without notice."""

from __future__ import annotations

from deliberate.core.advice.issue import Issue
from deliberate.core.advice.reason import Reason
from deliberate.core.deliberation.table_plan.problem import Problem, Proposal
from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.follow_up.weekly import missing_reports
from deliberate.core.hookspecs import hookimpl
from deliberate.core.period import Period
from deliberate.core.process.facts import Fact
from deliberate.core.process.own_checks import (
    OwnCheck,
    asked_steps,
    broken,
    findings_of,
)
from deliberate.core.process.process import Process
from deliberate.core.rulebook.asked import questionnaire_of
from deliberate.core.rulebook.model import Rule, Rulebook, Step
from deliberate.core.rulebook.opposed import named_sides, opposed_sides
from deliberate.core.rulebook.pilot import AgendaItem, Pilot
from deliberate.core.rulebook.questionnaire import Questionnaire
from deliberate.core.survey.shares import margin_of_error
from deliberate.core.text import Text

__all__ = [
    "AgendaItem",
    "Fact",
    "Finding",
    "Issue",
    "Message",
    "OwnCheck",
    "Period",
    "Pilot",
    "Problem",
    "Process",
    "Proposal",
    "Questionnaire",
    "Reason",
    "Rule",
    "Rulebook",
    "Step",
    "Text",
    "Where",
    "asked_steps",
    "broken",
    "findings_of",
    "hookimpl",
    "margin_of_error",
    "message",
    "missing_reports",
    "named_sides",
    "opposed_sides",
    "questionnaire_of",
]
