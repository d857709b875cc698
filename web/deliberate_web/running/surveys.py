"""The page on which a survey is opened and closed, each after a look at what follows from it."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.services.running.steps import PAGES
from deliberate.core.services.running.surveys import ACTS, act_on_survey, survey_desk
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import me
from deliberate_web.member.forms import Form, clean, settle
from deliberate_web.running.blueprint import blueprint, page

DIGITS = 7
"""No survey asks ten million people."""


@blueprint.route("/p/<process_id>/running/survey/<step_id>", methods=["GET", "POST"])
@needs(*sorted(PAGES["survey"]))
def survey(process_id: str, step_id: str) -> ResponseReturnValue:
    """How far the survey is, and its next act."""

    def show(form: Form, template: str = "survey") -> str:
        desk = survey_desk(current_context(), me(), process_id, step_id)
        return page(template, desk.frame, desk=desk, form=form)

    if request.method != "POST":
        return show(Form.blank())
    desk = survey_desk(current_context(), me(), process_id, step_id)
    form = Form.sent()
    action = form.choice("act", ACTS, message("Choose what is to be done."))
    asked = _asked(form) if desk.ask_number and action == "open" else None
    return settle(
        form,
        show=show,
        review=lambda sent: show(sent, "survey_review"),
        send=lambda: act_on_survey(
            current_context(), me(), process_id, step_id, action, asked=asked, key=form.key
        ),
        then=url_for("running.survey", process_id=process_id, step_id=step_id),
    )


def _asked(form: Form) -> int | None:
    """How many people are asked; what is wrong with it is said beside the field."""
    typed = form.values["asked"] = clean(request.form.get("asked", "")).strip()[:40]
    if not (typed.isascii() and typed.isdigit() and len(typed) <= DIGITS and int(typed) > 0):
        form.errors["asked"] = message("Write how many people are asked, as a whole number.")
        return None
    return int(typed)
