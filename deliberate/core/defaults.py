"""The core's own answers to hooks that choose; what the model's plugin says is added to them."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.advice.issue import Issue
from deliberate.core.advice.reason import Reason
from deliberate.core.advice.reasons import fit_reasons
from deliberate.core.deliberation.table_plan.plan import propose_tables
from deliberate.core.deliberation.table_plan.problem import Problem, Proposal
from deliberate.core.errors import Finding
from deliberate.core.hookspecs import hookimpl
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Rulebook


@hookimpl(trylast=True)
def deliberate_check(process: Process) -> Sequence[Finding]:
    """No finding beyond the declarative checks of the rulebook."""
    return ()


@hookimpl(trylast=True)
def deliberate_plan_deliberation(
    process: Process, step: str, problem: Problem, seed: str
) -> Proposal:
    """The tables that the core's search finds with the seed."""
    return propose_tables(problem, seed)


@hookimpl(trylast=True)
def deliberate_fit(issue: Issue, rulebook: Rulebook) -> Sequence[Reason]:
    """The reasons that the rulebook's [fit] states."""
    return () if rulebook.fit is None else fit_reasons(issue, rulebook.fit)
