"""All that a model plugin may import. What is not here may change without notice."""

from __future__ import annotations

from deliberate.core.errors import Finding, Message, Where, message
from deliberate.core.follow_up.weekly import missing_reports
from deliberate.core.hookspecs import hookimpl
from deliberate.core.period import Period
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Rule, Rulebook, Step
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.text import Text

__all__ = [
    "Fact",
    "Finding",
    "Message",
    "Period",
    "Pilot",
    "Process",
    "Rule",
    "Rulebook",
    "Step",
    "Text",
    "Where",
    "hookimpl",
    "message",
    "missing_reports",
]
