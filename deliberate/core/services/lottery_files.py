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
from deliberate.core.services.table_files import formula_fault, grouped, of_length, read_table

LARGEST = 64 * 1024 * 1024
"""In bytes: a pool of about a million people, which is drawn from within 2 GB of memory."""
IDS = ("id", "nationbuilder_id", "person_id", "respondent_id")
"""Names of the column of identifiers, the first that is there."""
TOLD = 30
"""So many columns of a file are named at most."""
FEATURE, VALUE = ("feature", "category"), ("value", "name")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, and each whole row with the line on which it begins; `faults`: the rows
    that have more or fewer cells than there are heads."""

    path: Path
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Finding, ...] = ()

    def column(self, names: Sequence[str]) -> int | None:
        """The place of the first of these columns that is there, whatever its case."""
        known = {head.strip().lower(): place for place, head in enumerate(self.heads)}
        return next((known[name] for name in names if name in known), None)


def read_targets(path: Path, size: int) -> Targets:
    """The quotas of a file for a panel of `size`; raises `UnusableInput` with every fault."""
    quotas, faults, _torn = _targets(path, size)
    if faults:
        raise unusable(path, faults)
    return Targets(size, tuple(quotas))


def read_draw(
    pool: Path, targets: Path, size: int, *, id_column: str = "", household: Sequence[str] = ()
) -> tuple[Targets, Pool]:
    """Quotas, and the people to draw from; raises `UnusableInput` with every fault of both files.

    People are held against the quotas of those features alone whose every row can be read.
    """
    quotas: list[Quota] = []
    torn: set[str] | None = None
    people: list[Person] = []
    whole: list[UnusableInput] = []
    of_targets: list[Finding] = []
    of_pool: list[Finding] = []
    try:
        quotas, of_targets, torn = _targets(targets, size)
    except UnusableInput as error:
        whole.append(error)
    sound = tuple(quota for quota in quotas if torn is not None and quota.feature not in torn)
    held = Targets(size, sound)
    try:
        people, of_pool = _people(_sheet(pool), held, id_column, household)
    except UnusableInput as error:
        whole.append(error)
    faults = [*map(_as_finding, whole), *of_targets, *of_pool]
    if len(whole) == len(faults) == 1:
        raise whole[0]
    if faults:
        files = {one.where.file for one in faults if one.where is not None}
        raise unusable(Path(*files) if len(files) == 1 else None, faults)
    return held, Pool.of(held.features, people)


def _as_finding(error: UnusableInput) -> Finding:
    return Finding(error.code, "error", error.message, error.where, error.fix)


def read_quotas(path: Path) -> tuple[Quota, ...]:
    """The quotas of a file, for whatever panel; raises `UnusableInput` with every fault."""
    quotas, faults, _torn = _quotas(path)
    if faults or not quotas:
        raise unusable(path, faults)
    return tuple(quotas)


def _targets(path: Path, size: int) -> tuple[list[Quota], list[Finding], set[str] | None]:
    """The same as of `_quotas`, with sums that no panel of `size` has among the faults."""
    quotas, faults, torn = _quotas(path)
    if torn is not None:
        faults += _sums(path, [quota for quota in quotas if quota.feature not in torn], size)
    if not faults and not quotas:
        raise unusable(path, [])
    return quotas, faults, torn


def _quotas(path: Path) -> tuple[list[Quota], list[Finding], set[str] | None]:
    """What stands in the rows, what is wrong with the others, and the features of those; None when
    nobody can tell whose they are."""
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
    faults = list(sheet.faults)
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
    return quotas, faults, None if sheet.faults else torn


def read_pool(
    path: Path, targets: Targets, *, id_column: str = "", household: Sequence[str] = ()
) -> Pool:
    """The people of a file with the features that have quotas; raises with every fault."""
    people, faults = _people(_sheet(path), targets, id_column, household)
    if faults:
        raise unusable(path, faults)
    return Pool.of(targets.features, people)


def _people(
    sheet: Sheet, targets: Targets, id_column: str, household: Sequence[str]
) -> tuple[list[Person], list[Finding]]:
    """Everybody who stands in a whole row, and all that is wrong with the rows."""
    path = sheet.path
    own = sheet.column((id_column.lower(),)) if id_column else sheet.column(IDS)
    places = {feature: sheet.column((feature.lower(),)) for feature in targets.features}
    homes = {name: sheet.column((name.lower(),)) for name in household}
    missing = tuple(name for name, place in {**places, **homes}.items() if place is None)
    absent = _columns(sheet, (*((id_column or IDS[0],) if own is None else ()), *missing))
    if own is None:
        raise absent
    known = {name: set[str]() for name, place in places.items() if place is not None}
    for quota in targets.quotas:
        known.get(quota.feature, set()).add(quota.value)
    people: list[Person] = []
    faults = list(sheet.faults)
    times = Counter(row[own].strip() for _line, row in sheet.rows)
    for line, row in sheet.rows:
        name = row[own].strip()
        values = tuple(row[place].strip() for place in places.values() if place is not None)
        shared = [row[place].strip() for place in homes.values() if place is not None]
        faults += [
            _row(path, line, fault)
            for fault in (*_faults_of(name, values, known, times), *_formulas(shared))
        ]
        people.append(Person(name, values, household_of(shared)))
    faults.sort(key=lambda one: one.where or Where(""))
    if len(people) + len(sheet.faults) < targets.size:
        text = message(
            "The pool is too small. People in it: {people}; seats of the panel: {size}.",
            people=len(people) + len(sheet.faults),
            size=targets.size,
        )
        faults.append(Finding("SIZE", "error", text, Where(str(path))))
    if missing and not faults:
        raise absent
    if missing:
        faults.insert(0, _as_finding(absent))
    if not faults and not people:
        raise unusable(path, [])
    return people, faults


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
    whole, faults = of_length(path, heads, rows)
    cells = tuple((line, tuple(row)) for line, row in whole)
    return Sheet(path, tuple(heads), cells, tuple(faults))


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


def unusable(path: Path | None, faults: list[Finding]) -> UnusableInput:
    """A file from which nothing is drawn: all that is wrong with it, or that it has no rows.

    Without `path` the faults are of several files.
    """
    where = None if path is None else Where(str(path))
    if not faults:
        return UnusableInput("EMPTY", message("The file has no rows."), where=where)
    return UnusableInput(
        "ROWS",
        message("Faults: {count}; nothing is drawn.", count=len(faults)),
        where=where,
        findings=grouped(faults),
    )
