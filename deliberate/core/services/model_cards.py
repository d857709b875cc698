"""The installed models at a glance, for whoever chooses one: each figure with how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deliberate.core.phases import Phase
from deliberate.core.registry import Registry
from deliberate.core.rulebook.fit import FitSource, NotAdvised, Span, Suitability
from deliberate.core.rulebook.model import Rulebook, Source, Step
from deliberate.core.services.models import installed_models
from deliberate.core.text import Text

PURPOSE = "purpose"
"""The question of the advisor that asks what a process is to bring."""
MADE_FOR = "made_for"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One variant of a model. `purposes`: what it was made for, in its own words where it has any;
    `outputs`: what it leaves behind; `people` and `days`: None where the rulebook states no fit.
    """

    rulebook: Rulebook
    purposes: tuple[Text, ...]
    outputs: tuple[Text, ...]
    people: Span | None
    days: Span | None
    source: Source | None

    @property
    def suits(self) -> tuple[Suitability, ...]:
        """For which issues it was made, with a reason in its own words."""
        fit = self.rulebook.fit
        return () if fit is None else tuple(item for item in fit.suits if item.why)

    @property
    def phases(self) -> tuple[tuple[Phase, tuple[Step, ...]], ...]:
        """The steps by phase, in the order in which phases begin."""
        found = ((phase, self._steps_in(phase)) for phase in Phase)
        return tuple((phase, steps) for phase, steps in found if steps)

    def _steps_in(self, phase: Phase) -> tuple[Step, ...]:
        return tuple(step for step in self.rulebook.steps if step.phase == phase)

    @property
    def not_advised(self) -> tuple[NotAdvised, ...]:
        return () if self.rulebook.fit is None else tuple(self.rulebook.fit.not_advised_when)

    @property
    def sources(self) -> tuple[Source | FitSource, ...]:
        """All sources of its numbers and reasons, each once."""
        fit = self.rulebook.fit
        own = self.rulebook.sources
        more = () if fit is None else tuple(one for one in fit.sources if one.id not in own)
        return (*own.values(), *more)

    @property
    def numbered(self) -> Mapping[str, int]:
        """The place of each source among `sources`, from 1, by its identifier."""
        return {source.id: place for place, source in enumerate(self.sources, start=1)}


def model_cards(registry: Registry) -> tuple[ModelCard, ...]:
    """A card for every model that can be read, in the order of their names."""
    return tuple(
        card_of(registry, item.rulebook)
        for item in installed_models(registry)
        if item.rulebook is not None
    )


def model_card(registry: Registry, model: str, variant: str) -> ModelCard | None:
    """The card of one variant; None where it is not installed."""
    wanted = f"{model}/{variant}"
    return next((card for card in model_cards(registry) if card.rulebook.name == wanted), None)


def card_of(registry: Registry, rulebook: Rulebook) -> ModelCard:
    fit = rulebook.fit
    words = registry.questions[PURPOSE].options
    purposes = () if fit is None else fit.suits
    return ModelCard(
        rulebook=rulebook,
        purposes=tuple(
            words_of_it
            for item in purposes
            if item.question == PURPOSE and item.strength == MADE_FOR
            for words_of_it in ((item.why,) if item.why else map(words.__getitem__, item.answers))
        ),
        outputs=tuple(_outputs(rulebook)),
        people=None if fit is None else fit.people,
        days=None if fit is None else fit.days,
        source=rulebook.sources.get(rulebook.source),
    )


def _outputs(rulebook: Rulebook) -> list[Text]:
    """The reports that members write or that tell what they answered."""
    return [step.title for step in rulebook.steps if step.kind == "report"]
