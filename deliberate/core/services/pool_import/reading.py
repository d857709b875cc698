"""The people of a table under a matching, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deliberate.core.errors import Finding, Message, message
from deliberate.core.jurisdiction import PersonalNumber
from deliberate.core.services.pool_import.matching import Foreseen, Matching
from deliberate.core.services.pool_import.sheet import Sheet
from deliberate.core.services.table_files import formula_fault

LONGEST = 200
"""Letters of a cell that names or describes somebody."""
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who agreed to take part. `reference`: the identifier in the table; `person`: name,
    e-mail and phone, as far as the table has them; `home`: the address that is shared, folded."""

    line: int
    reference: str
    values: Mapping[str, str]
    home: str = ""
    person: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """`lines` stand for all rows, also for those with faults: what they lack is empty there."""

    lines: tuple[Line, ...]
    faults: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        return bool(self.lines) and not self.faults


def read_people(
    sheet: Sheet,
    matching: Matching,
    foreseen: Foreseen,
    *,
    known: Collection[str] = (),
    personal_number: PersonalNumber | None = None,
) -> Read:
    """Everybody of a table, with every fault. `known`: references that are in the pool already."""
    missing = list(_columns(sheet, matching))
    if missing:
        return Read((), tuple(missing))
    lines = [_line(number, row, matching, foreseen) for number, row in sheet.rows]
    times = Counter(one.reference for one in lines)
    faults: list[Finding] = []
    for one, (_number, row) in zip(lines, sheet.rows, strict=True):
        wrong = [
            *_about_reference(one.reference, times, known, personal_number),
            *_about_values(row, one, matching, foreseen),
            *_about_person(one),
        ]
        faults += [Finding("ROW", "error", text, sheet.where(one.line)) for text in wrong]
    return Read(tuple(lines), tuple(faults))


def _columns(sheet: Sheet, matching: Matching) -> Iterator[Finding]:
    """Columns that nobody named, and columns that were named as two things."""

    def fault(text: Message) -> Finding:
        return Finding("COLUMNS", "error", text, sheet.where(1))

    if matching.identifier is None:
        yield fault(message("Say which column holds the identifiers."))
    for feature, place in matching.features.items():
        if place is None:
            yield fault(message("Say which column holds “{trait}”.", trait=feature))
    used = [matching.identifier, *matching.features.values(), *matching.person.values()]
    for place, count in Counter(place for place in used if place is not None).items():
        if count > 1:
            name = sheet.heads[place]
            yield fault(message("The column “{name}” is given two meanings.", name=name))


def _line(number: int, row: Sequence[str], matching: Matching, foreseen: Foreseen) -> Line:
    assert matching.identifier is not None
    values = {}
    for feature, place in matching.features.items():
        word = row[place or 0].strip()
        values[feature] = matching.value_of(feature, word, foreseen[feature]) or ""
    homes = [" ".join(row[place].split()).casefold() for place in matching.household]
    person = {name: row[place].strip() for name, place in matching.person.items()}
    return Line(
        number,
        row[matching.identifier].strip(),
        values,
        " / ".join(homes) if homes and all(homes) else "",
        {name: words for name, words in person.items() if words},
    )


def _about_reference(
    reference: str,
    times: Counter[str],
    known: Collection[str],
    personal_number: PersonalNumber | None,
) -> Iterator[Message]:
    if not reference:
        yield message("The identifier is missing.")
    elif times[reference] > 1:
        yield message("{id} stands here {count} times.", id=reference, count=times[reference])
    elif reference in known:
        yield message("{id} is in the pool already.", id=reference)
    if len(reference) > LONGEST:
        yield message("The identifier is too long.")
    if formula := formula_fault(reference):
        yield formula
    if personal_number is not None and personal_number.valid(reference):
        yield message(
            "The identifier is a personal number ({label}); give people numbers of your own.",
            label=personal_number.label,
        )


def _about_values(
    row: Sequence[str], one: Line, matching: Matching, foreseen: Foreseen
) -> Iterator[Message]:
    for feature, place in matching.features.items():
        word = row[place or 0].strip()
        if not word:
            yield message("“{trait}” is empty.", trait=feature)
        elif not one.values[feature]:
            yield message(
                "“{value}” is no value of “{trait}”. Known: {meanings}.",
                value=word[:LONGEST],
                trait=feature,
                meanings=tuple(foreseen[feature]),
            )
        elif len(word) > LONGEST:
            yield message("“{trait}” is too long.", trait=feature)


def _about_person(one: Line) -> Iterator[Message]:
    address = one.person.get("email", "")
    if address and not _MAIL.fullmatch(address):
        yield message("“{value}” is no e-mail address.", value=address[:LONGEST])
    if any(len(words) > LONGEST for words in one.person.values()):
        yield message("The name, the address or the phone is too long.")
