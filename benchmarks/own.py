"""Our lottery, measured in a process of its own; prints one line of JSON.

    python -m benchmarks.own FOLDER SIZE OBJECTIVE ADDRESS [profile]

With `profile` the draw is made under cProfile, which slows it: only the shares of such a run are
told, never its seconds.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.services.civic_lottery import DrawnPanel, draw
from deliberate.core.services.lottery_files import read_pool, read_targets

SEED = "benchmark"
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "types": (
        ("civic_lottery.py", "input_hash"), ("person_types.py", "merge"),
        ("polytope.py", "polytope"), ("pool.py", "in_order"), ("polytope.py", "dimension"),
    ),
    "relaxation": (("fairest.py", "_shares"),),
    "panels": (("decomposition.py", "grow"), ("decomposition.py", "_add_columns")),
    "weights": (
        ("decomposition.py", "_weighed"), ("decomposition.py", "solve"),
        ("chances.py", "lottery_of"),
    ),
    "seats": (("seating.py", "people"),),
    "exact": (("fairest.py", "_never"), ("exact.py", "exact_leximin")),
}  # fmt: skip
"""What a draw consists of, by the functions that do it."""
REPAIR, ORACLE, SOLVE = ("oracle.py", "panel"), ("oracle.py", "good"), ("program.py", "solve")
CLOSE, MASTER = ("oracle.py", "_among_close"), ("decomposition.py", "solve")
Row = tuple[int, int, float, float, Mapping[tuple[str, int, str], tuple[int, int, float, float]]]


def main(folder: Path, size: int, objective: str, address: str, *, profiled: bool) -> None:
    targets = read_targets(folder / "targets.csv", size)
    pool = read_pool(folder / "pool.csv", targets, household=(address,) if address else ())
    told = _profiled(pool, targets, objective) if profiled else _timed(pool, targets, objective)
    print(json.dumps(told))


def _draw(pool: Pool, targets: Targets, objective: str) -> DrawnPanel:
    return draw(pool, targets, SEED, objective=cast(Any, objective))


def _timed(pool: Pool, targets: Targets, objective: str) -> dict[str, Any]:
    begun = time.process_time()
    drawn = _draw(pool, targets, objective)
    spent = time.process_time() - begun
    certificate = drawn.fairest.certificate
    return {
        "cpu": spent,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "chances": [float(chance) for chance in drawn.chances.values()],
        "types": len(drawn.fairest.population.types),
        "method": certificate.method,
        "bound": certificate.bound,
        "gap": certificate.gap,
    }


def _profiled(pool: Pool, targets: Targets, objective: str) -> dict[str, Any]:
    """Where the time goes; `floor` is what one linear program for each type would take."""
    profile = cProfile.Profile(time.process_time)
    drawn = profile.runcall(_draw, pool, targets, objective)
    stats = cast(Mapping[tuple[str, int, str], Row], vars(pstats.Stats(profile))["stats"])
    rows = {(Path(file).name, name): row for (file, _line, name), row in stats.items()}
    total = rows["civic_lottery.py", "draw"][3]
    parts = {
        part: sum(rows[one][3] for one in functions if one in rows)
        for part, functions in PARTS.items()
    }
    parts["repair"] = rows[REPAIR][3] if REPAIR in rows else 0.0
    parts["panels"] -= (
        parts["repair"] + parts["seats"] + (rows[MASTER][3] if MASTER in rows else 0.0)
    )
    callers = {
        (Path(file).name, name): row
        for (file, _line, name), row in rows[SOLVE][4].items()
        if (Path(file).name, name) in {ORACLE, CLOSE}
    }
    asked = rows[ORACLE][1] if ORACLE in rows else 0
    once = sum(row[3] for row in callers.values()) / max(1, asked)
    return {
        "shares": {part: seconds / total for part, seconds in parts.items()},
        "asked": asked,
        "programs": rows[SOLVE][1],
        "floor": once * len(drawn.fairest.population.types),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:5], profiled="profile" in sys.argv[5:])
