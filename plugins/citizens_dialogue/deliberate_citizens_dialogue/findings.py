"""Findings for rules of these rulebooks that no declarative check can state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deliberate.api import Finding, OwnCheck, Process, Rule, asked_steps, broken, message

LEAST, MOST = 18, 499
REGION = "region"


def people(process: Process, rule: Rule) -> Iterator[Finding]:
    """CD01: how many take part in all regional dialogues together."""
    count = sum(group.count for group in process.rulebook.seat_groups if group.strand)
    if not LEAST <= count <= MOST:
        said = message(
            "All regional dialogues together have {count} people; {least} to {most} take part.",
            count=count,
            least=LEAST,
            most=MOST,
        )
        fix = message("Give the regions other numbers of seats, or another number of regions.")
        lottery = next(asked_steps(process, rule, "lottery"))
        yield broken(rule, said, process.pilot.place("strands"), fix, lottery)


def days(process: Process, rule: Rule) -> Iterator[Finding]:
    """CD02, CD24: a dialogue is planned on as many days as the pilot states."""
    stated = int(process.open_parameter(rule.reads[0]))
    for step in asked_steps(process, rule, "session"):
        planned = process.planned(step.id, 1)
        if planned is None:
            continue
        first = process.calendar.local_day(planned.starts)
        last = process.calendar.local_day(planned.ends or planned.starts)
        count = len(planned.days) or (last - first).days + 1
        if count != stated:
            said = message(
                "“{step}” is planned on {count} days; the pilot states {stated}.",
                step=step.title,
                count=count,
                stated=stated,
            )
            fix = message("Plan as many days as are stated, or state another number.")
            written = process.pilot.source.data.get("calendar", {})
            key = step.id if step.id in written else step.origin
            yield broken(rule, said, process.pilot.place("calendar", key), fix, step)


def ideas_only(process: Process, rule: Rule) -> Iterator[Finding]:
    """CD10: the report holds ideas; nobody owns them, and they are due on no day."""
    (report,) = asked_steps(process, rule, "report")
    other = tuple(kind for kind in report.parameters.item_kinds if kind != "recommendation")
    if other:
        said = message("The report may hold: {kinds}.", kinds=other)
        fix = message("Write: {example}", example='item_kinds = ["recommendation"]')
        yield broken(rule, said, process.rulebook.stated_at(report.id), fix, report)
    for index, point in enumerate(process.pilot.script.commitments):
        if point.kind != "recommendation" or point.owner or point.due is not None:
            said = message("{id} is a detailed recommendation and not an idea.", id=point.id)
            fix = message("Leave owner and due date to the agency's response.")
            where = process.pilot.place("script", "commitments", index)
            yield broken(rule, said, where, fix, report)


def every_region(process: Process, rule: Rule) -> Iterator[Finding]:
    """CD22: the national list takes in what every region wrote."""
    regions = {strand.id for strand in process.pilot.strands}
    for step in asked_steps(process, rule, "gathering"):
        taken = {one.strand for one in process.rulebook.steps if one.id in step.parameters.of}
        missing = tuple(sorted(regions - taken))
        if missing:
            said = message(
                "The ideas of these regions are not gathered: {regions}.", regions=missing
            )
            fix = message("Name the step in which every region writes its ideas.")
            yield broken(rule, said, process.rulebook.stated_at(step.id), fix, step)


def quota_by_region(process: Process, rule: Rule) -> Iterator[Finding]:
    """CD25: every region has its part in the national dialogue."""
    for step in asked_steps(process, rule, "lottery"):
        features = [q if isinstance(q, str) else q["feature"] for q in step.parameters.quotas]
        if REGION not in features:
            said = message("“{step}” has no quota by region.", step=step.title)
            fix = message("Add the quota: {quota}.", quota=REGION)
            yield broken(rule, said, process.rulebook.stated_at(step.id), fix, step)


CHECKS: Mapping[str, OwnCheck] = {
    "CD01": people,
    "CD02": days,
    "CD10": ideas_only,
    "CD22": every_region,
    "CD24": days,
    "CD25": quota_by_region,
}
"""What each rule with a hook is checked by."""
