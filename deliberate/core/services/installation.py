"""One installation: its database, its plugins and its clock, opened for a door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deliberate.core.clock import Clock
from deliberate.core.registry import Registry
from deliberate.core.services.context import Context
from deliberate.core.services.press import Press
from deliberate.core.storage.schema import SchemaStatus
from deliberate.core.storage.store import inspect_schema, migrate, open_store

__all__ = ["SchemaStatus", "database_status", "open_installation", "upgrade_database"]


def open_installation(
    database: str | Path,
    registry: Registry,
    clock: Clock,
    entropy: Callable[[int], bytes],
    *,
    press: Press | None = None,
    upgrade: bool = False,
) -> Context:
    """Everything a use case needs, over a database named by a path or a PostgreSQL address.

    Raises `UnusableInput` when the database does not exist, is not ours, or is older or newer than
    this version; with `upgrade` it is made or brought up to date first.
    """
    return Context(open_store(database, migrate=upgrade), registry, clock, entropy, press)


def database_status(database: str | Path) -> SchemaStatus:
    """Which migrations a database has and lacks, without changing anything."""
    return inspect_schema(database)


def upgrade_database(database: str | Path) -> tuple[str, ...]:
    """Make the database or bring it up to date; returns the names of what was carried out."""
    return migrate(database)
