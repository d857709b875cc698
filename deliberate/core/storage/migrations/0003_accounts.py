"""Accounts, their roles, one-time sign-in links and browsers that are signed in."""

from __future__ import annotations

from typing import Any

from peewee import CompositeKey, Database, ForeignKeyField, Model, TextField


class Account(Model):
    id = TextField(primary_key=True)
    label = TextField()
    created_at = TextField()
    disabled_at = TextField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "account"


class Grant(Model):
    account = ForeignKeyField(Account, column_name="account", index=False)
    role = TextField()
    scope = TextField()
    target = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "role_grant"
        primary_key = CompositeKey("account", "role", "scope", "target")


class SignInLink(Model):
    token_sha256 = TextField(primary_key=True)
    account = ForeignKeyField(Account, column_name="account")
    expires_at = TextField()
    used_at = TextField(null=True)

    class Meta:
        legacy_table_names = False
        table_name = "sign_in_link"


class WebSession(Model):
    token_sha256 = TextField(primary_key=True)
    account = ForeignKeyField(Account, column_name="account")
    created_at = TextField()
    expires_at = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "web_session"


TABLES = (Account, Grant, SignInLink, WebSession)


def up(migrator: Any, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
