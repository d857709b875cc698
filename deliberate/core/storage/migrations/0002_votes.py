"""Votes, the messages that people signed, and secrets of a process."""

from __future__ import annotations

from typing import Any

from peewee import (
    BlobField,
    CompositeKey,
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


class Vote(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = TextField()
    n = IntegerField()
    voter_tag = TextField()
    code = TextField(primary_key=True)
    channel = TextField()
    choices = TextField()
    at = TextField()
    signature_sha256 = TextField(null=True)
    superseded_by = TextField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "vote"


class SignedMessage(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    subject = TextField()
    content = BlobField()
    signature = BlobField()
    certificate = BlobField()

    class Meta:
        legacy_table_names = False
        table_name = "signed_message"
        primary_key = CompositeKey("process", "subject")


class Secret(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    name = TextField()
    value = BlobField()

    class Meta:
        legacy_table_names = False
        table_name = "secret"
        primary_key = CompositeKey("process", "name")


TABLES = (Vote, SignedMessage, Secret)

ONE_CURRENT_VOTE = """
CREATE UNIQUE INDEX "vote_one_current" ON "vote" ("process", "step", "n", "voter_tag")
WHERE ("superseded_by" IS NULL)
"""


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx((Process, *TABLES)):
        db.create_tables(TABLES, safe=False)
    run: Any = db.execute_sql
    run(ONE_CURRENT_VOTE)
