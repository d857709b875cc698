"""The form with which a member answers a survey: the questions, the review, and then it is sent."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.identity.roles import Role
from deliberate.core.rulebook.questionnaire import Item
from deliberate.core.services.member.own_survey import answer_survey, misfits, survey_page
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, clean, settle

DIGITS = 10
"""More than any number that a question permits."""


@blueprint.route("/p/<process_id>/my/survey/<step_id>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def survey(process_id: str, step_id: str) -> ResponseReturnValue:
    """The questions; once answered, that they were, and nothing of what was said."""

    def show(form: Form, template: str = "survey") -> str:
        found = survey_page(current_context(), me(), process_id, step_id)
        return page(template, found.frame, own=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    found = survey_page(current_context(), me(), process_id, step_id)
    form = Form.sent()
    answers = {item.id: _answer(form, item) for item in found.items}
    for name, problem in misfits(found.items, answers).items():
        form.errors.setdefault(field(name), problem)
    return settle(
        form,
        show=show,
        review=lambda sent: show(sent, "survey_review"),
        send=lambda: answer_survey(
            current_context(), me(), process_id, step_id, answers, key=form.key
        ),
        then=url_for("member.survey", process_id=process_id, step_id=step_id),
    )


def field(item: str) -> str:
    """The name of a question's field: no other field of a form is called so."""
    return f"q-{item}"


def _answer(form: Form, item: Item) -> Any:
    """What was answered, in the shape that the survey takes; nothing where it was left out."""
    name = field(item.id)
    if item.kind == "multiple":
        return list(form.several(name, item.answers))
    typed = form.values[name] = clean(request.form.get(name, "")).strip()
    if item.kind not in {"scale", "number"} or not typed:
        return typed
    if len(typed) > DIGITS or not typed.removeprefix("-").isdecimal():
        form.errors[name] = message("Write a whole number.")
        return None
    return int(typed)
