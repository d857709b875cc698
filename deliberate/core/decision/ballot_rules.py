"""The definition of a ballot: as a rulebook plans it, and as it is frozen when it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, validates_schema

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import FIXED_OPTIONS
from deliberate.core.decision.entitled import seats_with_a_vote
from deliberate.core.errors import UnusableInput
from deliberate.core.process.process import Process
from deliberate.core.rulebook.faults import Fault
from deliberate.core.rulebook.fields import StrictSchema
from deliberate.core.text import Text

RULES = (
    "options",
    "quorum",
    "opt_out",
    "ties",
    "tie_order",
    "gaps",
    "repeats",
    "equals",
    "unmarked",
    "most",
    "winners",
    "budget",
    "spend_all",
    "scale",
    "live_with_from",
    "objections_allowed",
    "decimals",
)
"""Parameters of a ballot that are keys of its definition, beside method, threshold and base."""

PLAIN = "yes_no_abstain"
MANY = 10**6
"""Seats while it is not known how many there are: no number of votes is out of reach."""


def planned(process: Process, params: Any, options: Sequence[Any] = ()) -> BallotDefinition:
    """The ballot as it would open now; `options`: those put to the vote where the rulebook leaves
    them open. Raises `UnusableInput` with all faults."""
    rules = {
        name: process.parameter(value)
        for name, value in _rules(params).items()
        if value is not None
    }
    if options:
        rules["options"] = list(options)
    return BallotDefinition.of_body(
        {
            **rules,
            "method": params.method,
            "threshold": resolved(process, params.threshold),
            "base": process.parameter(params.base),
            "seats": len(seats_with_a_vote(process, params.voters or group_of(process, params))),
        }
    )


def group_of(process: Process, params: Any) -> str:
    """The seat group that meets in the session of a ballot; empty where all do."""
    step = process.step(params.in_session)
    return str(step.parameters.group) if step is not None and step.kind == "session" else ""


def _rules(params: Any) -> dict[str, Any]:
    """The rules of the count as the rulebook states them, None where it does not."""
    return {
        "options": params.options,
        "quorum": params.quorum,
        "opt_out": params.opt_out,
        "ties": params.ties,
        "tie_order": params.tie_order,
        "gaps": params.gaps,
        "repeats": params.repeats,
        "equals": params.equals,
        "unmarked": params.unmarked,
        "most": params.most,
        "winners": params.winners,
        "budget": params.budget,
        "spend_all": params.spend_all,
        "scale": params.scale,
        "live_with_from": params.live_with_from,
        "objections_allowed": params.objections_allowed,
        "decimals": params.decimals,
    }


def resolved(process: Process, threshold: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A planned threshold with its open parameters filled in."""
    if threshold is None:
        return None
    return {key: process.parameter(value) for key, value in threshold.items()}


def frozen_body(ballot: BallotDefinition, threshold: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the record keeps of the rules when a ballot opens. A plain yes/no/abstain is told by
    four keys; everything else stands there whole, under `definition`."""
    body: dict[str, Any] = {
        "method": ballot.method,
        "threshold": None if threshold is None else dict(threshold),
        "base": ballot.base,
        "seats": ballot.seats,
    }
    if ballot.method != PLAIN or frozen(body) != ballot:
        body["definition"] = ballot.as_body()
    return body


def frozen(opened: Mapping[str, Any]) -> BallotDefinition:
    """The definition that a ballot was opened with, from its entry; raises `UnusableInput`."""
    told = opened.get("definition")
    if isinstance(told, Mapping):
        return BallotDefinition.of_body(told)
    plain = {name: opened[name] for name in ("threshold", "base", "seats") if name in opened}
    return BallotDefinition.of_body({"method": opened.get("method", PLAIN), **plain})


def option_text(opened: Mapping[str, Any], name: str) -> Text:
    """The words of an option of an opened ballot; empty where it is none or has none."""
    return next((option.text for option in frozen(opened).options if option.id == name), Text())


class RulesOfABallot(StrictSchema):
    """Refuses in a rulebook what no ballot could be held by, beside the key that is wrong.

    Open parameters (`@name`) and options that are put to the vote later are not known yet: there
    the opening refuses.
    """

    @validates_schema(skip_on_field_errors=True)
    def _can_be_held(self, data: Mapping[str, Any], **_: Any) -> None:
        tried = {key: data[key] for key in ("method", "threshold", "base", *RULES) if key in data}
        if not isinstance(tried.get("method"), str) or _is_open(tried):
            return
        unknown = "options" not in tried and tried["method"] not in FIXED_OPTIONS
        if unknown:
            tried |= {"options": ["a", "b"], "tie_order": ["a", "b"], "winners": 1}
        try:
            BallotDefinition.of_body({**tried, "seats": MANY})
        except UnusableInput as error:
            raise ValidationError(_faults(error)) from None


def _is_open(value: Any) -> bool:
    """Whether an open parameter stands anywhere in a value."""
    if isinstance(value, Mapping):
        return any(_is_open(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(_is_open(item) for item in value)
    return isinstance(value, str) and value.startswith("@")


def _faults(error: UnusableInput) -> dict[str, list[Any]]:
    """The faults of a definition by the key that they stand at."""
    found: dict[str, list[Any]] = {}
    for finding in error.findings:
        key = finding.where.path if finding.where else ""
        found.setdefault(key or "method", []).append(Fault(finding.message, finding.fix))
    return found or {"threshold": [Fault(error.message, error.fix)]}
