"""The form with which a member comments on the draft of the protocol."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.identity.roles import Role
from deliberate.core.services.member.own_comments import comment_on_draft, comments_page
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle
from deliberate_web.member.paper_text import paper_text


@blueprint.route("/p/<process_id>/my/comment/<step_id>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def comment(process_id: str, step_id: str) -> ResponseReturnValue:
    """The points of the draft, one's own comments, and the form for one more."""

    def show(form: Form) -> str:
        found = comments_page(current_context(), me(), process_id, step_id)
        document = paper_text(process_id, found.paper) if found.open else None
        return page("comment", found.frame, comments=found, form=form, document=document)

    if request.method != "POST":
        return show(Form.blank())
    frame = comments_page(current_context(), me(), process_id, step_id).frame
    form = Form.sent()
    version = form.number("version")
    text = form.words("text", frame.languages, message("Write your comment."))
    return settle(
        form,
        show=show,
        send=lambda: comment_on_draft(
            current_context(), me(), process_id, step_id,
            version=version, text=text, key=form.key,
        ),
        then=url_for("member.comment", process_id=process_id, step_id=step_id),
    )  # fmt: skip
