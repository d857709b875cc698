"""Words for the result of a vote: outcome, method, rules and numbers, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Number, Outcome
from deliberate.core.decision.counting.terms import FIXED_OPTIONS
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.errors import Message, message
from deliberate.i18n import Translator

OUTCOMES: Mapping[str, Message] = {
    "adopted": message("Adopted"),
    "adopted_in_part": message("Adopted in part"),
    "not_adopted": message("Not adopted"),
    "tied": message("A tie that the rules do not break"),
    "no_winner": message("No option beats all the others"),
    "measured": message("The support of each idea is measured"),
    "no_quorum": message("No quorum: the vote does not count"),
}
METHODS: Mapping[str, Message] = {
    "yes_no_abstain": message("For, against, abstaining"),
    "single_choice": message("One choice"),
    "approval": message("Approval"),
    "instant_runoff": message("Instant-runoff"),
    "borda": message("Borda count"),
    "condorcet": message("Condorcet"),
    "score": message("Scores"),
    "points": message("Points from a budget"),
    "consent": message("Decision by consent"),
    "live_with": message("What people can live with"),
    "support": message("Levels of support"),
}
FIXED: Mapping[str, Message] = {
    "for": message("For"),
    "against": message("Against"),
    "consent": message("Consent"),
    "stand_aside": message("Stand aside"),
    "object": message("Object seriously"),
}
BASES: Mapping[str, Message] = {
    "seats": message("all seats"),
    "present": message("members present"),
    "cast": message("papers handed in"),
    "cast_less_opt_outs": message("papers that state an opinion"),
}
TIES: Mapping[str, Message] = {
    "none": message("a tie stands"),
    "previous_rounds": message("who had less in the latest round that differs leaves"),
    "order": message("by an order fixed beforehand"),
    "lot": message("by lot"),
}
IRREGULAR: Mapping[str, Message] = {
    "refuse": message("nothing is counted until it is mended"),
    "skip": message("the fault is passed over"),
    "stop": message("the paper ends there"),
    "invalid": message("the paper is set aside"),
}
UNMARKED: Mapping[str, Message] = {
    "least": message("the least"),
    "average": message("the average of the places left"),
    "refuse": message("nothing is counted until it is mended"),
}
SUPPORT_LEVELS: tuple[Message, ...] = (
    message("Against"),
    message("Can live with it"),
    message("Support it"),
    message("Support it strongly"),
)
"""The levels of `support`, from 0 on."""
UNITS: Mapping[str, Message] = {
    "borda": message("Points"),
    "points": message("Points"),
    "score": message("Sum of scores"),
    "condorcet": message("Options beaten"),
    "live_with": message("Can live with it"),
    "support": message("Support it"),
}


def outcome_words(ballot: BallotDefinition, outcome: Outcome, say: Translator) -> str:
    """What came out, in a few words."""
    if outcome.result in OUTCOMES:
        return say.render(OUTCOMES[outcome.result])
    winners = outcome.winners
    names = say.listed([option_words(ballot, name, say) for name in winners])
    if len(winners) == 1:
        return say.gettext("{option} wins").format(option=names)
    return say.gettext("Chosen: {options}").format(options=names)


def option_words(ballot: BallotDefinition, name: str, say: Translator) -> str:
    """An option as the reader is told of it."""
    if ballot.method in FIXED_OPTIONS and name in FIXED:
        return say.render(FIXED[name])
    return say.value(ballot.text_of(name))


def defined(ballot: BallotDefinition) -> Message:
    """How the method counts, in one or two sentences."""
    low, high = ballot.scale or (0, 0)
    match ballot.method:
        case "yes_no_abstain":
            return message(
                "The proposal is adopted when the votes for it reach what is needed of the base."
            )
        case "single_choice":
            return message("Each paper has one vote; the option with most votes wins.")
        case "approval":
            return message(
                "A paper approves as many options as it likes, each with one vote; the option with "
                "most votes wins."
            )
        case "instant_runoff":
            return message(
                "Each paper counts for its first preference that is still in. While no option has "
                "more than half of the papers that still count, the last one leaves and its papers "
                "go on to their next preference."
            )
        case "borda":
            return message(
                "Of {count} options the first on a paper gets {most} points, the next one less, "
                "and so on; the largest sum wins.",
                count=len(ballot.options),
                most=len(ballot.options) - 1,
            )
        case "condorcet":
            return message(
                "Every option is compared with every other: which of the two do more papers rank "
                "higher? The option that beats all the others wins."
            )
        case "score":
            return message(
                "Each paper gives each option a score from {low} to {high}; the largest sum wins.",
                low=low,
                high=high,
            )
        case "points":
            return message(
                "Each person spreads {budget} points; the largest sum wins.", budget=ballot.budget
            )
        case "consent":
            return message(
                "The proposal is adopted when somebody consents and no more than {allowed} object "
                "seriously; who stands aside does not block.",
                allowed=ballot.objections_allowed,
            )
        case "live_with" | "support":
            return _by_levels(ballot)


def _by_levels(ballot: BallotDefinition) -> Message:
    """How a method counts whose papers put each option on a level."""
    if ballot.method == "support":
        return message(
            "Each paper says of each idea: against, can live with it, support it, support it "
            "strongly. The share on each level is published; no idea wins or loses."
        )
    low, high = ballot.scale or (0, 0)
    return message(
        "Each paper gives each proposal a level from {low} to {high}; from {enough} on "
        "people can live with it. A proposal is accepted when enough of the base can.",
        low=low,
        high=high,
        enough=ballot.live_with_from,
    )


def unit(ballot: BallotDefinition, say: Translator) -> str:
    """What the numbers beside the options are."""
    return say.render(UNITS.get(ballot.method, message("Votes")))


def level_words(ballot: BallotDefinition, level: int, say: Translator) -> str:
    """A level of the scale: its name where the method has names, else the number."""
    if ballot.method == "support":
        return say.render(SUPPORT_LEVELS[level])
    return say.number(level)


def number(value: Number, say: Translator) -> str:
    """A number of the count; halves and the like with their decimals, rounded to two."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    whole = value.denominator == 1
    return say.number(int(value)) if whole else say.number(round(exact, 2))


def threshold_words(threshold: Threshold, say: Translator) -> str:
    """A threshold as it was ruled."""
    if threshold.at_least_votes is not None:
        return say.gettext("at least {votes} votes").format(
            votes=say.number(threshold.at_least_votes)
        )
    if threshold.at_least is not None:
        return say.gettext("at least {share}").format(share=say.value(threshold.at_least))
    share = say.value(threshold.more_than)
    return say.gettext("more than {share}").format(share=share)
