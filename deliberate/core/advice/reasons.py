"""The reasons that a rulebook's [fit] gives, read off an issue's answers: the core's own answer.

Every question is asked and weighed alike; nothing here knows a model. An answer that is missing
gives no reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deliberate.core.advice.estimate import smallest
from deliberate.core.advice.issue import Issue
from deliberate.core.advice.reason import Reason
from deliberate.core.errors import Message, message
from deliberate.core.rulebook.fit import Fit, NotAdvised, Span, Strength, Suitability
from deliberate.core.text import Text

PLAIN = "plain"
"""The jurisdiction of rulebooks that follow the rules of no country."""

FOR = frozenset({"made_for", "suits"})

SENTENCES: Mapping[str, Message] = {
    "made_for": message("The model was made for this."),
    "suits": message("The model suits this."),
    "weak": message("Other models suit this better."),
    "unsuited": message("The model cannot give this."),
}


def fit_reasons(issue: Issue, fit: Fit) -> tuple[Reason, ...]:
    """The reasons of a [fit]: answers, means, and when the model is not advised."""
    return (
        *(_suitability(item) for item in fit.suits if _answered(issue, item)),
        *_of_means(issue, fit),
        *(_barring(item) for item in fit.not_advised_when if applies(issue, item)),
    )


def applies(issue: Issue, item: NotAdvised) -> bool:
    """Whether all answers were given under which a model is not advised."""
    return bool(item.when) and all(
        issue.answers.get(question) in answers for question, answers in item.when.items()
    )


def _answered(issue: Issue, item: Suitability) -> bool:
    return issue.answers.get(item.question) in item.answers


def _suitability(item: Suitability) -> Reason:
    return Reason(
        SENTENCES[item.strength],
        item.strength,
        item.question,
        item.why,
        item.source,
        item.status,
    )


def _barring(item: NotAdvised) -> Reason:
    words = message("Not advised: {text}", text=item.text)
    return Reason(words, "unsuited", source=item.source, status=item.status, bars=True)


def _of_means(issue: Issue, fit: Fit) -> Iterator[Reason]:
    for name, span in (("days", fit.days), ("people", fit.people)):
        if name in issue.means:
            yield _held_against(name, issue.means[name], span)
    least = smallest(fit)
    for name, needed in (("weeks", least.weeks), ("person_days", least.staff_days)):
        if name in issue.means:
            span = Span(needed, needed, fit.cost.source, fit.cost.status)
            yield _held_against(name, issue.means[name], span)


def _held_against(name: str, given: int, span: Span) -> Reason:
    enough = given >= span.least
    words = _enough if enough else _too_little
    return Reason(
        words(name, span.least, given),
        "suits" if enough else "unsuited",
        name,
        source=span.source,
        status=span.status,
        bars=not enough,
    )


def _enough(name: str, least: int, given: int) -> Message:
    match name:
        case "days":
            return message(
                "The days suffice: at the least {least}; {given} can be asked for.",
                least=least,
                given=given,
            )
        case "people":
            return message(
                "The people suffice: at the least {least}; {given} can be brought together.",
                least=least,
                given=given,
            )
        case "weeks":
            return message(
                "The time suffices: at the least about {least} weeks; {given} are left.",
                least=least,
                given=given,
            )
    return message(
        "The work can be done: at the least about {least} person-days; {given} can be spent.",
        least=least,
        given=given,
    )


def _too_little(name: str, least: int, given: int) -> Message:
    match name:
        case "days":
            return message(
                "Too few days: at the least {least}; only {given} can be asked for.",
                least=least,
                given=given,
            )
        case "people":
            return message(
                "Too few people: at the least {least}; only {given} can be brought together.",
                least=least,
                given=given,
            )
        case "weeks":
            return message(
                "Too little time: at the least about {least} weeks; only {given} are left.",
                least=least,
                given=given,
            )
    return message(
        "Too much work: at the least about {least} person-days; only {given} can be spent.",
        least=least,
        given=given,
    )


def home_reasons(issue: Issue, home: str, name: Text) -> tuple[Reason, ...]:
    """Whether a rulebook follows the rules of the place where the issue is.

    `home` is its jurisdiction, with a name for people; a plain one gives no reason.
    """
    if home == PLAIN:
        return ()
    strength: Strength = "weak"
    words = message("It follows the rules of one country or city ({name}).", name=name)
    if issue.jurisdiction == home:
        strength = "suits"
        words = message("It follows the rules of this country or city ({name}).", name=name)
    elif issue.jurisdiction:
        strength = "unsuited"
        words = message("It follows the rules of another country or city ({name}).", name=name)
    return (Reason(words, strength, "jurisdiction", bars=strength == "unsuited"),)
