"""The models that are installed, open to everybody: a card for each, and each in full."""

from __future__ import annotations

from flask import abort, render_template

from deliberate.core.services.model_cards import model_card, model_cards
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.shown import Shown


@blueprint.get("/models/")
@public
def models() -> str:
    """A card for each variant: purpose, size, days, what it leaves behind, where it comes from."""
    return render_template(
        "portal/models.html",
        cards=model_cards(current_context().registry),
        show=Shown(current_translator()),
    )


@blueprint.get("/models/<model>/<variant>/")
@public
def model(model: str, variant: str) -> str:
    """Seats, steps, rules, what is left open and the sources of one variant."""
    card = model_card(current_context().registry, model, variant)
    if card is None:
        abort(404)
    return render_template(
        "portal/model.html", card=card, book=card.rulebook, show=Shown(current_translator())
    )
