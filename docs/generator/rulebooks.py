"""One page for each installed rulebook: seats, steps, rules and open parameters with sources."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.rulebook.background import Telling
from deliberate.core.rulebook.model import Rulebook
from docs.generator.forms import ENGLISH, table

STATED_ONLY = "Stated in the regulation, not enforced by the software."


def page(rulebook: Rulebook) -> Iterator[str]:
    yield f"# `{rulebook.name}`\n"
    yield f"{ENGLISH.text(rulebook.title)}, version {rulebook.version}. "
    yield ENGLISH.text(rulebook.summary) + "\n"
    yield from _seats(rulebook)
    yield from _steps(rulebook)
    yield from _rules(rulebook)
    yield from _open(rulebook)
    yield from _deviations(rulebook)
    yield from _background(rulebook)
    yield from _sources(rulebook)


def _seats(rulebook: Rulebook) -> Iterator[str]:
    yield f"## Seats ({rulebook.seats})\n"
    rows = [
        (ENGLISH.text(group.title), str(group.count), ", ".join(group.kinds), _known(group))
        for group in rulebook.seat_groups
    ]
    yield from table(("group", "seats", "held by", "source"), rows)
    yield ""


def _steps(rulebook: Rulebook) -> Iterator[str]:
    yield "## Steps\n"
    rows = [
        (
            f"`{step.id}`",
            ENGLISH.text(step.title),
            ENGLISH.phase(step.phase),
            f"[`{step.kind}`](../kinds.md#{step.kind})",
            ", ".join(f"`{name}`" for name in step.after),
            _known(step),
        )
        for step in rulebook.steps
    ]
    yield from table(("step", "title", "phase", "kind", "after", "source"), rows)
    yield ""


def _rules(rulebook: Rulebook) -> Iterator[str]:
    yield "## Rules\n"
    rows = [
        (rule.code, rule.level, ENGLISH.text(rule.text), f"`{rule.check}`", _known(rule))
        for rule in rulebook.rules
    ]
    yield from table(("code", "level", "rule", "check", "source"), rows)
    yield ""


def _open(rulebook: Rulebook) -> Iterator[str]:
    if not rulebook.open_parameters:
        return
    yield "## Open parameters\n"
    yield "What the source leaves open; a pilot decides it under `[open_parameters]`.\n"
    rows = [
        (
            f"`{item.id}`",
            ENGLISH.text(item.text) + (f" *{STATED_ONLY}*" if item.stated_only else ""),
            f"`{ENGLISH.value(item.default)}`",
            " · ".join(f"`{ENGLISH.value(value)}`" for value in item.choices),
            _known(item),
        )
        for item in rulebook.open_parameters.values()
    ]
    yield from table(("parameter", "what it decides", "default", "permitted", "source"), rows)
    yield ""


def _deviations(rulebook: Rulebook) -> Iterator[str]:
    if not rulebook.deviations:
        return
    yield "## What the model itself does not keep\n"
    rows = [(item.principle, ENGLISH.text(item.text), _known(item)) for item in rulebook.deviations]
    yield from table(("principle", "how it departs", "source"), rows)
    yield ""


def _background(rulebook: Rulebook) -> Iterator[str]:
    known = rulebook.background
    if known.swot:
        yield "## Strengths, weaknesses, opportunities, threats\n"
        rows = [(f"`{i.id}`", i.kind, ENGLISH.text(i.text), _known(i)) for i in known.swot]
        yield from table(("statement", "list", "text", "source"), rows)
        yield ""
    if known.measures:
        yield "Measures where they meet:\n"
        cells = [
            (
                " x ".join(f"`{name}`" for name in i.pair),
                ENGLISH.text(i.measure),
                i.owner,
                _known(i),
            )
            for i in known.measures
        ]
        yield from table(("cell", "measure", "owner", "source"), cells)
        yield ""
    if known.figures:
        yield "## Figures\n"
        counted = [
            (i.category, str(i.year), str(i.value), ENGLISH.text(i.text), _known(i))
            for i in known.figures
        ]
        yield from table(("category", "year", "value", "what it says", "source"), counted)
        yield ""
    if known.tellings:
        yield "## Communication\n"
        lines = [
            (ENGLISH.text(i.what), _when(i), ", ".join(i.channels), i.who, _known(i))
            for i in known.tellings
        ]
        yield from table(("what", "when", "channels", "who", "source"), lines)
        yield ""


def _when(item: Telling) -> str:
    if item.step is None:
        return f"within {ENGLISH.period(item.within)}" if item.within is not None else ""
    day = f"{item.at} of `{item.step}`"
    return day if item.before is None else f"{ENGLISH.period(item.before)} before the {day}"


def _sources(rulebook: Rulebook) -> Iterator[str]:
    yield "## Sources\n"
    for source in rulebook.sources.values():
        checked = f" (checked on {source.checked_on.isoformat()})" if source.checked_on else ""
        url = f" <{source.url}>" if source.url else ""
        yield f"* `{source.id}`: {source.text}{url}{checked}"
    yield ""


def _known(item: object) -> str:
    """Where a statement is read and how it is known."""
    return f"{getattr(item, 'source', '')}, {getattr(item, 'status', '')}".strip(", ")
