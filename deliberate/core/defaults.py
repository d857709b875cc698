"""The core's own answers to hooks that choose, used when the model's plugin has none."""

from __future__ import annotations

from collections.abc import Sequence

from deliberate.core.errors import Finding
from deliberate.core.hookspecs import hookimpl
from deliberate.core.process.process import Process


@hookimpl(trylast=True)
def deliberate_check(process: Process) -> Sequence[Finding]:
    """No finding beyond the declarative checks of the rulebook."""
    return ()
