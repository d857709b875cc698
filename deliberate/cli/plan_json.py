"""A plan for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deliberate.cli import diagnostics

if TYPE_CHECKING:
    from deliberate.core.rulebook.pilot import Moment
    from deliberate.core.rulebook.planning import Plan
    from deliberate.i18n import Translator


def plan_as_json(translator: Translator, plan: Plan) -> dict[str, Any]:
    """Steps with ISO dates; the arithmetic in words of the reader's language."""
    return {
        "pilot": plan.pilot.id,
        "model": plan.rulebook.name,
        "time_zone": plan.calendar.zone.key,
        "steps": [
            {
                "step": line.step.id,
                "n": line.n,
                "title": translator.text(line.step.title),
                "from": _iso(line.starts),
                "until": _iso(line.ends),
                "days": [day.isoformat() for day in line.days],
                "earliest": _iso(line.earliest),
                "slack": line.slack,
                "rule": line.rule,
            }
            for line in plan.lines
        ],
        "arithmetic": [translator.render(line) for line in plan.arithmetic],
        "findings": diagnostics.findings_as_json(translator, plan.findings),
        "possible": plan.possible,
    }


def _iso(moment: Moment | None) -> str | None:
    return None if moment is None else moment.isoformat()
