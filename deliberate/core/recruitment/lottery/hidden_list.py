"""A list of panels that is public by one hash alone, and what is opened of it.

Who is on panels with whom tells who is alike, so the list itself stays with organisers and
auditors. The hash is the root of a tree. Its leaves are the panels in their order, then the people
by number, each with the numbers of the own panels:

    panel    {"panel": number, "people": [numbers], "salt": a salt of its own}
    person   {"number": number, "panels": [numbers of panels], "salt": the person's salt}

`panels` is null for whom no panel can contain. The salts of panels follow from those of all people
together, which the hash of the pool fixes: whoever has the pool makes the hash again, and nobody
else can guess a leaf. What is opened of one leaf tells nothing about another.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deliberate.core import merkle
from deliberate.core.canonical import canonical
from deliberate.core.process.respondents import Respondent

Panels = tuple[tuple[int, ...], ...]
Own = tuple[int, ...] | None
"""The numbers of the panels that a person is on; None for whom no panel can contain."""
_PURPOSE = b"salts of panels"


@dataclass(frozen=True, slots=True)
class HiddenList:
    """`salts`: everybody's, by number; `panels[k]`: the people on panel `k`, in order; `never`:
    whom no panel can contain."""

    salts: Mapping[int, str]
    panels: Panels
    never: frozenset[int]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(self.salts))

    @property
    def hash(self) -> str:
        """What is published of the list (hexadecimal)."""
        return merkle.root(self._leaves()).hex()

    def opened(self, number: int) -> dict[str, Any]:
        """What shows that a panel is the one with this number: its salt, its path to the root."""
        way = merkle.path(self._leaves(), number)
        salt = _salt(self._key(), number)
        return {"salt": salt, "path": [step.hex() for step in way]}

    def own(self) -> Mapping[int, Own]:
        """Everybody's panels, by the number of the person."""
        found: dict[int, list[int]] = {number: [] for number in self.numbers}
        for place, panel in enumerate(self.panels):
            for number in panel:
                found[number].append(place)
        return {
            number: None if number in self.never else tuple(places)
            for number, places in found.items()
        }

    def proof(self, number: int) -> dict[str, Any]:
        """What a person is given of the list: the own panels, and the path to the root."""
        place = len(self.panels) + self.numbers.index(number)
        own = self.own()[number]
        return {
            "number": number,
            "panels": None if own is None else list(own),
            "salt": self.salts[number],
            "path": [step.hex() for step in merkle.path(self._leaves(), place)],
        }

    def _leaves(self) -> list[bytes]:
        key = self._key()
        panels = [
            panel_leaf(place, panel, _salt(key, place)) for place, panel in enumerate(self.panels)
        ]
        people = [own_leaf(number, own, self.salts[number]) for number, own in self.own().items()]
        return panels + people

    def _key(self) -> bytes:
        """What the salts of panels follow from: known only to whoever has everybody's salt."""
        everybody = canonical([[number, self.salts[number]] for number in self.numbers])
        return hashlib.sha256(_PURPOSE + everybody).digest()


@dataclass(frozen=True, slots=True)
class AuditedPool:
    """What an auditor is handed: everybody without a name, and everybody's panels.

    `own` is None where the file tells nothing about panels, as before a list was made."""

    people: tuple[Respondent, ...]
    own: Mapping[int, Own] | None = None

    def hidden(self, count: int) -> HiddenList | None:
        """The list of `count` panels that the file tells; None where it tells none.

        Raises `ValueError` when it names other panels than those.
        """
        if self.own is None:
            return None
        panels: list[list[int]] = [[] for _ in range(count)]
        for number, own in sorted(self.own.items()):
            for place in own or ():
                if place >= count:
                    raise ValueError(f"there is no panel {place} of {count}")
                panels[place].append(number)
        return HiddenList(
            {one.number: one.salt for one in self.people},
            tuple(map(tuple, panels)),
            frozenset(number for number, own in self.own.items() if own is None),
        )


def _salt(key: bytes, place: int) -> str:
    return hmac.new(key, str(place).encode(), hashlib.sha256).hexdigest()


def panel_leaf(number: int, people: Sequence[int], salt: str) -> bytes:
    return merkle.leaf(canonical({"panel": number, "people": list(people), "salt": salt}))


def own_leaf(number: int, own: Own, salt: str) -> bytes:
    panels = None if own is None else list(own)
    return merkle.leaf(canonical({"number": number, "panels": panels, "salt": salt}))


def leads_to(leaf: bytes, place: int, size: int, way: Sequence[str], root: str) -> bool:
    """Whether a leaf is the one at a place of the tree of `size` leaves with this root.

    Raises `ValueError` when the path is not hexadecimal.
    """
    found = merkle.root_along(leaf, place, size, [bytes.fromhex(step) for step in way])
    return found is not None and found.hex() == root


def chances(panels: Panels) -> Mapping[int, Fraction]:
    """Everybody's chance, by number; whoever stands on no panel is left out."""
    times = Counter(number for panel in panels for number in panel)
    return {number: Fraction(count, len(panels)) for number, count in sorted(times.items())}


def spread(hidden: HiddenList) -> list[tuple[Fraction, int]]:
    """Each chance and how many people have it, from the smallest on."""
    given = chances(hidden.panels)
    return sorted(Counter(given.get(n, Fraction(0)) for n in hidden.numbers).items())


def smallest_of(steps: Sequence[tuple[Fraction, int]], never: int) -> Fraction | None:
    """The smallest chance of those whom a panel can contain; None where that is nobody.

    `never`: how many no panel can contain; their chance is 0.
    """
    can = [(chance, people - (0 if chance else never)) for chance, people in steps]
    return next((chance for chance, people in can if people > 0), None)
