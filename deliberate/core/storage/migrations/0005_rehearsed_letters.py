"""Letters of a rehearsal say so; those that are queued already learn it from their process."""

from __future__ import annotations

from typing import Any

from peewee import BooleanField, Database

MARK = """
UPDATE "outbox" SET "rehearsal" = (
    SELECT "rehearsal" FROM "process" WHERE "process"."id" = "outbox"."process"
) WHERE "process" IS NOT NULL
"""


def up(migrator: Any, db: Database) -> None:
    migrator.migrate(migrator.add_column("outbox", "rehearsal", BooleanField(default=False)))
    run: Any = db.execute_sql
    run(MARK)
