"""The input ledger: every public input gets a disposition, with a reason.

What is taken up names the place where it is reflected, and nothing else has a place.

The ledger answers the question that the source leaves open: what guarantees that all opinions
collected were taken into account. It exists in every model, as a standing step.
"""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.kind import Action, Command, StepKind, actions
from deliberate.core.process.process import Process
from deliberate.core.process.standing import never_done
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.pilot_schema import DISPOSITIONS as DISPOSITIONS
from deliberate.core.rulebook.pilot_schema import REFLECTED

STAFF = frozenset({"agency", "secretary"})
SOURCES = ("comment", "letter", "meeting", "survey", "contest", "focus_group", "session")


class Receive(StrictSchema):
    """One input. `text` may be personal: it stays out of the public record until disposed.

    `topic` says in a few words what it is about; it is published, and names nobody.
    """

    input = IdentifierField(required=True)
    source = Choice(SOURCES, required=True)
    step = StrictStr()
    topic = TextField()
    text = TextField(required=True)


class Dispose(StrictSchema):
    """What became of an input; `place`: where in the protocol or materials it is reflected."""

    input = StrictStr(required=True)
    disposition = Choice(DISPOSITIONS, required=True)
    reason = TextField(required=True)
    place = StrictStr()


def receive(command: Command) -> list[Draft]:
    if command.body["input"] in inputs(command.process):
        raise Refused(
            "TWICE", message("Input {input} is already in the ledger.", input=command.body["input"])
        )
    return [command.fact("ledger.received", command.body, private=("text",))]


def dispose(command: Command) -> list[Draft]:
    """Give an input its disposition; a later one replaces it and both stay on record."""
    if command.body["input"] not in inputs(command.process):
        raise Refused(
            "NO_INPUT",
            message("There is no input “{input}” in the ledger.", input=command.body["input"]),
        )
    reflected = command.body["disposition"] in REFLECTED
    if reflected and not command.body.get("place"):
        raise Refused("PLACE", message("An input that is taken up names the place where."))
    if not reflected and command.body.get("place"):
        raise Refused(
            "PLACE",
            message("An input that is not taken up is reflected in no place."),
            fix=message("Leave the place out, or choose another disposition."),
        )
    return [command.fact("ledger.disposed", command.body)]


def inputs(process: Process) -> Mapping[str, Fact]:
    """All inputs by identifier."""
    return {str(fact.body["input"]): fact for fact in process.select("ledger.received")}


def dispositions(process: Process) -> Mapping[str, Fact]:
    """The latest disposition of every input that has one."""
    return {str(fact.body["input"]): fact for fact in process.select("ledger.disposed")}


def undisposed(process: Process) -> tuple[str, ...]:
    """Inputs without a disposition, in order of receipt."""
    disposed = dispositions(process)
    return tuple(key for key in inputs(process) if key not in disposed)


LEDGER = StepKind(
    "ledger",
    None,
    actions(
        Action(
            "receive",
            STAFF | {"facilitator", "citizen"},
            receive,
            message("enter a public input"),
            Receive,
        ),
        Action("dispose", STAFF, dispose, message("decide what becomes of an input"), Dispose),
    ),
    never_done,
    standing=True,
)
