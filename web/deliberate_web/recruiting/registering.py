"""Registering without an invitation, where the registration is open to anybody."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from deliberate.core.errors import Refused
from deliberate.core.services.recruiting.replies import NEEDS, WILLING, open_registration, register
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator, house
from deliberate_web.headers import keep_nothing
from deliberate_web.member.forms import Form
from deliberate_web.portal.shown import Shown
from deliberate_web.recruiting.answers import sent_reply
from deliberate_web.recruiting.blueprint import blueprint


@blueprint.route("/p/<process_id>/register", methods=["GET", "POST"])
@public
def register_(process_id: str) -> ResponseReturnValue:
    """The form of whoever comes; the receipt brings the code with which the answer is changed."""
    keep_nothing()
    context = current_context()
    process, asked, closed = open_registration(context, process_id)
    show = Shown(current_translator(), process.calendar.zone.key)

    def page(form: Form) -> str:
        return render_template(
            "recruiting/register.html",
            process=process, asked=asked, closed=closed, form=form, needs=NEEDS, show=show,
        )  # fmt: skip

    if request.method != "POST":
        form = Form.blank()
        form.values["answer"] = WILLING
        return page(form)
    form = Form.sent()
    reply = sent_reply(form, asked)
    if not form.fine:
        return page(form), 400
    entries, now, address = house().entries, context.clock.now(), request.remote_addr or ""
    if entries.too_many(address, now):
        abort(429)
    try:
        receipt = register(context, process_id, reply)
    except Refused as refused:
        entries.note(address, now)  # whoever tries out numbers of others has to wait as well
        form.problem, form.remedy = refused.message, refused.fix
        return page(form), 409
    entries.note(address, now)
    return render_template("recruiting/receipt.html", process=process, receipt=receipt, show=show)
