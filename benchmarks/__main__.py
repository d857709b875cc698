"""Measure everything and say what is too slow: `python -m benchmarks [WORDS OF A NAME]`."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import machine, measure
from benchmarks.pages import page_works
from benchmarks.works import works


def main(wanted: str) -> int:
    """Print a line for each work whose name holds `wanted`; 1 when one is over its ceiling."""
    print(machine())
    slow = 0
    with TemporaryDirectory() as folder:
        for work in chain(works(Path(folder)), page_works(Path(folder))):
            if wanted in work.name:
                measured = measure(work)
                slow += not measured.fits
                print(measured.line(), flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
