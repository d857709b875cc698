"""Our lottery beside the peer's: CPU time, fairness, memory, and where our time goes.

`python -m benchmarks.lottery [WORDS OF A NAME]`, or `make bench-lottery NAME="..."`. Each draw is
made in a process of its own and counts its own CPU time, from pool and quotas in memory to the
panel; imports and reading files are outside. Calibrated instances lie in the folder
`data/sortition` of what DELIBERATE_TEST_DATA names.

The peer is asked with each of its solvers and the best counts. It has no leximin without a
proprietary solver, so that ours is compared with its maximin, which is a part of the same work.
Whoever may use that solver installs it into the peer's environment (`.venv-peer/bin/python -m pip
install gurobipy`): in households ours is then compared with the peer's leximin as well.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.instances import Instance, instances
from benchmarks.measure import machine

PEER = Path(".venv-peer/bin/python")
BACKENDS = ("mip-cbc", "highspy", "mip-highs")
LIMIT, LEXIMIN_LIMIT = 120, 300
"""CPU seconds after which the peer is ended, and those that its leximin has."""
LONG, LONG_TIMES, SHORT_TIMES = 10.0, 10.0, 3.0
"""Where the peer takes over ten seconds, ours has to be ten times faster, elsewhere three times."""
PART = 0.01
"""What anybody may lack of the bound where there are too many types to close the gap."""
CLOSED = 1e-9
ENVIRONMENT = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
"""As our command line does; the peer is the faster for it as well."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side took and reached. `cpu` is None where it was ended at the limit."""

    setting: str
    cpu: float | None
    peak: float = 0.0
    chances: tuple[float, ...] = ()
    limit: int = LIMIT

    @property
    def words(self) -> str:
        """Objective and solver, seconds, fairness, memory."""
        if self.cpu is None:
            return f"{self.setting:<22}{'> ' + str(self.limit):>9} s"
        return (
            f"{self.setting:<22}{self.cpu:>9.2f} s   smallest {self.smallest:.5f}"
            f"   gini {self.gini:.4f}{self.peak:>7.0f} MiB"
        )

    @property
    def smallest(self) -> float:
        """The smallest chance of those who have one."""
        return min(chance for chance in self.chances if chance > 0)

    @property
    def gini(self) -> float:
        ordered = sorted(self.chances)
        ranked = sum(rank * chance for rank, chance in enumerate(ordered, start=1))
        count = len(ordered)
        return 2 * ranked / (count * sum(ordered)) - (count + 1) / count


def main(wanted: str) -> int:
    """Print what each instance took as soon as it is known; 1 when ours misses a
    requirement, 2 when there is no peer."""
    if not PEER.exists():
        print(f"The peer is missing from {PEER}: install it with: make bench-lottery")
        return 2
    data = os.environ.get("DELIBERATE_TEST_DATA")
    print(f"{machine()}, {os.cpu_count()} processors, {_processor()}")
    print(f"ours: highspy {version('highspy')}, numpy {version('numpy')}; peer: {_peer_versions()}")
    if data is None:
        print("DELIBERATE_TEST_DATA names no folder: only generated pools are drawn from.")
    missed = 0
    with TemporaryDirectory(prefix="deliberate-bench-") as name:
        folder = None if data is None else Path(data) / "data" / "sortition"
        for instance in instances(folder, Path(name), wanted):
            missed += _measured(instance)
    return 1 if missed else 0


def _measured(instance: Instance) -> int:
    """How many requirements one instance misses."""
    missed = 0
    peers: dict[str, Side] = {}
    for objective, theirs in instance.objectives:
        if theirs == "leximin" and not _peer_has_leximin():
            print("  peer  leximin               not measured: its solver is not installed")
            continue
        told = _own(instance, objective)
        own = Side(objective, told["cpu"], told["peak"], tuple(told["chances"]))
        if objective == instance.objectives[0][0]:
            print(f"\n{instance.name}: {len(own.chances):,} people, {told['types']:,} types")
        print(f"  ours  {own.words}   {told['method']}, gap {told['gap']:.1e}", flush=True)
        missed += _unfinished(instance, own, told)
        if instance.compared:
            if theirs not in peers:
                peers[theirs] = _peer(instance, theirs, peers.get("maximin"))
                print(f"  peer  {peers[theirs].words}")
            missed += _compared(own, peers[theirs])
    _tell_parts(_own(instance, instance.objectives[0][0], "profile"))
    return missed


def _unfinished(instance: Instance, own: Side, told: dict[str, Any]) -> int:
    """1 when ours is over a ceiling, or the certificate is not what was promised."""
    over = [
        f"over {most:g} {unit}"
        for most, found, unit in (
            (instance.seconds, own.cpu or 0.0, "s"),
            (instance.memory, own.peak, "MiB"),
        )
        if most is not None and found > most
    ]
    # The gap is absolute: of a large chance a hundredth is more than of the smallest.
    if told["method"] == "herding" and own.smallest < (1 - PART) * told["bound"]:
        over.append(f"smallest chance more than {PART:.0%} below the bound")
    if told["method"] != "herding" and told["gap"] > CLOSED and own.setting != "nash":
        over.append(f"gap over {CLOSED:.1e}")
    for one in over:
        print(f"  MISSED: {one}")
    return len(over)


def _compared(own: Side, peer: Side) -> int:
    """1 when ours is not as many times faster as it has to be."""
    assert own.cpu is not None
    seconds = peer.limit if peer.cpu is None else peer.cpu
    needed = LONG_TIMES if seconds > LONG else SHORT_TIMES
    times = seconds / own.cpu
    least = "at least " if peer.cpu is None else ""
    mark = f"MISSED: {needed:g} times needed" if times < needed else ""
    print(f"  {least}{times:.1f} times less, {own.setting} : {peer.setting}  {mark}", flush=True)
    return 1 if mark else 0


def _tell_parts(told: dict[str, Any]) -> None:
    shares = {**told["shares"], "rest": 1 - sum(told["shares"].values())}
    parts = ", ".join(f"{part} {share:.0%}" for part, share in shares.items())
    print(f"  parts {parts}; {told['asked']:,} panels asked, {told['programs']:,} programs")
    print(f"  floor {told['floor']:.2f} s: one linear program for each type", flush=True)


def _own(instance: Instance, objective: str, *more: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.own", *_question(instance)]
    return _told(subprocess.run(
        [*words, objective, instance.address, *more],
        env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True,
    ))  # fmt: skip


def _peer(instance: Instance, algorithm: str, maximin: Side | None) -> Side:
    """The best of its solvers. A later one is ended when it takes longer than the best so far.

    Its leximin is asked with the solver alone that was best for `maximin`: it takes minutes.
    """
    best, backends = Side(algorithm, None), list(BACKENDS)
    if algorithm == "leximin":
        best = Side(algorithm, None, limit=LEXIMIN_LIMIT)
        if maximin is not None and maximin.cpu is not None:
            backends = [maximin.setting.rpartition(" ")[2]]
    for backend in backends:
        limit = best.limit if best.cpu is None else int(best.cpu) + 1
        words = [str(PEER), "-P", "benchmarks/peer.py", *_question(instance)]
        ended = subprocess.run(
            [*words, algorithm, backend, instance.address, str(limit)],
            env=ENVIRONMENT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ended.returncode < 0:  # by the signal of the limit
            continue
        if ended.returncode:
            raise RuntimeError(f"the peer failed with {backend}: {ended.stderr[-500:]}")
        told = _told(ended)
        if best.cpu is None or told["cpu"] < best.cpu:
            chances = tuple(told["chances"])
            best = Side(f"{algorithm}, {backend}", told["cpu"], told["peak"], chances)
    return best


def _question(instance: Instance) -> Sequence[str]:
    return str(instance.folder), str(instance.size)


def _told(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def _processor() -> str:
    """What the system calls its processor, where it says so."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


def _peer_has_leximin() -> bool:
    asked = "from sortition_algorithms.core import GUROBI_AVAILABLE; print(GUROBI_AVAILABLE)"
    return subprocess.check_output([str(PEER), "-c", asked], text=True).strip() == "True"


def _peer_versions() -> str:
    names = ("sortition-algorithms", "highspy", "mip")
    asked = (
        f"from importlib.metadata import version as v; print(*[n + ' ' + v(n) for n in {names}])"
    )
    return subprocess.check_output([str(PEER), "-c", asked], text=True).strip()


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
