"""Findings about surveys: somebody words what is asked, and a later wave asks the same again."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, message
from deliberate.core.rulebook.asked import changed_items, questionnaire_of
from deliberate.core.rulebook.checks.context import CheckContext, names, place_of_questions
from deliberate.core.rulebook.model import Step
from deliberate.core.rulebook.questionnaire import Questionnaire

SURVEY = "survey"


def questionnaire_findings(context: CheckContext) -> Iterator[Finding]:
    """What would be refused when a survey is opened is said before the process begins."""
    for step in context.rulebook.steps:
        if step.kind == SURVEY:
            yield from _of_step(context, step)


def _of_step(context: CheckContext, step: Step) -> Iterator[Finding]:
    asks = questionnaire_of(context.rulebook, context.pilot, step)
    if asks is None:
        yield Finding(
            "QUESTIONNAIRE",
            "error",
            message(
                "“{step}”: nobody words the questionnaire “{name}”.",
                step=step.title,
                name=step.parameters.questionnaire,
            ),
            context.place("questionnaires"),
            message("Write it in the pilot file: [[questionnaires]]."),
            (step.id,),
        )
        return
    yield from _without_verdict(context, step, asks)
    first = context.rulebook.step(step.parameters.same_as)
    if first is not None and _ruled(context, first, step):
        return
    earlier = None if first is None else questionnaire_of(context.rulebook, context.pilot, first)
    changed = () if earlier is None else changed_items(earlier, asks)
    if first is not None and changed:
        yield Finding(
            "OTHER_QUESTIONS",
            "must",
            message(
                "“{second}” does not ask the same as “{first}”: {items}.",
                second=step.title,
                first=first.title,
                items=changed,
            ),
            place_of_questions(context, step),
            message("A change of opinion is measured with the same questions only."),
            (step.id,),
        )


def _ruled(context: CheckContext, first: Step, second: Step) -> bool:
    """Whether a rule speaks about the questions of these two waves: it says more than this."""
    return any(
        rule.check == "same"
        and rule.parameters.get("of") == "questions"
        and {first.id, second.id} <= set(names(rule.parameters["steps"]))
        for rule in context.rulebook.rules
    )


def _without_verdict(context: CheckContext, step: Step, asks: Questionnaire) -> Iterator[Finding]:
    """A verdict needs a question with options, of which one can lead."""
    name = step.parameters.verdict
    item = asks.item(name) if name else None
    if name and (item is None or item.kind != "single"):
        yield Finding(
            "VERDICT",
            "error",
            message("“{step}”: no question “{item}” decides.", step=step.title, item=name),
            place_of_questions(context, step),
            message("The verdict rests on one question with a single answer."),
            (step.id,),
        )
