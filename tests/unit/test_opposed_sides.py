"""Which viewpoints stand against each other."""

from __future__ import annotations

import pytest

from deliberate.core.rulebook.opposed import opposed_sides

NAMED = ("background", "for", "against")


@pytest.mark.parametrize(
    ("views", "named", "sides"),
    [
        (("for", "against"), (), {"for", "against"}),
        (("for", " For"), (), {"for"}),
        (("for", "Background", "neutral", ""), (), {"for"}),
        (("for_gas", "for_electricity"), (NAMED,), {"for_gas", "for_electricity"}),
        (("for", "strongly_for"), (NAMED,), {"for"}),
        (("for", "strongly_for"), (("for",),), {"for", "strongly_for"}),
        (("for", "against", "undecided"), (NAMED,), {"for", "against"}),
        (("resume", "stop"), (NAMED, ("resume", "stop")), {"resume", "stop"}),
    ],
)
def test_sides_are_counted(
    views: tuple[str, ...], named: tuple[tuple[str, ...], ...], sides: set[str]
) -> None:
    """Fewer than two named sides name no opposition: then every view in its own words counts."""
    assert opposed_sides(views, *named) == sides
