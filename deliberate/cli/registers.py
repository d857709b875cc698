"""What stands beside the steps: the plan of communication, the risks, the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deliberate.cli import registers_json
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import process_of
from deliberate.cli.tables import folded, show_table
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.process.process import Process

ABOUT = "PROCESS|PILOT.toml"


@command(
    _(
        "Show the communication plan: what is told when, where, by whom.\n\n"
        "It is made from the calendar: first what the rules ask for, then what the agency planned."
    )
)
@click.argument("process", metavar=ABOUT)
@json_option
@click.pass_obj
def communication(house: House, process: str, as_json: bool) -> None:
    from deliberate.core.common.communication import communication_plan, occasions

    found = process_of(house, process)
    say = house.translator
    lines, causes = communication_plan(found), occasions(found)
    if as_json:
        house.tell_machine(registers_json.communication(say, lines, causes))
        return
    titles = (_("When"), _("What"), _("Where"), _("Who"), _("Languages"), _("Done"))
    rows = [
        (
            say.date(line.when),
            say.text(line.what),
            say.join(line.channels, ("channel",)),
            _who(house, found, line.responsible),
            ", ".join(line.languages),
            say.join(line.done, ("channel",)),
        )
        for line in lines
    ]
    show_table(house, [say.gettext(word) for word in titles], rows, narrow=(0,))
    for item in causes:
        click.echo()
        house.say(
            message(
                "Whenever there is cause, within {period}: {what}",
                period=item.within,
                what=item.what,
            )
        )


@command(
    _(
        "Show the decision matrix: threats met with strengths, weaknesses with opportunities.\n\n"
        "Each cell is a measure with its owner."
    )
)
@click.argument("process", metavar=ABOUT)
@json_option
@click.pass_obj
def risks(house: House, process: str, as_json: bool) -> None:
    from deliberate.core.common.overview import risk_matrix, swot

    found = process_of(house, process)
    say = house.translator
    matrix = risk_matrix(found)
    if as_json:
        house.tell_machine(registers_json.risks(say, swot(found), matrix))
        return
    for kind, items in swot(found).items():
        if items:
            click.secho(say.word("swot", kind), bold=True)
            for item in items:
                first = f"  {item.id}  "
                for line in folded(say.text(item.text), house.console.width, first, len(first)):
                    click.echo(line)
            click.echo()
    titles = (_("Cell"), _("Threat or weakness"), _("Met with"), _("Measure"), _("Owner"))
    rows = [
        (
            cell.id,
            say.text(cell.threat),
            say.text(cell.counterpart),
            say.text(cell.measure),
            _who(house, found, cell.owner),
        )
        for cell in matrix
    ]
    show_table(house, [say.gettext(word) for word in titles], rows, narrow=(0,))


@command(
    _(
        "Show the indicators by year and category, and what the sources counted.\n\n"
        "One pilot proves nothing about their causes."
    )
)
@click.argument("process", metavar=ABOUT)
@json_option
@click.pass_obj
def indicators(house: House, process: str, as_json: bool) -> None:
    from deliberate.core.common.overview import figures
    from deliberate.core.common.overview import indicators as indicators_of

    found = process_of(house, process)
    say = house.translator
    own, counted = indicators_of(found), figures(found)
    if as_json:
        house.tell_machine(registers_json.indicators(say, own, counted))
        return
    titles = (_("Category"), _("Year"), _("Value"), _("Source"))
    baseline = say.gettext("baseline")
    rows = [
        (
            say.word("indicator", item.category),
            str(item.year),
            say.number(item.value) + (f" ({baseline})" if item.baseline else ""),
            say.value(item.source),
        )
        for item in own
    ]
    rows += [
        (say.text(item.text), str(item.year), say.number(item.value), item.source)
        for item in counted
    ]
    show_table(house, [say.gettext(word) for word in titles], rows, numbers=(2,))
    for item in counted:
        if item.discrepancy:
            click.echo()
            house.say(
                message(
                    "{year}: the source says {value}; the parts that it gives sum to {parts}.",
                    year=str(item.year),
                    value=item.value,
                    parts=item.parts_sum,
                )
            )
    click.echo()
    house.say(message("One pilot proves nothing about what causes these figures."))


def _who(house: House, process: Process, responsible: str) -> str:
    """Who answers for it: the organisation of a seat by its name, an office in words."""
    from deliberate.core.services.portal.people import body_of

    name = house.translator.text(body_of(process, responsible).name)
    return name or house.translator.word("role", responsible)
