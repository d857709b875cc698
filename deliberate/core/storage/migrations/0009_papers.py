"""Who took part in a ballot that is not by name, and the papers, apart from each other."""

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, Database, ForeignKeyField, IntegerField, Model, TextField


class Process(Model):
    id = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "process"


class Participation(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = TextField()
    n = IntegerField()
    seat = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "participation"
        primary_key = CompositeKey("process", "step", "n", "seat")


class ConfidentialPaper(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = TextField()
    n = IntegerField()
    seat = TextField()
    paper = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "confidential_paper"
        primary_key = CompositeKey("process", "step", "n", "seat")


class BallotBox(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = TextField()
    n = IntegerField()
    papers = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "ballot_box"
        primary_key = CompositeKey("process", "step", "n")


TABLES = (Participation, ConfidentialPaper, BallotBox)


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx((Process, *TABLES)):
        db.create_tables(TABLES, safe=False)
