"""What changed between two pilot files, and which rules the changes touch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deliberate.core.errors import Finding, Where
from deliberate.core.registry import Registry
from deliberate.core.rulebook.checks.context import names
from deliberate.core.rulebook.checks.values import path_of
from deliberate.core.rulebook.model import Rule, Rulebook, Step
from deliberate.core.rulebook.pilot import path_in_file
from deliberate.core.rulebook.positions import Path, dotted
from deliberate.core.rulebook.unfit import parameters_of
from deliberate.core.services.files import Sheet, check_sheet, read_sheet


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was added (`old` is None), removed (`new` is None) or changed.

    `where` is its place in the new file, or in the old one when it was removed. `rules` are the
    rules that look at it.
    """

    key: str
    old: Any
    new: Any
    where: Where
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PilotDiff:
    """`appeared` and `settled` are findings that only the new, only the old pilot has."""

    changes: tuple[Change, ...]
    appeared: tuple[Finding, ...]
    settled: tuple[Finding, ...]


def diff_pilots(
    registry: Registry,
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    now: datetime,
) -> PilotDiff:
    """Compare two pilot files value by value; entries of lists are matched by their `id`."""
    before, after = read_sheet(registry, old), read_sheet(registry, new)
    found_before = check_sheet(registry, before, now).findings
    found_after = check_sheet(registry, after, now).findings
    return PilotDiff(
        tuple(_changes(before, after)),
        _only_in(found_after, found_before),
        _only_in(found_before, found_after),
    )


def _only_in(these: Iterable[Finding], those: Iterable[Finding]) -> tuple[Finding, ...]:
    known = {(finding.code, str(finding.message)) for finding in those}
    return tuple(item for item in these if (item.code, str(item.message)) not in known)


def _changes(before: Sheet, after: Sheet) -> Iterator[Change]:
    old = dict(_leaves(before.pilot.source.data, (), ()))
    new = dict(_leaves(after.pilot.source.data, (), ()))
    for name in dict.fromkeys([*old, *new]):
        old_path, old_value = old.get(name, ((), None))
        new_path, new_value = new.get(name, ((), None))
        if name in old and name in new and old_value == new_value:
            continue
        place = (
            after.pilot.source.positions.find(new_path)
            if name in new
            else before.pilot.source.positions.find(old_path)
        )
        rules = tuple(rule.code for rule in touched(after.rulebook, new_path or old_path))
        yield Change(dotted(name), old_value, new_value, place, rules)


def _leaves(value: Any, path: Path, name: Path) -> Iterator[tuple[Path, tuple[Path, Any]]]:
    """Every value by a name in which list entries stand under their `id`, with its real path."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, key), (*name, key))
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index), (*name, str(item.get("id", index + 1))))
    else:
        yield name, (path, value)


def touched(rulebook: Rulebook, path: Path) -> tuple[Rule, ...]:
    """The rules of a rulebook that look at the value of a pilot file at this path."""
    return tuple(rule for rule in rulebook.rules if _looks_at(rulebook, rule, path))


def _looks_at(rulebook: Rulebook, rule: Rule, path: Path) -> bool:
    keys = tuple(part for part in path if isinstance(part, str))
    match keys:
        case ("calendar", step, *_):
            name, n = _occurrence_of(step, rulebook)
            only = rule.parameters.get("occurrence", n)
            return only == n and name in _words(rule.parameters.values())
        case ("open_parameters", name, *_):
            return _uses_parameter(rulebook, rule, name)
        case ("pilot", "days_off" | "working_days", *_):
            return rule.check in {"days", "gap", "advice"}
        case ("pilot", "authentic_languages", *_):
            return rule.check == "languages" or "languages" in rule.parameters
        case ("deviations", code, *_):
            return rule.code == code
    return any(_covers(what, keys) for what in names(rule.parameters.get("what")))


def _occurrence_of(key: str, rulebook: Rulebook) -> tuple[str, int]:
    """The step of a key of the calendar, and which of its times: `session_2` is the second."""
    head, _, number = key.rpartition("_")
    if number.isdigit() and rulebook.step(key) is None:
        return head, int(number)
    return key, 1


def _uses_parameter(rulebook: Rulebook, rule: Rule, name: str) -> bool:
    if name in parameters_of(rule):
        return True
    if name in _words([rule.parameters.get("parameter")]):
        return True
    step = rulebook.step(str(rule.parameters.get("step")))
    return rule.check == "share" and step is not None and f"@{name}" in _parameters(step)


def _parameters(step: Step) -> set[str]:
    slots = getattr(type(step.parameters), "__dataclass_fields__", {})
    return _words(getattr(step.parameters, slot) for slot in slots)


def _words(values: Iterable[Any]) -> set[str]:
    found: set[str] = set()
    for value in values:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, Mapping):
            found |= _words(value.values())
        elif isinstance(value, list | tuple):
            found |= _words(value)
    return found


def _covers(what: str, keys: tuple[str, ...]) -> bool:
    """Whether a rule's `what` and a key of the file mean the same value, or one holds the other."""
    head = what.split(":")[0]
    wanted = (
        ("seats",)
        if head in {"seats", "kind", "authority"}
        else tuple(str(part) for part in path_in_file(path_of(what)))
    )
    length = min(len(wanted), len(keys))
    return length > 0 and wanted[:length] == keys[:length]
