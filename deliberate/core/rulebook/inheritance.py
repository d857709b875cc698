"""A rulebook that extends another: what it takes over, overrides, adds and leaves out.

An item of the same name (a step's `id`, a rule's `code`, a group's `name` ...) replaces the one of
the base as a whole; a document that `amends` replaces only the parts that it names. A new step
stands behind the last step that it waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, TypeVar

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.background import Figure, Measure, SwotStatement, Telling
from deliberate.core.rulebook.model import (
    Deviation,
    Duty,
    OpenParameter,
    Rule,
    Rulebook,
    SeatGroup,
    Source,
    Step,
)
from deliberate.core.rulebook.positions import Positions
from deliberate.core.rulebook.questionnaire import Questionnaire
from deliberate.core.rulebook.rulebook_schema import Removed
from deliberate.core.rulebook.templates import Block, DocumentTemplate

Item = TypeVar("Item")

NAMES: Mapping[str, str] = {
    "sources": "id",
    "seat_groups": "name",
    "steps": "id",
    "rules": "code",
    "open_parameters": "id",
    "duties": "id",
    "deviations": "principle",
    "swot": "id",
    "measures": "id",
    "figures": "id",
    "tellings": "id",
    "documents": "id",
    "questionnaires": "id",
}
"""Which key names the items of each list of a rulebook."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The lists of a rulebook."""

    sources: tuple[Source, ...] = ()
    seat_groups: tuple[SeatGroup, ...] = ()
    steps: tuple[Step, ...] = ()
    rules: tuple[Rule, ...] = ()
    open_parameters: tuple[OpenParameter, ...] = ()
    duties: tuple[Duty, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    swot: tuple[SwotStatement, ...] = ()
    measures: tuple[Measure, ...] = ()
    figures: tuple[Figure, ...] = ()
    tellings: tuple[Telling, ...] = ()
    documents: tuple[DocumentTemplate, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()


def name_of(table: str) -> Callable[[Any], str]:
    """How to ask an item of this list for its name."""
    return attrgetter(NAMES[table])


def parts_of(rulebook: Rulebook) -> Parts:
    return Parts(
        tuple(rulebook.sources.values()),
        rulebook.seat_groups,
        rulebook.steps,
        rulebook.rules,
        tuple(rulebook.open_parameters.values()),
        rulebook.duties,
        rulebook.deviations,
        rulebook.background.swot,
        rulebook.background.measures,
        rulebook.background.figures,
        rulebook.background.tellings,
        rulebook.documents,
        rulebook.questionnaires,
    )


def extend(base: Parts, own: Parts, removed: Removed) -> Parts:
    """The lists of a rulebook that extends `base`."""
    lists: dict[str, Any] = {}
    for table in NAMES:
        out = set(getattr(removed, table, ()))
        name = name_of(table)
        kept = [item for item in getattr(base, table) if name(item) not in out]
        merge = _merge_steps if table == "steps" else _merge
        lists[table] = tuple(merge(kept, getattr(own, table), name))
    inherited = {item.id: item for item in base.documents}
    lists["documents"] = tuple(amended(item, inherited) for item in lists["documents"])
    return replace(base, **lists)


def amended(
    template: DocumentTemplate, inherited: Mapping[str, DocumentTemplate]
) -> DocumentTemplate:
    """The document as a whole: its blocks in the place of the inherited ones of the same part."""
    base = inherited.get(template.id)
    if not template.amends or base is None:
        return template
    blocks: list[Block] = []
    placed: set[str] = set()
    own = {block.part for block in template.blocks}
    for block in base.blocks:
        if block.part not in own:
            blocks.append(block)
        elif block.part not in placed:
            placed.add(block.part)
            blocks += [one for one in template.blocks if one.part == block.part]
    return replace(template, amends=False, blocks=tuple(blocks))


def wrong_amendments(own: Parts, base: Parts, positions: Positions) -> Iterable[Finding]:
    """Documents that amend nothing, and blocks for a part that the inherited document lacks."""
    inherited = {item.id: item for item in base.documents}
    for index, template in enumerate(own.documents):
        if not template.amends:
            continue
        if template.id not in inherited:
            text = message("There is no inherited document {name} to amend.", name=template.id)
            yield Finding("AMENDMENT", "error", text, positions.find(("documents", index, "id")))
            continue
        parts = {block.part for block in inherited[template.id].blocks} - {""}
        for number, block in enumerate(template.blocks):
            if block.part not in parts:
                yield Finding(
                    "AMENDMENT",
                    "error",
                    message("The inherited document has no part {name}.", name=block.part or "-"),
                    positions.find(("documents", index, "blocks", number)),
                    message("Known: {options}.", options=tuple(sorted(parts))),
                )


def _merge(kept: Sequence[Item], own: Iterable[Item], name: Callable[[Item], str]) -> list[Item]:
    merged = {name(item): item for item in kept}
    merged.update({name(item): item for item in own})
    return list(merged.values())


def _merge_steps(
    kept: Sequence[Step], own: Sequence[Step], name: Callable[[Step], str]
) -> list[Step]:
    if not kept:
        return list(own)
    overriding = {step.id: step for step in own}
    steps = [overriding.pop(step.id, step) for step in kept]
    for step in overriding.values():
        places = [index for index, before in enumerate(steps) if before.id in step.after]
        place = places[-1] + 1 if places else len(steps)
        while place < len(steps) and steps[place].id in overriding:
            place += 1
        steps.insert(place, step)
    return steps


def unknown_removals(base: Parts, removed: Removed, positions: Positions) -> Iterable[Finding]:
    """Names under [remove] that the base does not have."""
    for table in Removed.__dataclass_fields__:
        known = {name_of(table)(item) for item in getattr(base, table)}
        for index, name in enumerate(getattr(removed, table)):
            if name not in known:
                yield Finding(
                    "REFERENCE",
                    "error",
                    message("The extended rulebook has no {name} to remove.", name=name),
                    positions.find(("remove", table, index)),
                )
