"""Measure everything and say what is too slow: `python -m benchmarks [WORDS OF A NAME]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.lived import lived
from benchmarks.measure import Work, machine, measure
from benchmarks.pages import page_works
from benchmarks.papers import paper_works
from benchmarks.works import works


def main(wanted: str) -> int:
    """Print a line for each work whose name holds `wanted`; 1 when one is over its ceiling."""
    print(machine())
    slow = 0
    with TemporaryDirectory() as name:
        for work in _all(Path(name)):
            if wanted in work.name:
                measured = measure(work)
                slow += not measured.fits
                print(measured.line(), flush=True)
    return 1 if slow else 0


def _all(folder: Path) -> Iterator[Work]:
    yield from works(folder)
    with lived(folder) as process:
        yield from paper_works(process)
        yield from page_works(process)


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
