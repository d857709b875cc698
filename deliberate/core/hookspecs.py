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

from deliberate.core.errors import Finding
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.process.process import Process

PROJECT = "deliberate"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

PROVIDING = ("deliberate_models", "deliberate_jurisdictions")
CHOOSING = ("deliberate_check",)


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
