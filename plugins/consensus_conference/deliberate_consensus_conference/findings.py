"""Findings for rules of these rulebooks that no declarative check can state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from deliberate.api import Finding, OwnCheck, Process, Rule, broken, message

CONFERENCE = ("hearing", "withdrawal", "reading")
WEEKENDS = ("weekend_1", "weekend_2")
SETTLED = ("key_questions", "experts")
"""What the panel settles on its second preparatory weekend."""
ASKED = ("answers", "audience_questions")
"""Items that the hearing has: experts answer what the panel asked, and the audience may ask."""


def conference_days(process: Process, rule: Rule) -> Iterator[Finding]:
    """CC14: from the hearing to the reading there are as many days as stated, without a gap."""
    days = sorted({day for name in CONFERENCE for day in _days(process, name)})
    stated = int(process.open_parameter("conference_days"))
    where = process.pilot.place("calendar", CONFERENCE[-1])
    if days and len(days) != stated:
        yield broken(
            rule,
            message(
                "The conference takes {planned} days; the pilot states {stated}.",
                planned=len(days),
                stated=stated,
            ),
            where,
            message("Hearing, writing and reading take {days} days together.", days=stated),
        )
    elif days and (days[-1] - days[0]).days >= len(days):
        yield broken(
            rule,
            message(
                "The conference is interrupted between {first} and {last}.",
                first=days[0],
                last=days[-1],
            ),
            where,
            message("Plan its days one after the other."),
        )


def hearing_of_answers(process: Process, rule: Rule) -> Iterator[Finding]:
    """CC15: the agenda of the hearing has answers and questions, and no talks beside them."""
    step = process.step("hearing")
    if step is None:
        return
    foreseen = {item["kind"] for item in step.parameters.items}
    planned = process.pilot.agenda_of(step, 1)
    for index, item in enumerate(process.pilot.agenda):
        if item in planned and item.kind not in foreseen:
            yield broken(
                rule,
                message("“{item}” is no answer to a question of the panel.", item=item.title),
                process.pilot.place("agenda", index, "kind"),
                message("The hearing has: {kinds}.", kinds=tuple(sorted(foreseen))),
            )
    kinds = {item.kind for item in planned} or foreseen
    first = next((i for i, item in enumerate(process.pilot.agenda) if item in planned), 0)
    missing = tuple(kind for kind in ASKED if kind not in kinds)
    if missing:
        yield broken(
            rule,
            message("The hearing lacks: {missing}.", missing=missing),
            process.pilot.place("agenda", first),
            message("Add an item of each of these kinds."),
        )


def on_the_weekends(process: Process, rule: Rule) -> Iterator[Finding]:
    """CC29: questions are drafted from the first weekend on; they and the experts are settled on
    the second one, which they may outlast. Only the plan is looked at: a panel that meets may begin
    to write before its session is closed."""
    first, second = (_days(process, name) for name in WEEKENDS)
    drafted = _days(process, SETTLED[0])
    if first and drafted and drafted[0] < first[0]:
        said = _said(process, SETTLED[0], drafted[0], WEEKENDS[0], first[0])
        text = message("“{step}” begins {day}, before “{weekend}” ({first}).", **said)
        fix = message("Let it begin on {first} at the earliest.", first=first[0])
        yield broken(rule, text, process.pilot.place("calendar", SETTLED[0]), fix)
    for name in SETTLED if second else ():
        days = _days(process, name)
        if days and days[-1] < second[0]:
            said = _said(process, name, days[-1], WEEKENDS[1], second[0])
            text = message("“{step}” ends {day}, before “{weekend}” ({first}).", **said)
            fix = message("Let it end on {last}, when the weekend is over.", last=second[-1])
            yield broken(rule, text, process.pilot.place("calendar", name), fix)


def _said(process: Process, step: str, day: date, weekend: str, first: date) -> dict[str, object]:
    """What both sentences about a weekend name."""
    titles = {name: found.title for name in (step, weekend) if (found := process.step(name))}
    return {
        "step": titles.get(step, step),
        "day": day,
        "weekend": titles.get(weekend, weekend),
        "first": first,
    }


def _days(process: Process, name: str) -> tuple[date, ...]:
    """The days on which a session is planned; none where it has no date."""
    planned, local = process.pilot.calendar.get(name), process.calendar.local_day
    if planned is None or planned.days:
        return () if planned is None else planned.days
    first = local(planned.starts)
    last = first if planned.ends is None else local(planned.ends)
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


CHECKS: Mapping[str, OwnCheck] = {
    "CC14": conference_days,
    "CC15": hearing_of_answers,
    "CC29": on_the_weekends,
}
"""What each rule with a hook is checked by."""
