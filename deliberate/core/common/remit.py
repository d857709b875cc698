"""Kind `remit`: the questions put to members, their neutrality, the agency's promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import StrictSchema, StrictStr
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.records import schema_of


@dataclass(frozen=True, slots=True)
class RemitParameters:
    """A remit has no numbers of its own."""


class FreezeRemit(StrictSchema):
    """Who answers for the neutrality of the question, where the pilot does not name them."""

    signed_off_by = StrictStr()


def freeze(command: Command) -> list[Draft]:
    """Freeze the questions: complete in every authentic language, with a dated commitment."""
    pilot = command.process.pilot
    complete_in(command.view, pilot.remit.question, "remit.question")
    for number, item in enumerate(pilot.remit.questions, start=1):
        complete_in(command.view, item.text, f"remit.questions.{number}.text")
    complete_in(command.view, pilot.agency.commitment, "agency.commitment")
    if pilot.agency.committed_on is None:
        raise Refused(
            "COMMITMENT",
            message("The agency has not dated its commitment to respond."),
            fix=message("Fill in agency.committed_on."),
        )
    return [
        command.fact(
            "remit.frozen",
            {
                "question": pilot.remit.question,
                **_several(pilot),
                "commitment": pilot.agency.commitment,
                "committed_on": pilot.agency.committed_on,
                "signed_off_by": _signed_off_by(command),
            },
        )
    ]


def _several(pilot: Pilot) -> dict[str, Any]:
    """The questions where more than one is put; one alone stands in `question`."""
    several = [{"id": item.id, "text": item.text} for item in pilot.remit.questions]
    return {"questions": several} if several else {}


def _signed_off_by(command: Command) -> str:
    """Whom the pilot names; what is said at the freezing adds nobody else."""
    agreed, said = command.process.pilot.remit.neutrality_signed_off_by, _said(command)
    if agreed:
        return known(said or agreed, (agreed,), "signatory of neutrality")
    if not said:
        raise Refused(
            "NEUTRALITY",
            message("Nobody answers for the neutrality of the question."),
            fix=message("Say who does: signed_off_by."),
        )
    return said


def _said(command: Command) -> str:
    return str(command.body.get("signed_off_by", "")).strip()


def progress(view: StepView) -> Progress:
    frozen = view.first("remit.frozen")
    if frozen is None:
        return Progress(outstanding=(message("The question is not frozen."),))
    return Progress(done=True, started=frozen.at, at=frozen.at)


REMIT = StepKind(
    "remit",
    schema_of(RemitParameters),
    actions(
        Action(
            "freeze",
            frozenset({"agency", "secretary"}),
            freeze,
            message("freeze the question"),
            FreezeRemit,
        )
    ),
    progress,
)
