"""Counting a public vote: the story of the example pilot, ties, and properties."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deliberate.core.recruitment.public_vote_count import (
    count_public_vote,
    rank,
    tally_public_vote,
)

SIGNED = {
    "C01": 1412,
    "C02": 1287,
    "C03": 1655,
    "C04": 1120,
    "C05": 934,
    "C06": 1043,
    "C07": 1298,
    "C08": 871,
    "C09": 702,
    "C10": 688,
    "C11": 676,
    "C12": 710,
}
COMMENTS = {
    "C01": 96,
    "C02": 74,
    "C03": 131,
    "C04": 88,
    "C05": 61,
    "C06": 57,
    "C07": 240,
    "C08": 52,
    "C09": 305,
    "C10": 40,
    "C11": 52,
    "C12": 15,
}


def test_the_example_has_a_tie_for_the_tenth_seat_and_a_seat_decided_by_comments() -> None:
    tally = tally_public_vote(SIGNED, COMMENTS, COMMENTS, 10)
    assert tally.elected_without_draw == (
        "C03",
        "C07",
        "C01",
        "C02",
        "C04",
        "C06",
        "C09",
        "C05",
        "C08",
    )
    assert tally.tied == ("C10", "C11")
    assert tally.seats_for_tied == 1
    assert tally.decided_by_comments == ("C12",)
    assert tally.totals["C10"] == tally.totals["C11"] == 728


def test_comments_that_are_only_shown_change_no_total() -> None:
    tally = tally_public_vote(SIGNED, COMMENTS, dict.fromkeys(COMMENTS, 0), 10)
    assert "C12" in tally.elected_without_draw
    assert tally.comments == COMMENTS
    assert tally.totals == SIGNED
    assert tally.decided_by_comments == ()


lines = st.lists(
    st.fixed_dictionaries(
        {
            "channel": st.sampled_from(["signed", "comment"]),
            "choices": st.lists(st.sampled_from("ABCDE"), unique=True, max_size=3),
        }
    )
)


@given(lines, st.integers(1, 5), st.randoms())
def test_seats_are_filled_exactly_and_order_changes_nothing(
    votes: list[dict[str, object]], seats: int, chance: object
) -> None:
    tally = count_public_vote(votes, "ABCDE", seats, "counted")
    shuffled = sorted(votes, key=lambda line: str(line))
    assert count_public_vote(shuffled, "EDCBA", seats, "counted") == tally
    assert len(tally.elected_without_draw) + tally.seats_for_tied == seats
    assert not set(tally.tied) & set(tally.elected_without_draw)
    assert not tally.tied or len(tally.tied) > tally.seats_for_tied > 0
    losers = set("ABCDE") - set(tally.elected_without_draw) - set(tally.tied)
    for winner in tally.elected_without_draw:
        assert all(tally.totals[winner] > tally.totals[loser] for loser in losers)


def test_equal_totals_stand_in_one_group_by_identifier() -> None:
    assert rank({"b": 2, "a": 2, "c": 5}) == (("c",), ("a", "b"))
