"""From TOML to a rulebook: form, inheritance, references; every mistake named with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from deliberate.core.errors import Finding, UnusableInput, Where, message
from deliberate.core.rulebook.background import Background
from deliberate.core.rulebook.faults import flatten_errors
from deliberate.core.rulebook.fit import Fit
from deliberate.core.rulebook.inheritance import (
    NAMES,
    Parts,
    extend,
    name_of,
    parts_of,
    unknown_removals,
    wrong_amendments,
)
from deliberate.core.rulebook.model import Rulebook, Strands
from deliberate.core.rulebook.open_parameters import unread_parameters
from deliberate.core.rulebook.pilot_loader import load_pilot
from deliberate.core.rulebook.refusal import refuse
from deliberate.core.rulebook.rulebook_references import (
    broken_references,
    circles,
    duplicates,
    left_dangling,
    names_of,
    untranslated,
    wrong_defaults,
    wrong_pairs,
)
from deliberate.core.rulebook.rulebook_schema import Head, Removed, rulebook_schema
from deliberate.core.rulebook.source import TomlSource
from deliberate.core.rulebook.strand_faults import strand_faults
from deliberate.core.rulebook.template_references import broken_templates, wrong_letters

__all__ = ["load_pilot", "load_rulebook"]


def load_rulebook(
    source: TomlSource,
    kinds: Mapping[str, type[Schema]],
    base: Callable[[str], Rulebook] | None = None,
) -> Rulebook:
    """The rulebook that a file states.

    `kinds` reads the parameters of each kind of steps; `base` finds the rulebook (`model/variant`)
    that this one extends. Raises `UnusableInput` with every mistake and its place.
    """
    try:
        tables = rulebook_schema(kinds).load(source.data)
    except ValidationError as error:
        refuse(flatten_errors(error.messages, source.positions))
    head: Head = tables["rulebook"]
    removed: Removed = tables.get("remove", Removed())
    own = Parts(**{table: tuple(tables.get(table, ())) for table in NAMES})
    parent = _parent(head, source, base)
    inherited = parts_of(parent) if parent is not None else Parts()
    whole = extend(inherited, own, removed)
    strands = head.strands or (parent.strands if parent else None)
    refuse(_mistakes(head, own, inherited, whole, removed, source, strands))
    return _made(head, own, whole, parent, source, tables.get("fit"))


def _parent(
    head: Head, source: TomlSource, base: Callable[[str], Rulebook] | None
) -> Rulebook | None:
    if head.extends is None:
        return None
    where = source.positions.find(("rulebook", "extends"))
    if head.extends == f"{head.model}/{head.variant}":
        raise UnusableInput("EXTENDS", message("A rulebook cannot extend itself."), where=where)
    if base is None:
        raise UnusableInput(
            "EXTENDS",
            message("The rulebook {name} cannot be looked up here.", name=head.extends),
            where=where,
        )
    try:
        return base(head.extends)
    except UnusableInput as error:
        raise UnusableInput(
            error.code,
            message("The extended rulebook cannot be used: {reason}", reason=error.message),
            where=where,
            fix=error.fix,
            findings=error.findings,
        ) from None


def _mistakes(
    head: Head,
    own: Parts,
    inherited: Parts,
    whole: Parts,
    removed: Removed,
    source: TomlSource,
    strands: Strands | None,
) -> Iterable[Finding]:
    def place(*path: str | int) -> Where:
        return source.positions.find(path)

    def place_of_step(step: str) -> Where:
        places = [index for index, item in enumerate(own.steps) if item.id == step]
        return place("steps", places[0], "after") if places else place("steps")

    names = names_of(whole)
    if head.source not in names.sources:
        yield Finding(
            "SOURCE",
            "error",
            message("There is no source {source} among [[sources]].", source=head.source),
            place("rulebook", "source"),
        )
    yield from duplicates(own, place)
    yield from broken_references(own, names, place)
    yield from circles(whole, place_of_step)
    yield from strand_faults(whole, own, strands, place)
    languages = tuple(head.title.as_dict())
    yield from untranslated(own, languages, place)
    yield from broken_templates(own.documents, names.by_kind, languages, place)
    yield from wrong_letters(own.documents, whole.documents, place)
    yield from wrong_defaults(own, place)
    yield from wrong_pairs(whole, own, place)
    yield from unknown_removals(inherited, removed, source.positions)
    yield from wrong_amendments(own, inherited, source.positions)
    if inherited.steps:
        yield from left_dangling(whole, own, names, place("remove"))
    yield from unread_parameters(whole, own, place, place("remove"))


def _made(
    head: Head,
    own: Parts,
    whole: Parts,
    parent: Rulebook | None,
    source: TomlSource,
    fit: Fit | None,
) -> Rulebook:
    lists: dict[str, Any] = {
        "seat_groups": whole.seat_groups,
        "steps": whole.steps,
        "rules": whole.rules,
        "duties": whole.duties,
        "deviations": whole.deviations,
        "documents": whole.documents,
        "questionnaires": whole.questionnaires,
        "background": Background(whole.swot, whole.measures, whole.figures, whole.tellings),
        "sources": {item.id: item for item in whole.sources},
        "open_parameters": {item.id: item for item in whole.open_parameters},
    }
    return Rulebook(
        model=head.model,
        variant=head.variant,
        version=head.version,
        title=head.title,
        summary=head.summary or (parent.summary if parent else head.summary),
        source=head.source,
        strands=head.strands or (parent.strands if parent else None),
        fit=fit or (parent.fit if parent else None),
        extends=head.extends,
        jurisdiction=head.jurisdiction or (parent.jurisdiction if parent else "plain"),
        text=source.text,
        sha256=source.sha256,
        file=source.file,
        places=_places(own, parent, source),
        **lists,
    )


def _places(own: Parts, parent: Rulebook | None, source: TomlSource) -> dict[str, Where]:
    """Where each item stands: `rules.R04`, `steps.session`; inherited ones in their own file."""
    places = dict(parent.places) if parent is not None else {}
    places["rulebook"] = source.positions.find(("rulebook",))
    for table in NAMES:
        for index, item in enumerate(getattr(own, table)):
            places[f"{table}.{name_of(table)(item)}"] = source.positions.find((table, index))
    return places
