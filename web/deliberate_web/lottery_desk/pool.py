"""Taking in a pool: upload, match columns and values, look at the faults, confirm.

The page carries the table from step to step. Nothing is stored before it is clean and confirmed.
"""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import DeliberateError, Refused, UnusableInput, message
from deliberate.core.services.lottery_desk import LotteryDesk
from deliberate.core.services.pool_import.matching import Matching, guess
from deliberate.core.services.pool_import.reading import Read, read_people
from deliberate.core.services.pool_import.sheet import LARGEST, Sheet, pack, sheet_of, unpack
from deliberate.core.services.pool_import.storing import store_pool
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.lottery_desk.blueprint import ORGANISERS, Names, blueprint, desk, page
from deliberate_web.lottery_desk.pool_form import choices_of, matching_of
from deliberate_web.member.blueprint import me
from deliberate_web.member.forms import CHANGE, CONFIRM, Form
from deliberate_web.uploads import named, takes_tables, upload_in

PREVIEW, FAULTS = 5, 100
"""Rows shown before anything is stored; faults told in words, the rest is counted."""


@blueprint.route("/p/<process_id>/lottery-desk/<step_id>/pool/", methods=["GET", "POST"])
@needs(*ORGANISERS)
@takes_tables
def pool(process_id: str, step_id: str) -> ResponseReturnValue:
    here = desk(process_id, step_id)
    if request.method != "POST":
        return _start(here, Form.blank())
    form = Form.sent()
    if "table" not in request.form:
        return _uploaded(here, form)
    try:
        sheet = unpack(request.form["table"])
    except UnusableInput as error:
        return _start(here, form, error), 400
    if form.go == CHANGE:
        return redirect(url_for("lottery_desk.pool", process_id=process_id, step_id=step_id), 303)
    matching = matching_of(sheet, here.asked, here.synonyms)
    read = _read(here, sheet, matching)
    if form.go != CONFIRM or not read.clean:
        status = 200 if form.go != CONFIRM else 400
        return _matched(here, form, sheet, matching, read), status
    try:
        context = current_context()
        store_pool(context, me(), process_id, here.registration, sheet.name, read, here.asked)
    except Refused as refusal:
        form.problem, form.remedy = refusal.message, refusal.fix
        return _matched(here, form, sheet, matching, read), 409
    address = url_for(
        "lottery_desk.pool", process_id=process_id, step_id=step_id, taken=len(read.lines)
    )
    return redirect(address, 303)


def _uploaded(here: LotteryDesk, form: Form) -> ResponseReturnValue:
    upload = upload_in("file")
    if upload is None:
        form.errors["file"] = message("Choose a file.")
        return _start(here, form), 400
    content = upload.stream.read(LARGEST + 1)
    try:
        sheet = sheet_of(named(upload), content)
    except UnusableInput as error:
        return _start(here, form, error), 400
    matching = guess(sheet, here.asked, here.synonyms)
    return _matched(here, form, sheet, matching, _read(here, sheet, matching))


def _read(here: LotteryDesk, sheet: Sheet, matching: Matching) -> Read:
    return read_people(
        sheet,
        matching,
        here.asked,
        known=here.references,
        personal_number=here.personal_number,
    )


def _start(here: LotteryDesk, form: Form, error: DeliberateError | None = None) -> str:
    taken = request.args.get("taken", "")
    names = Names(here.regions)
    return page(
        "pool",
        here.frame,
        desk=here,
        form=form,
        names=names,
        counts=here.counts(),
        traits=", ".join(names.feature(feature) for feature in here.asked),
        error=error,
        most=FAULTS,
        taken=int(taken) if taken.isascii() and taken.isdigit() and len(taken) < 8 else 0,
    )


def _matched(here: LotteryDesk, form: Form, sheet: Sheet, matching: Matching, read: Read) -> str:
    if not here.registration:
        abort(404)
    return page(
        "pool_match",
        here.frame,
        desk=here,
        form=form,
        names=Names(here.regions),
        sheet=sheet,
        packed=pack(sheet),
        matching=matching,
        choices=choices_of(sheet, matching, here.asked),
        read=replace(read, lines=read.lines[:PREVIEW]),
        count=len(sheet.rows),
        clean=read.clean,
        most=FAULTS,
    )
