"""The closed vocabularies of a ballot: methods, rules for ties and for irregular papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Method = Literal[
    "yes_no_abstain",
    "single_choice",
    "approval",
    "instant_runoff",
    "borda",
    "condorcet",
    "score",
    "points",
    "consent",
    "live_with",
    "support",
]
METHODS: tuple[Method, ...] = get_args(Method)
RANKED = frozenset({"instant_runoff", "borda", "condorcet"})
"""Papers of these methods give ranks, 1 being the first preference."""
YES_NO = ("for", "against")
ABSTAIN = "abstain"
"""What a paper without an opinion is called where choices have names; no option may be."""
CONSENT = ("consent", "stand_aside", "object")
"""`object` is a serious objection and needs its reason; who stands aside does not block."""
FIXED_OPTIONS: Mapping[str, tuple[str, ...]] = {"yes_no_abstain": YES_NO, "consent": CONSENT}
WITH_THRESHOLD = frozenset(
    {"yes_no_abstain", "single_choice", "approval", "instant_runoff", "consent", "live_with"}
)
"""Methods whose result is a number of papers, which a threshold can be set against."""
SEVERAL_WINNERS = frozenset({"approval", "borda", "score", "points"})
WITH_SHARES = WITH_THRESHOLD | {"support"}
"""Methods whose numbers are parts of the base."""
SUPPORT = ("against", "can_live_with", "support", "strong_support")
"""The levels that `support` gives each idea, from 0 on. It is published how many stand on each."""
SUPPORTS_FROM = SUPPORT.index("support")
CHOOSING = frozenset(METHODS) - {"yes_no_abstain", "consent", "live_with", "support"}
"""Methods that choose among options; the others decide on a proposal each, or measure."""

Tie = Literal["none", "previous_rounds", "order", "lot"]
TIES: tuple[Tie, ...] = get_args(Tie)
"""`none`: a tie stands; `previous_rounds`: who had less in the latest round that differs loses;
`order`: an order given before the vote (the chair's, or the paper's); `lot`: by a public seed."""
Irregular = Literal["refuse", "skip", "stop", "invalid"]
IRREGULAR: tuple[Irregular, ...] = get_args(Irregular)
"""What becomes of a ranking with a gap, an option named twice or two options on one rank: nothing
is counted until it is mended; the fault is passed over; the paper ends there; the paper is set
aside as invalid."""
Unmarked = Literal["least", "average", "refuse"]
UNMARKED: tuple[Unmarked, ...] = get_args(Unmarked)
"""What an option left blank gets: the least (Borda 0, else the lowest score); in Borda the average
of the places that are left; or nothing is counted until it is mended."""

RESULTS = (
    "adopted",
    "adopted_in_part",
    "not_adopted",
    "chosen",
    "tied",
    "no_winner",
    "measured",
    "no_quorum",
)
"""What an outcome is called where it is not the name of the one option that won. `chosen`: several
options won; `no_winner`: no option beats all others (Condorcet); `measured`: nothing is decided,
the support of each idea is published."""
UNDECIDED = frozenset({"not_adopted", "tied", "no_winner", "no_quorum"})
"""Results by which a ballot has failed; it may be repeated."""
