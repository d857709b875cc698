"""The documented generator: known blocks, fairness, independence of the machine."""

from __future__ import annotations

import hashlib
from collections import Counter

from deliberate.core.randomness import Generator


def test_the_stream_is_sha_256_of_seed_and_counter() -> None:
    first = hashlib.sha256(b"seed" + (0).to_bytes(8, "big")).digest()
    second = hashlib.sha256(b"seed" + (1).to_bytes(8, "big")).digest()
    assert Generator(b"seed").bytes(64) == first + second


def test_numbers_are_spread_evenly() -> None:
    generator = Generator(b"even")
    counts = Counter(generator.below(6) for _ in range(6000))
    assert set(counts) == set(range(6))
    assert max(abs(count - 1000) for count in counts.values()) < 150


def test_a_shuffle_keeps_every_item_and_repeats_for_its_seed() -> None:
    order = Generator(b"s").shuffle(range(100))
    assert sorted(order) == list(range(100))
    assert Generator(b"s").shuffle(range(100)) == order
    assert Generator(b"t").shuffle(range(100)) != order
    assert Generator(b"s").sample(range(100), 3) == order[:3]
