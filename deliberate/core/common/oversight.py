"""Kind `oversight`: a group of different views signs off what could be biased, hears complaints.

Only the group signs off, and where a rule asks for opposed sides in it, each sign-off names every
side: it stands on the record that all agreed. Materials are signed off as they are then, by their
hashes: when they change, the group is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.common.papers_signed_off import hashes, missing, papers_of
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.process import Process
from deliberate.core.rulebook.fields import (
    IdentifierField,
    ListOf,
    StrictBool,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of

GROUP = frozenset({"observer", "secretary", "agency"})


@dataclass(frozen=True, slots=True)
class OversightParameters:
    """`signs_off`: what the group signs off; a step of kind `materials` by its `id`."""

    signs_off: tuple[str, ...] = ()
    hears_complaints: bool = True


class SignOff(StrictSchema):
    """`sides`: whose members agree, in the words of the pilot."""

    subject = StrictStr(required=True)
    sides = ListOf(StrictStr())
    opinion = TextField()


class Complaint(StrictSchema):
    complaint = IdentifierField(required=True)
    text = TextField(required=True)


class AnswerComplaint(StrictSchema):
    complaint = StrictStr(required=True)
    answer = TextField(required=True)


def sign_off(command: Command) -> list[Draft]:
    """The group's sign-off of one subject, with its opinion where it wants to give one."""
    subject = known(command.body["subject"], command.params.signs_off, "subject")
    papers = papers_of(command.process, subject)
    lacking = () if papers is None else missing(papers)
    if lacking:
        raise Refused(
            "NOT_THERE",
            message("The materials are not all there yet: {missing}.", missing=lacking),
            fix=message("Materials are signed off once they are there in every language owed."),
        )
    if subject in signed_off(command.view):
        raise Refused("TWICE", message("This is signed off already: {subject}.", subject=subject))
    _require_sides(command)
    bound = {} if papers is None else {"materials": hashes(papers)}
    return [command.fact("oversight.signed_off", {**command.body, **bound})]


def asked_sides(process: Process) -> tuple[str, ...]:
    """The sides that must all agree: those of the pilot, where a rule asks for several."""
    rules = process.rulebook.rules
    asked = any(r.check == "sides" and r.parameters.get("what") == "oversight" for r in rules)
    return process.pilot.oversight.sides if asked else ()


def _require_sides(command: Command) -> None:
    named, held = command.body.get("sides", ()), command.process.pilot.oversight.sides
    for side in named:
        known(side, held, "side")
    missing = tuple(side for side in asked_sides(command.process) if side not in named)
    if missing:
        raise Refused(
            "SIDES",
            message("It is not said that these sides agree: {missing}.", missing=missing),
            fix=message("Every side signs off; name all of them: sides."),
        )


def complain(command: Command) -> list[Draft]:
    """A complaint about the process; its text is personal and stays out of the record."""
    if not command.params.hears_complaints:
        raise Refused("NO_COMPLAINTS", message("This group hears no complaints."))
    return [command.fact("oversight.complaint", command.body, private=("text",))]


def answer(command: Command) -> list[Draft]:
    received = [fact.body["complaint"] for fact in command.view.facts("oversight.complaint")]
    known(command.body["complaint"], received, "complaint")
    return [command.fact("oversight.answered", command.body)]


def signed_off(view: StepView) -> frozenset[str]:
    """What the group has signed off, as it is now."""
    latest = {str(fact.body["subject"]): fact for fact in view.facts("oversight.signed_off")}
    return frozenset(name for name, fact in latest.items() if _stands(view.process, fact))


def _stands(process: Process, fact: Fact) -> bool:
    """Whether what was signed off is still what there is."""
    papers = papers_of(process, str(fact.body["subject"]))
    return papers is None or fact.body.get("materials") == hashes(papers)


def progress(view: StepView) -> Progress:
    done = signed_off(view)
    missing = tuple(item for item in view.params.signs_off if item not in done)
    count = (len(done), len(view.params.signs_off))
    facts = view.facts("oversight.signed_off")
    started = facts[0].at if facts else None
    if facts and not missing:
        return Progress(True, started, facts[-1].at, count=count)
    return Progress(
        False,
        started,
        None,
        None,
        (message("Not signed off: {subjects}.", subjects=missing),),
        count,
    )


OVERSIGHT = StepKind(
    "oversight",
    schema_of(OversightParameters, signs_off=ListOf(StrictStr()), hears_complaints=StrictBool()),
    actions(
        Action(
            "sign_off",
            frozenset({"observer"}),
            sign_off,
            message("sign off"),
            SignOff,
            late=True,
        ),
        Action(
            "complain",
            GROUP | {"member", "citizen"},
            complain,
            message("complain"),
            Complaint,
            early=True,
            late=True,
            applies=lambda view: bool(view.params.hears_complaints),
        ),
        Action(
            "answer",
            GROUP,
            answer,
            message("answer a complaint"),
            AnswerComplaint,
            early=True,
            late=True,
        ),
    ),
    progress,
)
