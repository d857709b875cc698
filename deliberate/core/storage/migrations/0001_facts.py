"""Processes, their facts, the entries of the public record, and replies to repeatable commands."""

from __future__ import annotations

from typing import Any

from peewee import (
    BlobField,
    BooleanField,
    CompositeKey,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Process(Model):
    id = TextField(primary_key=True)
    agency = TextField()
    rulebook_text = TextField()
    rulebook_sha256 = TextField()
    distribution_version = TextField()
    pilot_text = TextField()
    pilot_sha256 = TextField()
    rehearsal = BooleanField()
    opened_at = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "process"


class Fact(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    seq = IntegerField()
    at = TextField()
    actor_id = TextField()
    actor_role = TextField()
    kind = TextField()
    step = TextField(null=True)
    n = IntegerField()
    strand = TextField(null=True)
    body = TextField()
    public = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "fact"
        primary_key = CompositeKey("process", "seq")


class Entry(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    seq = IntegerField()
    json = BlobField()
    hash = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "entry"
        primary_key = CompositeKey("process", "seq")


class Reply(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    key = TextField()
    command_sha256 = TextField()
    seq = IntegerField()
    reply = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "idempotency"
        primary_key = CompositeKey("process", "key")


TABLES = (Process, Fact, Entry, Reply)


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
