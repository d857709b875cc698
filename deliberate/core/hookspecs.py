"""The contract with plugins. Hooks propose, the core counts.

What a hook returns is frozen into the record before it takes effect; panels, tallies and outcomes
are computed by the core alone from frozen data. Arguments are domain values: never the app, the
request, the database or the registry.

`PROVIDING` hooks ask every plugin; `CHOOSING` hooks ask only the plugin that owns the process's
model, with the core's own answer when it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pluggy

from deliberate.core.advice.issue import Issue
from deliberate.core.advice.reason import Reason
from deliberate.core.deliberation.table_plan.problem import Problem, Proposal
from deliberate.core.errors import Finding
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.process.process import Process
from deliberate.core.rulebook.model import Rulebook

PROJECT = "deliberate"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

PROVIDING = ("deliberate_models", "deliberate_jurisdictions")
CHOOSING = ("deliberate_check", "deliberate_fit", "deliberate_plan_deliberation")


@hookspec
def deliberate_models() -> Sequence[Path]:  # type: ignore[empty-body]
    """The rulebook files (TOML) this plugin brings, one for each variant of its model.

    The first file of a model is its default variant.
    """


@hookspec
def deliberate_jurisdictions() -> Sequence[Jurisdiction]:  # type: ignore[empty-body]
    """Jurisdictions: holidays, languages, territories, personal numbers, synthetic names."""


@hookspec
def deliberate_check(process: Process) -> Sequence[Finding]:  # type: ignore[empty-body]
    """Findings beyond the declarative checks; reasons, never booleans.

    Asked of the plugin that owns the process's model, for rules with `check = { hook = true }`.
    """


@hookspec(firstresult=True)
def deliberate_plan_deliberation(  # type: ignore[empty-body]
    process: Process, step: str, problem: Problem, seed: str
) -> Proposal:
    """Who sits at which table in each round of a step.

    The problem names the people by their seats, what is to be mixed, the rounds that were held and
    what the others prescribe. The core refuses a proposal that does not keep to it, counts its
    figures and freezes it into the record. Without an answer the core's own search plans.
    """


@hookspec
def deliberate_fit(issue: Issue, rulebook: Rulebook) -> Sequence[Reason]:  # type: ignore[empty-body]
    """Reasons for and against a variant of a model, beyond those that its [fit] states as data.

    Asked of the plugin that owns the rulebook's model, for each of its variants that state a fit.
    """
