"""Accounts, roles, one-time links and sessions on every engine."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from deliberate.core.errors import Conflict, Refused
from deliberate.core.storage import AccountRow, GrantRow, SessionRow, SignInLinkRow, Store


@pytest.fixture
def account(store: Store, now: datetime) -> AccountRow:
    row = AccountRow("a1", "Әлия О.", now)
    with store.transaction() as unit:
        unit.add_account(row)
    return row


def test_accounts_come_back_and_are_unique(
    store: Store, account: AccountRow, now: datetime
) -> None:
    second = AccountRow("B2", "", now)
    with store.transaction() as unit:
        unit.add_account(second)
    with store.read() as unit:
        assert unit.account("a1") == account
        assert unit.accounts() == (second, account)
    with pytest.raises(Conflict, match="a1"), store.transaction() as unit:
        unit.add_account(AccountRow("a1", "another", now))
    with pytest.raises(Refused, match="nobody") as caught, store.read() as unit:
        unit.account("nobody")
    assert caught.value.code == "NO_ACCOUNT"


def test_roles_are_granted_once_and_revoked(store: Store, account: AccountRow) -> None:
    chair = GrantRow("a1", "chair", "process", "p")
    admin = GrantRow("a1", "administrator", "installation")
    with store.transaction() as unit:
        unit.grant(chair)
        unit.grant(admin)
    with store.read() as unit:
        assert unit.grants("a1") == unit.grants() == (admin, chair)
        assert unit.grants("nobody") == ()
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.grant(chair)
    with store.transaction() as unit:
        unit.revoke(chair)
    with store.read() as unit:
        assert unit.grants() == (admin,)
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.revoke(chair)
    assert caught.value.code == "NO_GRANT"
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.grant(GrantRow("nobody", "chair", "installation"))
    assert caught.value.code == "NO_ACCOUNT"


def test_a_link_signs_in_once(store: Store, account: AccountRow, now: datetime) -> None:
    link = SignInLinkRow("t1", "a1", now + timedelta(minutes=15))
    with store.transaction() as unit:
        unit.add_link(link)
    with store.transaction() as unit:
        assert unit.redeem_link("t1", now) == account
    with pytest.raises(Refused, match="used at") as caught, store.transaction() as unit:
        unit.redeem_link("t1", now)
    assert caught.value.code == "LINK_USED"
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.add_link(link)


def test_links_expire_and_unknown_ones_are_refused(
    store: Store, account: AccountRow, now: datetime
) -> None:
    with store.transaction() as unit:
        unit.add_link(SignInLinkRow("t1", "a1", now))
    for token, code in (("t1", "LINK_EXPIRED"), ("t2", "LINK_UNKNOWN")):
        with pytest.raises(Refused) as caught, store.transaction() as unit:
            unit.redeem_link(token, now)
        assert caught.value.code == code
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.add_link(SignInLinkRow("t3", "nobody", now))
    assert caught.value.code == "NO_ACCOUNT"


def test_sessions_end_by_time_and_by_hand(store: Store, account: AccountRow, now: datetime) -> None:
    later = now + timedelta(hours=8)
    with store.transaction() as unit:
        for token in ("s1", "s2", "s3"):
            unit.add_session(SessionRow(token, "a1", now, later))
    with store.read() as unit:
        assert unit.session_account("s1", now) == account
        assert unit.session_account("s1", later) is None
        assert unit.session_account("unknown", now) is None
    with store.transaction() as unit:
        unit.end_session("s1")
        assert unit.session_account("s1", now) is None
        assert unit.session_account("s2", now) == account
        unit.end_sessions("a1")
        assert unit.session_account("s2", now) is None


def test_a_closed_account_cannot_get_in(store: Store, account: AccountRow, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with store.transaction() as unit:
        unit.add_link(SignInLinkRow("t1", "a1", later))
        unit.add_session(SessionRow("s1", "a1", now, later))
        unit.disable_account("a1", now)
        unit.disable_account("a1", later)
        unit.add_session(SessionRow("s2", "a1", now, later))
    with store.transaction() as unit:
        assert unit.account("a1").disabled_at == now
        assert unit.session_account("s1", now) is None
        assert unit.session_account("s2", now) is None
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.redeem_link("t1", now)
    assert caught.value.code == "ACCOUNT_DISABLED"
    with pytest.raises(Refused), store.transaction() as unit:
        unit.disable_account("nobody", now)


def test_an_account_that_opens_again_needs_a_new_link(
    store: Store, account: AccountRow, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with store.transaction() as unit:
        unit.add_link(SignInLinkRow("t1", "a1", later))
        unit.disable_account("a1", now)
        unit.enable_account("a1", now)
        assert unit.account("a1") == account
    with pytest.raises(Refused) as caught, store.transaction() as unit:
        unit.redeem_link("t1", now)
    assert caught.value.code == "LINK_USED"
    with store.transaction() as unit:
        unit.add_link(SignInLinkRow("t2", "a1", later))
        assert unit.redeem_link("t2", now) == account
    with pytest.raises(Refused), store.transaction() as unit:
        unit.enable_account("nobody", now)
