"""People who were invited or registered, what they answered, and what came of calling them."""

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, Database, ForeignKeyField, IntegerField, Model, TextField


class Process(Model):
    id = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "process"


class Respondent(Model):
    code_hash = TextField(primary_key=True)
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = TextField()
    number = IntegerField()
    salt = TextField(unique=True)
    household = TextField()
    values = TextField()
    channel = TextField()
    added_at = TextField()
    person = TextField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "respondent"
        indexes = ((("process", "step", "number"), True),)


class Answer(Model):
    respondent = ForeignKeyField(Respondent, column_name="respondent", index=False)
    seq = IntegerField()
    at = TextField()
    channel = TextField()
    actor = TextField()
    answer = TextField()
    values = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "answer"
        primary_key = CompositeKey("respondent", "seq")


class Call(Model):
    respondent = ForeignKeyField(Respondent, column_name="respondent", index=False)
    seq = IntegerField()
    at = TextField()
    actor = TextField()
    outcome = TextField()
    again_at = TextField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "call"
        primary_key = CompositeKey("respondent", "seq")


TABLES = (Respondent, Answer, Call)


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx((Process, *TABLES)):
        db.create_tables(TABLES, safe=False)
