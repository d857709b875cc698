"""The way of a lottery: the pool, the quotas, the draw, and how far each of them is."""

from __future__ import annotations

from deliberate.core.services.lottery_desk import lotteries
from deliberate_web.access import needs
from deliberate_web.current import current_context
from deliberate_web.lottery_desk.blueprint import ORGANISERS, blueprint, desk, page
from deliberate_web.member.blueprint import me


@blueprint.get("/p/<process_id>/lottery-desk/")
@needs(*ORGANISERS)
def index(process_id: str) -> str:
    frame, steps = lotteries(current_context(), me(), process_id)
    return page("index", frame, desks=[desk(process_id, step) for step in steps])
