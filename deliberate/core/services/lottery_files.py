"""Pools and targets as the tools of the field write them: CSV in any common encoding.

Targets have the Sortition Foundation's columns `feature,value,min,max[,min_flex,max_flex]`, or the
older `category,name`. Every fault of a file is reported with its line before anything is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.recruitment.household import household_of
from deliberate.core.recruitment.lottery.pool import Person, Pool, Quota, Targets
from deliberate.core.services.table_files import formula_fault, grouped, read_table, wrong_length

LARGEST = 64 * 1024 * 1024
"""In bytes: a pool of about a million people, which is drawn from within 2 GB of memory."""
IDS = ("id", "nationbuilder_id", "person_id", "respondent_id")
"""Names of the column of identifiers, the first that is there."""
TOLD = 30
"""So many columns of a file are named at most."""
FEATURE, VALUE = ("feature", "category"), ("value", "name")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, and each row with the line on which it begins."""

    path: Path
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, names: Sequence[str]) -> int | None:
        """The place of the first of these columns that is there, whatever its case."""
        known = {head.strip().lower(): place for place, head in enumerate(self.heads)}
        return next((known[name] for name in names if name in known), None)


def read_targets(path: Path, size: int) -> Targets:
    """The quotas of a file for a panel of `size`; raises `UnusableInput` with every fault."""
    quotas, faults, torn = _quotas(path)
    faults += _sums(path, [quota for quota in quotas if quota.feature not in torn], size)
    if faults or not quotas:
        raise unusable(path, faults)
    return Targets(size, tuple(quotas))


def read_quotas(path: Path) -> tuple[Quota, ...]:
    """The quotas of a file, for whatever panel; raises `UnusableInput` with every fault."""
    quotas, faults, _torn = _quotas(path)
    if faults or not quotas:
        raise unusable(path, faults)
    return tuple(quotas)


def _quotas(path: Path) -> tuple[list[Quota], list[Finding], set[str]]:
    """What stands in the rows, what is wrong with the others, and the features of those."""
    sheet = _sheet(path)
    places = {
        "feature": sheet.column(FEATURE),
        "value": sheet.column(VALUE),
        "min": sheet.column(("min",)),
        "max": sheet.column(("max",)),
    }
    missing = tuple(name for name, place in places.items() if place is None)
    if missing:
        raise _columns(sheet, missing)
    quotas: list[Quota] = []
    faults: list[Finding] = []
    torn: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for line, row in sheet.rows:
        try:
            quota = _quota(sheet, row, {name: place or 0 for name, place in places.items()})
        except ValueError as error:
            faults.append(_row(path, line, _said(error)))
            torn.add(row[places["feature"] or 0].strip())
            continue
        if (quota.feature, quota.value) in seen:
            faults.append(_row(path, line, message("{quota} stands here twice.", quota=quota.name)))
        seen.add((quota.feature, quota.value))
        quotas.append(quota)
    return quotas, faults, torn


def read_pool(
    path: Path, targets: Targets, *, id_column: str = "", household: Sequence[str] = ()
) -> Pool:
    """The people of a file with the features that have quotas; raises with every fault."""
    sheet = _sheet(path)
    own = sheet.column((id_column.lower(),)) if id_column else sheet.column(IDS)
    places = {feature: sheet.column((feature.lower(),)) for feature in targets.features}
    homes = {name: sheet.column((name.lower(),)) for name in household}
    missing = tuple(name for name, place in {**places, **homes}.items() if place is None)
    if own is None or missing:
        raise _columns(sheet, (*((id_column or IDS[0],) if own is None else ()), *missing))
    known = {feature: set[str]() for feature in targets.features}
    for quota in targets.quotas:
        known[quota.feature].add(quota.value)
    people: list[Person] = []
    faults: list[Finding] = []
    times = Counter(row[own].strip() for _line, row in sheet.rows)
    for line, row in sheet.rows:
        name = row[own].strip()
        values = tuple(row[place or 0].strip() for place in places.values())
        shared = [row[place or 0].strip() for place in homes.values()]
        faults += [
            _row(path, line, fault)
            for fault in (*_faults_of(name, values, known, times), *_formulas(shared))
        ]
        people.append(Person(name, values, household_of(shared)))
    if len(people) < targets.size:
        text = message(
            "The pool is too small. People in it: {people}; seats of the panel: {size}.",
            people=len(people),
            size=targets.size,
        )
        faults.append(Finding("SIZE", "error", text, Where(str(path))))
    if faults or not people:
        raise unusable(path, faults)
    return Pool.of(targets.features, people)


def _faults_of(
    name: str, values: tuple[str, ...], known: dict[str, set[str]], times: Counter[str]
) -> Iterator[Message]:
    if not name:
        yield message("The identifier is missing.")
    elif times[name] > 1:
        yield message("{id} stands here {count} times.", id=name, count=times[name])
    yield from _formulas((name, *values))
    for (feature, permitted), value in zip(known.items(), values, strict=True):
        if value not in permitted and formula_fault(value) is None:
            yield message(
                "{feature} is “{value}”; no quota has this value. Known: {known}.",
                feature=feature,
                value=value,
                known=tuple(sorted(permitted)),
            )


def _formulas(cells: Iterable[str]) -> Iterator[Message]:
    """A home that is a formula would be shared with whoever has the same one."""
    return (fault for fault in map(formula_fault, cells) if fault is not None)


def _quota(sheet: Sheet, row: Sequence[str], places: dict[str, int]) -> Quota:
    feature, value = row[places["feature"]].strip(), row[places["value"]].strip()
    if not feature or not value:
        raise ValueError(message("The feature or its value is missing."))
    if formula := formula_fault(feature) or formula_fault(value):
        raise ValueError(formula)
    least, most = _number(row[places["min"]], "min"), _number(row[places["max"]], "max")
    if least > most:
        raise ValueError(message("min {least} is more than max {most}.", least=least, most=most))
    flex = [_flex(sheet, row, name) for name in ("min_flex", "max_flex")]
    if (flex[0] is not None and flex[0] > least) or (flex[1] is not None and flex[1] < most):
        raise ValueError(message("min_flex is at most min, and max_flex at least max."))
    return Quota(feature, value, least, most, flex[0], flex[1])


def _flex(sheet: Sheet, row: Sequence[str], name: str) -> int | None:
    place = sheet.column((name,))
    return None if place is None or not row[place].strip() else _number(row[place], name)


def _number(cell: str, name: str) -> int:
    words = cell.strip()
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        raise ValueError(
            message("{column} is “{value}”; a whole number is expected.", column=name, value=words)
        )
    return int(words)


def _said(error: ValueError) -> Message:
    said: Message = error.args[0]
    return said


def _sums(path: Path, quotas: Sequence[Quota], size: int) -> Iterator[Finding]:
    """Features whose quotas cannot add up to the panel."""
    for feature in dict.fromkeys(quota.feature for quota in quotas):
        own = [quota for quota in quotas if quota.feature == feature]
        least, most = sum(q.least for q in own), sum(q.most for q in own)
        if not least <= size <= most:
            text = message(
                "The quotas of {feature} add up to {least}–{most}; the panel has {size}.",
                feature=feature,
                least=least,
                most=most,
                size=size,
            )
            yield Finding("SUM", "error", text, Where(str(path)))


def _sheet(path: Path) -> Sheet:
    heads, rows = read_table(path, LARGEST, message("The file is larger than any pool."))
    if not heads:
        raise unusable(path, [])
    names = [head.strip().lower() for head in heads]
    twice = tuple(sorted({head.strip() for head in heads if names.count(head.strip().lower()) > 1}))
    if twice:
        raise UnusableInput(
            "COLUMNS",
            message("These columns stand there twice: {names}.", names=twice),
            where=Where(str(path), 1),
        )
    wrong = [
        wrong_length(path, line, len(row), len(heads))
        for line, row in rows
        if len(row) != len(heads)
    ]
    if wrong:
        raise unusable(path, wrong)
    return Sheet(path, tuple(heads), tuple((line, tuple(row)) for line, row in rows))


def _row(path: Path, line: int, text: Message) -> Finding:
    return Finding("ROW", "error", text, Where(str(path), line))


def _columns(sheet: Sheet, names: Sequence[str]) -> UnusableInput:
    return UnusableInput(
        "COLUMNS",
        message("These columns are missing: {names}.", names=tuple(names)),
        where=Where(str(sheet.path), 1),
        fix=message("The file has: {names}. Rename its columns, or name the one of identifiers "
                    "with {option}.", names=sheet.heads[:TOLD], option="--id")
        if IDS[0] in names
        else message("The file has: {names}. Rename its columns.", names=sheet.heads[:TOLD]),
    )  # fmt: skip


def unusable(path: Path, faults: list[Finding]) -> UnusableInput:
    """A file from which nothing is drawn: all that is wrong with it, or that it has no rows."""
    if not faults:
        return UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    return UnusableInput(
        "ROWS",
        message("Faults: {count}; nothing is drawn.", count=len(faults)),
        where=Where(str(path)),
        findings=grouped(faults),
    )
