"""Known elections in which methods disagree: plurality, instant-runoff, Borda, pairs."""

from __future__ import annotations

from fractions import Fraction

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.outcome import Outcome
from deliberate.core.decision.counting.ranking import preferences
from tests.ballots import ballot, counted, ranked

TENNESSEE = {
    "memphis nashville chattanooga knoxville": 42,
    "nashville chattanooga knoxville memphis": 26,
    "chattanooga knoxville nashville memphis": 15,
    "knoxville chattanooga nashville memphis": 17,
}
"""Where is the capital of Tennessee to be? The usual example of the literature on voting."""
CITIES = "memphis nashville chattanooga knoxville"


def test_the_capital_of_tennessee_depends_on_the_method() -> None:
    papers = ranked(TENNESSEE)
    runoff = counted(ballot("instant_runoff", CITIES), papers)
    assert runoff.result == "knoxville"
    assert [entry.eliminated for entry in runoff.rounds] == [("chattanooga",), ("nashville",), ()]
    assert dict(runoff.rounds[1].transfers) == {"memphis": 0, "knoxville": 26}
    assert dict(runoff.rounds[2].counts) == {"memphis": 42, "knoxville": 58}
    assert runoff.warned("CONDORCET")
    borda = counted(ballot("borda", CITIES), papers)
    assert dict(borda.counts) == {
        "memphis": 126,
        "nashville": 194,
        "chattanooga": 173,
        "knoxville": 107,
    }
    assert borda.result == counted(ballot("condorcet", CITIES), papers).result == "nashville"


BURLINGTON = {
    "montroll kiss wright": 1332,
    "montroll wright kiss": 767,
    "montroll": 455,
    "kiss montroll wright": 2043,
    "kiss wright montroll": 371,
    "kiss": 568,
    "wright montroll kiss": 1513,
    "wright kiss montroll": 495,
    "wright": 1289,
}
"""Mayor of Burlington, Vermont, 2009: the three leading candidates, from the published papers (the
pairwise numbers are those of electowiki.org, 2009 Burlington mayoral election)."""


def test_burlington_elected_whom_a_majority_ranked_below_another() -> None:
    names = "wright kiss montroll"
    outcome = counted(ballot("instant_runoff", names, seats=9000), ranked(BURLINGTON))
    assert outcome.result == "kiss"
    assert dict(outcome.rounds[0].counts) == {"wright": 3297, "kiss": 2982, "montroll": 2554}
    assert dict(outcome.rounds[1].counts) == {"wright": 4064, "kiss": 4314}
    assert outcome.rounds[1].exhausted == 455
    assert outcome.warned("CONDORCET")
    pairs = outcome.pairwise
    assert pairs is not None
    assert pairs.winner == "montroll"
    assert (pairs.wins["montroll"]["kiss"], pairs.wins["kiss"]["montroll"]) == (4067, 3477)
    assert (pairs.wins["montroll"]["wright"], pairs.wins["wright"]["montroll"]) == (4597, 3668)


def test_the_cycle_of_condorcet() -> None:
    """Condorcet's paradox in its smallest form, and as he gave it in 1785: 23, 17, 2, 10, 8."""
    smallest = ranked({"a b c": 1, "b c a": 1, "c a b": 1})
    outcome = counted(ballot("condorcet", "a b c"), smallest)
    assert (outcome.result, outcome.winners) == ("no_winner", ())
    assert outcome.warned("CYCLE")
    given = ranked({"a b c": 23, "b c a": 17, "b a c": 2, "c a b": 10, "c b a": 8})
    outcome = counted(ballot("condorcet", "a b c"), given)
    assert outcome.result == "no_winner"
    pairs = outcome.pairwise
    assert pairs is not None
    assert pairs.smith == ("a", "b", "c")
    assert (pairs.wins["a"]["b"], pairs.wins["b"]["c"], pairs.wins["c"]["a"]) == (33, 42, 35)
    assert counted(ballot("instant_runoff", "a b c"), smallest).result == "tied"


def test_the_leader_of_the_first_round_may_lose() -> None:
    """What members of a real assembly said they had not understood: explained round by round."""
    papers = ranked({"a": 8, "b c a": 7, "c b a": 5})
    outcome = counted(ballot("instant_runoff", "a b c"), papers)
    assert outcome.result == "b"
    told = [str(sentence) for sentence in outcome.explanation]
    assert told == [
        "Papers: 20 from 100 seats; without an opinion: 0.",
        "Round 1. a: 8.",
        "Round 1. b: 7.",
        "Round 1. c: 5.",
        "After round 1, c is last and leaves.",
        "Round 2. b: 12.",
        "Round 2. a: 8.",
        "b wins with 12 votes.",
    ]


def test_a_runoff_with_a_threshold_goes_on_until_it_is_reached() -> None:
    papers = ranked({"a": 11, "b a": 5, "c a": 4})
    rules = {"base": "cast", "threshold": {"at_least": "3/4"}}
    outcome = counted(ballot("instant_runoff", "a b c", **rules), papers)
    assert [dict(entry.counts)["a"] for entry in outcome.rounds] == [11, 15]
    assert (outcome.result, outcome.needed) == ("a", 15)
    strict = {"base": "cast", "threshold": {"at_least": "9/10"}}
    assert counted(ballot("instant_runoff", "a b c", **strict), papers).result == "not_adopted"


def test_ties_follow_the_rules_made_before() -> None:
    papers = ranked({"a": 4, "b": 3, "c a": 3})
    stands = counted(ballot("instant_runoff", "a b c"), papers)
    assert (stands.result, stands.ties[0].options) == ("tied", ("b", "c"))
    order = ballot("instant_runoff", "a b c", ties=["order"], tie_order=["c", "b", "a"])
    assert counted(order, papers).rounds[0].eliminated == ("b",)
    lot = ballot("instant_runoff", "a b c", ties=["previous_rounds", "lot"])
    waiting = counted(lot, papers)
    assert waiting.result == "tied"
    assert waiting.warned("LOT_NEEDED")
    drawn = {counted(lot, papers, seed=str(n)).rounds[0].eliminated for n in range(20)}
    assert drawn == {("b",), ("c",)}
    assert counted(lot, papers, seed="7") == counted(lot, list(reversed(papers)), seed="7")


def test_previous_rounds_break_a_later_tie() -> None:
    papers = ranked({"a": 6, "b": 5, "c": 4, "d c": 1})
    runoff = ballot("instant_runoff", "a b c d", ties=["previous_rounds"])
    outcome = counted(runoff, papers)
    assert [entry.eliminated for entry in outcome.rounds] == [("d",), ("c",), ()]
    assert outcome.ties[0].rule == "previous_rounds"
    assert outcome.ties[0].round == 2


def test_the_last_leave_together_only_where_it_changes_nothing() -> None:
    papers = ranked({"a": 9, "b": 8, "c b": 1, "d b": 1})
    outcome = counted(ballot("instant_runoff", "a b c d"), papers)
    assert outcome.rounds[0].eliminated == ("c", "d")
    assert (outcome.result, outcome.rounds[-1].counts["b"]) == ("b", 10)


def _needs(votes: int, papers: dict[str, int], ties: str = "none") -> Outcome:
    rules = {"ties": [ties], "threshold": {"at_least_votes": votes}}
    return counted(ballot("instant_runoff", "a b c", **rules), ranked(papers), seed="s")


def test_papers_that_come_to_the_only_option_left_carry_no_threshold() -> None:
    """Neither where two leave after a tie, nor where a tie of the last two is broken."""
    together = {"a b c": 10, "b a c": 2, "c a b": 2}
    assert [len(e.eliminated) for e in _needs(13, together, "lot").rounds] == [1, 0]
    assert _needs(13, together, "lot").result == "not_adopted"
    assert _needs(12, together, "lot").result == "a"
    assert _needs(15, together).result == "not_adopted"
    even = _needs(8, {"a b": 6, "b a": 6, "c": 1}, "lot")
    assert (even.result, even.winners, even.ties) == ("not_adopted", (), ())
    assert _needs(6, {"a b": 6, "b a": 6, "c": 1}).result == "tied"


def test_nobody_needs_a_tie_broken_who_cannot_reach_the_threshold() -> None:
    outcome = _needs(20, {"a b": 4, "b c": 4, "c a": 4})
    assert (outcome.result, outcome.winners) == ("not_adopted", ())
    assert outcome.explanation[-2].values == {"base": 100, "needed": 20}
    unanimous = _needs(20, {"a": 10})
    assert (unanimous.result, unanimous.rounds[0].eliminated) == ("not_adopted", ("b", "c"))


def test_irregular_rankings_follow_the_rule_made_before() -> None:
    gap = Paper("1", (("a", 1), ("b", 3)))
    equal = Paper("2", (("a", 1), ("b", 2), ("c", 2), ("d", 3)))
    again = Paper("3", (("a", 1), ("a", 2), ("b", 3)))

    def read(paper: Paper, rule: str) -> tuple[str, ...] | None:
        rules = dict.fromkeys(("gaps", "repeats", "equals"), rule)
        return preferences(ballot("instant_runoff", "a b c d", **rules), paper)

    assert [read(p, "skip") for p in (gap, equal, again)] == [("a", "b"), ("a", "d"), ("a", "b")]
    assert [read(p, "stop") for p in (gap, equal, again)] == [("a",)] * 3
    assert [read(p, "invalid") for p in (gap, equal, again)] == [None] * 3
    aside = counted(ballot("borda", "a b c d", equals="invalid", gaps="skip"), [gap, equal])
    assert (aside.invalid, aside.cast, dict(aside.counts)["a"]) == (1, 2, 3)
    assert aside.warned("INVALID")


def test_papers_that_lose_all_their_ranks_elect_nobody() -> None:
    papers = [Paper(n, (("a", 1), ("b", 1))) for n in "12"]
    rules = {"equals": "skip", "ties": ["order"], "tie_order": ["a", "b"]}
    outcome = counted(ballot("instant_runoff", "a b", **rules), papers)
    assert (outcome.result, outcome.winners) == ("not_adopted", ())
    assert "Nobody states an opinion." in [sentence.text for sentence in outcome.explanation]


def test_borda_may_give_the_average_of_the_places_left() -> None:
    papers = ranked({"a": 1, "b c d a": 1})
    average = counted(ballot("borda", "a b c d", unmarked="average"), papers)
    assert dict(average.counts) == {"a": 3, "b": 4, "c": 3, "d": 2}
    assert average.averages["b"] == Fraction(2)
