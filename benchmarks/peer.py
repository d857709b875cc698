"""The peer's lottery, measured: a script for the Python of `.venv-peer`, which has its package.

`sortition-algorithms` is under the GPL. It is compared with and never part of this package: this
script runs in a process of its own, knows nothing of `deliberate`, and prints one line of JSON.

    peer.py FOLDER SIZE ALGORITHM BACKEND ADDRESS LIMIT

`FOLDER` has pool.csv and targets.csv; `ADDRESS` is a column, or empty; after `LIMIT` seconds of CPU
time the process ends itself.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

# mypy runs without the peer's environment.
import sortition_algorithms as peer  # type: ignore[import-not-found]


def main(folder: Path, size: int, algorithm: str, backend: str, address: str, limit: int) -> None:
    """Read the files, draw once, print what it took and how fair it was."""
    # Solvers print banners; the line of JSON is the only one that leaves by standard output.
    line = os.dup(1)
    os.dup2(2, 1)
    features, people = _read(folder, size, address)
    begun = _cpu()
    _end_after(begun + limit)
    _panels, report = peer.find_random_sample(
        features,
        people,
        size,
        [address] if address else [],
        selection_algorithm=algorithm,
        solver_backend=backend,
    )
    spent = _cpu() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"cpu": spent, "peak": peak, "chances": _chances(report)}
    os.write(line, (json.dumps(told) + "\n").encode())


def _read(folder: Path, size: int, address: str) -> tuple[Any, Any]:
    settings = peer.Settings(
        id_column="id",
        columns_to_keep=[],
        check_same_address=bool(address),
        check_same_address_columns=[address] if address else [],
    )
    source = peer.CSVStringDataSource(
        (folder / "targets.csv").read_text(encoding="utf-8"),
        (folder / "pool.csv").read_text(encoding="utf-8"),
    )
    data = peer.SelectionData(source)
    features, _report = data.load_features(size)
    people, _report = data.load_people(settings, features)
    return features, people


def _cpu() -> float:
    """CPU seconds of this process and of those that it waited for; a solver may be one."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _end_after(seconds: float) -> None:
    """End this process when it has used so much. The limit of the system alone is not enough:
    with some solvers inside, it was seen to let a process run on."""
    whole = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    threading.Thread(target=_watch, args=(seconds,), daemon=True).start()


def _watch(seconds: float) -> None:
    while _cpu() < seconds:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def _chances(report: Any) -> list[float]:
    """Everybody's chance as the report states it: in per cent, with four digits."""
    for part in report.serialize()["_data"]:
        if part.get("headers", [""])[0] == "Agent ID":
            return [float(row[1].rstrip("%")) / 100 for row in part["data"]]
    raise LookupError("the report states no chances")


if __name__ == "__main__":
    where, seats, asked, solver, homes, most = sys.argv[1:7]
    main(Path(where), int(seats), asked, solver, homes, int(most))
