"""Each principle with its state: kept, missed, justified, or not to be judged yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from deliberate.core.errors import Finding, Message, message
from deliberate.core.principles import commission, meetings, people, safeguards
from deliberate.core.principles.answers import Answer, Asked
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks.values import label
from deliberate.core.rulebook.model import Deviation
from deliberate.core.rulebook.positions import Path
from deliberate.core.rulebook.principles import Ask, Principle, principles
from deliberate.core.text import Text

PrincipleState = Literal["kept", "missed", "justified", "waiting", "not_asked"]

ASKED: Mapping[str, Asked] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            commission.question,
            commission.problem,
            commission.neutrality,
            commission.commissioned,
            commission.commitment,
            commission.answers,
            commission.deadline,
            commission.announced,
            commission.agenda,
            commission.materials,
            commission.funding,
            commission.results,
            commission.last_word,
            people.random,
            people.quotas,
            people.chances,
            people.pay,
            people.care,
            people.access,
            people.tongues,
            people.names,
            meetings.sides,
            meetings.authors,
            meetings.more,
            meetings.groups,
            meetings.facilitators,
            meetings.private_tables,
            meetings.four_days,
            meetings.one_day,
            safeguards.organiser,
            safeguards.group,
            safeguards.signed_off,
            safeguards.complaints,
            safeguards.influence,
            safeguards.end_survey,
            safeguards.evaluator,
        )
    }
    | {"stratified": people.quotas}
)
"""How each ask of the data is looked up, by its name there."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One ask and what was found."""

    ask: Ask
    answer: Answer


@dataclass(frozen=True, slots=True)
class JudgedPrinciple:
    """A principle and how a process stands to it. `reason` is the agency's own, published with its
    pilot; `model` says what the model itself does not do."""

    principle: Principle
    state: PrincipleState
    asks: tuple[Looked, ...]
    reason: Text
    model: Deviation | None

    @property
    def missed(self) -> tuple[Looked, ...]:
        return tuple(item for item in self.asks if item.answer.state == "missed")

    @property
    def unexcused(self) -> tuple[Looked, ...]:
        """What is missed without a reason, of the agency or of the model."""
        return () if self.reason else _without(self.model, self.missed)


def judge(process: Process) -> tuple[JudgedPrinciple, ...]:
    """All principles over one process at its moment; nothing is stored."""
    return tuple(_judged(process, item) for item in principles())


def _judged(process: Process, principle: Principle) -> JudgedPrinciple:
    asks = tuple(Looked(ask, ASKED[ask.id](process)) for ask in principle.asks)
    reason = process.pilot.deviations.get(principle.code, Text())
    own = (item for item in process.rulebook.deviations if item.principle == principle.code)
    found = JudgedPrinciple(principle, "waiting", asks, reason, next(own, None))
    return replace(found, state=_state(found))


def _without(model: Deviation | None, missed: tuple[Looked, ...]) -> tuple[Looked, ...]:
    if model is None or model.agency_justifies:
        return missed
    return tuple(look for look in missed if model.asks and look.ask.id not in model.asks)


def _state(judged: JudgedPrinciple) -> PrincipleState:
    if judged.missed:
        return "missed" if judged.unexcused else "justified"
    found = {item.answer.state for item in judged.asks}
    if "waiting" in found:
        return "waiting"
    return "kept" if "kept" in found else "not_asked"


def criteria_missed(judged: Iterable[JudgedPrinciple]) -> tuple[Principle, ...]:
    """Which criteria of a representative deliberative process it misses, justified or not."""
    return tuple(item.principle for item in judged if item.principle.criterion and item.missed)


def unjustified(process: Process, judged: Iterable[JudgedPrinciple]) -> Iterator[Finding]:
    """A finding for each principle that is missed without a published reason."""
    for item in judged:
        if item.state != "missed":
            continue
        places = [look.answer.place for look in item.unexcused if look.answer.place]
        yield Finding(
            item.principle.code,
            "should",
            message(
                "The principle “{title}” is not kept. It asks for this: {asks}.",
                title=item.principle.title,
                asks=tuple(look.ask.text for look in item.unexcused),
            ),
            process.pilot.place(*(places[0] if places else ("deviations",))),
            _remedy(process, item.principle.code, places),
        )


def _remedy(process: Process, code: str, places: Iterable[Path]) -> Message:
    """Comply, with the keys of the file that say so; or the line that gives the reason."""
    languages = process.pilot.authentic_languages or ("en",)
    example = ", ".join(f'{code}.{language} = "..."' for language in languages)
    keys = tuple(label(place) for place in places)
    if keys:
        return message(
            "Fill in {keys}, or publish the reason under [deviations]: {example}",
            keys=keys,
            example=example,
        )
    return message("Comply, or publish the reason under [deviations]: {example}", example=example)
