"""While a vote is open, nothing that anybody can read depends on how people vote (promise P8)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from deliberate.core.identity.roles import Role
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.facts import Actor
from deliberate.core.services.commands import perform
from deliberate.core.services.public_votes import (
    CommentVote,
    SignedBallot,
    ballot_text,
    cast_signed_batch,
    import_comments,
)
from deliberate.core.storage import ProcessRow

PROCESS, VOTE = "temirkent-heating-2027", "election"
ONE = f"/api/v1/processes/{PROCESS}"
FLEETING = re.compile(rb'nonce="[^"]*"|name="csrf_token" value="[^"]*"')
SAMPLES = {
    "locale": "ru", "process_id": PROCESS, "token": "abc", "filename": "none",
    "table": "candidates", "time": 1,
}  # fmt: skip


def cast(context: Any, candidate: str) -> None:
    """Five people and three accounts vote for the same candidate."""
    authority = TestAuthority(b"0" * 32)
    ballots = []
    for number in range(5):
        text = ballot_text(PROCESS, VOTE, (candidate,), f"n{number}", "A1")
        signed = authority.sign(f"person-{number}", text)
        ballots.append(SignedBallot((candidate,), f"n{number}", signed, "A1"))
    cast_signed_batch(context, authority.verifier(), PROCESS, VOTE, ballots)
    comments = [CommentVote(f"page-{number}", (candidate,)) for number in range(3)]
    import_comments(context, Actor("office", "secretary"), PROCESS, VOTE, comments)


def everything_readable(app: Any, client: Any) -> dict[str, bytes]:
    """The answer of every address, without what is new in each answer."""
    with app.test_request_context("/ru/"):
        addresses = [
            app.url_for(rule.endpoint, **{name: SAMPLES.get(name, VOTE) for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
        ]
    return {address: FLEETING.sub(b"", client.get(address).data) for address in addresses}


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.AGENCY, Role.AUDITOR])
def test_an_open_vote_leaves_no_trace(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any, role: Role | None
) -> None:
    seen = []
    for candidate in ("C01", "C12"):
        app, context = installed(rehearsal.voting, rehearsal.opened + timedelta(days=3))
        cast(context, candidate)
        client = app.test_client()
        if role is not None:
            client = sign_in(app, link_for(context, (role.value, "process", PROCESS)))
        seen.append((everything_readable(app, client), app, context, client))
    (one, *_), (two, *_) = seen
    assert len(one) > 12
    assert {address for address in one if one[address] != two[address]} == set()
    for _, _, context, client in seen:
        (vote,) = client.get(f"{ONE}/votes").get_json()["votes"]
        assert vote["stage"] == "running"
        assert {item["votes"] for item in vote["candidates"]} == {None}
        assert (vote["lines"], vote["ranking"]) == (None, [])
        context.clock.move_to(rehearsal.opened + timedelta(days=14))
        perform(context, Actor("a", "agency"), PROCESS, VOTE, "close")
    # After the close the published votes differ, so the comparison can tell.
    bundles = [client.get(f"{ONE}/bundle").data for _, _, _, client in seen]
    assert bundles[0] != bundles[1]


def test_no_numbers_between_the_close_and_the_count(rehearsal: Any, installed: Any) -> None:
    app, context = installed(rehearsal.voting, rehearsal.opened + timedelta(days=14))
    perform(context, Actor("a", "agency"), PROCESS, VOTE, "close")
    (vote,) = app.test_client().get(f"{ONE}/votes").get_json()["votes"]
    assert vote["stage"] == "closed"
    assert {item["votes"] for item in vote["candidates"]} == {None}


DRAFT = "draft-2028"
PATHS = (
    f"/ru/p/{DRAFT}/", f"/api/v1/processes/{DRAFT}", f"/api/v1/processes/{DRAFT}/record",
    f"/api/v1/processes/{DRAFT}/bundle", f"/api/v1/processes/{DRAFT}/rulebook",
    f"/api/v1/processes/{DRAFT}/votes", f"/ru/p/{DRAFT}/candidates/", f"/ru/p/{DRAFT}/data/",
    f"/ru/p/{DRAFT}/data/seats.csv", f"/ru/p/{DRAFT}/feed.atom", f"/ru/p/{DRAFT}/calendar.ics",
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "status"), [(None, 404), ("member", 404), ("auditor", 404), ("secretary", 200)]
)
def test_a_process_that_is_not_opened_is_for_its_staff_alone(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any, role: str | None, status: int
) -> None:
    app, context = installed(rehearsal.voting, rehearsal.opened)
    with context.store.transaction() as unit:
        row = unit.process(PROCESS)
        unit.add_process(
            ProcessRow(
                DRAFT, row.agency, row.rulebook_text, row.rulebook_sha256,
                row.distribution_version, row.pilot_text, row.pilot_sha256, False, row.opened_at,
            )
        )  # fmt: skip
    client = app.test_client()
    if role is not None:
        client = sign_in(app, link_for(context, (role, "process", DRAFT)))
    for path in PATHS:
        assert client.get(path).status_code == status, path
    for path in ("/ru/", "/api/v1/processes", "/ru/my-place"):
        assert (DRAFT in client.get(path).text) is (status == 200), path
