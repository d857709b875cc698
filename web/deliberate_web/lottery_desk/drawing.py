"""What a draw would do: the quotas, everybody's chance, who can never be chosen, and the way on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import DeliberateError, message
from deliberate.core.recruitment.lottery.examination import examine
from deliberate.core.recruitment.lottery.fairest import Fairest, NoPanel, fairest
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.services.lottery_desk import LotteryDesk, act
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.lottery_desk.blueprint import (
    ORGANISERS,
    Names,
    blueprint,
    desk,
    page,
    words_of,
)
from deliberate_web.member.blueprint import me
from deliberate_web.member.forms import Form, clean

MOST_TYPES = 500
"""Pools with more kinds of people take longer than a page may; the command line reckons those."""
LEVELS = 12
MOST_FAULTS = 20
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Level:
    """So many people have a chance between these."""

    low: Fraction
    high: Fraction
    people: int


@blueprint.route("/p/<process_id>/lottery-desk/<step_id>/draw/", methods=["GET", "POST"])
@needs(*ORGANISERS)
def draw(process_id: str, step_id: str) -> ResponseReturnValue:
    """What a draw would do, and its acts: fix the list, record the dice, draw, fill seats."""
    if request.method != "POST":
        return _show(process_id, step_id, Form.blank())
    form = Form.sent()
    body = _body(form)
    if not form.fine:
        return _show(process_id, step_id, form), 400
    try:
        done = act(current_context(), me(), process_id, step_id, form.go, body, form.key)
    except DeliberateError as refusal:
        return _show(process_id, step_id, form, refusal), 409
    said = "asked" if done.waits_for_approval else form.go
    return redirect(
        url_for("lottery_desk.draw", process_id=process_id, step_id=step_id, did=said), 303
    )


def _body(form: Form) -> Mapping[str, Any]:
    """The data of an act from the fields of its form."""
    match form.go:
        case "throw":
            words = _typed(form, "dice").replace(" ", "")
            if not (words.isascii() and words.isdigit()):
                form.errors["dice"] = message("Write the digits that the dice show, from 0 to 9.")
                return {}
            return {"digits": [int(digit) for digit in words]}
        case "fill_vacancies":
            labels = _typed(form, "refused").replace(",", " ").upper().split()
            numbers = [label.removeprefix("R") for label in labels]
            if not all(number.isascii() and number.isdigit() for number in numbers):
                form.errors["refused"] = message("Numbers of people are expected, such as R0007.")
                return {}
            return {"refused": [int(number) for number in numbers]}
    return {}


def _typed(form: Form, name: str) -> str:
    """What was typed into a field; it comes back with the form."""
    form.values[name] = clean(request.form.get(name, ""))[:LONGEST]
    return form.values[name].strip()


def _show(process_id: str, step_id: str, form: Form, error: DeliberateError | None = None) -> str:
    """The page; `chances=all` reckons the lottery itself, which takes some seconds."""
    here = desk(process_id, step_id)
    names = Names(here.regions)
    ready = here.targets is not None and bool(here.pool.people)
    found = examine(here.pool, here.targets) if here.targets is not None and ready else None
    heavy = ready and len(merge(here.pool, tuple(here.features)).types) > MOST_TYPES
    asked = request.args.get("chances") == "all" and not heavy
    levels = _levels(here) if asked and found is not None and found.feasible else ()
    return page(
        "draw",
        here.frame,
        desk=here,
        names=names,
        counts=here.counts(),
        found=found,
        answer=None if found is None else words_of(found, names),
        levels=levels,
        heavy=heavy,
        form=form,
        errors=form.errors,
        error=error,
        most=MOST_FAULTS,
        did=request.args.get("did", ""),
    )


def _levels(here: LotteryDesk) -> Sequence[Level]:
    """Everybody's chance in the fairest lottery, the smallest first, in a few steps."""
    if here.targets is None:
        return ()
    try:
        found: Fairest = fairest(here.pool, here.targets)
    except NoPanel:
        return ()
    counted = Counter(round(c, 4) for c in found.lottery.chances(found.population).values())
    ordered = sorted(counted.items())
    if len(ordered) <= LEVELS:
        return [Level(chance, chance, people) for chance, people in ordered]
    low, high = ordered[0][0], ordered[-1][0]
    wide = (high - low) / LEVELS
    made = []
    for step in range(LEVELS):
        start, end = low + step * wide, low + (step + 1) * wide
        people = sum(
            n for c, n in ordered if start <= c < end or (step == LEVELS - 1 and c == high)
        )
        if people:
            made.append(Level(start, end, people))
    return made
