"""A tree of hashes: the values of RFC 6962, and paths that lead to the root from nowhere else."""

from __future__ import annotations

from hashlib import sha256

import pytest

from deliberate.core import merkle

LEAVES = [merkle.leaf(str(number).encode()) for number in range(21)]


def test_small_trees_by_hand() -> None:
    one, two, three = LEAVES[:3]
    assert merkle.root([]) == sha256(b"").digest()
    assert merkle.leaf(b"") == sha256(b"\x00").digest()
    assert merkle.root([one]) == one
    pair = sha256(b"\x01" + one + two).digest()
    assert merkle.root([one, two]) == pair
    assert merkle.root([one, two, three]) == sha256(b"\x01" + pair + three).digest()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 16, 21])
def test_every_leaf_leads_to_the_root_from_its_own_place_alone(size: int) -> None:
    leaves = LEAVES[:size]
    top = merkle.root(leaves)
    for place, leaf in enumerate(leaves):
        way = merkle.path(leaves, place)
        places = [at for at in range(-1, size + 1) if merkle.root_along(leaf, at, size, way) == top]
        assert places == [place]
        assert merkle.root_along(leaf, place, size, (*way, top)) != top
        assert merkle.root_along(leaf, place, size, way[:-1]) != top or not way
        assert merkle.root_along(merkle.leaf(b"x"), place, size, way) != top
