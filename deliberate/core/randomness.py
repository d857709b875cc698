"""Randomness that a stranger can recompute: SHA-256 of seed and counter, with rejection.

Block `i` (from 0) is SHA-256(seed || i as 8 bytes, big-endian). A number below n takes the next
8 bytes as an integer and rejects it when it is not below the largest multiple of n in 2**64.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

from deliberate.core.errors import UnusableInput, message

T = TypeVar("T")
_SPACE = 2**64


def seeded(*parts: str) -> Generator:
    """A generator from texts, joined by strokes; refuses one that is not Unicode (SEED)."""
    try:
        return Generator("/".join(parts).encode())
    except UnicodeEncodeError:
        raise UnusableInput(
            "SEED",
            message("The seed has characters that are no text."),
            fix=message("Write it in letters and digits."),
        ) from None


class Generator:
    """A stream of numbers that depends on its seed alone."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._counter = 0
        self._rest = b""

    def bytes(self, count: int) -> bytes:
        """The next `count` bytes of the stream."""
        while len(self._rest) < count:
            block = self._seed + self._counter.to_bytes(8, "big")
            self._rest += hashlib.sha256(block).digest()
            self._counter += 1
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit - 1`, each equally likely."""
        if limit < 1:
            raise ValueError(f"there is no number below {limit}")
        fair = _SPACE - _SPACE % limit
        while True:
            number = int.from_bytes(self.bytes(8), "big")
            if number < fair:
                return number % limit

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffle(self, items: Iterable[T]) -> list[T]:
        """All items in random order (Fisher-Yates from the end)."""
        order = list(items)
        for index in range(len(order) - 1, 0, -1):
            other = self.below(index + 1)
            order[index], order[other] = order[other], order[index]
        return order

    def sample(self, items: Iterable[T], count: int) -> list[T]:
        """`count` different items in random order."""
        return self.shuffle(items)[:count]
