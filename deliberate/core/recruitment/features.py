"""What a registration asks everybody: the features that the lottery balances, and their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deliberate.core.rulebook.model import Rulebook, Step


@dataclass(frozen=True, slots=True)
class Feature:
    """`values`: those that a person chooses from; empty where the rulebook names none, and then
    the value is written."""

    id: str
    values: tuple[str, ...] = ()


def features_of(rulebook: Rulebook, registration: Step) -> tuple[Feature, ...]:
    """The fields of a registration, with the values that the quotas of a later lottery name.

    A field that is called as the strands are (`region`) has the strands as its values.
    """
    known = _strands(rulebook) | {
        name: values
        for step in rulebook.steps
        if step.kind == "lottery"
        for name, values in _quotas(step.parameters)
        if values
    }
    return tuple(Feature(name, known.get(name, ())) for name in registration.parameters.fields)


def _strands(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    names = dict.fromkeys(group.strand for group in rulebook.seat_groups if group.strand)
    return {rulebook.strands.name: tuple(names)} if rulebook.strands and names else {}


def _quotas(parameters: Any) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The features with values among a lottery's quotas; one that is only named has none yet."""
    for quota in _part(parameters, "quotas") or ():
        if not isinstance(quota, str):
            yield str(_part(quota, "feature")), tuple(map(str, _part(quota, "values") or ()))


def _part(whole: Any, name: str) -> Any:
    """A part of something that may be kept as written or as a value of its own type."""
    return whole.get(name) if isinstance(whole, Mapping) else getattr(whole, name, None)
