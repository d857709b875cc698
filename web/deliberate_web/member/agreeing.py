"""The form with which a member agrees to a draft, or refuses it with a reason."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.identity.roles import Role
from deliberate.core.services.member.agreement import agreement_page, answer_draft
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle
from deliberate_web.member.paper_text import paper_text


@blueprint.route("/p/<process_id>/my/agree/<step_id>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def agree(process_id: str, step_id: str) -> ResponseReturnValue:
    """The draft, the form below it, and once answered what was answered."""

    def show(form: Form) -> str:
        found = agreement_page(current_context(), me(), process_id, step_id)
        document = paper_text(process_id, found.paper) if found.version else None
        return page("agree", found.frame, draft=found, form=form, document=document)

    def review(form: Form) -> str:
        found = agreement_page(current_context(), me(), process_id, step_id)
        return page("agree_review", found.frame, draft=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    frame = agreement_page(current_context(), me(), process_id, step_id).frame
    form = Form.sent()
    version = form.number("version")
    answer = form.choice("answer", ("agree", "refuse"), message("Choose one of the answers."))
    reason = None
    if answer == "refuse":
        missing = message("Say why you refuse: the reason goes back to the authors.")
        reason = form.words("reason", frame.languages, missing)
    return settle(
        form,
        show=show,
        review=review,
        send=lambda: answer_draft(
            current_context(), me(), process_id, step_id,
            version=version, reason=reason, key=form.key,
        ),
        then=url_for("member.agree", process_id=process_id, step_id=step_id),
    )  # fmt: skip
