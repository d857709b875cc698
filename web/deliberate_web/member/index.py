"""A member's list of things to do in one process."""

from __future__ import annotations

from deliberate.core.services.member.landing import SITS
from deliberate.core.services.member.tasks import open_tasks, own_place, superseded
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.member.blueprint import blueprint, me, page


@blueprint.get("/p/<process_id>/my/")
@needs(*SITS)
def index(process_id: str) -> str:
    """Everything that one is or was asked for, with its state and date."""
    place = own_place(current_context(), me(), process_id)
    now = open_tasks(place.tasks)
    return page(
        "index",
        place.frame,
        place=place,
        now=now,
        later=[task for task in place.tasks if task.state == "not_yet"],
        superseded=superseded(place.tasks),
        past=[task for task in place.tasks if task.state in ("done", "over")],
    )
