"""Letters to be sent, with proof of sending, and the files that facts refer to."""

from __future__ import annotations

from typing import Any

from peewee import (
    BigAutoField,
    BlobField,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Process(Model):
    id = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "process"


class Outbox(Model):
    id = BigAutoField()
    process = ForeignKeyField(Process, column_name="process", null=True)
    kind = TextField()
    recipient = TextField()
    language = TextField()
    subject = TextField()
    body = TextField()
    due_at = TextField()
    sent_at = TextField(null=True)
    attempts = IntegerField(default=0)
    proof = TextField(default="")
    dedup_key = TextField(unique=True)

    class Meta:
        legacy_table_names = False
        table_name = "outbox"
        indexes = ((("sent_at", "due_at"), False),)


class Attachment(Model):
    sha256 = TextField(primary_key=True)
    content = BlobField()
    media_type = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "attachment"


TABLES = (Outbox, Attachment)


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx((Process, *TABLES)):
        db.create_tables(TABLES, safe=False)
