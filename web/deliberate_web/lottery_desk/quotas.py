"""The quota editor: a table that answers while somebody types, and without scripts by a button."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from deliberate.core.errors import DeliberateError, Message, message
from deliberate.core.services.lottery_desk import LotteryDesk, figures, set_targets
from deliberate.core.services.quota_entry import Sum
from deliberate_web.access import needs
from deliberate_web.current import current_context, current_translator
from deliberate_web.headers import keep_nothing
from deliberate_web.lottery_desk.blueprint import (
    ORGANISERS,
    Names,
    blueprint,
    desk,
    page,
    words_of,
)
from deliberate_web.lottery_desk.quota_form import OWN, Editor, fresh, sent
from deliberate_web.member.blueprint import me
from deliberate_web.uploads import takes_tables

FILL, SET = "fill", "set"


@blueprint.route("/p/<process_id>/lottery-desk/<step_id>/quotas/", methods=["GET", "POST"])
@needs(*ORGANISERS)
@takes_tables
def quotas(process_id: str, step_id: str) -> ResponseReturnValue:
    """Fill in from figures, check, and set the targets."""
    here = desk(process_id, step_id)
    known = figures(current_context(), me(), process_id, step_id)
    if request.method != "POST":
        return _show(fresh(here, known), has_set="set" in request.args)
    editor = sent(here, known)
    if editor.error is not None:
        return _show(editor), 400
    if editor.form.go == FILL:
        editor.fill()
        return _show(editor), 200 if editor.filled else 400
    if editor.form.go != SET:
        return _show(editor)
    targets = editor.answer.targets
    if targets is None:
        editor.form.errors |= editor.answer.errors
        return _show(editor), 400
    try:
        set_targets(current_context(), me(), process_id, step_id, targets, editor.form.key)
    except DeliberateError as refusal:
        editor.error = refusal
        return _show(editor), 409
    return redirect(
        url_for("lottery_desk.quotas", process_id=process_id, step_id=step_id, set="yes"), 303
    )


@blueprint.post("/p/<process_id>/lottery-desk/<step_id>/quotas/check")
@needs(*ORGANISERS)
@takes_tables
def check(process_id: str, step_id: str) -> ResponseReturnValue:
    """The same answer for the script of the page."""
    keep_nothing()
    here = desk(process_id, step_id)
    return told(sent(here, ()))


def told(editor: Editor) -> dict[str, object]:
    """What stands in the table means: errors by field, sums by feature, and the verdict."""
    render = current_translator().render
    return {
        "errors": {name: render(text) for name, text in editor.answer.errors.items()},
        "sums": {name: render(sum_words(one)) for name, one in editor.answer.sums.items()},
        **answer_words(editor),
    }


def answer_words(editor: Editor) -> dict[str, object]:
    """The verdict on pool and quotas, or why there is none yet."""
    render = current_translator().render
    found = editor.feasibility()
    if found is not None:
        return words_of(found, Names(editor.here.regions))
    if editor.untouched:
        text = message("Fill in the numbers, or make them from figures.")
    elif editor.answer.errors:
        text = message("Correct the numbers first: {count}.", count=len(editor.answer.errors))
    else:
        text = message("Nobody is in the pool yet: whether a panel can be drawn is told later.")
    return {"feasible": None, "verdict": render(text), "lines": []}


def sum_words(one: Sum) -> Message:
    return message("Together: {least}–{most}", least=one.least, most=one.most)


def _show(editor: Editor, *, has_set: bool = False) -> str:
    here: LotteryDesk = editor.here
    render = current_translator().render
    return page(
        "quotas",
        here.frame,
        desk=here,
        editor=editor,
        form=editor.form,
        error=editor.error,
        names=Names(here.regions),
        shares=editor.shares(),
        counts=here.counts(),
        answer=answer_words(editor),
        errors={} if editor.untouched else editor.answer.errors,
        sums={name: render(sum_words(one)) for name, one in editor.answer.sums.items()},
        own=OWN,
        has_set=has_set,
        most=100,
    )
