"""The page on which a weighting is held: opened, slips entered, and the points added up."""

from __future__ import annotations

import re

from flask import request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.errors import Message, message
from deliberate.core.identity.roles import Role
from deliberate.core.services.commands import Done
from deliberate.core.services.member.landing import RUNS
from deliberate.core.services.member.own_ballot import faults_in
from deliberate.core.services.member.points_desk import (
    ACTS,
    ENTER,
    OPEN,
    PointsDesk,
    close_points,
    enter_slips,
    open_points,
    points_desk,
)
from deliberate.core.services.own_places import roles_of
from deliberate.core.text import Text
from deliberate_web.access import needs
from deliberate_web.current import current_context, current_viewer
from deliberate_web.member.blueprint import blueprint, me, page
from deliberate_web.member.forms import LONGEST, Form, clean, settle

ENTERS = frozenset({Role.SECRETARY, Role.FACILITATOR})
"""Who enters slips."""
_WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)
_APART = re.compile(r"[\s,;]+")


@blueprint.route("/p/<process_id>/today/points/<step_id>", methods=["GET", "POST"])
@needs(*RUNS)
def hold_points(process_id: str, step_id: str) -> ResponseReturnValue:
    """How far the weighting is at its current time, and what is to be done next."""

    def found() -> PointsDesk:
        return points_desk(current_context(), me(), process_id, step_id)

    def show(form: Form, template: str = "hold_points") -> str:
        desk, may_enter = found(), bool(ENTERS & _roles(process_id))
        return page(template, desk.frame, desk=desk, form=form, may_enter=may_enter)

    if request.method != "POST":
        return show(Form.blank())
    desk, form = found(), Form.sent()
    act = form.choice("act", ACTS, message("Choose what is to be done."))
    time = form.number("time")
    items = _items(form, desk) if act == OPEN else ()
    slips = _slips(form, desk.rules) if act == ENTER and desk.rules is not None else ()
    seats = form.several("seats", desk.seats) if act == ENTER else ()
    if act == ENTER and "slips" not in form.errors and len(slips) != len(seats):
        form.errors["seats"] = message(
            "Slips: {slips}; members marked: {members}. Mark as many members as there are slips.",
            slips=len(slips),
            members=len(seats),
        )

    def send() -> Done:
        here = (current_context(), me(), process_id, step_id)
        if act == OPEN:
            return open_points(*here, time=time, items=items, key=form.key)
        if act == ENTER:
            return enter_slips(*here, time=time, slips=slips, seats=seats, key=form.key)
        return close_points(*here, time=time, key=form.key)

    return settle(
        form,
        show=show,
        review=lambda sent: show(sent, "hold_points_review"),
        send=send,
        then=url_for("member.hold_points", process_id=process_id, step_id=step_id),
    )


def _roles(process_id: str) -> frozenset[Role]:
    return roles_of(current_context(), current_viewer(), process_id)


def _items(form: Form, desk: PointsDesk) -> tuple[Text, ...]:
    """What is weighed: in each language a line for each item, in the same order."""
    if not desk.names_items:
        return ()
    lines: dict[str, list[str]] = {}
    for code in desk.languages:
        typed = form.values[f"items_{code}"] = clean(request.form.get(f"items_{code}", ""))
        lines[code] = [line.strip() for line in typed.splitlines() if line.strip()]
        if not lines[code]:
            form.errors[f"items_{code}"] = message("Write what is weighed, one item on each line.")
        elif len(typed) > LONGEST:
            form.errors[f"items_{code}"] = message("This is too long.")
    counts = {len(found) for found in lines.values()}
    if len(counts) > 1 and not form.errors:
        last = desk.languages[-1]
        form.errors[f"items_{last}"] = message(
            "Every language needs the same number of lines: {lines}.",
            lines=tuple(f"{code} {len(found)}" for code, found in lines.items()),
        )
    if form.errors:
        return ()
    return tuple(
        Text.of({code: lines[code][place] for code in desk.languages})
        for place in range(counts.pop())
    )


def _slips(form: Form, rules: BallotDefinition) -> tuple[dict[str, int], ...]:
    """The slips, one on each line; the first that cannot be used is told with its line."""
    typed = form.values["slips"] = clean(request.form.get("slips", ""))
    lines = [line.strip(" \t,;") for line in typed.splitlines() if line.strip(" \t,;")]
    if not lines:
        form.errors["slips"] = message("Write the points of one slip on each line.")
    found = []
    for number, line in enumerate(lines, start=1):
        slip = _slip(line, rules)
        if isinstance(slip, Message):
            form.errors["slips"] = message("Slip {number}: {what}", number=number, what=slip)
            return ()
        found.append(slip)
    return tuple(found)


def _slip(line: str, rules: BallotDefinition) -> dict[str, int] | Message:
    """The points by item, in the order of the items; or what is wrong with them."""
    parts = _APART.split(line)
    if not all(map(_WHOLE.fullmatch, parts)):
        return message("Write a whole number.")
    if len(parts) != len(rules.names):
        return message(
            "Numbers: {found}; items: {items}. Write a number for each item, 0 where it got none.",
            found=len(parts),
            items=len(rules.names),
        )
    given = zip(rules.names, map(int, parts), strict=True)
    slip = {name: number for name, number in given if number}
    total, budget = sum(slip.values()), rules.budget or 0
    if total > budget:
        return message("Points: {given}; each person has {budget}.", given=total, budget=budget)
    if total < budget and rules.spend_all and min(slip.values(), default=0) >= 0:
        return message("Points: {given}; all {budget} are to be given.", given=total, budget=budget)
    wrong = next(iter(faults_in(rules, {"marks": list(slip.items())}).values()), None)
    return slip if wrong is None else wrong
