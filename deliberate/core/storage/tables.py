"""The tables as they are after the last migration.

The models are bound to no database: each query is executed on the connection of its unit of work,
so nothing here is state. Migrations repeat these definitions in frozen form; a test compares the
two. Append-only triggers are in `guards.py`, because peewee cannot declare them.
"""

from __future__ import annotations

from peewee import (
    BigAutoField,
    BlobField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
)

from deliberate.core.storage.fields import JsonField, MomentField, WordsField


class Table(Model):
    class Meta:
        legacy_table_names = False


class Process(Table):
    id = WordsField(primary_key=True)
    agency = WordsField()
    rulebook_text = WordsField()
    rulebook_sha256 = WordsField()
    distribution_version = WordsField()
    pilot_text = WordsField()
    pilot_sha256 = WordsField()
    rehearsal = BooleanField()
    opened_at = MomentField()

    class Meta:
        table_name = "process"


class Fact(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    seq = IntegerField()
    at = MomentField()
    actor_id = WordsField()
    actor_role = WordsField()
    kind = WordsField()
    step = WordsField(null=True)
    n = IntegerField()
    strand = WordsField(null=True)
    body = JsonField()
    public = JsonField()

    class Meta:
        table_name = "fact"
        primary_key = CompositeKey("process", "seq")


class Entry(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    seq = IntegerField()
    json = BlobField()
    hash = WordsField()

    class Meta:
        table_name = "entry"
        primary_key = CompositeKey("process", "seq")


class Reply(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    key = WordsField()
    command_sha256 = WordsField()
    seq = IntegerField()
    reply = JsonField()

    class Meta:
        table_name = "idempotency"
        primary_key = CompositeKey("process", "key")


class Vote(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = WordsField()
    n = IntegerField()
    voter_tag = WordsField()
    code = WordsField(primary_key=True)
    channel = WordsField()
    choices = JsonField()
    at = MomentField()
    signature_sha256 = WordsField(null=True)
    superseded_by = WordsField(null=True)

    class Meta:
        table_name = "vote"


ONE_CURRENT_VOTE = "vote_one_current"
"""The partial unique index behind "one person, one counted vote"."""

Vote.add_index(
    Vote.index(
        Vote.process,
        Vote.step,
        Vote.n,
        Vote.voter_tag,
        unique=True,
        where=Vote.superseded_by.is_null(),
        name=ONE_CURRENT_VOTE,
    )
)


class SignedMessage(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    subject = WordsField()
    content = BlobField()
    signature = BlobField()
    certificate = BlobField()

    class Meta:
        table_name = "signed_message"
        primary_key = CompositeKey("process", "subject")


class Secret(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    name = WordsField()
    value = BlobField()

    class Meta:
        table_name = "secret"
        primary_key = CompositeKey("process", "name")


class Account(Table):
    id = WordsField(primary_key=True)
    label = WordsField()
    created_at = MomentField()
    disabled_at = MomentField(null=True)

    class Meta:
        table_name = "account"


class Grant(Table):
    account = ForeignKeyField(Account, column_name="account", index=False)
    role = WordsField()
    scope = WordsField()
    target = WordsField()

    class Meta:
        table_name = "role_grant"  # "grant" is a word of SQL
        primary_key = CompositeKey("account", "role", "scope", "target")


class SignInLink(Table):
    token_sha256 = WordsField(primary_key=True)
    account = ForeignKeyField(Account, column_name="account")
    expires_at = MomentField()
    used_at = MomentField(null=True)

    class Meta:
        table_name = "sign_in_link"


class WebSession(Table):
    token_sha256 = WordsField(primary_key=True)
    account = ForeignKeyField(Account, column_name="account")
    created_at = MomentField()
    expires_at = MomentField()

    class Meta:
        table_name = "web_session"


class PositionAccount(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    position = WordsField()
    account = ForeignKeyField(Account, column_name="account")

    class Meta:
        table_name = "position_account"
        primary_key = CompositeKey("process", "position")
        indexes = ((("process", "account"), True),)


class PositionSigner(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    position = WordsField()
    tag = WordsField()

    class Meta:
        table_name = "position_signer"
        primary_key = CompositeKey("process", "position")
        indexes = ((("process", "tag"), True),)


class Respondent(Table):
    code_hash = WordsField(primary_key=True)
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = WordsField()
    number = IntegerField()
    salt = WordsField(unique=True)
    household = WordsField()
    values = JsonField()
    channel = WordsField()
    added_at = MomentField()
    person = JsonField(null=True)

    class Meta:
        table_name = "respondent"
        indexes = ((("process", "step", "number"), True),)


class ContactTag(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = WordsField()
    tag = WordsField()
    respondent = ForeignKeyField(Respondent, column_name="respondent", index=False)

    class Meta:
        table_name = "contact_tag"
        primary_key = CompositeKey("process", "step", "tag")


class Answer(Table):
    respondent = ForeignKeyField(Respondent, column_name="respondent", index=False)
    seq = IntegerField()
    at = MomentField()
    channel = WordsField()
    actor = WordsField()
    answer = WordsField()
    values = JsonField()

    class Meta:
        table_name = "answer"
        primary_key = CompositeKey("respondent", "seq")


class Call(Table):
    respondent = ForeignKeyField(Respondent, column_name="respondent", index=False)
    seq = IntegerField()
    at = MomentField()
    actor = WordsField()
    outcome = WordsField()
    again_at = MomentField(null=True)

    class Meta:
        table_name = "call"
        primary_key = CompositeKey("respondent", "seq")


class Participation(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = WordsField()
    n = IntegerField()
    seat = WordsField()

    class Meta:
        table_name = "participation"
        primary_key = CompositeKey("process", "step", "n", "seat")


class ConfidentialPaper(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = WordsField()
    n = IntegerField()
    seat = WordsField()
    paper = JsonField()

    class Meta:
        table_name = "confidential_paper"
        primary_key = CompositeKey("process", "step", "n", "seat")


class BallotBox(Table):
    process = ForeignKeyField(Process, column_name="process", index=False)
    step = WordsField()
    n = IntegerField()
    papers = JsonField()

    class Meta:
        table_name = "ballot_box"
        primary_key = CompositeKey("process", "step", "n")


class Outbox(Table):
    id = BigAutoField()
    process = ForeignKeyField(Process, column_name="process", null=True)
    kind = WordsField()
    recipient = WordsField()
    language = WordsField()
    subject = WordsField()
    body = WordsField()
    due_at = MomentField()
    sent_at = MomentField(null=True)
    attempts = IntegerField(default=0)
    proof = WordsField(default="")
    dedup_key = WordsField(unique=True)
    rehearsal = BooleanField(default=False)

    class Meta:
        table_name = "outbox"
        indexes = ((("sent_at", "due_at"), False),)


class Attachment(Table):
    sha256 = WordsField(primary_key=True)
    content = BlobField()
    media_type = WordsField()

    class Meta:
        table_name = "attachment"


ALL = (
    Process,
    Fact,
    Entry,
    Reply,
    Vote,
    SignedMessage,
    Secret,
    Account,
    Grant,
    SignInLink,
    WebSession,
    PositionAccount,
    PositionSigner,
    Respondent,
    ContactTag,
    Answer,
    Call,
    Participation,
    ConfidentialPaper,
    BallotBox,
    Outbox,
    Attachment,
)
"""Every table, referenced tables first."""
