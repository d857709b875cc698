"""The form with which a member accepts an executed point, or returns it with remarks."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import message
from deliberate.core.identity.roles import Role
from deliberate.core.services.member.own_verdict import give_verdict, verdict_page
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle


@blueprint.route("/p/<process_id>/my/judge/<step_id>/<who>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def judge(process_id: str, step_id: str, who: str) -> ResponseReturnValue:
    """The point with its evidence, the own verdict, and the form for one."""

    def show(form: Form) -> str:
        found = verdict_page(current_context(), me(), process_id, step_id, who)
        return page("judge", found.frame, own=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    found = verdict_page(current_context(), me(), process_id, step_id, who)
    form = Form.sent()
    verdict = form.choice("verdict", ("accept", "return"), message("Choose one of the answers."))
    remarks = None
    if verdict == "return":
        missing = message("Say what is missing, in this language too.")
        remarks = form.versions("remarks", found.authentic, missing, needed=not found.remarks)
    return settle(
        form,
        show=show,
        send=lambda: give_verdict(
            current_context(), me(), process_id, step_id, who,
            accepts=verdict == "accept", remarks=remarks, key=form.key,
        ),
        then=url_for("member.judge", process_id=process_id, step_id=step_id, who=who),
    )  # fmt: skip
