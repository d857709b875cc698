"""Findings that no rule states and every rulebook implies: the pilot fits its rulebook at all."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.checks.agenda import agenda_findings
from deliberate.core.rulebook.checks.context import CheckContext, names
from deliberate.core.rulebook.checks.in_session import in_session_findings
from deliberate.core.rulebook.checks.letter import letter_findings
from deliberate.core.rulebook.checks.questionnaires import questionnaire_findings
from deliberate.core.rulebook.checks.repeats import repeat_findings
from deliberate.core.rulebook.checks.script import script_findings
from deliberate.core.rulebook.checks.secret_ballots import secret_ballot_findings
from deliberate.core.rulebook.checks.strands import strand_findings
from deliberate.core.rulebook.checks.timing import out_of_order, too_early
from deliberate.core.rulebook.checks.values import is_present, label, path_of, values_at
from deliberate.core.rulebook.faults import nearest
from deliberate.core.rulebook.model import OpenParameter, Rulebook
from deliberate.core.rulebook.principles import principle, principles

OPEN = "OPEN"
"""The code of an open parameter that does not fit."""

ESSENTIAL = ("title", "languages", "authentic_languages", "agency.name", "remit.question")
"""What every public process needs, whatever its model."""


def structural_findings(context: CheckContext) -> Iterator[Finding]:
    """Deviations, open parameters, dates and essentials. A running process is past most of it."""
    yield from _deviations(context)
    yield from _open_parameters(context)
    if context.process is None:
        yield from strand_findings(context)
        yield from _dates(context)
        yield from _succession(context)
        yield from repeat_findings(context)
        yield from in_session_findings(context)
        yield from _essentials(context)
        yield from _words(context)
        yield from agenda_findings(context)
        yield from secret_ballot_findings(context)
        yield from questionnaire_findings(context)
        yield from letter_findings(context, ESSENTIAL)
        yield from script_findings(context)


def _codes(rulebook: Rulebook) -> list[str]:
    return [rule.code for rule in rulebook.rules] + [item.code for item in principles()]


def _deviations(context: CheckContext) -> Iterator[Finding]:
    own = {item.principle for item in context.rulebook.deviations}
    for code, reason in context.pilot.deviations.items():
        where = context.place("deviations", code)
        rule = context.rulebook.rule(code)
        if rule is None and code not in own and principle(code) is None:
            yield Finding(
                code,
                "error",
                message("There is no rule {code} to deviate from.", code=code),
                where,
                _meant(code, _codes(context.rulebook)),
            )
        elif rule is not None and rule.level == "must":
            yield Finding(
                code,
                "must",
                message("{code} is obligatory; a pilot cannot deviate from it.", code=code),
                where,
                message(
                    "Remove the deviation, or write a rulebook of your own that extends {name}.",
                    name=context.rulebook.name,
                ),
            )
        elif not reason:
            yield Finding(
                code,
                "must",
                message("The deviation from {code} gives no reason.", code=code),
                where,
                message("Write the reason; it is published."),
            )
        elif missing := reason.missing(context.pilot.authentic_languages):
            yield Finding(
                code,
                "must",
                message(
                    "The reason for {code} is missing in: {languages}.",
                    code=code,
                    languages=missing,
                ),
                where,
                message("Every authentic language must be complete before publication."),
            )


def _meant(word: str, known: list[str]) -> Message | None:
    near = nearest(word, known)
    return None if near is None else message("Did you mean {suggestion}?", suggestion=near)


def _open_parameters(context: CheckContext) -> Iterator[Finding]:
    known = context.rulebook.open_parameters
    for name, value in context.pilot.open_parameters.items():
        where = context.place("open_parameters", name)
        parameter = known.get(name)
        if parameter is None:
            yield Finding(
                OPEN,
                "error",
                message(
                    "{rulebook} has no open parameter {key}.",
                    rulebook=context.rulebook.name,
                    key=name,
                ),
                where,
                _meant(name, list(known)),
            )
            continue
        if not parameter.permits(value):
            text = message("{key} cannot be {value}.", key=name, value=str(value))
            yield Finding(OPEN, "must", text, where, _permitted(parameter))


def _permitted(parameter: OpenParameter) -> Message:
    if parameter.choices:
        choices = tuple(str(choice) for choice in parameter.choices)
        return message("Permitted: {choices}.", choices=choices)
    if isinstance(parameter.default, bool):
        return message("Write true or false, without quotation marks.")
    if not isinstance(parameter.default, int):
        return message("Put it in quotation marks.")
    least, most = parameter.minimum, parameter.maximum
    if least is not None and most is not None:
        return message("Write a whole number from {least} to {most}.", least=least, most=most)
    if least is not None:
        return message("Write a whole number from {least} on.", least=least)
    return message("Write a whole number.")


def _dates(context: CheckContext) -> Iterator[Finding]:
    """Dates of steps that the rulebook does not have."""
    steps = [step.id for step in context.rulebook.steps]
    for key in context.pilot.calendar:
        head, _, number = key.rpartition("_")
        if key in steps or (number.isdigit() and head in steps):
            continue
        yield Finding(
            "CALENDAR",
            "error",
            message("{rulebook} has no step {key}.", rulebook=context.rulebook.name, key=key),
            context.place("calendar", key),
            _meant(key, steps),
        )


def _succession(context: CheckContext) -> Iterator[Finding]:
    """Steps planned before those that they wait for."""
    ordered = {
        pair
        for rule in context.rulebook.rules
        if rule.check == "order"
        for pair in zip(rule.parameters["steps"], rule.parameters["steps"][1:], strict=False)
    }
    for step in context.rulebook.steps:
        for before in step.after:
            if (before, step.id) in ordered:
                continue
            for n, done, start in too_early(context, before, step.id):
                text, fix = out_of_order(context, before, step.id, done, start)
                where = context.place_of_date(step.id, n)
                yield Finding("ORDER", "must", text, where, fix, (step.id,))


EACH = ("strands.title", "questionnaires.items.text", "questionnaires.items.options.text")
"""Words that members read: whoever writes the table fills in each of them."""


def _words(context: CheckContext) -> Iterator[Finding]:
    for key in EACH:
        for path, value in values_at(context.pilot, key):
            if not is_present(value):
                text = message("{key} is not filled in.", key=label(path))
                yield Finding("EMPTY", "must", text, context.place(*path))


def _essentials(context: CheckContext) -> Iterator[Finding]:
    asked = {
        key
        for rule in context.rulebook.rules
        if rule.check in {"present", "languages"}
        for key in map(path_of, names(rule.parameters["what"]))
    }
    for key in ESSENTIAL:
        path = path_of(key)
        if path in asked or any(is_present(value) for _, value in values_at(context.pilot, key)):
            continue
        name = label(path)
        yield Finding(
            "EMPTY",
            "must",
            message("{key} is not filled in.", key=name),
            context.place(*path),
        )
