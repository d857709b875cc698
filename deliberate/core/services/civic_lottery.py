"""A civic lottery from a pool and its targets to a panel that a stranger can draw again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from deliberate.core.canonical import canonical, digest
from deliberate.core.randomness import seeded
from deliberate.core.recruitment.lottery.chances import gini
from deliberate.core.recruitment.lottery.conflicts import excluding
from deliberate.core.recruitment.lottery.decomposition import Tell
from deliberate.core.recruitment.lottery.drawing import draw_panel
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.fairest import Fairest, NoPanel, fairest
from deliberate.core.recruitment.lottery.no_panel import no_panel
from deliberate.core.recruitment.lottery.polytope import polytope
from deliberate.core.recruitment.lottery.pool import Pool, Quota, Targets


@dataclass(frozen=True, slots=True)
class NeverChosen:
    """People whom no panel can contain, and the quotas because of which; `households`: only
    together with the rule about households."""

    people: tuple[str, ...]
    because: tuple[Quota, ...]
    households: bool = False


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A panel, everybody's chance, and what a stranger needs to draw it again.

    `input_hash` is the SHA-256 of pool, targets and objective in one order; `seconds` of work.
    """

    panel: tuple[str, ...]
    chances: Mapping[str, Fraction]
    fairest: Fairest
    never: tuple[NeverChosen, ...]
    objective: Objective
    seed: str
    input_hash: str
    seconds: float

    @property
    def smallest(self) -> Fraction:
        """The smallest chance of those who can be chosen."""
        out = {name for group in self.never for name in group.people}
        return min(chance for name, chance in self.chances.items() if name not in out)

    @property
    def gini(self) -> float:
        """How unequal the chances of everybody in the pool are."""
        return gini(list(self.chances.values()))


def draw(
    pool: Pool,
    targets: Targets,
    seed: str,
    *,
    objective: Objective = "leximin",
    tell: Tell = lambda *_: None,
) -> DrawnPanel:
    """Draw a panel with `seed`; raises `Refused` (NO_PANEL) with what stands in the way."""
    begun = time.process_time()
    pool, targets = pool.in_order(), targets.in_order()
    hashed = input_hash(pool, targets, objective)
    try:
        found = fairest(pool, targets, objective, tell)
    except NoPanel:
        raise no_panel(pool, targets) from None
    never = _never(found, targets)
    generator = seeded(seed, hashed)
    panel = draw_panel(found.lottery, found.population, generator)
    chances = found.lottery.chances(found.population)
    spent = time.process_time() - begun
    return DrawnPanel(panel, chances, found, never, objective, seed, hashed, spent)


def input_hash(pool: Pool, targets: Targets, objective: str) -> str:
    """One hash for one question, whatever the order of rows, columns and quotas.

    What is asked is the pool, the quotas without their flex, the size and the objective.
    """
    pool = pool.in_order()
    quotas = sorted((q.feature, q.value, q.least, q.most) for q in targets.quotas)
    people = [[person.id, list(person.values), person.household] for person in pool.people]
    return digest(
        canonical(
            {
                "features": list(pool.features),
                "objective": objective,
                "people": people,
                "quotas": [list(quota) for quota in quotas],
                "size": targets.size,
            }
        )
    )


def _never(found: Fairest, targets: Targets) -> tuple[NeverChosen, ...]:
    types = found.population.types
    groups = []
    for number in found.never:
        near = _own_first(targets, types[number].values)
        because = excluding(polytope(found.population, near), near, number)
        groups.append(NeverChosen(types[number].people, because.quotas, because.households))
    return tuple(groups)


def _own_first(targets: Targets, values: tuple[str, ...]) -> Targets:
    """Within each feature the quota of this value first: of several reasons it is the plainest."""
    own = set(zip(targets.features, values, strict=True))
    order = sorted(targets.quotas, key=lambda q: (q.feature, (q.feature, q.value) not in own))
    return Targets(targets.size, tuple(order))
