"""Faults of a rulebook about strands: what cannot be copied, or not be one of several."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deliberate.core.errors import Finding, Where, message
from deliberate.core.rulebook.inheritance import Parts
from deliberate.core.rulebook.model import Strands
from deliberate.core.rulebook.rulebook_references import items_of
from deliberate.core.rulebook.strands import GROUP_KEYS, PER_STRAND, STEP_KEYS, divided

CODE = "STRANDS"


def strand_faults(
    whole: Parts, own: Parts, strands: Strands | None, place: Callable[..., Where]
) -> Iterator[Finding]:
    """Copies without strands, a division that is no step of tables, and steps outside of strands
    that one copy among several would have to answer."""
    per_step = {step.id for step in whole.steps if step.per == PER_STRAND}
    together = divided(strands)
    per_group = {
        group.name for group in whole.seat_groups if group.per == PER_STRAND and not together
    }
    for table in ("steps", "seat_groups"):
        for index, item in enumerate(getattr(own, table)):
            if item.per == PER_STRAND and strands is None:
                yield Finding(
                    CODE,
                    "error",
                    message("This is for each strand, and the rulebook has no strands."),
                    place(table, index, "per"),
                    message("Write: {example}", example='strands = { name = "cell", count = 2 }'),
                )
    for index, step in enumerate(own.steps):
        values = {} if step.per == PER_STRAND else items_of(step.parameters)
        for key, value in values.items():
            in_strand = per_step if key in STEP_KEYS else per_group if key in GROUP_KEYS else set()
            if isinstance(value, str) and value in in_strand:
                yield Finding(
                    CODE,
                    "error",
                    message(
                        "{name} is for each strand; a step outside of strands names one of many.",
                        name=value,
                    ),
                    place("steps", index, key),
                    message("Write {example} here too.", example='per = "strand"'),
                )
    yield from _division(whole, strands, place)


def _division(
    whole: Parts, strands: Strands | None, place: Callable[..., Where]
) -> Iterator[Finding]:
    name = None if strands is None else strands.divided_by
    if name is None:
        return
    step = next((item for item in whole.steps if item.id == name), None)
    if step is None or step.kind != "tables" or step.per == PER_STRAND:
        yield Finding(
            CODE,
            "error",
            message("{name} is no step of tables outside of strands.", name=name),
            place("rulebook", "strands", "divided_by"),
            message("Name the step at whose tables members are divided into strands."),
        )
