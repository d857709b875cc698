"""Kind `announcement`: something is published on all channels it is owed to, with proof kept."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import ListOf, StrictSchema, StrictStr, TextField
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})


@dataclass(frozen=True, slots=True)
class AnnouncementParameters:
    what: str
    channels: tuple[str, ...] = ()


class Publish(StrictSchema):
    """`channels`: where it was published; all that the rulebook names must be among them."""

    channels = ListOf(StrictStr(), required=True)


class Proof(StrictSchema):
    """Evidence of publication: an address or the hash of a kept copy."""

    channel = StrictStr(required=True)
    evidence = StrictStr(required=True)


class CorrectAnnouncement(StrictSchema):
    text = TextField(required=True)


def publish(command: Command) -> list[Draft]:
    """Publish on every channel the rulebook names; publication counts from this minute."""
    missing = [name for name in command.params.channels if name not in command.body["channels"]]
    if missing:
        raise Refused(
            "CHANNELS",
            message("Not published on: {missing}.", missing=tuple(missing)),
            fix=message("Publish on every channel the rulebook names, then record it."),
        )
    return [
        command.fact(
            "announcement.published",
            {"what": command.params.what, "channels": command.body["channels"]},
        )
    ]


def prove(command: Command) -> list[Draft]:
    known(command.body["channel"], command.params.channels, "channel")
    return [command.fact("announcement.proved", command.body)]


def correct(command: Command) -> list[Draft]:
    """A published correction, for instance when the session was moved to a later day."""
    complete_in(command.view, command.body["text"], "text")
    return [command.fact("announcement.corrected", command.body)]


def progress(view: StepView) -> Progress:
    published = view.first("announcement.published")
    if published is None:
        return Progress(outstanding=(message("It is not published."),))
    return Progress(done=True, started=published.at, at=published.at)


ANNOUNCEMENT = StepKind(
    "announcement",
    schema_of(AnnouncementParameters, what=StrictStr(required=True), channels=ListOf(StrictStr())),
    actions(
        Action("publish", STAFF, publish, message("publish"), Publish),
        Action("prove", STAFF, prove, message("keep proof of publication"), Proof, late=True),
        Action(
            "correct",
            STAFF,
            correct,
            message("publish a correction"),
            CorrectAnnouncement,
            late=True,
        ),
    ),
    progress,
)
