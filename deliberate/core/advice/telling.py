"""The advice in words that every door shares: the verdict, one reason, what must be justified."""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.advice.advice import FULL_DAYS, Advice, Ranked, Verdict
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.questions import Questions
from deliberate.core.advice.reason import Reason
from deliberate.core.errors import Message, message

VERDICTS: Mapping[Verdict, Message] = {
    "deliberate": message("Nothing stands in the way of a deliberation."),
    "not_yet": message("Do not deliberate yet: first put right what is missing."),
    "hearing": message("A hearing is enough: do not deliberate on this."),
    "too_little": message("Too little was answered for advice."),
}


def asked_of(reason: Reason, issue: Issue, questions: Questions) -> Message | None:
    """Question and answer that a reason follows from; None where it states its own grounds."""
    answer = issue.answers.get(reason.question)
    if answer is None:
        return None
    question = questions[reason.question]
    return message("{question}: {answer}", question=question.short, answer=question.label(answer))


def notes_on(advice: Advice) -> tuple[Message, ...]:
    """What a reader should know before reading the ranking."""
    notes = []
    if advice.ranked and not advice.weighed:
        notes.append(
            message("Answer the questions about the issue: the ranking follows from them.")
        )
    if advice.to_inform:
        notes.append(message("People are only to be informed: that needs no deliberation."))
    if advice.failing and advice.required:
        notes.append(
            message("A law requires participation: bring these conditions about first, then begin.")
        )
    if advice.no_purpose:
        notes.append(message("No model that is installed here was made for this purpose."))
    if not advice.ranked:
        notes.append(message("No model that is installed here says what it is suited to."))
    return tuple(notes)


def few_days_to_justify(item: Ranked) -> Message | None:
    """The principle of enough time, unless the model already says that it departs from it."""
    departs = any(one.principle == "GP8" for one in item.candidate.deviations)
    if not item.few_days or departs:
        return None
    return message(
        "Informed recommendations ask for at least {days} full days; the model usually takes "
        "{usual}.",
        days=FULL_DAYS,
        usual=item.candidate.fit.days.usual,
    )
