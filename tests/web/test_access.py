"""Nothing is open by accident: the map of addresses against every role."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from deliberate.core.identity.roles import Role
from deliberate_web.access import MARK, needs, public
from deliberate_web.language import PREFIX

PROCESS = "temirkent-heating-2027"
AGENCY = "the agency"
SAMPLES = {
    "locale": "en", "model": "assembly", "variant": "irish",
    "process_id": PROCESS, "token": "abc", "filename": "none.css",
    "step_id": "election", "table": "candidates", "name": "order", "kind": "json", "paper": "M1",
    "who": "P01", "language": "kk", "code": "abc", "step": "lottery", "time": 1,
}  # fmt: skip


def test_every_endpoint_carries_a_mark(portal_app: Flask) -> None:
    unmarked = [
        endpoint for endpoint, view in portal_app.view_functions.items() if not hasattr(view, MARK)
    ]
    assert unmarked == []


@pytest.mark.parametrize("role", [None, *Role])
def test_the_map_of_addresses_against_every_role(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any, role: Role | None
) -> None:
    """Each address lets in whom its mark names, nobody else, and never fails."""
    app, context = installed(rehearsal.database, rehearsal.ended)
    client = app.test_client()
    if role is not None:
        client = sign_in(app, link_for(context, (role.value, "process", PROCESS)))
    with app.test_request_context("/en/"):
        rules = [
            (rule, app.url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments}))
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
        ]
    assert len(rules) > 5
    for rule, address in rules:
        access = getattr(app.view_functions[rule.endpoint], MARK)
        named = role is not None and (not access.roles or role in access.roles)
        answer = client.get(address)
        assert answer.status_code < 500, rule.rule
        assert (answer.status_code == 403) is not (access.everybody or named), rule.rule


def test_what_carries_no_mark_does_not_exist(fresh: Any, link_for: Any, sign_in: Any) -> None:
    app, context = fresh()
    app.add_url_rule("/canary", "canary", lambda: "open")
    assert app.test_client().get("/canary").status_code == 404
    operator = sign_in(app, link_for(context, ("operator", "installation", "")))
    assert operator.get("/canary").status_code == 404


def test_a_mark_opens(fresh: Any) -> None:
    app, _ = fresh()
    app.add_url_rule("/canary", "canary", public(lambda: "open"))
    assert app.test_client().get("/canary").text == "open"


@pytest.mark.parametrize(
    ("role", "scope", "target", "status"),
    [
        ("secretary", "process", PROCESS, 200),
        ("secretary", "agency", "its own", 200),
        ("secretary", "installation", "", 200),
        ("secretary", "agency", "another agency", 403),
        ("chair", "process", PROCESS, 403),
        ("operator", "installation", "", 403),
    ],
)
def test_a_role_counts_where_it_was_given(
    rehearsal: Any, installed: Any, link_for: Any, sign_in: Any, role: str, scope: str,
    target: str, status: int,
) -> None:  # fmt: skip
    app, context = installed(rehearsal.database, rehearsal.ended)
    view = needs(Role.SECRETARY)(lambda process_id: "in")
    app.add_url_rule(f"{PREFIX}/processes/<process_id>/canary", "canary", view)
    with context.store.read() as unit:
        agency = unit.process(PROCESS).agency
    named = agency if target == "its own" else target
    client = sign_in(app, link_for(context, (role, scope, named)))
    assert client.get(f"/en/processes/{PROCESS}/canary").status_code == status
    assert app.test_client().get(f"/en/processes/{PROCESS}/canary").status_code == 403
    assert client.get("/en/processes/unknown/canary").status_code == 404
