"""Which sides stand against each other: the one place that tells a view from a mere word."""

from __future__ import annotations

from collections.abc import Iterable

from deliberate.core.rulebook.model import Rulebook

NO_SIDE = frozenset({"", "neutral", "background"})
"""Viewpoints that are welcome and take no side."""


def opposed_sides(views: Iterable[str], *named: Iterable[str]) -> frozenset[str]:
    """The sides that are held among these viewpoints, however they are written.

    `named` are the sides that the rulebook names, and those that a pilot does; fewer than two name
    no opposition. Where one of them is held, only they are counted: `strongly_for` is no answer to
    `for`. Views in other words are counted one by one.
    """
    held = _sides(views)
    known = held & frozenset[str]().union(*(one for one in map(_sides, named) if len(one) > 1))
    return known or held


def named_sides(rulebook: Rulebook) -> tuple[str, ...]:
    """The sides for which the rulebook wants somebody to be heard."""
    witnesses = (step for step in rulebook.steps if step.kind == "witnesses")
    return tuple(dict.fromkeys(side for step in witnesses for side in step.parameters.sides))


def _sides(views: Iterable[str]) -> frozenset[str]:
    return frozenset(view.strip().casefold() for view in views) - NO_SIDE
