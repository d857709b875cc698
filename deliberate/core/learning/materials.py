"""Kind `materials`: papers for members, versioned, hashed, complete in every authentic language.

Materials that lack a language they are owed in do not count as sent. Where an oversight group signs
them off it has signed off exactly what is sent. Before a repeat session the input ledger of the
first one is part of the materials.
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.common.papers_signed_off import awaits_sign_off, hashes, missing
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import known, seat_of_actor
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.paper import sha256_in
from deliberate.core.rulebook.fields import (
    Choice,
    StrictInt,
    StrictSchema,
    StrictStr,
)
from deliberate.core.rulebook.records import schema_of

STAFF = frozenset({"agency", "secretary"})
MEMBERS = frozenset({"member"})


@dataclass(frozen=True, slots=True)
class MaterialsParameters:
    """`approved_by`: the step of kind `oversight` whose group signs off these very materials before
    they are sent; `languages`: in which of the pilot's languages they are owed."""

    approved_by: str = ""
    languages: str = "authentic"


class AddMaterial(StrictSchema):
    """One version of one material in one language, by the SHA-256 of its file."""

    material = StrictStr(required=True)
    language = StrictStr(required=True)
    sha256 = StrictStr(required=True)
    version = StrictInt()


class ReadMaterial(StrictSchema):
    seat = StrictStr()
    material = StrictStr(required=True)


def add(command: Command) -> list[Draft]:
    """Register a version of a material; a newer version replaces the older one."""
    body = command.body
    known(body["material"], (item.id for item in command.process.pilot.materials), "material")
    known(body["language"], command.process.pilot.languages, "language")
    sha256_in(body["sha256"], "HASH", message("This is not the SHA-256 of a file."))
    versions = [
        fact
        for fact in command.view.facts("materials.added")
        if (fact.body["material"], fact.body["language"]) == (body["material"], body["language"])
    ]
    return [command.fact("materials.added", {**body, "version": len(versions) + 1})]


def send(command: Command) -> list[Draft]:
    """Send all materials to all members, complete in every language owed and signed off."""
    lacking = missing(command.view)
    if lacking:
        raise Refused(
            "LANGUAGES",
            message(
                "Materials that are not complete do not count as sent: {missing}.", missing=lacking
            ),
            fix=message("Add them in every language that is missing, then send."),
        )
    if awaits_sign_off(command.view):
        raise Refused(
            "SIGN_OFF",
            message("The oversight group has not signed off these materials as they are now."),
            fix=message(
                "It signs them off with: {step} sign_off.", step=command.params.approved_by
            ),
        )
    if command.view.first("materials.sent"):
        raise Refused("TWICE", message("The materials have been sent."))
    recipients = [seat.id for seat in command.process.roster.filled()]
    body = {
        "materials": hashes(command.view),
        "recipients": recipients,
        "inputs": [fact.body["input"] for fact in command.process.select("ledger.received")],
    }
    return [command.fact("materials.sent", body)]


def read(command: Command) -> list[Draft]:
    """A member's own mark that a material was read; kept from the public record."""
    seat = seat_of_actor(command, named=command.body.get("seat"))
    known(command.body["material"], (m.id for m in command.process.pilot.materials), "material")
    return [command.fact("materials.read", {**command.body, "seat": seat.id}, private=("seat",))]


def progress(view: StepView) -> Progress:
    sent = view.first("materials.sent")
    facts = view.facts("materials.added", "materials.sent")
    started = facts[0].at if facts else None
    if sent is not None:
        return Progress(True, sent.at, sent.at)
    lacking = missing(view)
    outstanding = message("The materials are complete and not sent yet.")
    if lacking:
        outstanding = message("Still missing: {missing}.", missing=lacking)
    elif awaits_sign_off(view):
        outstanding = message("The oversight group has not signed off the materials.")
    return Progress(False, started, None, None, (outstanding,))


MATERIALS = StepKind(
    "materials",
    schema_of(
        MaterialsParameters,
        approved_by=StrictStr(blank=False),
        languages=Choice(("authentic", "all")),
    ),
    actions(
        Action("add", STAFF, add, message("add a material"), AddMaterial, early=True),
        Action("send", STAFF, send, message("send the materials to all members")),
        Action(
            "read",
            MEMBERS,
            read,
            message("mark a material as read"),
            ReadMaterial,
            late=True,
        ),
    ),
    progress,
)
