"""How long it takes to live through the real cases in examples/cases, without a disk.

`python -m benchmarks.rehearsals [WORDS OF A NAME]`, or `make bench-rehearsals NAME="..."`. Each
case is rehearsed once, with its documents, into a database in memory; imports and the reading of
the installed rulebooks are outside. CPU seconds, so that a busy machine disturbs little. It fails
where a case takes longer than the ceiling.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import machine
from deliberate import jurisdictions
from deliberate.core.registry import Registry
from deliberate.core.services.files import read_sheet
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import open_store
from deliberate.documents.press import HousePress

CASES = Path(__file__).parents[1] / "examples" / "cases"
PUBLISHED = ".published.toml"
CEILING = 30.0
"""Seconds of CPU that a case may take; a small machine needs a third of it for the slowest."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a rehearsal came to."""

    name: str
    facts: int
    seconds: float

    @property
    def fits(self) -> bool:
        return self.seconds <= CEILING

    def line(self) -> str:
        """Name, CPU time of the whole, facts, facts a second, ceiling."""
        mark = "" if self.fits else "  TOO SLOW"
        return (
            f"{self.name:<24}{self.seconds:>8.2f} s {self.facts:>7} facts"
            f"{self.facts / self.seconds:>9.0f} facts/s  ceiling {CEILING:.0f} s{mark}"
        )


def play(registry: Registry, case: Path) -> Played:
    """Rehearse a case to its end."""
    begin = time.process_time()
    press = HousePress(registry.catalogues())
    with open_store(":memory:", migrate=True) as store:
        sheet = read_sheet(registry, case)
        process = rehearse(store, registry, sheet.pilot, 1, press=press).process
    return Played(case.stem, len(process.facts), time.process_time() - begin)


def main(wanted: str) -> int:
    """Print a line for each case whose name holds `wanted`; 1 when one is over the ceiling."""
    print(machine())
    registry = Registry.load(extra=(jurisdictions,))
    cases = [path for path in sorted(CASES.glob("*.toml")) if not path.name.endswith(PUBLISHED)]
    slow = 0
    for case in cases:
        if wanted in case.stem:
            played = play(registry, case)
            slow += not played.fits
            print(played.line(), flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
