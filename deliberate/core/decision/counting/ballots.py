"""Papers: one person's marks, as they are handed in, and all their faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Where


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `id` is unique in a ballot (a seat, or a number where the vote is secret).

    `marks` are pairs (option, number), in any order:
    * yes_no_abstain, single_choice, consent: one pair, the option and 1;
    * approval: a pair (option, 1) for each approved option, perhaps none;
    * instant_runoff, borda, condorcet: (option, rank), 1 being the first preference; what is not
      ranked is left out;
    * score, live_with, support: (option, score or level); * points: (option, points).

    `opt_out`: states no opinion ("abstain"); then there are no marks. `reason`: why somebody
    objects (consent); it is published with the outcome. `where`: the row of the file it came from.
    """

    id: str
    marks: tuple[tuple[str, int], ...] = ()
    opt_out: bool = False
    reason: str = ""
    where: Where | None = None

    @classmethod
    def abstaining(cls, name: str, where: Where | None = None) -> Paper:
        """A paper that states no opinion."""
        return cls(name, opt_out=True, where=where)

    @classmethod
    def of(cls, name: str, marks: Mapping[str, int], reason: str = "") -> Paper:
        """A paper from its marks by option."""
        return cls(name, tuple(sorted(marks.items())), reason=reason)

    def as_body(self) -> dict[str, Any]:
        """The marks as they stand in a record: without the paper's id and place."""
        body: dict[str, Any] = {"marks": [[option, number] for option, number in self.marks]}
        if self.opt_out:
            body = {"opt_out": True}
        if self.reason:
            body["reason"] = self.reason
        return body

    def number(self, option: str) -> int | None:
        """The number beside an option, None where it was left blank."""
        return next((number for name, number in self.marks if name == option), None)
