"""Kind `evaluation`: the closing document concludes from evaluation and conformity."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.errors import message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import ListOf, StrictSchema, StrictStr, TextField
from deliberate.core.rulebook.records import schema_of


@dataclass(frozen=True, slots=True)
class EvaluationParameters:
    """`conclude`: the conclusions that are possible."""

    conclude: tuple[str, ...] = ()


class Conclude(StrictSchema):
    conclusion = StrictStr(required=True)
    text = TextField(required=True)


def close(command: Command) -> list[Draft]:
    """Publish the conclusion; it closes the process."""
    known(command.body["conclusion"], command.params.conclude, "conclusion")
    complete_in(command.view, command.body["text"], "closing.text")
    return [command.fact("evaluation.closed", command.body)]


def progress(view: StepView) -> Progress:
    closed = view.first("evaluation.closed")
    if closed is None:
        return Progress(outstanding=(message("The conclusion is not published."),))
    return Progress(True, closed.at, closed.at, str(closed.body["conclusion"]))


EVALUATION = StepKind(
    "evaluation",
    schema_of(EvaluationParameters, conclude=ListOf(StrictStr())),
    actions(
        Action(
            "close",
            frozenset({"agency", "secretary"}),
            close,
            message("publish the conclusion"),
            Conclude,
            two_persons=True,
        ),
    ),
    progress,
)
