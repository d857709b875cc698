"""Which questionnaire a survey asks, and whether a later wave asks what the earlier one did."""

from __future__ import annotations

from collections.abc import Iterable

from deliberate.core.rulebook.house_questionnaire import HOUSE
from deliberate.core.rulebook.model import Rulebook, Step
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.questionnaire import EVALUATION, Questionnaire


def questionnaire_of(rulebook: Rulebook, pilot: Pilot, step: Step) -> Questionnaire | None:
    """The pilot's questionnaire of the name that the step asks for, else the rulebook's.

    A wave that asks the same as an earlier one and has no questionnaire of its own takes that
    wave's; the house words the evaluation. None where nobody words what is asked.
    """
    found = worded(rulebook, pilot, step.parameters.questionnaire)
    if found is not None:
        return found
    earlier = rulebook.step(step.parameters.same_as) if step.parameters.same_as else None
    if earlier is not None and earlier.kind == step.kind and earlier != step:
        return questionnaire_of(rulebook, pilot, earlier)
    return HOUSE if step.parameters.questionnaire == EVALUATION else None


def worded(rulebook: Rulebook, pilot: Pilot, name: str) -> Questionnaire | None:
    """The questionnaire of this name: the agency's own wording goes before the rulebook's."""
    both: Iterable[Questionnaire] = (*pilot.questionnaires, *rulebook.questionnaires)
    return next((item for item in both if item.id == name), None)


def changed_items(first: Questionnaire, second: Questionnaire) -> tuple[str, ...]:
    """The questions of a first wave that a second one words differently, leaves out or moves.

    A second wave may ask more, after the same questions: what stands behind them cannot colour the
    answers before it.
    """
    changed = [
        item.id
        for place, item in enumerate(first.items)
        if place >= len(second.items) or second.items[place] != item
    ]
    return tuple(changed)
