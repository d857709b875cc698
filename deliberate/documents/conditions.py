"""When a block of a template is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from deliberate.core.common.ledger import inputs
from deliberate.core.common.overview import indicators
from deliberate.core.follow_up.commitments import commitments
from deliberate.core.follow_up.late import late
from deliberate.core.follow_up.weekly import missing_weeks
from deliberate.core.process.process import Process
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.services.papers import ISSUED_WHEN
from deliberate.core.services.portal.decisions import rounds_of
from deliberate.documents.fields_of_lottery import by_dice, by_values
from deliberate.documents.making import Making


def shown(flag: str, making: Making) -> bool:
    """Whether a block with this condition belongs into the document; without one it does."""
    return not flag or FLAGS[flag](making)


def _outcome(making: Making) -> str:
    counted = making.process.latest("ballot.counted")
    return str(counted.body["outcome"]) if counted is not None else ""


def _counted(making: Making, key: str) -> bool:
    counted = making.process.latest("public_vote.counted")
    return counted is not None and bool(counted.body.get(key))


def _escalated(making: Making) -> bool:
    escalating = {"execution.noticed", "execution.complained", "execution.claimed"}
    return any(fact.kind in escalating for fact in making.process.facts)


def _missing(making: Making) -> bool:
    steps = [step for step in making.process.rulebook.steps if step.kind == "execution"]
    return any(missing_weeks(making.process.view(step)) for step in steps)


def _final(making: Making) -> bool:
    points = commitments(making.process).values()
    return bool(points) and all(point.state == "accepted" for point in points)


def _pilot(read: Callable[[Pilot], object]) -> Callable[[Making], bool]:
    """Whether the pilot says something."""
    return lambda making: bool(read(making.process.pilot))


def _of_process(check: Callable[[Process], bool]) -> Callable[[Making], bool]:
    return lambda making: check(making.process)


FLAGS: Mapping[str, Callable[[Making], bool]] = MappingProxyType(
    {
        "central": _pilot(lambda pilot: pilot.level == "central"),
        "local": _pilot(lambda pilot: pilot.level != "central"),
        "background": _pilot(lambda pilot: pilot.remit.background),
        "scope": _pilot(lambda pilot: pilot.remit.scope_in and pilot.remit.scope_out),
        "venue": _pilot(lambda pilot: pilot.territory.venue),
        "oversight": _pilot(lambda pilot: pilot.oversight.composition),
        "expenses": _pilot(lambda pilot: pilot.member_support.expenses),
        "interpretation": _pilot(lambda pilot: pilot.member_support.interpretation),
        "repeat": lambda making: making.session is not None and making.session[1] > 1,
        "adopted": lambda making: _outcome(making) == "adopted",
        "not_adopted": lambda making: _outcome(making) == "not_adopted",
        **{name: _of_process(check) for name, check in ISSUED_WHEN.items()},
        "portal_address": _pilot(lambda pilot: pilot.publicity.portal_address),
        "dice": by_dice,
        "two_values": by_values,
        "paid": _pilot(lambda pilot: pilot.member_support.honorarium_per_day),
        "tie": lambda making: _counted(making, "tied"),
        "comments_decide": lambda making: _counted(making, "decided_by_comments"),
        "inputs": lambda making: bool(inputs(making.process)),
        "baseline_only": lambda making: all(item.baseline for item in indicators(making.process)),
        "commented": lambda making: bool(making.process.select("report.commented")),
        "escalated": _escalated,
        "missing": _missing,
        "final": _final,
        "overdue": lambda making: bool(late(making.process)),
        "roll_call": lambda making: any(vote.roll_call for vote in rounds_of(making.process)[-1:]),
        "unfinished": lambda making: not _final(making),
    }
)
"""By the names of `rulebook.template_names.FLAGS`."""
