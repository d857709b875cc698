"""The forms of answers about what members decided: their votes by every method, their protocol."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from deliberate.core.decision.counting.definition import BallotDefinition, Option
from deliberate.core.decision.counting.outcome import Outcome
from deliberate.core.text import Text
from deliberate.documents.counting.programs import outcome_for_programs
from deliberate.documents.counting.words import FIXED
from deliberate_web.api.forms import Answer, moment, words
from deliberate_web.api.schemas import BodySchema
from deliberate_web.current import current_locale, current_translator

EXACT = {"type": ["integer", "string"], "description": "Whole, or a fraction as text: 7/2."}


def _said(meaning: str) -> dict[str, str]:
    return {"description": meaning}


def _numbers(meaning: str) -> fields.Dict:
    """Exact numbers by option."""
    values = fields.Raw(metadata=EXACT)
    return fields.Dict(fields.String(), values, required=True, metadata=_said(meaning))


def _shares(meaning: str) -> fields.Dict:
    """Exact fractions by option."""
    return fields.Dict(fields.String(), fields.String(), required=True, metadata=_said(meaning))


def _names(meaning: str) -> fields.List[str]:
    """Names of options."""
    return fields.List(fields.String(), required=True, metadata=_said(meaning))


def _whole(meaning: str, *, none: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=none, metadata=_said(meaning))


class BallotOptionSchema(Answer):
    """An option: its name, which is the same in every language, and its words."""

    id = fields.String(required=True)
    text = words(required=True)

    @pre_dump
    def choose(self, data: Option, **_: Any) -> dict[str, Any]:
        """The words of the option; those of a method that fixes its options are the house's."""
        text = data.text
        if not text and data.id in FIXED:
            text = Text.of({current_locale(): current_translator().render(FIXED[data.id])})
        return {"id": data.id, "text": text or None}


class ThresholdSchema(Answer):
    """What carries a decision: exactly one of votes, a share to be reached, one to be exceeded."""

    at_least_votes = fields.Integer()
    at_least = fields.String(metadata=_said("A share to be reached, as a fraction: 4/5."))
    more_than = fields.String(metadata=_said("A share to be exceeded, as a fraction: 1/2."))


class BallotRulesSchema(Answer):
    """Everything that was ruled before the vote and frozen when it opened."""

    seats = _whole("All seats that have a vote, filled or not.")
    threshold = fields.Nested(ThresholdSchema, required=True, allow_none=True)
    base = fields.String(
        required=True,
        metadata=_said("What a share is a share of: seats, present, cast, cast_less_opt_outs."),
    )
    quorum = fields.Nested(ThresholdSchema, required=True, allow_none=True)
    opt_out = fields.Boolean(
        required=True, metadata=_said("Whether a paper may state no opinion (abstain).")
    )
    ties = _names("Rules for ties, tried in turn: none, previous_rounds, order, lot.")
    tie_order = _names("The order for the rule “order”, the best first.")
    gaps = fields.String(required=True, metadata=_said("A ranking that leaves out a rank."))
    repeats = fields.String(required=True, metadata=_said("A ranking that names one twice."))
    equals = fields.String(required=True, metadata=_said("Two options on one rank."))
    unmarked = fields.String(required=True, metadata=_said("What an option left blank gets."))
    most = _whole("Marks on a paper at most (approval).", none=True)
    winners = _whole("How many options are chosen.")
    budget = _whole("Points of each person.", none=True)
    spend_all = fields.Boolean(required=True, metadata=_said("All points have to be given."))
    scale = fields.List(
        fields.Integer(),
        required=True,
        allow_none=True,
        metadata=_said("The lowest and the highest score or level."),
    )
    live_with_from = _whole("The lowest level that somebody can live with.", none=True)
    objections_allowed = _whole("Serious objections that do not yet block (consent).")
    decimals = _whole("Percentages are shown rounded half up to so many decimals.")

    @pre_dump
    def frozen(self, data: BallotDefinition, **_: Any) -> dict[str, Any]:
        """The rules as the record keeps them."""
        return data.as_body()


class CountRoundSchema(Answer):
    """One round of instant-runoff."""

    number = _whole("Rounds count from 1.")
    counts = _numbers("Votes of the options still in it.")
    eliminated = _names("Options that leave after this round.")
    transfers = _numbers("Papers that go on from those who leave, by the option they go to.")
    exhausted = _whole("Papers without a further preference so far.")


class PairwiseSchema(Answer):
    """Every option against every other."""

    wins = fields.Dict(
        fields.String(),
        fields.Dict(fields.String(), fields.Integer()),
        required=True,
        metadata=_said("wins[a][b]: papers that rank a above b."),
    )
    winner = fields.String(
        required=True, allow_none=True, metadata=_said("The option that beats all others, if any.")
    )
    smith = _names("The smallest set of options each of which beats all outside it.")


class TieSchema(Answer):
    """Options that stood equal. `round` counts from 1 in instant-runoff, else 0."""

    options = _names("The options that stood equal.")
    rule = fields.String(
        required=True,
        metadata=_said("How it was broken: previous_rounds, order, lot; none where it stands."),
    )
    kept = _names("Those that go on or win.")
    round = fields.Integer(required=True)


class PositionSchema(Answer):
    """A position that did not prevail, with its support; it does not tell whose it was."""

    option = fields.String(required=True)
    votes = fields.Raw(required=True, metadata=EXACT)
    share = fields.String(required=True, allow_none=True, metadata=_said("Of the base."))
    reasons = fields.List(fields.String(), required=True, metadata=_said("Of serious objections."))


class CautionSchema(Answer):
    """What a reader should know before relying on the outcome; `code` is stable."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class OutcomeSchema(Answer):
    """The whole outcome of a vote, by whatever method. Options stand by their names."""

    outcome = fields.String(
        required=True,
        metadata=_said(
            "The option that won, or: adopted, adopted_in_part, not_adopted, chosen, tied, "
            "no_winner, measured, no_quorum."
        ),
    )
    words = fields.String(required=True, metadata=_said("The outcome in the reader's language."))
    winner = fields.String(
        required=True, allow_none=True, metadata=_said("The option that won, where one is chosen.")
    )
    winners = _names("Options that won, or what was accepted, the best first.")
    method = fields.String(required=True)
    counts = _numbers("Votes, sums or points by option; in instant-runoff of the last round.")
    shares = _shares("Exact parts of the base by option; empty where the method has none.")
    averages = _shares("The sum by paper: scores, points, Borda.")
    cast = _whole("Papers that were counted.")
    opt_outs = _whole("Papers among them that state no opinion.")
    invalid = _whole("Papers among them that were set aside.")
    absent = _whole("Seats without a paper.")
    present = _whole("Members present at the count who had a vote.")
    seats = _whole("All seats that have a vote.")
    threshold = fields.Nested(ThresholdSchema, required=True, allow_none=True)
    base = _whole("What a share is a share of, in papers.")
    base_of = fields.String(required=True, metadata=_said("What the base is, as a code."))
    needed = _whole("Papers needed; null without a threshold.", none=True)
    quorum = _whole("How many had to be present; null without a quorum.", none=True)
    rounds = fields.List(fields.Nested(CountRoundSchema), required=True)
    pairwise = fields.Nested(PairwiseSchema, required=True, allow_none=True)
    levels = fields.Dict(
        fields.String(),
        fields.Dict(fields.String(), fields.Integer()),
        required=True,
        metadata=_said("Papers by option and the number that they give it."),
    )
    ties = fields.List(fields.Nested(TieSchema), required=True)
    minority = fields.List(fields.Nested(PositionSchema), required=True)
    explanation = fields.List(
        fields.String(),
        required=True,
        metadata=_said("The count in words, sentence by sentence, in the reader's language."),
    )
    warnings = fields.List(fields.Nested(CautionSchema), required=True)

    @pre_dump
    def tell(self, data: tuple[BallotDefinition, Outcome], **_: Any) -> dict[str, Any]:
        """The outcome as every program of the house tells it."""
        ballot, outcome = data
        return outcome_for_programs(ballot, outcome, current_translator())


class MarkSchema(Answer):
    """A mark on a paper: 1 where an option is chosen, else its rank, score, level or points."""

    option = fields.String(required=True)
    number = fields.Integer(required=True)

    @pre_dump
    def pair(self, data: tuple[str, int], **_: Any) -> dict[str, Any]:
        """An option with its number."""
        return {"option": data[0], "number": data[1]}


class ObjectionSchema(Answer):
    """A serious objection; `member` is null where the vote was not by name."""

    reason = fields.String(required=True)
    member = fields.Nested(BodySchema, required=True, allow_none=True)


class CastSchema(Answer):
    """How one seat voted in an open roll-call."""

    member = fields.Nested(BodySchema, required=True)
    choice = fields.String(required=True, metadata=_said("The paper in one line of names."))
    marks = fields.List(fields.Nested(MarkSchema), attribute="paper.marks", required=True)
    opt_out = fields.Boolean(
        attribute="paper.opt_out", required=True, metadata=_said("States no opinion.")
    )
    reason = fields.String(attribute="paper.reason", required=True)


class RoundSchema(Answer):
    """One vote of the members. Before the count there are no numbers.

    `in_favour`, `against` and `abstain` are those of a vote for or against alone; `result` is the
    whole outcome by every method. `blank`: papers without a mark, null where the vote is by name.
    """

    step = fields.String(required=True)
    n = fields.Integer(required=True)
    title = words(required=True)
    method = fields.String(attribute="ballot.method", required=True)
    options = fields.List(
        fields.Nested(BallotOptionSchema), attribute="ballot.options", required=True
    )
    rules = fields.Nested(BallotRulesSchema, attribute="ballot", required=True)
    text = words(required=True)
    opened_at = moment(required=True)
    secrecy = fields.String(required=True)
    counted_at = moment(allow_none=True)
    in_favour = fields.Integer(attribute="for_", allow_none=True)
    against = fields.Integer(allow_none=True)
    abstain = fields.Integer(allow_none=True)
    absent = fields.Integer(allow_none=True)
    blank = fields.Integer(allow_none=True)
    base = fields.Integer(allow_none=True)
    needed = fields.Integer(allow_none=True)
    outcome = fields.String()
    repeated_on = moment(allow_none=True)
    lot = fields.String(metadata=_said("The digits that broke a tie; empty where none did."))
    result = fields.Nested(OutcomeSchema, attribute="whole", required=True, allow_none=True)
    objections = fields.List(fields.Nested(ObjectionSchema), required=True)
    roll_call = fields.List(
        fields.Nested(CastSchema),
        required=True,
        metadata=_said("Empty where the vote was not by name."),
    )


class RefusalSchema(Answer):
    """A member who refused to sign, with the reason."""

    member = fields.Nested(BodySchema, required=True)
    reason = words(required=True)


class MinoritySchema(Answer):
    """An opinion of a minority; `point`: the only one that it is about, if it is one."""

    members = fields.List(fields.Nested(BodySchema), required=True)
    text = words(required=True)
    point = fields.String(required=True)


class ProtocolSchema(Answer):
    """The published protocol: its number, its hash, who signed and who refused."""

    step = fields.String(required=True)
    title = words(required=True)
    published_at = moment(required=True)
    number = fields.String(required=True)
    dated = moment(required=True)
    sha256 = fields.String(required=True)
    binding = fields.Boolean(required=True)
    signatures = fields.Integer(required=True)
    on_paper = fields.Integer(required=True)
    refusals = fields.List(fields.Nested(RefusalSchema), required=True)
    minority = fields.List(fields.Nested(MinoritySchema), required=True)


class DecisionSchema(Answer):
    """What the members decided, vote by vote, and the protocol once it is published."""

    rounds = fields.List(fields.Nested(RoundSchema), required=True)
    protocol = fields.Nested(ProtocolSchema, allow_none=True)
