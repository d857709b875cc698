"""The desk of those who organise: who answered what, answers by telephone and on paper, calls.

Everything here is personal data: for the agency and the secretariat, and kept by no browser.
"""

from __future__ import annotations

import re
from datetime import datetime

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import DeliberateError, Refused, message
from deliberate.core.identity.roles import Role
from deliberate.core.process.facts import Actor
from deliberate.core.process.respondents import printed
from deliberate.core.recruitment.call_outcomes import OUTCOMES
from deliberate.core.services.acting import actor_in
from deliberate.core.services.member.entering import enter, frame_of
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.recruiting.calls import NOBODY_DRAWN, call_list, record_call
from deliberate.core.services.recruiting.desk import RegistrationDesk, registration_desk
from deliberate.core.services.recruiting.replies import (
    NEEDS,
    STAFF_CHANNELS,
    answer_for,
    asked_by,
)
from deliberate.core.services.recruiting.setting import ORGANISERS
from deliberate.core.services.respondents import Known
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.headers import keep_nothing
from deliberate_web.member.blueprint import me, page
from deliberate_web.member.forms import Form, clean
from deliberate_web.recruiting.answers import filled, sent_reply
from deliberate_web.recruiting.blueprint import blueprint

PART = "recruiting"
SHOWN = 100
"""How many people a page lists; a search finds the others."""
_NUMBER = re.compile(r"[Rr]?(\d{1,8})", re.ASCII)


@blueprint.get("/p/<process_id>/recruitment/")
@needs(Role.SECRETARY, Role.AGENCY)
def registrations(process_id: str) -> str:
    """How many stand where, and the people that a search finds."""
    actor, frame = _organiser(process_id)
    desk = registration_desk(current_context(), actor, process_id)
    words = clean(request.args.get("q", "")).strip()[:100]
    found = [item for item in desk.people if _matches(item, words)]
    return page(
        "desk",
        frame,
        part=PART,
        desk=desk,
        people=found[:SHOWN],
        found=len(found),
        words=words,
    )


@blueprint.route("/p/<process_id>/recruitment/answer", methods=["GET", "POST"])
@needs(Role.SECRETARY, Role.AGENCY)
def enter_answer(process_id: str) -> ResponseReturnValue:
    """The form for an answer that came by telephone or on paper, under the number of the letter."""
    actor, frame = _organiser(process_id)
    desk = registration_desk(current_context(), actor, process_id)
    known = _numbered(desk, request.values.get("number", ""))
    if known is None:
        return redirect(url_for("recruiting.registrations", process_id=process_id), 303)
    asked = asked_by(desk.process, desk.registration)

    def show(form: Form) -> str:
        return page("enter", frame, part=PART, known=known, asked=asked, form=form, needs=NEEDS)

    if request.method != "POST":
        return show(filled(known.respondent, known.row.person or {}))
    form = Form.sent()
    channel = form.choice("channel", STAFF_CHANNELS, message("Choose how the answer came."))
    reply = sent_reply(form, asked)
    if not form.fine:
        return show(form), 400
    number = known.respondent.number
    try:
        answer_for(current_context(), actor, process_id, number, reply, channel)
    except Refused as refused:
        form.problem, form.remedy = refused.message, refused.fix
        return show(form), 409
    found = url_for("recruiting.registrations", process_id=process_id, q=printed(number))
    return redirect(found, 303)


@blueprint.route("/p/<process_id>/recruitment/calls", methods=["GET", "POST"])
@needs(Role.SECRETARY, Role.AGENCY)
def calls(process_id: str) -> ResponseReturnValue:
    """Who was drawn and is to be called; a form beside each keeps what came of a call."""
    actor, frame = _organiser(process_id)
    if request.method == "POST":
        return _kept_call(actor, frame, process_id)
    return _calls(actor, frame, process_id, Form.blank())


def _kept_call(actor: Actor, frame: Frame, process_id: str) -> ResponseReturnValue:
    form, context = Form.sent(), current_context()
    number = form.number("number")
    outcome = form.choice("outcome", OUTCOMES, message("Choose how the call ended."))
    typed = form.values["again"] = request.form.get("again", "").strip()
    again = _moment(typed, process_id) if outcome == "call_back" else None
    if outcome == "call_back" and again is None:
        form.errors["again"] = message("Say when to call again: a day and a time.")
    if not form.fine:
        return _calls(actor, frame, process_id, form), 400
    try:
        record_call(context, actor, process_id, number, outcome, again)
    except DeliberateError as error:
        form.problem, form.remedy = error.message, error.fix
        return _calls(actor, frame, process_id, form), 409
    anchor = printed(number)
    return redirect(url_for("recruiting.calls", process_id=process_id, _anchor=anchor), 303)


def _calls(actor: Actor, frame: Frame, process_id: str, form: Form) -> str:
    try:
        listed = call_list(current_context(), actor, process_id)
    except Refused as refused:
        if refused.code != NOBODY_DRAWN:
            raise
        listed = ()
    return page("calls", frame, part=PART, listed=listed, form=form, outcomes=OUTCOMES)


def _organiser(process_id: str) -> tuple[Actor, Frame]:
    keep_nothing()
    context, account = current_context(), me()
    what = message("see and answer those who were invited")
    try:
        actor = actor_in(context, account, process_id, ORGANISERS, what)
    except Refused as refused:
        # The role was given, and belongs to somebody else's office: there is no desk for it.
        raise Refused("NO_DESK", refused.message) from refused
    return actor, frame_of(enter(context, account, process_id))


def _matches(item: Known, words: str) -> bool:
    if not words:
        return True
    number = _NUMBER.fullmatch(words)
    if number is not None:
        return item.respondent.number == int(number[1])
    return words.casefold() in str((item.row.person or {}).get("name", "")).casefold()


def _numbered(desk: RegistrationDesk, words: str) -> Known | None:
    number = _NUMBER.fullmatch(words.strip())
    if number is None:
        if request.method == "POST":
            abort(400)
        return None
    wanted = int(number[1])
    return next((item for item in desk.people if item.respondent.number == wanted), None)


def _moment(typed: str, process_id: str) -> datetime | None:
    """A local day and time, on the clock of the process."""
    with_zone = enter(current_context(), me(), process_id).process.calendar.zone
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=with_zone)
    except ValueError:
        return None
