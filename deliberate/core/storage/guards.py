"""Triggers that keep the past as it was written, even from somebody with a database console.

They are put (back) in place after every upgrade, because changing a column on SQLite rebuilds the
table and silently drops its triggers.
"""

from __future__ import annotations

from typing import Any

from peewee import Database, PostgresqlDatabase

APPEND_ONLY = ("fact", "entry", "answer", "call", "participation")
GUARDED = ("vote", "respondent")
"""Tables of which one column may change, and nothing else."""
GUARDS = frozenset(
    f"{table}_no_{what}" for table in (*APPEND_ONLY, *GUARDED) for what in ("change", "removal")
)

SQLITE_REFUSAL = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"

# A vote may change once and in one column: when a re-vote supersedes it.
SQLITE_VOTE = """
CREATE TRIGGER vote_no_change BEFORE UPDATE ON vote
WHEN OLD.superseded_by IS NOT NULL OR NEW.superseded_by IS NULL
  OR (OLD.process, OLD.step, OLD.n, OLD.voter_tag, OLD.code, OLD.channel, OLD.choices, OLD.at)
     <> (NEW.process, NEW.step, NEW.n, NEW.voter_tag, NEW.code, NEW.channel, NEW.choices, NEW.at)
  OR OLD.signature_sha256 IS NOT NEW.signature_sha256
"""

# Of a respondent only the person may change: it is written, corrected, and blanked in the end.
SQLITE_RESPONDENT = """
CREATE TRIGGER respondent_no_change BEFORE UPDATE ON respondent
WHEN (OLD.code_hash, OLD.process, OLD.step, OLD.number, OLD.salt)
     <> (NEW.code_hash, NEW.process, NEW.step, NEW.number, NEW.salt)
  OR (OLD.household, OLD."values", OLD.channel, OLD.added_at)
     <> (NEW.household, NEW."values", NEW.channel, NEW.added_at)
"""
SQLITE_CHANGES = {"vote": SQLITE_VOTE, "respondent": SQLITE_RESPONDENT}

# A percent sign is doubled because psycopg reads a single one as a parameter.
POSTGRES_REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
POSTGRES_VOTE = """
CREATE OR REPLACE FUNCTION refuse_vote_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.superseded_by IS NOT NULL OR NEW.superseded_by IS NULL
       OR to_jsonb(OLD) - 'superseded_by' <> to_jsonb(NEW) - 'superseded_by' THEN
        RAISE EXCEPTION 'vote is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""
POSTGRES_RESPONDENT = """
CREATE OR REPLACE FUNCTION refuse_respondent_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'person' <> to_jsonb(NEW) - 'person' THEN
        RAISE EXCEPTION 'respondent is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""


def install_guards(database: Database) -> None:
    """Put every guard in place, replacing those that are there."""
    run: Any = database.execute_sql
    if isinstance(database, PostgresqlDatabase):
        for statement in _postgres():
            run(statement)
    else:
        for statement in _sqlite():
            run(statement)


def missing_guards(database: Database) -> frozenset[str]:
    """The guards that a database at head version should have and has not."""
    run: Any = database.execute_sql
    query = (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE relnamespace = current_schema()::regnamespace AND tgenabled = 'O'"
        if isinstance(database, PostgresqlDatabase)
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return GUARDS - {row[0] for row in run(query).fetchall()}


def _sqlite() -> list[str]:
    statements = [f"DROP TRIGGER IF EXISTS {name}" for name in sorted(GUARDS)]
    for table in (*APPEND_ONLY, *GUARDED):
        refusal = SQLITE_REFUSAL.format(table=table)
        change = f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} "
        statements += [
            SQLITE_CHANGES.get(table, change) + refusal,
            f"CREATE TRIGGER {table}_no_removal BEFORE DELETE ON {table} {refusal}",
        ]
    return statements


def _postgres() -> list[str]:
    statements = [POSTGRES_REFUSAL, POSTGRES_VOTE, POSTGRES_RESPONDENT]
    for table in (*APPEND_ONLY, *GUARDED):
        change = (
            f"UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_{table}_change()"
            if table in GUARDED
            else f"UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        statements += [
            f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
            f"DROP TRIGGER IF EXISTS {table}_no_removal ON {table}",
            f"CREATE TRIGGER {table}_no_change BEFORE {change}",
            f"CREATE TRIGGER {table}_no_removal BEFORE DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
    return statements
