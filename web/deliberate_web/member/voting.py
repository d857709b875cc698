"""The form with which a member votes: the text, the paper, the review, and then it is cast."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.decision.secrecy import ROLL_CALL
from deliberate.core.identity.roles import Role
from deliberate.core.services.member.own_ballot import ballot_page, cast_vote
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle
from deliberate_web.member.marking import read_paper


@blueprint.route("/p/<process_id>/my/vote/<step_id>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def vote(process_id: str, step_id: str) -> ResponseReturnValue:
    """The vote in force; once cast, what was chosen."""

    def show(form: Form) -> str:
        found = ballot_page(current_context(), me(), process_id, step_id)
        return page("vote", found.frame, ballot=found, form=form)

    def review(form: Form) -> str:
        found = ballot_page(current_context(), me(), process_id, step_id)
        return page("vote_review", found.frame, ballot=found, form=form)

    if request.method != "POST":
        return show(Form.blank())
    found = ballot_page(current_context(), me(), process_id, step_id)
    form = Form.sent()
    number = form.number("vote")
    by_name = found.secrecy == ROLL_CALL
    paper = (
        read_paper(form, found.rules, may_be_blank=not by_name) if found.rules is not None else {}
    )
    return settle(
        form,
        show=show,
        review=review,
        send=lambda: cast_vote(
            current_context(), me(), process_id, step_id,
            vote=number, paper=paper, key=form.key,
        ),
        then=url_for("member.vote", process_id=process_id, step_id=step_id),
    )  # fmt: skip
