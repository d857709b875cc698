"""One person of a register: the hash, the rank, whether drawn, and why."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.recruitment.household import household_of
from deliberate.core.recruitment.register.allocation import Stratum
from deliberate.core.recruitment.register.reader import Reader
from deliberate.core.recruitment.register.selection import Candidate
from deliberate.core.recruitment.register.statement import person, rank
from deliberate.core.services.register.drawing import DrawnStratum, RegisterDraw


@dataclass(frozen=True, slots=True)
class CheckedPerson:
    """Where a person stands in a draw.

    `rank` counts from 1 in the stratum. `before`: somebody of the same household with a smaller
    hash who is drawn, and because of whom this person is not.
    """

    id: str
    stratum: DrawnStratum
    hash: str
    rank: int
    drawn: bool
    before: Candidate | None = None


def check(register: Reader, draw: RegisterDraw, id: str) -> CheckedPerson:
    """Look a person up; raises `UnusableInput` (NOT_IN_REGISTER) for one who is not there."""
    view = draw.columns.view(register)
    rows = register.ask(person(view), draw.seed, id)
    if not rows:
        raise UnusableInput(
            "NOT_IN_REGISTER",
            message("The register has nobody with the identifier “{id}”.", id=id),
            where=Where(register.shown),
            fix=message("Write it exactly as it stands there, blanks and zeros included."),
        )
    count = len(draw.columns.strata)
    row = rows[0]
    name: Stratum = tuple(row[:count])
    stratum = next(one for one in draw.strata if one.stratum == name)
    place = int(register.ask(rank(view), draw.seed, row[count], *name)[0][0])
    drawn = any(one.id == id for one in stratum.selected.drawn)
    before = None
    if not drawn and place <= stratum.selected.considered:
        before = _housemate(draw, tuple(row[count + 1 :]))
    return CheckedPerson(id, stratum, row[count], place, drawn, before)


def _housemate(draw: RegisterDraw, further: tuple[str, ...]) -> Candidate | None:
    home = household_of(further[: len(draw.columns.household)])
    return next((one for one in draw.people if one.household and one.household == home), None)
