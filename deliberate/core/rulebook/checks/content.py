"""Checks of what a pilot contains: fields, languages, viewpoints."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.checks.context import CheckContext, finding, names
from deliberate.core.rulebook.checks.values import is_present, label, path_of, values_at
from deliberate.core.rulebook.model import Rule
from deliberate.core.rulebook.opposed import named_sides, opposed_sides
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
    """`sides {what, at_least}`: so many opposed viewpoints among materials or witnesses, or in the
    oversight group. `neutral` and `background` are welcome and no side; where one of the sides is
    held that the rulebook or the oversight group names, they alone are counted.
    """
    what, least = str(rule.parameters["what"]), int(rule.parameters["at_least"])
    key = ("oversight", "sides") if what == "oversight" else (what,)
    held: tuple[str, ...] = context.pilot.oversight.sides
    named = [named_sides(context.rulebook), () if what == "oversight" else held]
    if what != "oversight":
        found = values_at(context.pilot, f"{what}.viewpoint")
        held = tuple(str(value or "") for _, value in found)
    views = opposed_sides(held, *named)
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
            _further(least - len(views), opposed_sides(held) - views, named)
            if table is None
            else message("Write the table {table} with {key}.", table=table, key=key[-1])
            if len(key) > 1
            else message("Write a table {table} with its {key} for each.",
                         table=table, key="viewpoint"),
            where=context.place(*key),
        )  # fmt: skip


def _further(more: int, others: frozenset[str], named: list[tuple[str, ...]]) -> Message:
    """What is still to be shown, and why views in other words than the named ones did not count."""
    if not others:
        return message("Further viewpoints are needed: {more}.", more=more)
    return message(
        "Not counted: {others}. Write one of the sides that are named: {sides}.",
        others=tuple(sorted(others)),
        sides=tuple(sorted({side for sides in named for side in opposed_sides(sides)})),
    )
