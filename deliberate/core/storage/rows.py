"""What the storage keeps, as plain frozen rows: the only types that enter and leave it.

Moments are aware datetimes; they come back in UTC. Hashes are lower-case hexadecimal SHA-256.
JSON values come back as JSON reads them: a tuple that was stored returns as a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ATTACHMENT_LIMIT = 20 * 1024 * 1024
"""The largest attachment in bytes: rows of this size still fit one backup and one replica."""


def columns(row: DataclassInstance) -> dict[str, Any]:
    """The columns of a row by name; values are not copied, the storage only reads them."""
    return {column.name: getattr(row, column.name) for column in fields(row)}


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process as it was opened: the full texts that govern it, frozen with their hashes."""

    id: str
    agency: str
    rulebook_text: str
    rulebook_sha256: str
    distribution_version: str
    pilot_text: str
    pilot_sha256: str
    rehearsal: bool
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One vote as it was cast. `(process, step, n, voter_tag)` has one current vote at most.

    `voter_tag` stands for the voter without naming one; `code` is the vote's public code, unlike
    any other; `choices` is a JSON value; `superseded_by` is the code of the re-vote that replaced
    this vote, or None while it counts.
    """

    process: str
    step: str
    n: int
    voter_tag: str
    code: str
    channel: str
    choices: Any
    at: datetime
    signature_sha256: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class VoteCounts:
    """Turnout without content: votes that count, votes replaced by a re-vote, and channels."""

    current: int
    superseded: int
    by_channel: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SignedMessageRow:
    """What somebody signed, for auditors only. `subject` is `vote:CODE` or `fact:SEQ`."""

    process: str
    subject: str
    content: bytes
    signature: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A letter to be sent at `due_at`; the same `dedup_key` is never queued twice.

    `id` is given by the storage (0 before that). `proof` is what the notifier kept of the sending,
    or the reason of the last failure while `sent_at` is None. `rehearsal`: it tells of what never
    happened, and whoever sends it says so.
    """

    dedup_key: str
    kind: str
    recipient: str
    language: str
    subject: str
    body: str
    due_at: datetime
    process: str | None = None
    sent_at: datetime | None = None
    attempts: int = 0
    proof: str = ""
    rehearsal: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Somebody who can sign in. `label` is what colleagues see; it is personal data."""

    id: str
    label: str
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role of an account in a scope: `installation` (empty target), `agency` or `process`."""

    account: str
    role: str
    scope: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class PositionAccountRow:
    """An account that acts for a position of a process: `seat:P01` or `office:secretary`."""

    process: str
    position: str
    account: str


@dataclass(frozen=True, slots=True)
class PositionSignerRow:
    """The person who signs for a position, by a keyed tag that tells nobody who it is."""

    process: str
    position: str
    tag: str


@dataclass(frozen=True, slots=True)
class SignInLinkRow:
    """A link that signs an account in once; only the hash of its token is kept."""

    token_sha256: str
    account: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser that is signed in; only the hash of its token is kept."""

    token_sha256: str
    account: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """The reply to a command that carried an idempotency key: a repeat gets the same reply.

    `command_sha256` is the hash of the command, so that a key cannot be reused for another one;
    `seq` is the last fact that the command appended (0 for none).
    """

    process: str
    key: str
    command_sha256: str
    seq: int
    reply: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RespondentRow:
    """Somebody who was invited to a registration, or came to it. Only `person` ever changes.

    `code_hash` stands for the reply code on the letter, which is not kept; `number` is the public
    pseudonym; `values` what the register says (an answer may say more); `household` an opaque tag.
    `person`: name, address, e-mail, phone, language and needs; None once it was blanked. `channel`
    is the way in which the person came to the list.
    """

    code_hash: str
    process: str
    step: str
    number: int
    salt: str
    household: str
    values: Mapping[str, str]
    channel: str
    added_at: datetime
    person: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of a respondent, the `seq`-th; the last one counts.

    `actor`: the account that entered it, empty when the person did; `values`: what the person says
    of the features that the lottery needs.
    """

    respondent: str
    seq: int
    at: datetime
    channel: str
    actor: str
    answer: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call to somebody who was drawn, the `seq`-th, by the account `actor`, with its outcome;
    `again_at`: when to call again, where that was agreed."""

    respondent: str
    seq: int
    at: datetime
    actor: str
    outcome: str
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file that facts refer to by its hash."""

    sha256: str
    content: bytes
    media_type: str
