"""Panels, alternates and dropout rates as files: CSV, a plain list of identifiers, or JSON.

The JSON is what `draw` and `replace` answer to a machine: `panel`, `alternates`, and `left` and
`refused` of earlier replacements, and `household`, the columns that the rule of households read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.recruitment.lottery.dropouts import DropoutRates
from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.services.lottery_files import FEATURE, IDS, LARGEST, VALUE, unusable
from deliberate.core.services.table_files import of_length, read_table, read_text, wrong_length

PARTS = ("panel", "alternates", "left", "refused")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is on a panel, who stands by in order, and who went before (left or refused)."""

    panel: tuple[str, ...]
    alternates: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Names:
    """Identifiers of a file, each with its line; 0 in a file that has no lines of its own."""

    path: Path
    rows: tuple[tuple[int, str], ...]
    torn: tuple[Finding, ...] = ()
    """Rows that have more or fewer cells than there are heads."""

    def faults(self, known: set[str]) -> Iterator[Finding]:
        yield from self.torn
        times = Counter(name for _line, name in self.rows)
        for line, name in self.rows:
            if name not in known:
                yield self._row(line, message("{id} is not in the pool.", id=name))
            elif times[name] > 1:
                text = message("{id} stands here {count} times.", id=name, count=times[name])
                yield self._row(line, text)

    def _row(self, line: int, text: Message) -> Finding:
        return Finding("ROW", "error", text, Where(str(self.path), line))


def read_standing(
    path: Path, pool: Pool, *, alternates: Path | None = None, id_column: str = ""
) -> Standing:
    """A panel, and its alternates from a file of their own or from the same JSON."""
    parts = {part: _Names(path, ()) for part in PARTS}
    if path.suffix.lower() == ".json":
        parts |= _json_parts(path)
    else:
        parts["panel"] = _listed(path, id_column)
    if alternates is not None:
        of_file = alternates.suffix.lower() == ".json"
        own = _json_parts(alternates) if of_file else {}
        parts["alternates"] = own.get("alternates") or _listed(alternates, id_column)
    if not parts["panel"].rows and not parts["panel"].torn and path.suffix.lower() != ".json":
        raise unusable(path, [])
    if not parts["panel"].rows and not parts["panel"].torn:
        raise UnusableInput(
            "PANEL",
            message("No panel stands in this file."),
            where=Where(str(path)),
            fix=message("Give what “draw --json” or “replace --json” answered to a draw."),
        )
    known = {person.id for person in pool.people}
    faults = [fault for names in parts.values() for fault in names.faults(known)]
    if faults:
        raise unusable(path, faults)
    return Standing(*(tuple(name for _line, name in parts[part].rows) for part in PARTS))


def read_household(path: Path) -> tuple[str, ...]:
    """The columns of households with which the panel of a JSON was drawn; none of other files."""
    if path.suffix.lower() != ".json":
        return ()
    names = _json(path).get("household", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UnusableInput(
            "JSON",
            message("“{key}” is a list of columns.", key="household"),
            where=Where(str(path), path="household"),
        )
    return tuple(names)


def read_rates(path: Path, targets: Targets) -> DropoutRates:
    """Dropout rates of groups: `feature,value,rate`, a rate as 0.15 or 15%."""
    heads, rows = read_table(path, LARGEST, message("The file is larger than any pool."))
    places = [_place(heads, names) for names in (FEATURE, VALUE, ("rate",))]
    wanted = ("feature", "value", "rate")
    missing = [name for name, place in zip(wanted, places, strict=True) if place is None]
    if heads and missing:
        raise _columns(path, missing)
    known = {(quota.feature, quota.value) for quota in targets.quotas}
    rates: dict[tuple[str, str], Fraction] = {}
    faults: list[Finding] = []
    for line, row in rows:
        fault: Message | None = None
        if len(row) != len(heads):
            faults.append(wrong_length(path, line, len(row), len(heads)))
            continue
        feature, value, words = (row[place or 0].strip() for place in places)
        rate = _rate(words)
        if (feature, value) not in known:
            fault = message("No quota speaks of {group}.", group=f"{feature}: {value}")
        elif (feature, value) in rates:
            fault = message("{quota} stands here twice.", quota=f"{feature}: {value}")
        elif rate is None:
            fault = message("rate is “{value}”; 0 to 1 or a percentage is expected.", value=words)
        if fault is not None:
            faults.append(Finding("ROW", "error", fault, Where(str(path), line)))
        elif rate is not None:
            rates[feature, value] = rate
    if faults or not rates:
        raise unusable(path, faults)
    return DropoutRates(rates)


def _rate(words: str) -> Fraction | None:
    """A share from 0 to 1, written as a decimal or a percentage; None for anything else."""
    number, percent = words.removesuffix("%").strip().replace(",", "."), words.endswith("%")
    whole, _point, part = number.partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        return None
    rate = Fraction(int(digits), 10 ** len(part)) / (100 if percent else 1)
    return rate if rate <= 1 else None


def _listed(path: Path, id_column: str) -> _Names:
    """The column of identifiers, or every line of a file that has one column and no head."""
    heads, rows = read_table(path, LARGEST, message("The file is larger than any pool."))
    if not heads:
        raise unusable(path, [])
    place = _place(heads, (id_column.lower(),) if id_column else IDS)
    if place is None and (len(heads) > 1 or id_column):
        raise _columns(path, [id_column or IDS[0]])
    if place is None:
        rows, place = [(1, heads), *rows], 0
    whole, torn = of_length(path, heads, rows)
    return _Names(path, tuple((line, row[place].strip()) for line, row in whole), tuple(torn))


def _json_parts(path: Path) -> dict[str, _Names]:
    data = _json(path)
    found: dict[str, _Names] = {}
    for part in PARTS:
        names = data.get(part, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise UnusableInput(
                "JSON",
                message("“{key}” is a list of identifiers.", key=part),
                where=Where(str(path), path=part),
            )
        found[part] = _Names(path, tuple((0, name) for name in names))
    return found


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_text(path, LARGEST, message("The file is larger than any pool.")))
    except json.JSONDecodeError as error:
        where = Where(str(path), error.lineno, error.colno)
        raise UnusableInput("JSON", message("This is not JSON."), where=where) from None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise UnusableInput(
            "JSON", message("A table of keys and values is expected."), where=Where(str(path))
        )
    return data


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    known = {head.strip().lower(): place for place, head in enumerate(heads)}
    return next((known[name] for name in names if name in known), None)


def _columns(path: Path, names: Sequence[str]) -> UnusableInput:
    return UnusableInput(
        "COLUMNS",
        message("These columns are missing: {names}.", names=tuple(names)),
        where=Where(str(path), 1),
    )
