"""Checks of what a pilot contains: fields, languages, viewpoints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.checks.context import CheckContext, finding, names
from deliberate.core.rulebook.checks.values import is_present, label, path_of, values_at
from deliberate.core.rulebook.model import Rule
from deliberate.core.rulebook.positions import Path
from deliberate.core.text import Text

FACT = "fact:"


def check_present(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`present {what, languages?}`: a key is filled in, or a step has happened (`fact:STEP`).

    With `languages = "authentic"` a text must have every authentic language, with `"all"` every
    language of the pilot.
    """
    wanted = _languages(context, rule.parameters.get("languages"))
    for what in names(rule.parameters["what"]):
        if what.startswith(FACT):
            yield from _happened(context, rule, what.removeprefix(FACT))
        else:
            yield from _filled_in(context, rule, what, wanted)


def _languages(context: CheckContext, which: object) -> tuple[str, ...]:
    if which == "all":
        return context.pilot.languages
    return context.pilot.authentic_languages if which == "authentic" else ()


def _happened(context: CheckContext, rule: Rule, step: str) -> Iterator[Finding]:
    if context.process is not None and not context.process.progress(step).done:
        yield finding(
            rule,
            message("“{step}” has not happened yet.", step=context.title(step)),
            message("Complete it first."),
        )


def _filled_in(
    context: CheckContext, rule: Rule, what: str, wanted: tuple[str, ...]
) -> Iterator[Finding]:
    found = list(values_at(context.pilot, what))
    path: Path
    for path, value in found or [(path_of(what), None)]:
        if not is_present(value):
            yield _empty(context, rule, path, value)
        elif isinstance(value, Text):
            yield from _untranslated(context, rule, path, value, wanted)


def _empty(context: CheckContext, rule: Rule, path: Path, value: object) -> Finding:
    return finding(
        rule,
        message("{key} is not filled in.", key=label(path)),
        _write(context, path, value),
        where=context.place(*path),
    )


def _write(context: CheckContext, path: Path, value: object) -> Message | None:
    """The table that has to be written, and the languages to write in; where the table is there,
    the sentence has said what to do."""
    table = context.absent_table(str(path[0]))
    if table is not None:
        return message("Write it in the table {table}.", table=table)
    if isinstance(value, Text) and context.pilot.authentic_languages:
        return message("Write it in: {languages}.", languages=context.pilot.authentic_languages)
    return None


def check_languages(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`languages {what}`: these texts are complete in the pilot's authentic languages."""
    for what in names(rule.parameters["what"]):
        for path, value in values_at(context.pilot, what):
            if isinstance(value, Text) and value:
                yield from _untranslated(
                    context, rule, path, value, context.pilot.authentic_languages
                )
            elif isinstance(value, Text) and context.pilot.authentic_languages:
                yield _empty(context, rule, path, value)


def _untranslated(
    context: CheckContext, rule: Rule, path: Path, text: Text, wanted: tuple[str, ...]
) -> Iterator[Finding]:
    missing = text.missing(wanted)
    if missing:
        yield finding(
            rule,
            message("{key} is missing in: {languages}.", key=label(path), languages=missing),
            message("Every authentic language must be complete before publication."),
            where=context.place(*path),
        )


def check_sides(context: CheckContext, rule: Rule) -> Iterator[Finding]:
    """`sides {what, at_least}`: so many different viewpoints among materials or witnesses, or in
    the oversight group.

    A neutral paper is welcome and is no side.
    """
    what, least = str(rule.parameters["what"]), int(rule.parameters["at_least"])
    key = ("oversight", "sides") if what == "oversight" else (what,)
    if what == "oversight":
        held: Iterable[str] = context.pilot.oversight.sides
    else:
        held = (str(value or "") for _, value in values_at(context.pilot, f"{what}.viewpoint"))
    views = {view for view in held if view.strip() and view != "neutral"}
    if len(views) < least:
        table = context.absent_table(what)
        yield finding(
            rule,
            message(
                "Viewpoints in {key}: {count} ({views}); the rule asks for {least}.",
                key=label(key),
                count=len(views),
                views=tuple(sorted(views)) or None,
                least=least,
            ),
            message("Further viewpoints are needed: {more}.", more=least - len(views))
            if table is None
            else message("Write the table {table} with {key}.", table=table, key=key[-1])
            if len(key) > 1
            else message("Write a table {table} with its {key} for each.",
                         table=table, key="viewpoint"),
            where=context.place(*key),
        )  # fmt: skip
