"""The fields of an answer, as people and staff fill them in: read, kept, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from deliberate.core.process.respondents import Respondent
from deliberate.core.services.recruiting.replies import (
    CONTACT,
    MEETS,
    NEEDS,
    VALUE,
    WILLING,
    Asked,
    Reply,
    faults_of,
)
from deliberate_web.member.forms import Form, clean


def filled(respondent: Respondent, person: Mapping[str, Any]) -> Form:
    """The form with what is known already: people see what is kept about them."""
    form = Form.blank()
    if respondent.standing in ("willing", "declined"):
        form.values["answer"] = respondent.standing
    for name, value in respondent.values.items():
        form.values[f"{VALUE}{name}"] = value
    for name in (*CONTACT, "needs_text"):
        form.values[name] = str(person.get(name, ""))
    needs = person.get("needs", ())
    form.chosen["needs"] = tuple(needs) if not isinstance(needs, str) else ()
    return form


def sent_reply(form: Form, asked: Asked) -> Reply:
    """The reply of this request; what is missing or wrong stands in the form beside its field."""
    said = _line(form, "answer")
    meets = {
        item.id: _line(form, f"{MEETS}{item.id}") == "yes"
        for item in asked.requirements
        if request.form.get(f"{MEETS}{item.id}") in ("yes", "no")
    }
    for item in asked.requirements:
        _line(form, f"{MEETS}{item.id}")
    values = {item.id: _line(form, f"{VALUE}{item.id}") for item in asked.features}
    person: dict[str, Any] = {name: _line(form, name) for name in CONTACT}
    if asked.address:
        person["address"] = _line(form, "address")
    person["needs"] = list(form.several("needs", NEEDS))
    person["needs_text"] = form.values["needs_text"] = clean(
        request.form.get("needs_text", "")
    ).strip()
    reply = Reply(said, meets, {k: v for k, v in values.items() if v}, person)
    form.errors.update(faults_of(asked, reply))
    return reply if said == WILLING else Reply(said)


def _line(form: Form, name: str) -> str:
    """One line of words without blanks around it."""
    value = form.values[name] = " ".join(clean(request.form.get(name, "")).split())
    return value
