"""The pages of a table plan: the plan in force with its acts, and planning with a preview."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.deliberation.table_plan.arranging import FixedSeat
from deliberate.core.errors import DeliberateError, Refused, message
from deliberate.core.services.running.fixed_seats import as_typed, read_typed
from deliberate.core.services.running.steps import PAGES
from deliberate.core.services.running.tables import (
    TablesDesk,
    freeze,
    hold_round,
    move_somebody,
    preview,
    record_absent,
    tables_desk,
    try_out,
)
from deliberate.core.services.table_plan_files import LARGEST, read_fixed
from deliberate.core.services.uploaded import read_uploaded
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import me
from deliberate_web.member.forms import CHANGE, CONFIRM, Form, clean
from deliberate_web.running.blueprint import blueprint, page
from deliberate_web.uploads import named, takes_tables, upload_in

ROLES = tuple(sorted(PAGES["tables"]))
ACTS = ("hold", "absent", "move")
MOST_FAULTS = 30
LONGEST_SEED = 200
LONGEST = 40_000
"""Letters of all fixed seats."""
Bodies = Sequence[Mapping[str, Any]]


@blueprint.route("/p/<process_id>/running/tables/<step_id>", methods=["GET", "POST"])
@needs(*ROLES)
def tables(process_id: str, step_id: str) -> ResponseReturnValue:
    """Who sits where, and what is recorded about it: absences, moves, rounds that were held."""
    desk = tables_desk(current_context(), me(), process_id, step_id)
    if request.method != "POST":
        return _show(desk, Form.blank(), did=request.args.get("did", ""))
    form = Form.sent()
    action = form.choice("act", ACTS, message("Choose what is to be done."))
    bodies = _bodies(form, action, desk)
    if form.go == CHANGE:
        form.errors.clear()
        return _show(desk, form)
    if not form.fine:
        return _show(desk, form), 400
    try:
        if form.go != CONFIRM:
            try_out(current_context(), me(), process_id, step_id, action, bodies)
            return page("tables_review", desk.frame, desk=desk, form=form)
        _carry_out(process_id, step_id, form, action, bodies)
    except DeliberateError as refusal:
        return _show(desk, form, error=refusal), 409
    return redirect(
        url_for("running.tables", process_id=process_id, step_id=step_id, did=action), 303
    )


def _show(
    desk: TablesDesk, form: Form, *, error: DeliberateError | None = None, did: str = ""
) -> str:
    broken = error is not None and error.code == "BROKEN"
    return page(
        "tables",
        desk.frame,
        desk=desk,
        form=form,
        error=_on_the_page(error) if error is not None and broken else error,
        broken=broken,
        did=did if did in (*ACTS, "plan") else "",
        most=MOST_FAULTS,
    )


def _on_the_page(broken: DeliberateError) -> Refused:
    """A move that breaks constraints, with what to do about it here."""
    fix = message("Choose another seat, or tick below that the move is made nevertheless.")
    return Refused(broken.code, broken.message, fix=fix, findings=broken.findings)


def _bodies(form: Form, action: str, desk: TablesDesk) -> Bodies:
    """The data of the act, once for each seat that it names."""
    ahead = [str(number) for number in desk.ahead]
    if action == "hold":
        return [{"round": _number(form, "round", ahead)}]
    if action == "absent":
        seats = form.several("seats", desk.seats)
        if not seats:
            form.errors["seats"] = message("Choose who is not there.")
        number = _number(form, "absent_round", ["", *ahead])
        return [{"seat": seat} | ({"round": number} if number else {}) for seat in seats]
    if action == "move":
        return [_move(form, desk, ahead)]
    return []


def _move(form: Form, desk: TablesDesk, ahead: Collection[str]) -> dict[str, Any]:
    number = _number(form, "move_round", ahead)
    seat = form.choice("seat", desk.seats, message("Choose who is moved."))
    tables_there = desk.rounds[number - 1] if 0 < number <= len(desk.rounds) else ()
    others = [name for table in tables_there for name in table]
    places = [*(f"t{n}" for n in range(1, len(tables_there) + 1)), *(f"s{name}" for name in others)]
    to = form.choice("to", places, message("Choose a table of that round, or somebody there."))
    body: dict[str, Any] = {"round": number, "seat": seat}
    if to.startswith("t"):
        body |= {"table": int(to[1:]) if to[1:].isdigit() else 0}
    else:
        body |= {"with_seat": to[1:]}
    if request.form.get("anyway") == "yes":
        form.values["anyway"] = "yes"
        body["anyway"] = True
    return body


def _number(form: Form, name: str, allowed: Collection[str]) -> int:
    """One of the rounds still to come; 0 for all of them, where that is allowed."""
    chosen = form.choice(name, allowed, message("Choose a round that is still to come."))
    return int(chosen) if chosen in allowed and chosen else 0


def _carry_out(process_id: str, step_id: str, form: Form, action: str, bodies: Bodies) -> None:
    context, account = current_context(), me()
    if action == "hold":
        hold_round(context, account, process_id, step_id, int(bodies[0]["round"]), form.key)
    elif action == "absent":
        seats = [str(body["seat"]) for body in bodies]
        number = bodies[0].get("round")
        record_absent(context, account, process_id, step_id, seats, number, form.key)
    else:
        move_somebody(context, account, process_id, step_id, bodies[0], form.key)


@blueprint.route("/p/<process_id>/running/tables/<step_id>/plan", methods=["GET", "POST"])
@needs(*ROLES)
@takes_tables
def table_plan(process_id: str, step_id: str) -> ResponseReturnValue:
    """Plan the tables, or the rounds still to come: looked at first, then frozen."""
    desk = tables_desk(current_context(), me(), process_id, step_id)

    def show(form: Form, error: DeliberateError | None = None, **more: Any) -> str:
        template = "tables_preview" if "planned" in more else "tables_plan"
        return page(
            template, desk.frame, desk=desk, form=form, error=error, most=MOST_FAULTS, **more
        )

    if request.method != "POST":
        form = Form.blank()
        form.values["fixed"] = as_typed(desk.fixed)
        return show(form)
    form = Form.sent()
    fixed, error = _fixed(form)
    seed = form.values["seed"] = " ".join(clean(request.form.get("seed", "")).split())
    if len(seed) > LONGEST_SEED:
        form.errors["seed"] = message("At most {most} letters.", most=LONGEST_SEED)
    if form.go == CHANGE:
        form.errors.clear()
        return show(form)
    if error is not None or not form.fine:
        return show(form, error), 400
    return _plan(process_id, step_id, form, fixed, show)


def _plan(
    process_id: str,
    step_id: str,
    form: Form,
    fixed: Sequence[FixedSeat],
    show: Callable[..., str],
) -> ResponseReturnValue:
    """Show what comes about, and freeze just that when it is confirmed."""
    context, account, seed = current_context(), me(), form.values["seed"]
    try:
        if form.go != CONFIRM:
            found = preview(context, account, process_id, step_id, seed, fixed)
            form.values |= {"seed": found.seed, "rounds_sha256": found.rounds_sha256}
            return show(form, planned=found)
        shown = request.form.get("rounds_sha256", "")
        freeze(context, account, process_id, step_id, seed, fixed, shown, form.key)
    except DeliberateError as refusal:
        return show(form, refusal), 409
    return redirect(
        url_for("running.tables", process_id=process_id, step_id=step_id, did="plan"), 303
    )


def _fixed(form: Form) -> tuple[tuple[FixedSeat, ...], DeliberateError | None]:
    """The fixed seats of an uploaded file, which then stand in the field, else those typed."""
    typed = form.values["fixed"] = clean(request.form.get("fixed", ""))[:LONGEST]
    upload = upload_in("file")
    try:
        if upload is None:
            return read_typed(typed), None
        content = upload.stream.read(LARGEST + 1)
        found = read_uploaded(named(upload), content, read_fixed)
    except DeliberateError as refusal:
        return (), refusal
    form.values["fixed"] = as_typed(found)
    return found, None
