"""What a population consists of, feature by feature, and where each number comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

PROPOSED = "PROPOSED"
"""How the status of a number begins that nobody counted: somebody proposes it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Those with one value of a feature. `weight` is a count or a share: only what it makes of the
    sum over its feature matters. `tolerance`: seats of room of its own, else that of the whole.

    `source`, `on` and `status` say where the number comes from, of which day it is and how good.
    """

    feature: str
    value: str
    weight: Fraction
    tolerance: Fraction | None = None
    source: str = ""
    on: str = ""
    status: str = ""

    @property
    def counted(self) -> bool:
        """Whether the number says something about the population."""
        return not self.status.startswith(PROPOSED)

    @property
    def name(self) -> str:
        return f"{self.feature}: {self.value}"


def by_feature(groups: Iterable[Group]) -> Mapping[str, Sequence[Group]]:
    """The groups of each feature, in their order."""
    found: dict[str, list[Group]] = {}
    for group in groups:
        found.setdefault(group.feature, []).append(group)
    return found


def shares(groups: Sequence[Group]) -> tuple[Fraction, ...]:
    """What part of a feature's people each group is, exactly. Their weights may not all be 0."""
    total = sum((group.weight for group in groups), Fraction(0))
    return tuple(group.weight / total for group in groups)
