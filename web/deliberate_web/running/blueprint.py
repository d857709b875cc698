"""What the pages with which steps are run share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from deliberate.core.identity.roles import Role
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.own_places import roles_of
from deliberate_web.current import current_context, current_translator, current_viewer
from deliberate_web.member.blueprint import RUN_PAGES
from deliberate_web.member.blueprint import page as member_page

blueprint = Blueprint("running", __name__)


def page(template: str, frame: Frame, **values: Any) -> str:
    """A page about one process; no browser keeps it."""
    return member_page(template, frame, part="running", **values)


def roles_here(process_id: str) -> frozenset[Role]:
    """The roles of whoever asks, in this process."""
    return roles_of(current_context(), current_viewer(), process_id)


@blueprint.app_template_global()
def run_url(process: str, page_name: str, step: str) -> str:
    """Where a step is run."""
    return url_for(RUN_PAGES[page_name], process_id=process, step_id=step)


@blueprint.app_template_global()
def feature_words(code: str) -> str:
    """What the reader's language calls a feature that tables are mixed on."""
    return current_translator().word("feature", code)
