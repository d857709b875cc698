"""Letters and attachments on every engine."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from deliberate.core.errors import Conflict, Refused, UnusableInput
from deliberate.core.storage import ATTACHMENT_LIMIT, OutboxRow, Store


@pytest.fixture
def letter(now: datetime) -> OutboxRow:
    return OutboxRow("notice/1/m1", "notice", "m1", "kk", "Отырыс", "Құрметті…", now, "p")


def test_a_letter_is_queued_once(store: Store, letter: OutboxRow, now: datetime) -> None:
    with store.transaction() as unit:
        assert unit.queue(letter)
        assert not unit.queue(replace(letter, body="again"))
        assert unit.queue(replace(letter, dedup_key="link/9", process=None))
    with store.read() as unit:
        first, second = unit.unsent(now)
        assert unit.letters("p") == (first,)
    assert first == replace(letter, id=first.id)
    assert second.process is None
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.queue(replace(letter, dedup_key="x", process="nowhere"))
    assert caught.value.code == "NO_PROCESS"


def test_only_what_is_due_and_unsent_is_sent(
    store: Store, letter: OutboxRow, now: datetime
) -> None:
    later = now + timedelta(days=1)
    with store.transaction() as unit:
        unit.queue(letter)
        unit.queue(replace(letter, dedup_key="later", due_at=later))
    with store.transaction() as unit:
        (due,) = unit.unsent(now)
        unit.mark_sent(due.id, now, "250 OK")
    with store.read() as unit:
        assert unit.unsent(now) == ()
        assert [row.dedup_key for row in unit.unsent(later)] == ["later"]
        sent = unit.letters("p")[0]
    assert (sent.sent_at, sent.attempts, sent.proof) == (now, 1, "250 OK")
    with pytest.raises(Conflict) as caught, store.transaction() as unit:
        unit.mark_sent(due.id, later, "twice")
    assert caught.value.code == "ALREADY_SENT"


def test_a_failed_letter_waits_behind_the_untried(
    store: Store, letter: OutboxRow, now: datetime
) -> None:
    with store.transaction() as unit:
        unit.queue(letter)
        unit.queue(replace(letter, dedup_key="b"))
        unit.mark_failed(unit.unsent(now)[0].id, "mailbox full")
    with store.read() as unit:
        waiting = unit.unsent(now)
        assert unit.unsent(now, limit=1) == waiting[:1]
    assert [(row.dedup_key, row.attempts, row.proof) for row in waiting] == [
        ("b", 0, ""),
        ("notice/1/m1", 1, "mailbox full"),
    ]


def test_an_attachment_is_kept_once_under_its_hash(store: Store) -> None:
    content = bytes(range(256)) * 40
    with store.transaction() as unit:
        sha256 = unit.add_attachment(content, "application/pdf")
        assert unit.add_attachment(content, "application/pdf") == sha256
    assert sha256 == hashlib.sha256(content).hexdigest()
    with store.read() as unit:
        assert unit.has_attachment(sha256)
        kept = unit.attachment(sha256)
    assert (kept.content, kept.media_type) == (content, "application/pdf")
    with pytest.raises(Refused) as caught, store.read() as unit:
        unit.attachment("00")
    assert caught.value.code == "NO_ATTACHMENT"


def test_an_attachment_has_a_limit(store: Store) -> None:
    with pytest.raises(UnusableInput) as caught, store.transaction() as unit:
        unit.add_attachment(b"x" * (ATTACHMENT_LIMIT + 1), "application/pdf")
    assert caught.value.code == "ATTACHMENT_SIZE"
