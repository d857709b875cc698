"""Answering an invitation: a code, a form, a receipt. It works without scripts and cookies of ours
beyond the one that guards forms.

The code opens nothing by being in an address: the page that a letter's square code leads to only
fills it in. Every wrong code gets the same answer, so nothing can be learned by trying.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import Refused
from deliberate.core.recruitment.reply_codes import typed_code
from deliberate.core.services.recruiting.replies import (
    NEEDS,
    Invitee,
    Receipt,
    answer,
    invitee,
    withdraw,
)
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator, house
from deliberate_web.headers import keep_nothing
from deliberate_web.member.forms import Form
from deliberate_web.portal.shown import Shown
from deliberate_web.recruiting.answers import filled, sent_reply
from deliberate_web.recruiting.blueprint import blueprint

LONGEST_CODE = 40


@blueprint.get("/reply")
@public
def start() -> str:
    """The page that asks for the code."""
    return _ask("")


@blueprint.get("/reply/<code>")
@public
def scanned(code: str) -> str:
    """The same with the code of a letter filled in. Nothing is looked up."""
    return _ask(code[:LONGEST_CODE])


@blueprint.post("/reply")
@public
def open_() -> ResponseReturnValue:
    """The form of whoever has this code."""
    words = request.form.get("code", "")[:LONGEST_CODE]
    found = _found(words)
    if isinstance(found, Refused):
        return _ask(words, found), 404
    return _form(found, words, filled(found.respondent, found.person))


@blueprint.get("/reply/answer")
@public
def answer_again() -> ResponseReturnValue:
    """Where a change of language or a reload leads: the code is typed again."""
    return redirect(url_for("recruiting.start"), 303)


@blueprint.post("/reply/answer")
@public
def answer_() -> ResponseReturnValue:
    """Keep the answer and show the receipt, or the form with what is wrong. Sent twice, the same
    answer is kept once."""
    words = request.form.get("code", "")[:LONGEST_CODE]
    found = _found(words)
    if isinstance(found, Refused):
        return _ask(words, found), 404
    form = Form.sent()
    if form.go == "withdraw":
        return _kept(found, words, form, lambda: withdraw(current_context(), words))
    reply = sent_reply(form, found.asked)
    if not form.fine:
        return _form(found, words, form), 400
    return _kept(found, words, form, lambda: answer(current_context(), words, reply))


def _kept(
    found: Invitee, words: str, form: Form, act: Callable[[], Receipt]
) -> ResponseReturnValue:
    keep_nothing()
    try:
        receipt = act()
    except Refused as refused:
        form.problem, form.remedy = refused.message, refused.fix
        return _form(found, words, form), 409
    show = Shown(current_translator(), found.process.calendar.zone.key)
    return render_template(
        "recruiting/receipt.html", process=found.process, receipt=receipt, show=show
    )


def _found(words: str) -> Invitee | Refused:
    """Whose code it is, or the refusal; too many wrong ones from one address have to wait."""
    guesses, now = house().guesses, current_context().clock.now()
    address = request.remote_addr or ""
    if guesses.too_many(address, now):
        abort(429)
    try:
        return invitee(current_context(), words)
    except Refused as refused:
        if refused.code != "CODE":
            raise
        if typed_code(words) is not None:
            guesses.note(address, now)
        return refused


def _ask(code: str, refused: Refused | None = None) -> str:
    keep_nothing()
    return render_template("recruiting/code.html", code=code, refused=refused)


def _form(found: Invitee, words: str, form: Form) -> str:
    keep_nothing()
    show = Shown(current_translator(), found.process.calendar.zone.key)
    return render_template(
        "recruiting/reply.html", invitee=found, code=words, form=form, needs=NEEDS, show=show
    )
