"""The part of the site that recruitment has."""

from __future__ import annotations

from flask import Blueprint

from deliberate.core.process.respondents import printed
from deliberate.core.recruitment.features import Feature
from deliberate.documents.invitation_words import feature_word, value_word
from deliberate_web.current import current_translator

blueprint = Blueprint("recruiting", __name__)


@blueprint.app_template_global()
def feature_name(feature: Feature) -> str:
    """The feature as a heading."""
    word = feature_word(current_translator(), feature)
    return word[:1].upper() + word[1:]


@blueprint.app_template_global()
def feature_value(feature: Feature, value: str) -> str:
    return value_word(current_translator(), feature, value)


@blueprint.app_template_global()
def printed_number(number: int) -> str:
    return printed(number)
