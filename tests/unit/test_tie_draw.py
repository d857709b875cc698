"""The tie draw: committed, revealed, recomputable, and steered by nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deliberate.core.errors import Refused
from deliberate.core.recruitment.tie_draw import Reveal, commit, draw, extended, one_sided

CONTEXT = "p/election/1"
REVEALS = [Reveal("agency", b"one"), Reveal("oversight", b"two")]
COMMITMENTS = [commit(reveal.party, reveal.value, CONTEXT) for reveal in REVEALS]


def test_the_draw_is_the_same_for_everybody() -> None:
    drawn = draw(["C11", "C10"], 1, REVEALS, COMMITMENTS, CONTEXT)
    again = draw(["C10", "C11"], 1, REVEALS[::-1], COMMITMENTS[::-1], CONTEXT)
    assert drawn == again
    assert set(drawn.order) == {"C10", "C11"}


def test_a_value_that_was_not_committed_is_refused() -> None:
    with pytest.raises(Refused):
        draw(["a", "b"], 1, [REVEALS[0], Reveal("oversight", b"other")], COMMITMENTS, CONTEXT)


def test_one_party_alone_cannot_draw() -> None:
    with pytest.raises(Refused):
        draw(["a", "b"], 1, REVEALS[:1], COMMITMENTS[:1], CONTEXT)
    with pytest.raises(Refused):
        draw(["a", "b"], 1, REVEALS[:1], COMMITMENTS, CONTEXT)


def test_a_value_that_is_missing_is_replaced_by_what_was_fixed_before() -> None:
    drawn = draw("abc", 1, REVEALS[:1], COMMITMENTS, CONTEXT, instead="ab" * 32)
    assert drawn == draw("cba", 1, REVEALS[:1], COMMITMENTS[::-1], CONTEXT, instead="ab" * 32)
    assert drawn.seed != draw("abc", 1, REVEALS[:1], COMMITMENTS, CONTEXT, instead="cd" * 32).seed
    assert drawn.seed != draw("abc", 1, REVEALS, COMMITMENTS, CONTEXT).seed
    both = draw("abc", 1, REVEALS, COMMITMENTS, CONTEXT, instead="ab" * 32)
    assert both == draw("abc", 1, REVEALS, COMMITMENTS, CONTEXT)
    with pytest.raises(Refused):
        draw("abc", 1, [], COMMITMENTS, CONTEXT, instead="ab" * 32)


def test_a_draw_has_two_parties_and_no_third() -> None:
    third = Reveal("third", b"three")
    commitments = [*COMMITMENTS, commit(third.party, third.value, CONTEXT)]
    for reveals in (REVEALS, [*REVEALS, third]):
        with pytest.raises(Refused):
            draw("ab", 1, reveals, commitments, CONTEXT)
    with pytest.raises(Refused):
        draw("ab", 1, [*REVEALS, third], COMMITMENTS, CONTEXT)


def test_a_deadline_waits_while_nobody_can_act() -> None:
    day = timedelta(days=1)
    start = datetime(2027, 3, 1, tzinfo=UTC)
    until = start + 3 * day
    assert extended(until, start, []) == until
    assert extended(until, start, [(start + day, start + 5 * day)]) == until + 4 * day
    assert extended(until, start, [(start - day, start - day / 2)]) == until
    assert extended(until, start, [(until, until + day)]) == until


def test_a_commitment_of_another_draw_does_not_fit() -> None:
    with pytest.raises(Refused):
        draw(["a", "b"], 1, REVEALS, COMMITMENTS, "p/election/2")


@pytest.mark.parametrize(
    ("roles", "close"),
    [
        ([], True),
        (["observer"], True),
        (["agency", "secretary"], True),
        (["agency", "agency", "observer"], True),
        (["agency", "observer"], False),
        (["observer", "chair"], False),
        (["secretary", "observer", "observer"], False),
    ],
)
def test_those_who_run_the_vote_are_one_party_at_most(roles: list[str], close: bool) -> None:
    assert one_sided(roles) is close


def test_either_value_alone_changes_the_order() -> None:
    orders = set()
    for number in range(40):
        reveals = [REVEALS[0], Reveal("oversight", bytes([number]))]
        commitments = [commit(r.party, r.value, CONTEXT) for r in reveals]
        orders.add(draw("abc", 1, reveals, commitments, CONTEXT).order)
    assert len(orders) == 6
