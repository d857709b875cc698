"""A draw from a register: looked through for faults, drawn, and told so that it can be repeated."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from deliberate.core.errors import UnusableInput, message
from deliberate.core.recruitment.household import household_of
from deliberate.core.recruitment.register.allocation import Counts, Stratum, Wanted
from deliberate.core.recruitment.register.reader import Reader
from deliberate.core.recruitment.register.selection import (
    Candidate,
    Selected,
    enough,
    lacking,
    select,
)
from deliberate.core.recruitment.register.statement import candidates
from deliberate.core.services.register.survey import Columns, find_columns, surveyed


@dataclass(frozen=True, slots=True)
class Question:
    """What is drawn: names of columns, the seed, and how many of each stratum.

    `id_column` empty: the first of the usual names. Of those who agree in `household` one at most.
    """

    strata: tuple[str, ...]
    seed: str
    wanted: Wanted
    id_column: str = ""
    household: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnStratum:
    """What was drawn of a stratum of `size` people."""

    stratum: Stratum
    size: int
    wanted: int
    selected: Selected

    @property
    def drawn(self) -> int:
        return len(self.selected.drawn)

    @property
    def short(self) -> int:
        """How many are lacking to the wanted number."""
        return self.wanted - self.drawn

    @property
    def chance(self) -> Fraction:
        """Everybody's without households; with them the mean over the stratum."""
        return Fraction(self.drawn, self.size)

    @property
    def chance_alone(self) -> Fraction:
        """Of somebody with whom nobody shares a household, at the rank where this draw ended."""
        return Fraction(self.selected.considered, self.size)

    def chance_in(self, people: int) -> Fraction:
        """The least chance in a household of so many, at the ranks where this draw ended.

        Whoever has the share h of the stratum below their hash is drawn when h is at most the
        chance of those who live alone, f, and no housemate who is drawn has a smaller hash. Each
        of the others has a smaller one with chance h, so that the chance is at least the integral
        of (1 - h) ** (m - 1) from 0 to f, (1 - (1 - f) ** m) / m; and exactly this when the ranks
        of the housemates reach as far.
        """
        return (1 - (1 - self.chance_alone) ** people) / people


@dataclass(frozen=True, slots=True)
class RegisterDraw:
    """A draw, and what a stranger needs to repeat it; `sha256` of the file, `seconds` of work."""

    columns: Columns
    strata: tuple[DrawnStratum, ...]
    seed: str
    shown: str
    sha256: str
    seconds: float

    @property
    def rows(self) -> int:
        return sum(one.size for one in self.strata)

    @property
    def people(self) -> Sequence[Candidate]:
        """Everybody who is drawn, by stratum and rank."""
        return [person for one in self.strata for person in one.selected.drawn]

    @property
    def short(self) -> tuple[DrawnStratum, ...]:
        """Strata that could not give what is wanted of them."""
        return tuple(one for one in self.strata if one.short)


def draw(register: Reader, question: Question) -> RegisterDraw:
    """Draw from a register; raises `UnusableInput` with its faults, before anything is drawn."""
    begun = time.process_time()
    _require_seed(question.seed)
    columns = find_columns(
        register, question.strata, question.id_column, question.household, question.keep
    )
    sizes = surveyed(register, columns)
    wanted = question.wanted(sizes)
    selected = _selected(register, columns, question.seed, sizes, wanted)
    strata = tuple(
        DrawnStratum(name, sizes[name], wanted[name], selected[name]) for name in sorted(sizes)
    )
    spent = time.process_time() - begun
    return RegisterDraw(columns, strata, question.seed, register.shown, register.sha256, spent)


def _require_seed(seed: str) -> None:
    if not seed.strip() or "\x00" in seed:
        raise UnusableInput(
            "SEED",
            message("The seed is empty."),
            fix=message('Write what was thrown in public, for example: --seed "3 8 1".'),
        )


def _selected(
    register: Reader, columns: Columns, seed: str, sizes: Counts, wanted: Counts
) -> dict[Stratum, Selected]:
    """Look at the smallest hashes of each stratum, and at more where they do not suffice."""
    spare = {name: 1 for name in sorted(sizes) if wanted[name]}
    while True:
        limits = {name: enough(wanted[name], sizes[name], times) for name, times in spare.items()}
        queues = _queues(register, columns, seed, limits)
        found = select({name: queues.get(name, ()) for name in sizes}, wanted)
        known = {name: len(queues.get(name, ())) for name in sizes}
        again = lacking(found, wanted, known, sizes)
        if not again:
            return found
        for name in again:
            spare[name] *= 4


def _queues(
    register: Reader, columns: Columns, seed: str, limits: dict[Stratum, str]
) -> dict[Stratum, list[Candidate]]:
    """Everybody below the limit of the stratum, by hash."""
    if not limits:
        return {}
    count = len(columns.strata)
    lists = [[name[place] for name in limits] for place in range(count)]
    rows = register.ask(candidates(columns.view(register)), seed, *lists, list(limits.values()))
    rows.sort(key=lambda row: (row[:count], row[count]))
    homes = len(columns.household)
    queues: dict[Stratum, list[Candidate]] = {}
    for row in rows:
        queue = queues.setdefault(tuple(row[:count]), [])
        further = row[count + 2 :]
        queue.append(
            Candidate(
                tuple(row[:count]),
                len(queue) + 1,
                row[count],
                row[count + 1],
                household_of(further[:homes]) if homes else "",
                tuple(further[homes:]),
            )
        )
    return queues
