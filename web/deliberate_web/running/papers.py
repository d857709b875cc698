"""The page on which ballot papers from the room are entered: a tally, typed rows, or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.errors import DeliberateError, message
from deliberate.core.services.running.slip_files import LARGEST, as_csv, read_slips
from deliberate.core.services.running.slips import (
    SlipsDesk,
    enter_slips,
    require_as_many,
    require_shown,
    slips_desk,
    tallied_papers,
)
from deliberate.core.services.running.steps import PAGES
from deliberate.core.services.uploaded import read_uploaded
from deliberate_web.access import needs
from deliberate_web.current import current_context, current_translator
from deliberate_web.member.blueprint import me
from deliberate_web.member.forms import CHANGE, CONFIRM, Form, clean
from deliberate_web.running.blueprint import blueprint, page, roles_here
from deliberate_web.uploads import named, takes_tables, upload_in

MOST_FAULTS = 50
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: papers with a mark, how many blank ones, and who handed them in."""

    papers: tuple[Paper, ...] = ()
    blank: int = 0
    seats: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.papers) + self.blank


@blueprint.route("/p/<process_id>/running/papers/<step_id>", methods=["GET", "POST"])
@needs(*sorted(PAGES["papers"]))
@takes_tables
def papers(process_id: str, step_id: str) -> ResponseReturnValue:
    """All papers are checked first; then they are entered together, or none is."""
    desk = slips_desk(current_context(), me(), process_id, step_id)
    if request.method != "POST":
        form = Form.blank()
        form.values["rows"] = ",".join(desk.columns)
        return _show(desk, form, did=request.args.get("did", ""))
    form = Form.sent()
    time = form.number("time")
    try:
        require_shown(desk, time)
        sent = _sent(form, desk)
        if form.go == CHANGE:
            form.errors.clear()
            return _show(desk, form)
        if not form.fine:
            return _show(desk, form), 400
        require_as_many(desk, sent.count, sent.seats)
        if form.go != CONFIRM:
            return _review(desk, form, sent)
        enter_slips(current_context(), me(), desk, sent.papers, sent.blank, sent.seats, form.key)
    except DeliberateError as refusal:
        return _show(desk, form, error=refusal), 409
    address = url_for("running.papers", process_id=process_id, step_id=step_id, did=sent.count)
    return redirect(address, 303)


def _show(
    desk: SlipsDesk, form: Form, *, error: DeliberateError | None = None, did: str = ""
) -> str:
    return page(
        "papers",
        desk.frame,
        desk=desk,
        form=form,
        error=error,
        allowed=bool(roles_here(desk.frame.id) & set(desk.by)),
        did=did if did.isascii() and did.isdigit() and len(did) <= DIGITS else "",
        most=MOST_FAULTS,
    )


def _review(desk: SlipsDesk, form: Form, sent: Sent) -> str:
    return page(
        "papers_review",
        desk.frame,
        desk=desk,
        form=form,
        sent=sent,
        summary=desk.summary(sent.papers),
    )


def _sent(form: Form, desk: SlipsDesk) -> Sent:
    """The papers of this request; raises `UnusableInput` with every row at fault."""
    everybody = "everybody" in request.form
    seats = desk.left if everybody else form.several("seats", desk.left)
    form.chosen["seats"] = seats
    numbers = {name: _number(form, f"tally-{name}") for name in desk.tallied}
    blank = _number(form, "blank") if desk.blank else 0
    rows = _rows(form, desk)
    if form.fine and sum(numbers.values()) + blank > len(desk.seats):
        first = f"tally-{desk.tallied[0]}" if desk.tallied else "blank"
        form.errors[first] = message("There are more papers than seats.")
    if not form.fine:
        return Sent(seats=seats)
    return Sent((*rows, *tallied_papers(numbers)), blank, seats)


def _number(form: Form, name: str) -> int:
    typed = form.values[name] = clean(request.form.get(name, "")).strip()[:40]
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) <= DIGITS):
        form.errors[name] = message("A whole number is expected.")
        return 0
    return int(typed)


def _rows(form: Form, desk: SlipsDesk) -> Sequence[Paper]:
    """The papers of an uploaded table, which then stand in the field, else of the typed one."""
    typed = form.values["rows"] = clean(request.form.get("rows", ""))
    upload, rules = upload_in("file"), desk.rules
    if rules is None:
        return ()
    if upload is not None:
        content, name = upload.stream.read(LARGEST + 1), named(upload)
        form.values["rows"] = read_uploaded(name, content, as_csv)
    elif len(typed.strip().splitlines()) < 2:
        return ()  # the first line alone says nothing: a tally may
    else:
        content = typed.encode()
        name = current_translator().render(message("typed papers"))
    return read_uploaded(name, content, lambda path: read_slips(path, rules, desk.seats))
