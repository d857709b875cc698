"""The same question and seed give the same lottery, byte for byte, wherever it is asked.

Each place is a child process: another hash seed, order of rows, number of threads and kernel of
OpenBLAS, time zone, language, and another Python with another NumPy where one is found.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.randomness import Generator

CHECKOUT = Path(__file__).parents[2]
CHILD = """
import hashlib, json, sys
from datetime import UTC, datetime
from pathlib import Path

from deliberate.cli import main
from deliberate.core.process.respondents import Respondent
from deliberate.core.record.draw_record import begin
from deliberate.core.recruitment.lottery.public_draw import prepare
from deliberate.core.services.lottery_files import read_pool, read_targets

for name, size in (("small", 6), ("middle", 24), ("couples", 24)):
    pool, targets = f"{name}-pool.csv", f"{name}-targets.csv"
    words = ["draw", pool, "--targets", targets, "--size", str(size), "--seed", "7", "--json"]
    try:
        main([*words, "--household", "address"])
    except SystemExit as ended:
        assert ended.code == 0, ended.code
    print("\\n--")
    if name == "couples":  # its list would take seconds and be made like the others
        continue
    quotas = read_targets(Path(targets), size)
    people = [
        Respondent(
            int(person.id[1:]),
            dict(zip(quotas.features, person.values)),
            person.household,
            hashlib.sha256(person.id.encode()).hexdigest(),
            "willing",
        )
        for person in read_pool(Path(pool), quotas, household=["address"]).people
    ]
    if sys.argv[1] == "shuffled":
        people.reverse()
    fixed = prepare(people, quotas)
    assert len(fixed.panels) == 1000
    # The quotas of a record stand in their own order: all else may not depend on it.
    body = {key: fixed.as_body()[key] for key in sorted(fixed.as_body()) if key != "quotas"}
    body.pop("targets_hash")
    print(json.dumps(body))
    print("--")
    record = begin("draw", datetime(2027, 2, 1, tzinfo=UTC), prepare(people, quotas.in_order()))
    print(hashlib.sha256(record).hexdigest())
    print("--")
"""


@dataclass(frozen=True)
class Place:
    """Where a lottery is made: what is set, and how rows are ordered."""

    settings: dict[str, str]
    shuffled: bool = False


PLACES = {
    "hash seed 1, two threads, shuffled": Place(
        {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "2"}, shuffled=True
    ),
    "any hash seed, far away": Place(
        {
            "PYTHONHASHSEED": "random",
            "TZ": "Pacific/Kiritimati",
            "LANG": "tr_TR.UTF-8",
            "LC_ALL": "C",
        },
        shuffled=True,
    ),
}
KERNELS = {
    name: Place({"PYTHONHASHSEED": "2", "OPENBLAS_CORETYPE": name, "OPENBLAS_NUM_THREADS": count})
    for name, count in (("Haswell", "1"), ("Nehalem", "2"), ("Prescott", "1"))
}


def write_question(folder: Path, *, shuffled: bool) -> None:
    """Three pools with quotas that a real panel keeps, from a seed; the rows in some order."""
    some = {"sex": 2, "age": 3}
    _write(folder, "small", 30, 6, some, shuffled=shuffled)
    many = {"sex": 2, "age": 5, "region": 6, "school": 3, "origin": 2}
    _write(folder, "middle", 200, 24, many, shuffled=shuffled)
    # So many homes that panels of groups are found first, and then who sits on them.
    some = {"sex": 2, "age": 5, "region": 6}
    _write(folder, "couples", 260, 24, some, homes=130, shuffled=shuffled)


def _write(
    folder: Path,
    name: str,
    count: int,
    size: int,
    features: dict[str, int],
    *,
    homes: int = 0,
    shuffled: bool,
) -> None:
    """`homes`: as many as that, or as many as people."""
    chance, names = Generator(name.encode()), list(features)
    # The lower of two throws: some groups volunteer more than others.
    people = [
        [min(chance.below(features[f]), chance.below(features[f])) for f in names]
        for _ in range(count)
    ]
    streets = [f"Street {chance.below(homes or count)}" for _ in people]
    rows = [
        ",".join([f"P{n + 1:04}", home, *(f"v{value}" for value in values)])
        for n, (values, home) in enumerate(zip(people, streets, strict=True))
    ]
    met, inside = set[str](), list[int]()
    for n in chance.sample(range(count), count):
        if len(inside) < size and streets[n] not in met:
            met.add(streets[n])
            inside.append(n)
    quotas = []
    for place, feature in enumerate(names):
        for value in range(features[feature]):
            has = sum(people[n][place] == value for n in inside)
            quotas.append(f"{feature},v{value},{max(0, has - 1)},{has + 1}")
    if shuffled:
        order = Generator(b"another order")
        rows, quotas = order.shuffle(rows), order.shuffle(quotas)
    heads = ",".join(["id", "address", *names])
    (folder / f"{name}-pool.csv").write_text("\n".join([heads, *rows]) + "\n")
    (folder / f"{name}-targets.csv").write_text(
        "\n".join(["feature,value,min,max", *quotas]) + "\n"
    )


def made_at(folder: Path, place: Place, python: str = sys.executable) -> list[Any]:
    """Everything that the questions give there, without the time that it took."""
    folder.mkdir()
    write_question(folder, shuffled=place.shuffled)
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("OPENBLAS", "OMP", "DELIBERATE", "LC_", "LANG"))
    }
    environment = {**kept, "PYTHONPATH": str(CHECKOUT), **place.settings}
    order = "shuffled" if place.shuffled else "sorted"
    done = subprocess.run(
        [python, "-c", CHILD, order],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    parts = [part.strip() for part in done.stdout.split("\n--\n")][:-1]
    assert len(parts) == 7
    said = []
    for number, part in enumerate(parts):
        said.append(part if number in {2, 5} else json.loads(part))  # a record is told by its hash
        assert number % 3 or said[-1].pop("seconds") > 0
    return said


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What one process says, with rows as they were written."""
    folder = tmp_path_factory.mktemp("reproducible") / "here"
    return made_at(folder, Place({"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}))


def assert_same(here: list[Any], there: list[Any]) -> None:
    assert there == here
    # Floats are compared as they are written, to the last digit.
    assert json.dumps(there, sort_keys=True) == json.dumps(here, sort_keys=True)


def test_the_questions_are_worth_asking(here: list[Any]) -> None:
    for answer, size in ((here[0], 6), (here[3], 24), (here[6], 24)):
        assert answer["status"] == "drawn"
        assert len(answer["panel"]) == size
        assert len(set(answer["probabilities"].values())) > 3
        assert answer["lottery_size"] > 3
    assert here[6]["lottery_size"] > 200


@pytest.mark.parametrize("name", PLACES)
def test_the_lottery_is_the_same_in_another_place(
    here: list[Any], tmp_path: Path, name: str
) -> None:
    assert_same(here, made_at(tmp_path / "there", PLACES[name]))


@pytest.mark.skipif(
    platform.machine() not in {"x86_64", "AMD64"}, reason="these kernels are for x86-64"
)
@pytest.mark.parametrize("name", KERNELS)
def test_the_lottery_is_the_same_with_another_kernel(
    here: list[Any], tmp_path: Path, name: str
) -> None:
    assert_same(here, made_at(tmp_path / "there", KERNELS[name]))


def python_313() -> str:
    """A Python 3.13 that can make a lottery; skips the test with the reason when there is none."""
    found = os.environ.get("DELIBERATE_TEST_PYTHON313") or shutil.which("python3.13")
    if not found:
        pytest.skip("no Python 3.13: neither DELIBERATE_TEST_PYTHON313 nor python3.13 on the path")
    probe = "import sys; assert sys.version_info[:2] == (3, 13), sys.version; import deliberate.cli"
    probe += "; import highspy, numpy"
    done = subprocess.run(
        [found, "-c", probe],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        pytest.skip(f"{found} cannot make a lottery: {last}")
    return found


def test_the_lottery_is_the_same_with_python_313(here: list[Any], tmp_path: Path) -> None:
    python = python_313()
    assert_same(here, made_at(tmp_path / "there", Place({"PYTHONHASHSEED": "3"}, True), python))
