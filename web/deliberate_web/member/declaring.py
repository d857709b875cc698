"""The form with which a member declares interests and is recused from a vote."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.identity.roles import Role
from deliberate.core.services.member.declaration import declaration_page, declare_interests
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle


@blueprint.route("/p/<process_id>/my/declare/<step_id>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def declare(process_id: str, step_id: str) -> ResponseReturnValue:
    """The declaration in force, and the form for one."""

    def show(form: Form) -> str:
        found = declaration_page(current_context(), me(), process_id, step_id)
        return page("declare", found.frame, declaration=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    found = declaration_page(current_context(), me(), process_id, step_id)
    form = Form.sent()
    conflict = form.choice("conflict", ("yes", "no"), message("Choose one of the answers."))
    interests, taking_part = None, None
    recused = form.several("recused", [item.step for item in found.subjects])
    if conflict == "yes":
        missing = message("Say what the conflict consists of.")
        interests = form.words("interests", found.frame.languages, missing)
        if not recused:
            missing = message("Choose what you take no part in, or say why you do.")
            taking_part = form.words("taking_part", found.frame.languages, missing)
    return settle(
        form,
        show=show,
        send=lambda: declare_interests(
            current_context(), me(), process_id, step_id,
            interests=interests, recused_from=recused, taking_part=taking_part, key=form.key,
        ),
        then=url_for("member.declare", process_id=process_id, step_id=step_id),
    )  # fmt: skip
