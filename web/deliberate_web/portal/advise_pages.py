"""The advisor, open to everybody: a form, the advice on its answers, and an issue file of them.

Answers stand in the address, so that an advice can be kept, sent on and read in another language;
there is nothing to type but numbers, so that no address holds anything about a person.
"""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from deliberate.core.advice.advice import WEIGHTS
from deliberate.core.advice.telling import VERDICTS, asked_of, few_days_to_justify, notes_on
from deliberate.core.services.advising import advise as advise_on
from deliberate.core.services.advising import homes
from deliberate.core.services.issue_files import issue_text
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator
from deliberate_web.portal.advice_form import AdviceForm
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.shown import Shown

FILE = "issue.toml"


@blueprint.get("/advise/")
@public
def advise() -> str:
    """The questions, with the answers of the address filled in."""
    form = _sent() if request.args else AdviceForm()
    return _form(form)


@blueprint.get("/advise/answer/")
@public
def advice() -> ResponseReturnValue:
    """The advice; a form that cannot be used comes back with what was typed.

    Who opens the address without any answer finds the questions: nothing was sent that is wrong.
    """
    if not request.args:
        return _form(AdviceForm())
    form = _sent()
    if form.errors:
        return _form(form), 400
    registry = current_context().registry
    return render_template(
        "portal/advice.html",
        advice=advise_on(registry, form.issue),
        form=form,
        questions=registry.questions,
        asked=lambda reason: asked_of(reason, form.issue, registry.questions),
        few_days=few_days_to_justify,
        notes=notes_on,
        verdicts=VERDICTS,
        weights=WEIGHTS,
        homes=homes(registry),
        show=Shown(current_translator()),
    )


@blueprint.get(f"/advise/{FILE}")
@public
def issue_file() -> ResponseReturnValue:
    """The answers as a file for `deliberate advise`, `new` and `open`."""
    form = _sent()
    if form.errors:
        return _form(form), 400
    registry = current_context().registry
    content = issue_text(form.issue, registry.questions, current_translator().value)
    response = Response(content, mimetype="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


def _sent() -> AdviceForm:
    registry = current_context().registry
    return AdviceForm.sent(request.args, registry.questions, homes(registry))


def _form(form: AdviceForm) -> str:
    registry = current_context().registry
    return render_template(
        "portal/advise.html", form=form, questions=registry.questions, homes=homes(registry)
    )
