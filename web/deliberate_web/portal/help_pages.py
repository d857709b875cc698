"""Help in plain words: what happens here, and the words that it is told in."""

from __future__ import annotations

from flask import render_template

from deliberate_web.access import public
from deliberate_web.current import current_locale
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.glossary import explained_terms
from deliberate_web.portal.sections import GROUPS


@blueprint.get("/help/")
@public
def help() -> str:  # noqa: A001 - the name of the endpoint
    """What a process is, how to take part, how to check; then the glossary."""
    return render_template(
        "portal/help.html",
        essay=f"portal/help/{current_locale()}.html",
        titles={item.name: item.title for group in GROUPS for item in group.sections},
        terms=explained_terms(current_locale()),
    )
