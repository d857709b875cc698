"""A pilot in time: planned and earliest days, the arithmetic of notice, and an ICS file."""

from deliberate.core.rulebook.planning.dates import to_ics
from deliberate.core.rulebook.planning.ics import Event, calendar_file
from deliberate.core.rulebook.planning.plan import Plan, PlanLine, plan

__all__ = ["Event", "Plan", "PlanLine", "calendar_file", "plan", "to_ics"]
