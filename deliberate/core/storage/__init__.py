"""Where processes are kept: the only part of the programme that knows a database.

Open a store, then work in units: `with store.transaction() as unit` writes all or nothing,
`with store.read() as unit` sees one moment. Only the rows of `rows.py` and facts go in and out.
"""

from deliberate.core.storage.rows import (
    ATTACHMENT_LIMIT,
    AccountRow,
    AnswerRow,
    AttachmentRow,
    CallRow,
    GrantRow,
    OutboxRow,
    PositionAccountRow,
    PositionSignerRow,
    ProcessRow,
    ReplyRow,
    RespondentRow,
    SessionRow,
    SignedMessageRow,
    SignInLinkRow,
    VoteCounts,
    VoteRow,
)
from deliberate.core.storage.schema import SchemaStatus
from deliberate.core.storage.store import Store, Unit, inspect_schema, migrate, open_store

__all__ = [
    "ATTACHMENT_LIMIT",
    "AccountRow",
    "AnswerRow",
    "AttachmentRow",
    "CallRow",
    "GrantRow",
    "OutboxRow",
    "PositionAccountRow",
    "PositionSignerRow",
    "ProcessRow",
    "ReplyRow",
    "RespondentRow",
    "SchemaStatus",
    "SessionRow",
    "SignInLinkRow",
    "SignedMessageRow",
    "Store",
    "Unit",
    "VoteCounts",
    "VoteRow",
    "inspect_schema",
    "migrate",
    "open_store",
]
