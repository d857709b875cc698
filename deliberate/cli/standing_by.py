"""Alternates of a drawn panel at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deliberate.core.errors import message
from deliberate.core.rounded import Rounded

if TYPE_CHECKING:
    from deliberate.cli.house import House
    from deliberate.core.recruitment.lottery.alternates import Alternates
    from deliberate.core.recruitment.lottery.dropouts import DropoutRates
    from deliberate.core.recruitment.lottery.pool import Pool, Targets
    from deliberate.core.services.civic_lottery import DrawnPanel


def stand_by(
    pool: Pool,
    targets: Targets,
    drawn: DrawnPanel,
    count: int | None,
    rates: DropoutRates | None,
) -> Alternates | None:
    """The alternates of a panel, by default one for ten seats; None when nobody stands by."""
    from deliberate.core.recruitment.lottery.alternates import usual_number
    from deliberate.core.recruitment.lottery.pool import Pool
    from deliberate.core.services.replacing import draw_alternates

    wanted = usual_number(targets.size) if count is None else count
    if not wanted or not drawn.panel:
        return None
    never = {name for group in drawn.never for name in group.people}
    able = Pool.of(pool.features, [one for one in pool.people if one.id not in never])
    return draw_alternates(able, targets, drawn.panel, wanted, drawn.seed, rates)


def show_standby(house: House, standby: Alternates) -> None:
    """Who is called in which order, and how much that mends."""
    house.say(message("Alternates, in the order of call: {people}.", people=standby.people or None))
    house.say(
        message(
            "After dropouts as they are usual, what is missing from the size and from each quota "
            "adds up to {before} on average, and to {after} once alternates have come; whoever "
            "left may be missing from several of them.",
            before=Rounded(standby.unrepaired, 1),
            after=Rounded(standby.breach, 1),
        )
    )


def standby_json(standby: Alternates | None) -> dict[str, Any]:
    """The part of the answer for a machine."""
    if standby is None:
        return {"alternates": []}
    return {
        "alternates": list(standby.people),
        "dropout": {
            "missed_without_alternates": float(standby.unrepaired),
            "missed_with_alternates": float(standby.breach),
            "fully_repaired": float(standby.whole),
        },
    }
