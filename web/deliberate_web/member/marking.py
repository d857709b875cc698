"""The paper of a vote as a form: radio buttons, boxes, ranks, scores or points, by its method."""

from __future__ import annotations

import re
from typing import Any

from flask import request

from deliberate.core.decision.blank_papers import BLANK
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import ABSTAIN, FIXED_OPTIONS
from deliberate.core.errors import message
from deliberate.core.services.member.own_ballot import faults_in
from deliberate_web.member.forms import LONGEST, Form, clean

ONE_CHOICE = frozenset({*FIXED_OPTIONS, "single_choice"})
_WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)


def read_paper(form: Form, rules: BallotDefinition, *, may_be_blank: bool) -> dict[str, Any]:
    """What a member marked; every fault stands beside its option, or above the whole paper."""
    if may_be_blank and request.form.get("blank"):
        form.values["blank"] = "yes"
        return dict(BLANK)
    if rules.method in ONE_CHOICE:
        paper = _choice(form, rules)
    elif rules.opt_out and request.form.get("abstain"):
        form.values["abstain"] = "yes"
        return {"choice": ABSTAIN}
    else:
        paper = {"marks": list(_marks(form, rules).items())}
    if not form.errors:
        for option, text in faults_in(rules, paper).items():
            form.errors[mark_name(option) if option in rules.names else "paper"] = text
    return paper


def mark_name(option: str) -> str:
    """The name of the field beside an option."""
    return f"mark-{option}"


def _choice(form: Form, rules: BallotDefinition) -> dict[str, Any]:
    allowed = (*rules.names, *((ABSTAIN,) if rules.opt_out else ()))
    choice = form.choice("choice", allowed, message("Choose one of the answers."))
    if rules.method != "consent":
        return {"choice": choice}
    reason = form.values["reason"] = clean(request.form.get("reason", "")).strip()[:LONGEST]
    if choice != "object":
        return {"choice": choice}
    if not reason:
        form.errors["reason"] = message("Say why you object.")
    return {"choice": choice, "reason": reason}


def _marks(form: Form, rules: BallotDefinition) -> dict[str, int]:
    if rules.method == "approval":
        return dict.fromkeys(form.several("approved", rules.names), 1)
    marks: dict[str, int] = {}
    for option in rules.names:
        name = mark_name(option)
        typed = form.values[name] = request.form.get(name, "").strip()
        if not typed:
            continue
        if _WHOLE.fullmatch(typed):
            marks[option] = int(typed)
        else:
            form.errors[name] = message("Write a whole number.")
    return marks
