"""The papers for a member, and the button that marks one as read."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.identity.roles import Role
from deliberate.core.services.member.papers_to_read import mark_read, papers_page
from deliberate.core.services.paper_files import kept_files
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import Form, settle


@blueprint.get("/p/<process_id>/my/read/<step_id>/")
@needs(Role.MEMBER, Role.CHAIR)
def papers(process_id: str, step_id: str) -> str:
    """All papers with one's own marks."""
    found = papers_page(current_context(), me(), process_id, step_id)
    return page("papers", found.frame, papers=found)


@blueprint.route("/p/<process_id>/my/read/<step_id>/<paper>", methods=["GET", "POST"])
@needs(Role.MEMBER, Role.CHAIR)
def paper(process_id: str, step_id: str, paper: str) -> ResponseReturnValue:
    """One paper with what speaks for and against it; then the list again."""

    def show(form: Form) -> str:
        found = papers_page(current_context(), me(), process_id, step_id)
        return page(
            "paper",
            found.frame,
            papers=found,
            reading=found.find(paper),
            kept=kept_files(current_context(), process_id),
            form=form,
        )

    if request.method != "POST":
        return show(Form.blank())
    papers_page(current_context(), me(), process_id, step_id).find(paper)
    form = Form.sent()
    return settle(
        form,
        show=show,
        send=lambda: mark_read(current_context(), me(), process_id, step_id, paper, key=form.key),
        then=url_for("member.papers", process_id=process_id, step_id=step_id),
    )
