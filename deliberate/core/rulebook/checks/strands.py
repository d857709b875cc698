"""Findings about the strands that a pilot names: none, too many, too few, names that mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.strands import needs_strands

CODE = "STRANDS"
_LIKE_A_NUMBER = re.compile(r"(.*_)?[0-9]+")


def strand_findings(context: CheckContext) -> Iterator[Finding]:
    """Whether a pilot names the strands that its rulebook works in: none, too many, too few."""
    strands, named = context.rulebook.strands, context.pilot.strands
    if strands is None:
        if named:
            yield Finding(
                CODE,
                "error",
                message("{rulebook} has no strands.", rulebook=context.rulebook.name),
                context.place("strands"),
            )
        return
    if not named:
        if needs_strands(context.rulebook):
            yield Finding(
                CODE,
                "error",
                message("No strand is named; this model works in several: {name}.",
                        name=strands.name),
                context.place("strands"),
                message("Write a table [[strands]] with id and title for each."),
            )  # fmt: skip
    elif strands.count is not None and len(named) != strands.count:
        yield Finding(
            CODE,
            "must",
            message("Strands: {count}; the rulebook has {need}.", count=len(named),
                    need=strands.count),
            context.place("strands"),
        )  # fmt: skip
    yield from _sizes(context)
    yield from _names(context)


def _sizes(context: CheckContext) -> Iterator[Finding]:
    """Strands of another size than the one that the rulebook fixes for all."""
    fixed = context.rulebook.strands
    for index, strand in enumerate(context.pilot.strands):
        if fixed is not None and fixed.seats and strand.seats not in (None, fixed.seats):
            yield Finding(
                CODE,
                "must",
                message("{strand} has {count} seats; the rulebook has {need} in each.",
                        strand=strand.title, count=strand.seats, need=fixed.seats),
                context.place("strands", index, "seats"),
                message("Leave it out."),
            )  # fmt: skip


def _names(context: CheckContext) -> Iterator[Finding]:
    """Names that would be read as the number of an occurrence, or as another step."""
    origins = {step.id for step in context.rulebook.steps if not step.strand}
    for index, strand in enumerate(context.pilot.strands):
        copies = {step.id for step in context.rulebook.steps if step.strand == strand.id}
        if _LIKE_A_NUMBER.fullmatch(strand.id) or copies & origins:
            yield Finding(
                CODE,
                "error",
                message("{name} cannot name a strand: dates could mean another step.",
                        name=strand.id),
                context.place("strands", index, "id"),
                message("Begin with a letter and do not end in _ and a number: north, cell-2."),
            )  # fmt: skip
