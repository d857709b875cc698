"""What a population is made of, as statistical offices give it: `feature,value,share` or `count`.

Shares are parts of one (`0.52`) or of a hundred (`52` or `52 %`), whichever the values of a feature
add up to. Every fault of a file is reported with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.recruitment.lottery.facts import Shares
from deliberate.core.recruitment.lottery.pool import Targets
from deliberate.core.services.lottery_files import FEATURE, VALUE, Sheet
from deliberate.core.services.table_files import read_table, wrong_length

LARGEST = 4 * 1024 * 1024
"""In bytes: a table of every village of a country."""
ROUNDING = Fraction(2, 100)
"""How far shares may miss their whole: tables are printed in rounded numbers."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    feature: str
    value: str
    number: Fraction


def read_population(path: Path, targets: Targets) -> Shares:
    """The share of each value that has a quota; raises `UnusableInput` with every fault.

    A feature of the targets may be missing as a whole, none of its values alone.
    """
    sheet = _sheet(path)
    places = _places(sheet)
    rows: list[_Row] = []
    faults: list[Finding] = []
    for line, cells in sheet.rows:
        feature, value, number = (cells[place].strip() for place in places)
        try:
            rows.append(_Row(line, feature, value, _number(number)))
        except ValueError:
            words = message("“{value}” is no share and no count of people.", value=number)
            faults.append(_fault(path, line, words))
    faults += [_fault(path, row.line, words) for row, words in _row_faults(rows, targets)]
    if not faults:
        faults += [_fault(path, 0, words) for words in _sums(rows, targets, sheet)]
    if faults or not rows:
        raise _unusable(path, sorted(faults, key=lambda fault: fault.where or Where("")))
    return _shares(rows)


def _sheet(path: Path) -> Sheet:
    heads, rows = read_table(path, LARGEST, message("The file is larger than any population."))
    wrong = [
        wrong_length(path, line, len(row), len(heads))
        for line, row in rows
        if len(row) != len(heads)
    ]
    if wrong or not heads:
        raise _unusable(path, wrong)
    return Sheet(path, tuple(heads), tuple((line, tuple(row)) for line, row in rows))


def _places(sheet: Sheet) -> tuple[int, int, int]:
    """Where feature, value and number stand."""
    found = {
        "feature": sheet.column(FEATURE),
        "value": sheet.column(VALUE),
        "share": sheet.column(("share", "count")),
    }
    missing = tuple(name for name, place in found.items() if place is None)
    if missing:
        raise UnusableInput(
            "COLUMNS",
            message("These columns are missing: {names}.", names=missing),
            where=Where(str(sheet.path), 1),
            fix=message("A population has the columns: {names}.", names="feature, value, share"),
        )
    feature, value, number = (place or 0 for place in found.values())
    return feature, value, number


def _number(cell: str) -> Fraction:
    """A number as people write it, with a comma or a point, blanks between thousands, a `%`."""
    words = "".join(cell.removesuffix("%").split()).replace(",", ".")
    try:
        number = Decimal(words)
    except InvalidOperation:
        raise ValueError(cell) from None
    if not number.is_finite() or not 0 <= number < 10**12 or number.adjusted() < -12:
        raise ValueError(cell)
    return Fraction(number)


def _row_faults(rows: list[_Row], targets: Targets) -> Iterator[tuple[_Row, Message]]:
    known = {(quota.feature, quota.value) for quota in targets.quotas}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        name = f"{row.feature}: {row.value}"
        if (row.feature, row.value) not in known:
            yield row, message("No quota names {value}.", value=name)
        elif (row.feature, row.value) in seen:
            yield row, message("{quota} stands here twice.", quota=name)
        seen.add((row.feature, row.value))


def _sums(rows: list[_Row], targets: Targets, sheet: Sheet) -> Iterator[Message]:
    """Features of which a value is missing, or whose shares are no whole."""
    counted = sheet.column(("share",)) is None
    given = {(row.feature, row.value) for row in rows}
    for feature, total in _totals(rows).items():
        missing = tuple(
            quota.value
            for quota in targets.quotas
            if quota.feature == feature and (feature, quota.value) not in given
        )
        if missing:
            yield message(
                "Values of {feature} are missing: {values}.", feature=feature, values=missing
            )
        elif not total or (not counted and not _whole(total)):
            yield message(
                "The shares of {feature} add up to {total}; 1 or 100 % is expected.",
                feature=feature,
                total=float(total),
            )


def _totals(rows: list[_Row]) -> Mapping[str, Fraction]:
    totals: dict[str, Fraction] = {}
    for row in rows:
        totals[row.feature] = totals.get(row.feature, Fraction(0)) + row.number
    return totals


def _whole(total: Fraction) -> bool:
    return abs(total - 1) <= ROUNDING or abs(total - 100) <= 100 * ROUNDING


def _shares(rows: list[_Row]) -> Shares:
    totals = _totals(rows)
    return {(row.feature, row.value): row.number / totals[row.feature] for row in rows}


def _fault(path: Path, line: int, text: Message) -> Finding:
    return Finding("ROW" if line else "SUM", "error", text, Where(str(path), line))


def _unusable(path: Path, faults: list[Finding]) -> UnusableInput:
    if not faults:
        return UnusableInput("EMPTY", message("The file has no rows."), where=Where(str(path)))
    return UnusableInput(
        "ROWS",
        message("Faults: {count}; nothing is drawn.", count=len(faults)),
        where=Where(str(path)),
        findings=tuple(faults),
    )
