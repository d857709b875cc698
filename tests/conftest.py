"""What all tests share: services that may be missing, and figures worth telling."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from deliberate.core.record.entry import parse_entry

if TYPE_CHECKING:
    from deliberate.core.registry import Registry
    from deliberate.core.services.rehearsal.stage import Scene
    from deliberate.core.storage import Store

# A busy machine is slow without being wrong; the time of a test is not what properties are about.
settings.register_profile("house", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.load_profile("house")

SERVICES = ("postgres", "browser", "acceptance")
FIGURES = pytest.StashKey[list[str]]()
TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require",
        action="append",
        default=[],
        choices=SERVICES,
        help="fail, rather than skip, tests whose service is missing (repeatable)",
    )
    parser.addoption(
        "--renew-golden",
        action="store_true",
        help="write the golden texts anew (read the diff before you commit)",
    )
    parser.addoption(
        "--take-pictures",
        action="store_true",
        help="let the browser tests take the pictures in docs/pictures anew",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands its figures to whoever writes the report."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["figures"] = session.config.stash[FIGURES]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Of a worker that crashed there are none; pytest reports the crash itself."""
    figures = getattr(node, "workeroutput", {}).get("figures", ())
    node.config.stash[FIGURES].extend(figures)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the service they need, so that `-m` and `--require` reach them."""
    for item in items:
        for service in _needed(item):
            item.add_marker(service)


def _needed(item: pytest.Item) -> Iterator[str]:
    tier = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
    if tier in ("browser", "acceptance"):
        yield tier
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if "postgresql" in parameters.values() or "postgres" in getattr(item, "fixturenames", ()):
        yield "postgres"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    report: pytest.TestReport = yield
    missing = [name for name in item.config.getoption("--require") if item.get_closest_marker(name)]
    if missing and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{' and '.join(missing)} required, but the test was skipped: {reason}"
    return report


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.stash[FIGURES]:
        terminalreporter.section("figures")
        for line in config.stash[FIGURES]:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Add a line to the figures that stand at the end of the report."""
    return request.config.stash[FIGURES].append


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of pyproject.toml."""
    return TESTS.parent


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder with real cases and data."""
    name = os.environ.get("DELIBERATE_TEST_DATA", "")
    if not Path(name).is_dir() or not name:
        pytest.skip("DELIBERATE_TEST_DATA does not name a folder with real data")
    return Path(name)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for `playwright.chromium.launch(executable_path=...)`."""
    wanted = os.environ.get("DELIBERATE_TEST_CHROMIUM", "")
    names = [wanted] if wanted else ["chromium", "chromium-browser", "google-chrome"]
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("there is no Chromium here; name one in DELIBERATE_TEST_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The installed plugins, read once; rulebooks are frozen and may be shared."""
    from deliberate import jurisdictions
    from deliberate.core.registry import Registry

    return Registry.load(extra=(jurisdictions,))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A database with the whole example; copies made when the vote was opened, and when the
    protocol had been drafted with its minority report and nobody had signed it yet."""

    process: str
    database: Path
    ended: datetime
    voting: Path
    opened: datetime
    drafted: Path
    drafted_at: datetime


@pytest.fixture(scope="session")
def rehearsal(
    tmp_path_factory: pytest.TempPathFactory, project: Path, registry: Registry
) -> Rehearsal:
    """The example pilot, lived through once; tests that write work on a copy."""
    from deliberate.core.services.files import read_sheet
    from deliberate.core.services.rehearsal.rehearse import rehearse
    from deliberate.core.storage import open_store
    from deliberate.documents.press import HousePress

    folder = tmp_path_factory.mktemp("rehearsal")
    database, voting = folder / "ended.sqlite", folder / "voting.sqlite"
    drafted = folder / "drafted.sqlite"
    pilot = read_sheet(registry, project / "examples" / "temirkent-heating-2027.toml").pilot
    opened: list[datetime] = []
    protocol: list[datetime] = []

    def copy_on_the_way(scene: Scene) -> None:
        if scene.step == "election" and not opened:
            opened.append(scene.at)
            copy_database(database, voting)
        if scene.step == "protocol":
            protocol.append(scene.at)
            if len(protocol) == 2:
                copy_database(database, drafted)

    with open_store(database, migrate=True) as store:
        press = HousePress(registry.catalogues())
        rehearsed = rehearse(store, registry, pilot, 2027, copy_on_the_way, press)
    ended = rehearsed.context.clock.now()
    return Rehearsal(pilot.id, database, ended, voting, opened[0], drafted, protocol[1])


def issued(facts: Iterable[Any]) -> Iterator[str]:
    """The hashes of the public documents that these facts issue."""
    for fact in facts:
        for document in fact.public.get("documents", ()):
            yield from document["languages"].values()


@pytest.fixture(scope="session")
def cut(rehearsal: Rehearsal) -> Callable[..., datetime]:
    """Copies the example up to and including one fact: what came later has not happened."""
    from deliberate.core.services.opening import VOTER_TAG_SECRET
    from deliberate.core.storage import open_store

    with open_store(rehearsal.database) as source, source.read() as unit:
        row, facts = unit.process(rehearsal.process), unit.facts(rehearsal.process)
        parsed = [parse_entry(line) for line in unit.entries(rehearsal.process)]
        secret = unit.secret(rehearsal.process, VOTER_TAG_SECRET)
        files = {sha256: unit.attachment(sha256) for sha256 in issued(facts)}
    assert secret is not None
    entries = [(entry.seq, entry.json, entry.hash) for entry in parsed]

    def copy_part(
        target: Store, kind: str, *, step: str = "", which: int = 1, rehearsed: bool = True
    ) -> datetime:
        """`which` counts the facts of this kind (in this step) from 1. Returns its moment."""
        wanted = [fact for fact in facts if fact.kind == kind and step in ("", fact.step)]
        last = wanted[which - 1]
        with target.transaction() as unit:
            unit.add_process(replace(row, rehearsal=rehearsed))
            unit.append(facts[: last.seq], entries[: last.seq])
            unit.add_secret(rehearsal.process, VOTER_TAG_SECRET, secret)
            for file in {sha256: files[sha256] for sha256 in issued(facts[: last.seq])}.values():
                unit.add_attachment(file.content, file.media_type)
        return last.at

    return copy_part


def copy_database(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as two:
        one.backup(two)
    one.close()
    two.close()


@pytest.fixture(scope="session")
def pool_closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a process that draws its members by lot, on the day its pool was closed."""
    from tests.lottery_desk import close_a_pool

    path = tmp_path_factory.mktemp("lottery") / "closed.db"
    close_a_pool(path)
    return path
