"""By which telephone numbers and e-mail addresses somebody is known already, as keyed hashes."""

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, Database, ForeignKeyField, Model, TextField


class Process(Model):
    id = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "process"


class Respondent(Model):
    code_hash = TextField(primary_key=True)

    class Meta:
        legacy_table_names = False
        table_name = "respondent"


class ContactTag(Model):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = TextField()
    tag = TextField()
    respondent = ForeignKeyField(Respondent, column_name="respondent", index=False)

    class Meta:
        legacy_table_names = False
        table_name = "contact_tag"
        primary_key = CompositeKey("process", "step", "tag")


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx((Process, Respondent, ContactTag)):
        db.create_tables((ContactTag,), safe=False)
