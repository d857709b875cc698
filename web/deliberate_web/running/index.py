"""The steps that are run by a page, and how far each is."""

from __future__ import annotations

from deliberate.core.services.running.steps import EVERYBODY, runs
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import me
from deliberate_web.running.blueprint import blueprint, page, roles_here


@blueprint.get("/p/<process_id>/running/")
@needs(*sorted(EVERYBODY))
def index(process_id: str) -> str:
    found = runs(current_context(), me(), process_id, roles_here(process_id))
    return page("index", found.frame, steps=found.steps)
