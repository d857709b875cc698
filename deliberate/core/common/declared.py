"""Kinds of steps that rulebooks may already name and that no command can run yet.

Their parameters are kept as written, so that a rulebook can be read, checked and planned; opening
a process whose rulebook needs one of them is refused with the kind's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import INCLUDE, Schema, post_load

from deliberate.core.errors import message
from deliberate.core.process.kind import Progress, StepKind, StepView

DECLARED = (
    "survey",
    "questions",
    "witnesses",
    "tables",
    "proposals",
    "weighting",
    "response",
)


class AsWritten(Schema):
    """Keeps whatever the rulebook says."""

    class Meta:
        unknown = INCLUDE

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> Mapping[str, Any]:
        return MappingProxyType(dict(data))


def _progress(view: StepView) -> Progress:
    return Progress(
        outstanding=(
            message(
                "Steps of the kind “{kind}” cannot be run by this version.", kind=view.step.kind
            ),
        )
    )


def declared_kinds() -> dict[str, StepKind]:
    """All declared kinds by name."""
    return {name: StepKind(name, AsWritten, {}, _progress, executable=False) for name in DECLARED}
