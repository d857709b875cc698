"""All findings about a process: the rulebook's declarative checks and its plugin's own."""

from __future__ import annotations

from collections.abc import Callable

from deliberate.core.errors import Finding
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.rulebook.checks import CheckContext, check_rules


def rules_of(registry: Registry) -> Callable[[Process], tuple[Finding, ...]]:
    """The judge that the engine asks before and after every act."""

    def judge(process: Process) -> tuple[Finding, ...]:
        return (*check_rules(check_context(process)), *registry.findings(process))

    return judge


def check_context(process: Process) -> CheckContext:
    """What a check may look at while a process runs."""
    return CheckContext(
        rulebook=process.rulebook,
        pilot=process.pilot,
        calendar=process.calendar,
        timeline=process,
        occurrences=process.scheduled,
        process=process,
    )
