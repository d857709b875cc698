"""Why this model: what the record says about the advice and the agency's choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberate.core.process.guards import text_of
from deliberate.core.process.process import Process
from deliberate.core.services.advice_record import ADVISED
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A model or a variant as it was ranked when the process was opened. `chosen`: this process is
    of it."""

    name: Text
    model: str
    points: int
    advised: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer: a text, a number, or a word of certainty (`yes`, `no`, `unsure`)."""

    question: Text
    answer: Text | int | str


@dataclass(frozen=True, slots=True)
class Advised:
    """The advice on the record. `rank` is the place of the model that was chosen, 0 where it had
    none; each model stands by its best variant, and `variants` are those of the chosen one."""

    verdict: str
    rank: int
    reason: Text
    ranked: tuple[RankedLine, ...]
    variants: tuple[RankedLine, ...]
    answers: tuple[AnswerLine, ...]


def advised_of(process: Process) -> Advised | None:
    """None for a process that was opened without advice."""
    fact = process.latest(ADVISED)
    if fact is None:
        return None
    body = fact.body
    chosen = str(body["chosen_model"])
    model = chosen.partition("/")[0]
    return Advised(
        verdict=str(body["preflight"]),
        rank=int(body["rank"]),
        reason=text_of(body, "reason"),
        ranked=tuple(
            _line(item, str(item["model"]).partition("/")[0] == model) for item in body["ranked"]
        ),
        variants=tuple(_line(item, item["model"] == chosen) for item in body["variants"]),
        answers=tuple(map(_answer, body["answers"])),
    )


def _answer(item: Mapping[str, Any]) -> AnswerLine:
    given = item["answered"]
    in_words = text_of(item, "answered") if isinstance(given, dict) else given
    return AnswerLine(text_of(item, "question"), in_words)


def _line(item: Mapping[str, Any], chosen: bool) -> RankedLine:
    return RankedLine(
        text_of(item, "name"),
        str(item["model"]),
        int(item["points"]),
        bool(item["advised"]),
        chosen,
    )
