"""The people who are nominated, as the facts tell it, and until when a refusal can be appealed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.text import Text

PORTFOLIO = ("general", "experience", "results")
"""The parts that a portfolio may have; a rulebook says which of them it does have."""
PERSONAL = (
    "name",
    "nominator",
    "nominated_by",
    "by_seat",
    "field_of_work",
    *PORTFOLIO,
)
"""What a nomination says about people; public from the acceptance on."""
Decision = Literal["nominated", "accepted", "refused", "appealed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Nominee:
    """A candidate as the facts tell it."""

    id: str
    name: Text
    nominated_by: Text
    portfolio: dict[str, Text]
    field_of_work: str
    state: Decision
    requirement: str = ""
    reason: Text = field(default_factory=Text)
    since: datetime | None = None
    heard: bool = False
    """Whether an appeal was decided: the refusal is final then."""


def nominees(view: StepView) -> dict[str, Nominee]:
    """All candidates by identifier, with what was decided about them."""
    found: dict[str, Nominee] = {}
    for fact in view.facts():
        key = str(fact.body.get("candidate", ""))
        if fact.kind == "nomination.received":
            found[key] = _nominee_from(fact.body, fact.at)
        elif key in found:
            found[key] = _decided(found[key], fact.kind, fact.body, fact.at)
    return found


def candidates(view: StepView) -> dict[str, Nominee]:
    """Those who were accepted and have not withdrawn, by identifier: they alone are named."""
    return {key: item for key, item in nominees(view).items() if item.state == "accepted"}


def appeals_end(view: StepView) -> datetime | None:
    """The moment from which nobody may appeal any more; None where nobody could."""
    ends = (
        appeal_ends(view, item)
        for item in nominees(view).values()
        if item.state == "refused" and not item.heard
    )
    return max((end for end in ends if end is not None), default=None)


def appeal_ends(view: StepView, nominee: Nominee) -> datetime | None:
    """When the time for an appeal of this refusal is over; None where the rulebook sets none."""
    limit = view.params.appeal_within
    if limit is None or nominee.since is None:
        return None
    return view.process.calendar.add_to_moment(nominee.since, limit)


def _nominee_from(body: Any, at: datetime) -> Nominee:
    return Nominee(
        id=str(body["candidate"]),
        name=text_of(body, "name"),
        nominated_by=text_of(body, "nominated_by"),
        portfolio={key: text_of(body, key) for key in PORTFOLIO},
        field_of_work=str(body.get("field_of_work", "")),
        state="nominated",
        since=at,
    )


def _decided(nominee: Nominee, kind: str, body: Any, at: datetime) -> Nominee:
    match kind:
        case "nomination.accepted":
            return replace(nominee, state="accepted", since=at)
        case "nomination.refused":
            return replace(
                nominee,
                state="refused",
                since=at,
                reason=text_of(body, "reason"),
                requirement=str(body["requirement"]),
            )
        case "nomination.appealed":
            return replace(nominee, state="appealed", since=at)
        case "nomination.appeal_decided":
            state: Decision = "accepted" if body["upheld"] else "refused"
            return replace(nominee, state=state, since=at, heard=True)
        case "nomination.withdrawn":
            return replace(nominee, state="withdrawn", since=at)
    return nominee
