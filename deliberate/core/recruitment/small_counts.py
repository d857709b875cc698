"""Counts that may be published: none of them tells about fewer than five people.

A small count is left out, and with it a second one wherever the first could be reckoned back from
the total. This holds for who was invited, answered and is in the pool. The drawn panel is another
matter: quotas are public and its counts have to be held against them, so these are published as
they are, feature by feature and only once; see docs/explanation/trust.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

LEAST = 5
"""Of fewer people than this no count is published (k-anonymity with k = 5)."""


def counted(
    people: Iterable[Mapping[str, str]], features: Sequence[str]
) -> dict[str, dict[str, int]]:
    """How many have which value of each feature, values in order."""
    found: dict[str, dict[str, int]] = {name: {} for name in features}
    for values in people:
        for name in features:
            value = values.get(name, "")
            found[name][value] = found[name].get(value, 0) + 1
    return {name: dict(sorted(counts.items())) for name, counts in found.items()}


def published(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The same counts with None for each that is not published.

    Left out are those of fewer than five, and then the smallest others until what was left out
    adds up to five or more and is not one count alone.
    """
    hidden = {name for name, count in counts.items() if 0 < count < LEAST}
    rest = sorted((name for name in counts if counts[name] >= LEAST), key=lambda n: (counts[n], n))
    while hidden and rest and (len(hidden) < 2 or sum(counts[n] for n in hidden) < LEAST):
        hidden.add(rest.pop(0))
    return {name: None if name in hidden else count for name, count in counts.items()}
