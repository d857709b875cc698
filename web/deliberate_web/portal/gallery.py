"""The gallery: every token and part of the pages at one place, for those who work on them."""

from __future__ import annotations

from flask import abort, current_app, render_template

from deliberate.core.text import Text
from deliberate_web.access import public
from deliberate_web.current import (
    current_config,
    current_context,
    current_locale,
    current_translator,
)
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.sample_charts import sample_charts
from deliberate_web.portal.shown import Shown

COLOURS = (
    "paper", "wash", "ink", "quiet", "line", "edge", "accent", "on-accent", "tint", "more",
    "late", "late-tint",
)  # fmt: skip

FOREIGN = ({"kk": "Жеке үйлерді жылыту"}, {"ru": "Отопление частных домов"})
"""A text that the reader's language lacks; the second is for readers of the first."""


@blueprint.get("/_gallery")
@public
def gallery() -> str:
    """Only in a demonstration or in development; elsewhere there is no such page."""
    if not (current_config().demo or current_app.debug):
        abort(404)
    return render_template(
        "portal/gallery.html",
        colours=COLOURS,
        foreign=Text.of(FOREIGN[current_locale() == "kk"]),
        samples=sample_charts(current_context().registry, current_translator()),
        show=Shown(current_translator()),
    )
