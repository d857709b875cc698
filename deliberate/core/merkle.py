"""A tree of hashes: one hash stands for many leaves, and each can be shown to be one of them alone.

The tree is that of RFC 6962, section 2.1: SHA-256 over 00 and a leaf's bytes, over 01 and two
hashes, split at the largest power of two below the number of leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of a tree with these hashes of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    half = _half(len(leaves))
    return _node(root(leaves[:half]), root(leaves[half:]))


def path(leaves: Sequence[bytes], place: int) -> tuple[bytes, ...]:
    """The hashes with which the leaf at a place (from 0) leads to the root, from the leaf on."""
    if len(leaves) < 2:
        return ()
    half = _half(len(leaves))
    if place < half:
        return (*path(leaves[:half], place), root(leaves[half:]))
    return (*path(leaves[half:], place - half), root(leaves[:half]))


def root_along(start: bytes, place: int, size: int, way: Sequence[bytes]) -> bytes | None:
    """The root to which the hash of a leaf leads; None where no tree of `size` has such a path."""
    if size < 2 or not 0 <= place < size:
        return start if (size, place, len(way)) == (1, 0, 0) else None
    if not way:
        return None
    half, inner, last = _half(size), way[:-1], way[-1]
    if place < half:
        below = root_along(start, place, half, inner)
        return None if below is None else _node(below, last)
    below = root_along(start, place - half, size - half, inner)
    return None if below is None else _node(last, below)


def _half(size: int) -> int:
    """The largest power of two below `size`, which is 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
