"""Which account acts, and which person signs, for each seat or office of a process."""

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, Database, ForeignKeyField, Model, TextField


class Process(Model):
    id = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "process"


class Account(Model):
    id = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "account"


class PositionAccount(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    position = TextField()
    account = ForeignKeyField(Account, column_name="account")

    class Meta:
        legacy_table_names = False
        table_name = "position_account"
        primary_key = CompositeKey("process", "position")
        indexes = ((("process", "account"), True),)


class PositionSigner(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    position = TextField()
    tag = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "position_signer"
        primary_key = CompositeKey("process", "position")
        indexes = ((("process", "tag"), True),)


TABLES = (PositionAccount, PositionSigner)


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx((Process, Account, *TABLES)):
        db.create_tables(TABLES, safe=False)
