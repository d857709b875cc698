"""What the doctor looks at, one thing after another; nothing is changed."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from deliberate.cli.house import House
from deliberate.core.errors import DeliberateError, Message, message
from deliberate.i18n import HOUSE, LOCALES

OLDEST_PYTHON = (3, 11)
PACKAGE = "deliberate"
ZONE = "Asia/Almaty"
OPTIONAL = "extra"


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing that was looked at: what was found and, if it is not well, what to do."""

    name: str
    what: Message
    well: bool
    found: Message | str
    remedy: Message | None = None


def examine(house: House) -> Iterator[Symptom]:
    """Every symptom, the basis first."""
    yield _python()
    yield _libraries()
    yield _zones()
    yield _catalogues()
    yield _registers()
    yield from _plugins(house)
    yield from _models(house)
    yield _database(house)


def _python() -> Symptom:
    well = sys.version_info >= OLDEST_PYTHON
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Symptom(
        "python",
        message("Python"),
        well,
        platform.python_version(),
        None if well else message("Install Python {version} or newer.", version=oldest),
    )


def _libraries() -> Symptom:
    """All required distributions with their versions; which are missing."""
    wanted = [line for line in metadata.requires(PACKAGE) or () if OPTIONAL not in line]
    names = [_name_of(line) for line in wanted]
    versions = {name: _version(name) for name in names}
    missing = tuple(name for name, version in versions.items() if version is None)
    if missing:
        return Symptom(
            "libraries",
            message("Libraries"),
            False,
            message("missing: {names}", names=missing),
            message("Install the package again: {command}", command="pip install deliberate"),
        )
    listed = tuple(f"{name} {version}" for name, version in versions.items())
    return Symptom("libraries", message("Libraries"), True, ", ".join(listed))


def _name_of(requirement: str) -> str:
    end = next((i for i, letter in enumerate(requirement) if letter in " <>=!~;["), None)
    return requirement[:end]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _zones() -> Symptom:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return Symptom(
            "zones",
            message("Time zones"),
            False,
            message("{zone} is not known.", zone=ZONE),
            message("Install the package again: {command}", command="pip install tzdata"),
        )
    return Symptom("zones", message("Time zones"), True, zone.key)


def _catalogues() -> Symptom:
    """Whether every language has a sentence for each that any language has."""
    from deliberate.i18n.catalogue import catalogue

    known = {locale: set(catalogue(locale).entries) for locale in LOCALES if locale != "en"}
    everything = set().union(*known.values())
    gaps = {locale: len(everything - entries) for locale, entries in known.items()}
    lacking = tuple(f"{locale}: {number}" for locale, number in gaps.items() if number)
    if lacking or not everything:
        return Symptom(
            "catalogues",
            message("Languages"),
            False,
            message("sentences without a translation: {lacking}", lacking=lacking or str(HOUSE)),
            message("Install the package again: {command}", command="pip install deliberate"),
        )
    return Symptom("catalogues", message("Languages"), True, ", ".join(LOCALES))


def _registers() -> Symptom:
    """Whether files of registers can be read: an extra, without which all else works."""
    version = _version("duckdb")
    what = message("Files of registers")
    if version is not None:
        return Symptom("registers", what, True, f"duckdb {version}")
    found = message("DuckDB is not installed: nobody can be drawn from a CSV or Parquet file.")
    remedy = message(
        "If you draw from such files, install it: {command}",
        command='pip install "deliberate[register]"',
    )
    return Symptom("registers", what, True, found, remedy)


def _plugins(house: House) -> Iterator[Symptom]:
    what = message("Plugins")
    statuses = house.registry.plugins()
    for status in statuses:
        if status.error is not None:
            yield Symptom(
                "plugins",
                what,
                False,
                message("{name}: {reason}", name=status.name, reason=status.error),
                message(
                    "Update the distribution {name}, or remove it.",
                    name=status.distribution or status.name,
                ),
            )
    listed = tuple(f"{status.name} {status.version}" for status in statuses if status.ok)
    if listed or not statuses:
        yield Symptom("plugins", what, True, ", ".join(listed) or "—")


def _models(house: House) -> Iterator[Symptom]:
    from deliberate.core.services.models import installed_models

    what = message("Models")
    installed = installed_models(house.registry)
    for item in installed:
        if item.error is not None:
            reason = item.error.message
            found = message("{name}: {reason}", name=item.name, reason=reason)
            yield Symptom("models", what, False, found, item.error.fix)
    listed = tuple(f"{item.name}" for item in installed if item.rulebook is not None)
    if listed:
        yield Symptom("models", what, True, ", ".join(listed))
    else:
        remedy = message("Install a plugin that brings one.")
        yield Symptom("models", what, False, message("There is none."), remedy)


def _database(house: House) -> Symptom:
    from deliberate.core.services.installation import database_status

    what, name = message("Database"), "database"
    try:
        status = database_status(house.database)
    except DeliberateError as error:
        return Symptom(name, what, False, error.message, error.fix)
    upgrade = message("Bring it up to date: {command}", command="deliberate db upgrade")
    if status.foreign:
        text = message("It belongs to another programme.")
        return Symptom(name, what, False, text, message("Name another with --database."))
    if status.unknown:
        text = message("It was made by a newer version: {names}.", names=status.unknown)
        return Symptom(name, what, False, text, message("Update this installation."))
    if status.pending:
        text = message("It lacks {number} migrations.", number=len(status.pending))
        return Symptom(name, what, False, text, upgrade)
    return Symptom(name, what, True, message("It is up to date."))
