"""Drawing from a register of a whole nation, beside a plain scan of the same columns.

`python -m benchmarks.register [ROWS]` makes a Parquet file of invented people in a temporary
folder, measures each work in a process of its own, and removes the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import machine
from deliberate.core.recruitment.register.allocation import each
from deliberate.core.services.register.drawing import Question, draw
from deliberate.core.services.register.listing import to_csv
from deliberate.core.services.register.opening import opened

ROWS, PER_STRATUM, MEMORY = 20_000_000, 250, 1024
"""People of the register; drawn of each of its 40 strata; MiB that DuckDB may use."""
CEILING = 20
"""CPU time of a draw, at most so many times that of the plain scan."""

MAKE = """
COPY (
    SELECT lpad(CAST(hash(i) % 1000000000000 AS text), 12, '0')
            || lpad(CAST(i AS text), 8, '0') AS id,
        'region ' || (i % 20) AS region,
        CASE WHEN hash(i + 7) % 2 = 0 THEN 'f' ELSE 'm' END AS sex,
        'street ' || (i // 3) AS address
    FROM range({rows:d}) AS people (i)
) TO '{path}' (FORMAT parquet)
"""
"""Invented people: twenty regions, two sexes, three to an address."""
SCAN = "SELECT count(*), sum(length(id)), sum(length(region)), sum(length(sex)) FROM register"
HASHED = "SELECT max(sha256('3 8 1' || id)) FROM register"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a work took: seconds on the clock and of CPU, and the peak of memory in MiB."""

    work: str
    seconds: float
    cpu: float
    peak: float

    def line(self, rows: int, scan: Spent) -> str:
        return (
            f"{self.work:<34}{self.seconds:>8.2f} s{self.cpu:>8.2f} s CPU{self.peak:>8.0f} MiB"
            f"{rows / self.seconds / 1e6:>8.2f} million rows/s"
            f"{self.seconds / scan.seconds:>7.1f} x scan{self.cpu / scan.cpu:>7.1f} x its CPU"
        )


def main(rows: int) -> int:
    """Print a line for each work; 1 when the draw is over its ceiling."""
    print(
        f"{machine()}, {os.cpu_count()} processors; {rows:,} rows, at most {MEMORY} MiB for DuckDB"
    )
    with TemporaryDirectory(prefix="deliberate-bench-") as folder:
        path = Path(folder) / "register.parquet"
        _measured("make", path, rows)
        print(f"Parquet of {path.stat().st_size / 2**20:.0f} MiB")
        # Once to warm the cache of files, so that the first work is not the slowest for it.
        _measured("plain full scan", path, rows)
        found = [_measured(work, path, rows) for work in WORKS if work != "make"]
    for spent in found:
        print(spent.line(rows, found[0]))
    slow = [one for one in found if one.cpu > CEILING * found[0].cpu]
    for one in slow:
        print(f"TOO SLOW: {one.work}")
    return 1 if slow else 0


def _measured(work: str, path: Path, rows: int) -> Spent:
    """A work in a process of its own, whose peak is its own too."""
    words = [sys.executable, "-m", "benchmarks.register", work, str(path), str(rows)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{work} ended with {child.returncode}")
    seconds, cpu = json.loads(said)
    return Spent(work, seconds, cpu, used.ru_maxrss / 1024)


def _make(path: Path, rows: int) -> None:
    import duckdb

    with duckdb.connect(config={"memory_limit": f"{MEMORY}MiB"}) as connection:
        connection.execute(MAKE.format(rows=rows, path=path))


def _asked(statement: str) -> Callable[[Path, int], None]:
    def work(path: Path, rows: int) -> None:
        with opened(str(path), memory=MEMORY) as register:
            register.ask(statement)

    return work


def _drawn(*household: str) -> Callable[[Path, int], None]:
    def work(path: Path, rows: int) -> None:
        question = Question(("region", "sex"), "3 8 1", each(PER_STRATUM), household=household)
        with opened(str(path), memory=MEMORY) as register:
            found = draw(register, question)
        assert found.rows == rows
        assert len(found.people) == min(rows, 40 * PER_STRATUM)
        to_csv(found)

    return work


WORKS: dict[str, Callable[[Path, int], None]] = {
    "make": _make,
    "plain full scan": _asked(SCAN),
    "SHA-256 of every row, no more": _asked(HASHED),
    "draw": _drawn(),
    "draw, one in a household": _drawn("address"),
}
"""Every work reads or writes the file itself; the plain scan reads what a draw needs."""


def _child(work: str, path: Path, rows: int) -> None:
    begin, cpu = time.perf_counter(), time.process_time()
    WORKS[work](path, rows)
    print(json.dumps([time.perf_counter() - begin, time.process_time() - cpu]))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _child(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) == 2 else ROWS))
