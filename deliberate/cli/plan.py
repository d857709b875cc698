"""`deliberate plan`: a pilot's calendar with the arithmetic of its notice periods."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deliberate.cli import diagnostics
from deliberate.cli.check import gathered
from deliberate.cli.house import House
from deliberate.cli.plan_json import plan_as_json
from deliberate.cli.plan_table import days_off_in, show_lines
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.writing import write_whole
from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.checks import OPEN

if TYPE_CHECKING:
    from deliberate.core.rulebook.planning import Plan
    from deliberate.core.text import Text
    from deliberate.i18n import Translator

FINE, FINDINGS = 0, 1
TIMED = frozenset({"lead", "window", "order", "days", "gap", "advice"})
"""The checks that look at dates."""


@command(
    _(
        "Reckon a pilot's calendar with its notice periods.\n\n"
        "For each step: when it is planned, the earliest day that the steps and notice periods "
        "before it leave open, and how many days lie between. Ends with 1 when the calendar "
        "breaks a rule."
    )
)
@click.argument("file", metavar="PILOT.toml")
@click.option("--ics", metavar="FILE", help=_("Write the calendar as an iCalendar file."))
@json_option
@click.pass_obj
def plan(house: House, file: str, ics: str | None, as_json: bool) -> int:
    from deliberate.core.services.files import plan_pilot

    found = plan_pilot(house.registry, file)
    translator = house.speaking_in(found.calendar.zone)
    if ics is not None:
        write_whole(Path(ics), _calendar_file(house, found))
    if as_json:
        house.tell_machine(plan_as_json(translator, found))
    else:
        _show(house, translator, found)
        if ics is not None:
            click.echo()
            house.say(message("Written: {file}", file=ics))
    return FINDINGS if _timing(found) else FINE


def _timing(found: Plan) -> list[Finding]:
    """What the checks say about dates; the rest of the file is the business of `check`."""
    return [finding for finding in found.findings if _about_dates(found, finding)]


def _about_dates(found: Plan, finding: Finding) -> bool:
    if finding.code == OPEN:
        return True  # nobody knows what a calendar would be under a value that does not fit
    rule = found.rulebook.rule(finding.code)
    if rule is not None and rule.check in TIMED:
        return True
    return finding.where is not None and finding.where.path.partition(".")[0] == "calendar"


def _calendar_file(house: House, found: Plan) -> str:
    from deliberate.core.rulebook.planning import to_ics

    def say(words: Text | Message | str) -> str:
        return house.translator.value(words)

    return to_ics(found, say, house.clock.now())


def _show(house: House, translator: Translator, found: Plan) -> None:
    click.secho(translator.value(found.pilot.title) or found.pilot.id, bold=True)
    show_lines(house, translator, found)
    _section(translator, message("Notice periods, reckoned"), found.arithmetic)
    _section(translator, message("Days off on the way"), days_off_in(found))
    warnings = list(gathered(_timing(found), translator))
    click.echo()
    if not warnings:
        click.echo(translator.render(message("The calendar keeps every rule about time.")))
    for finding in warnings:
        for line in diagnostics.finding_lines(translator, finding):
            click.echo(line)


def _section(translator: Translator, title: Message, lines: tuple[Message, ...]) -> None:
    if lines:
        click.echo()
        click.secho(translator.render(title), bold=True)
        for line in lines:
            click.echo(f"  {translator.render(line)}")
