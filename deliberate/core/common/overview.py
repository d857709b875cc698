"""What the registers say today: the pilot's entries, added to and replaced by facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from deliberate.core.common.registers import register
from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.rulebook.background import (
    Background,
    Figure,
    Measure,
    SwotKind,
    SwotStatement,
)
from deliberate.core.rulebook.pilot_surroundings import Indicator, Risk, Stakeholder
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class CrisisClaim:
    """A claim in circulation, the fact, the source, in the order of entry."""

    id: str
    claim: Text
    fact: Text
    source: str


def risk_matrix(process: Process) -> tuple[Risk, ...]:
    """Every cell that is a measure with an owner: threat x strength, weakness x opportunity.

    The model's own measures come first; a pilot's cell of the same id, or one that meets the same
    threat, replaces one.
    """
    background = process.rulebook.background
    found = {cell.id: _cell(background, cell) for cell in background.measures}
    for risk in process.pilot.risks:
        _answer(found, risk)
    for key, body in register(process, "risk").items():
        found[key] = Risk(
            key,
            str(body["kind"]),
            text_of(body, "threat"),
            text_of(body, "measure"),
            str(body["owner"]),
        )
    return tuple(found.values())


def _answer(found: dict[str, Risk], risk: Risk) -> None:
    """Put a pilot's cell into the place of the model's cell that it answers, else at the end."""
    same = next(
        (
            cell.id
            for cell in found.values()
            if cell.kind == risk.kind and _same_words(cell.threat, risk.threat)
        ),
        None,
    )
    if risk.id in found or same is None:
        found[risk.id] = risk
    else:
        own = replace(risk, counterpart=risk.counterpart or found[same].counterpart)
        cells = [own if cell.id == same else cell for cell in found.values()]
        found.clear()
        found.update({cell.id: cell for cell in cells})


def _same_words(one: Text, other: Text) -> bool:
    """Whether two texts say the same in one of their languages."""
    said = {(code, words.casefold().strip()) for code, words in other.versions}
    return any((code, words.casefold().strip()) in said for code, words in one.versions)


def swot(process: Process) -> Mapping[SwotKind, tuple[SwotStatement, ...]]:
    """The four lists that the model brings; an agency answers them in its matrix."""
    return {
        kind: tuple(item for item in process.rulebook.background.swot if item.kind == kind)
        for kind in get_args(SwotKind)
    }


def _cell(background: Background, measure: Measure) -> Risk:
    problem, answer = (background.statement(name) for name in measure.pair)
    return Risk(
        id=measure.id,
        kind="_".join(item.kind for item in (problem, answer) if item is not None),
        threat=problem.text if problem is not None else Text(),
        measure=measure.measure,
        owner=measure.owner,
        source=measure.source,
        counterpart=answer.text if answer is not None else Text(),
    )


def figures(process: Process) -> tuple[Figure, ...]:
    """What the model's sources counted, by category and year; they are nobody's targets."""
    found = process.rulebook.background.figures
    return tuple(sorted(found, key=lambda item: (item.category, item.year)))


def indicators(process: Process) -> tuple[Indicator, ...]:
    """Yearly figures by category, oldest first. One pilot proves nothing about their causes."""
    languages = process.pilot.languages
    found = {
        item.id: replace(item, source=_in_all(item.source, languages))
        for item in process.pilot.indicators
    }
    for key, body in register(process, "indicator").items():
        found[key] = Indicator(
            key,
            str(body["category"]),
            int(body["year"]),
            int(body["value"]),
            _in_all(str(body["source"]), languages),
            bool(body.get("baseline", False)),
        )
    return tuple(sorted(found.values(), key=lambda item: (item.category, item.year, item.id)))


def _in_all(words: Text | str, languages: tuple[str, ...]) -> Text:
    """A name that is the same in every language, as a text in each of them."""
    return words if isinstance(words, Text) else Text.of(dict.fromkeys(languages, words))


def stakeholders(process: Process) -> tuple[Stakeholder, ...]:
    """Who is affected and how they take part."""
    found = {item.id: item for item in process.pilot.stakeholders}
    for key, body in register(process, "stakeholder").items():
        found[key] = Stakeholder(key, text_of(body, "name"), str(body["part"]))
    return tuple(found.values())


def crisis_claims(process: Process) -> tuple[CrisisClaim, ...]:
    return tuple(
        CrisisClaim(key, text_of(body, "claim"), text_of(body, "fact"), str(body["source"]))
        for key, body in register(process, "claim").items()
    )
