"""Populations as tables, and the quotas made from them as the tools of the field read them.

A population has the columns `feature,value` and `count` or `share`; `tolerance`, `source`, `on` and
`status` may follow. The transparency report of a draw reads the same files.
Targets have the Sortition Foundation's columns.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.recruitment.lottery.facts import Shares
from deliberate.core.recruitment.lottery.pool import Quota, Targets
from deliberate.core.recruitment.quotas.composition import Group, by_feature, shares
from deliberate.core.services.new_files import write_new
from deliberate.core.services.table_files import read_table, wrong_length

LARGEST = 4 * 1024 * 1024
"""In bytes: a table of every village of a country."""
TARGET_HEADS = ("feature", "value", "min", "max", "min_flex", "max_flex")
ROUNDING = Fraction(2, 100)
"""Shares that were rounded for print add up to one within this."""
_NUMBER = re.compile(r"(\d{1,15})(?:[.,](\d{1,12}))?\s*(%?)", re.ASCII)

OLDER: Mapping[str, str] = MappingProxyType({"category": "feature", "name": "value"})
"""Names of columns that older tables have."""
Cells = Mapping[str, str]


def read_composition(path: Path) -> tuple[Group, ...]:
    """The groups of a file, in its order; raises `UnusableInput` with every fault."""
    return tuple(group for _line, group in _lines(path))


def read_population(path: Path, targets: Targets) -> Shares:
    """The share of each value that has a quota, for a report of a draw with these targets.

    A feature of the targets may be missing as a whole, none of its values alone; raises
    `UnusableInput` with every fault.
    """
    lines = _lines(path)
    known = {(quota.feature, quota.value) for quota in targets.quotas}
    faults = [
        Finding("ROW", "error", message("No quota names {value}.", value=group.name),
                Where(str(path), line))
        for line, group in lines
        if (group.feature, group.value) not in known
    ]  # fmt: skip
    groups = [group for _line, group in lines]
    if not faults:
        faults += [
            Finding("SUM", "error", text, Where(str(path)))
            for text in _values_missing(groups, known)
        ]
    if faults:
        raise _unusable(path, faults)
    return {
        (group.feature, group.value): share
        for own in by_feature(groups).values()
        for group, share in zip(own, shares(own), strict=True)
    }


def _values_missing(groups: Sequence[Group], known: Set[tuple[str, str]]) -> Iterator[Message]:
    given = {(group.feature, group.value) for group in groups}
    for feature in by_feature(groups):
        missing = tuple(sorted(v for f, v in known if f == feature and (f, v) not in given))
        if missing:
            yield message(
                "Values of {feature} are missing: {values}.", feature=feature, values=missing
            )


def _lines(path: Path) -> list[tuple[int, Group]]:
    """Every group with its line."""
    heads, rows = read_table(path, LARGEST, message("The file is larger than any population."))
    names = [OLDER.get(head.strip().lower(), head.strip().lower()) for head in heads]
    if not rows:
        raise UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    measure = _measure(path, names)
    found: list[tuple[int, Group]] = []
    faults: list[Finding] = []
    for line, row in rows:
        if len(row) != len(names):
            faults.append(wrong_length(path, line, len(row), len(names)))
            continue
        cells = dict(zip(names, (cell.strip() for cell in row), strict=True))
        try:
            found.append((line, _group(cells, measure)))
        except ValueError as error:
            faults.append(Finding("ROW", "error", error.args[0], Where(str(path), line)))
    faults += _faults(path, found, measure if not faults else "")
    if faults:
        raise _unusable(path, faults)
    return found


def _measure(path: Path, names: Sequence[str]) -> str:
    """Whether the file has counts or shares."""
    measure = next((name for name in ("count", "share") if name in names), "")
    missing = [name for name in ("feature", "value") if name not in names]
    if missing or not measure:
        absent = (*missing, *(() if measure else ("count",)))
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=absent),
            where=Where(str(path), 1),
            fix=message("The first line is: feature,value,count (or share)."),
        )
    return measure


def _faults(path: Path, found: Sequence[tuple[int, Group]], measure: str) -> Iterator[Finding]:
    """What is wrong with groups that are each well written; sums only where all of them are."""
    seen: set[tuple[str, str]] = set()
    for line, group in found:
        if (group.feature, group.value) in seen:
            yield Finding("ROW", "error", _twice(group), Where(str(path), line))
        seen.add((group.feature, group.value))
    groups = [group for _line, group in found]
    for text in _nobody(groups):
        yield Finding("ROW", "error", text, Where(str(path)))
    if measure == "share" and len(seen) == len(found):
        for text in _sums(groups):
            yield Finding("SUM", "error", text, Where(str(path)))


def _group(cells: Cells, measure: str) -> Group:
    if not cells["feature"] or not cells["value"]:
        raise ValueError(message("The feature or its value is missing."))
    weight = number_of(cells[measure])
    if weight is None or (measure == "count" and weight.denominator != 1):
        raise ValueError(
            message(
                "{column} is “{value}”; a number is expected, such as {example}.",
                column=measure,
                value=cells[measure],
                example="10010123" if measure == "count" else "0.51, 51 %",
            )
        )
    room = cells.get("tolerance", "")
    tolerance = number_of(room) if room else None
    if room and (tolerance is None or "%" in room):
        raise ValueError(
            message("{column} is “{value}”; seats are expected.", column="tolerance", value=room)
        )
    return Group(
        cells["feature"],
        cells["value"],
        weight,
        tolerance,
        cells.get("source", ""),
        cells.get("on", ""),
        cells.get("status", ""),
    )


def number_of(words: str) -> Fraction | None:
    """A number as people write it, exactly: `51 %` is 51/100, `10 010 123` has blanks between its
    thousands; None for anything else."""
    found = _NUMBER.fullmatch("".join(words.split()))
    if found is None:
        return None
    whole, part, percent = found.groups()
    value = Fraction(int(whole + (part or "")), 10 ** len(part or ""))
    return value / 100 if percent else value


def _twice(group: Group) -> Message:
    return message("{quota} stands here twice.", quota=group.name)


def _nobody(groups: Sequence[Group]) -> Iterator[Message]:
    for feature, own in by_feature(groups).items():
        if not any(group.weight for group in own):
            yield message("{feature} has nobody in any group.", feature=feature)


def _sums(groups: Sequence[Group]) -> Iterator[Message]:
    for feature, own in by_feature(groups).items():
        total = sum((group.weight for group in own), Fraction(0))
        if min(abs(total - 1), abs(total - 100) / 100) > ROUNDING:
            yield message(
                "The shares of {feature} add up to {sum}, not to 1 or 100 %.",
                feature=feature,
                sum=f"{float(total):.4g}",
            )


def _unusable(path: Path, faults: list[Finding]) -> UnusableInput:
    return UnusableInput(
        "ROWS",
        message("Faults in the population: {count}. Nothing is made from it.", count=len(faults)),
        where=Where(str(path)),
        findings=tuple(faults),
    )


def write_targets(path: Path, quotas: Iterable[Quota]) -> None:
    """Write the targets of a panel; raises `UnusableInput` when the file exists already."""
    write_new(path, targets_text(quotas))


def targets_text(quotas: Iterable[Quota]) -> str:
    """Quotas as a table; the flex columns stand there where a quota has them."""
    rows = list(quotas)
    flexible = any(q.least_flex is not None or q.most_flex is not None for q in rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TARGET_HEADS if flexible else TARGET_HEADS[:4])
    for q in rows:
        cells = [q.feature, q.value, q.least, q.most]
        if flexible:
            cells += [q.least if q.least_flex is None else q.least_flex]
            cells += [q.most if q.most_flex is None else q.most_flex]
        writer.writerow(cells)
    return out.getvalue()


def pack_groups(groups: Iterable[Group]) -> str:
    """Groups as a text for a hidden field."""
    rows = [
        [one.feature, one.value, str(one.weight), _or_none(one.tolerance), one.source, one.on,
         one.status]
        for one in groups
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpack_groups(text: str) -> tuple[Group, ...]:
    """The groups of a hidden field; none for what no page of ours wrote."""
    try:
        groups = tuple(
            Group(str(feature), str(value), Fraction(weight),
                  None if room is None else Fraction(room), str(source), str(on), str(status))
            for feature, value, weight, room, source, on, status in json.loads(text)
        )  # fmt: skip
    except (ValueError, TypeError, ZeroDivisionError, RecursionError):
        return ()
    fine = all(one.weight >= 0 and (one.tolerance or 0) >= 0 for one in groups)
    names = {(one.feature, one.value) for one in groups}
    return groups if fine and len(names) == len(groups) and not any(_nobody(groups)) else ()


def _or_none(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
