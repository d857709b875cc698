"""Kind `engagement`: parallel activities beside a process; what they bring enters the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known, once
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import StrictInt, StrictSchema, StrictStr, TextField
from deliberate.core.rulebook.records import schema_of


@dataclass(frozen=True, slots=True)
class EngagementParameters:
    """The activities themselves stand in the pilot file."""


class Summarise(StrictSchema):
    activity = StrictStr(required=True)
    people = StrictInt(required=True)
    summary = TextField(required=True)


def summarise(command: Command) -> list[Draft]:
    """Summarise one activity: how many took part, and what was said."""
    activities = tuple(item.id for item in command.process.pilot.engagement)
    known(command.body["activity"], activities, "activity")
    once(command.view, "engagement.summarised", "activity", command.body["activity"])
    if command.body["people"] < 0:
        raise Refused("PEOPLE", message("The number of people cannot be negative."))
    complete_in(command.view, command.body["summary"], "summary")
    return [command.fact("engagement.summarised", command.body)]


def progress(view: StepView) -> Progress:
    facts = view.facts("engagement.summarised")
    planned = view.process.pilot.engagement
    count = (len(facts), len(planned))
    if len(facts) == len(planned):
        at = facts[-1].at if facts else None
        return Progress(True, facts[0].at if facts else None, at, count=count)
    done = {fact.body["activity"] for fact in facts}
    missing = tuple(item.id for item in planned if item.id not in done)
    return Progress(
        False,
        facts[0].at if facts else None,
        None,
        None,
        (message("Not summarised: {activities}.", activities=missing),),
        count,
    )


ENGAGEMENT = StepKind(
    "engagement",
    schema_of(EngagementParameters),
    actions(
        Action(
            "summarise",
            frozenset({"agency", "secretary", "facilitator"}),
            summarise,
            message("summarise an activity"),
            Summarise,
        ),
    ),
    progress,
)
