"""The form with which a member gives points: the items, the review, and then they are handed in."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.identity.roles import Role
from deliberate.core.services.member.own_points import give_points, points_page
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle
from deliberate_web.member.marking import read_paper


@blueprint.route("/p/<process_id>/my/points/<step_id>/<int:time>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def points(process_id: str, step_id: str, time: int) -> ResponseReturnValue:
    """One time of a weighting; once given, that points were, and nothing of which."""

    def show(form: Form, template: str = "points") -> str:
        found = points_page(current_context(), me(), process_id, step_id, time)
        return page(template, found.frame, own=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    found = points_page(current_context(), me(), process_id, step_id, time)
    form = Form.sent()
    paper: dict[str, Any] = {"marks": []}
    if found.rules is not None:
        paper = read_paper(form, found.rules, may_be_blank=False)
    return settle(
        form,
        show=show,
        review=(lambda sent: show(sent, "points_review")) if found.task.open else None,
        send=lambda: give_points(
            current_context(), me(), process_id, step_id, time=time, paper=paper, key=form.key
        ),
        then=url_for("member.points", process_id=process_id, step_id=step_id, time=time),
    )
