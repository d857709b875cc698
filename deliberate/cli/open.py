"""`deliberate open`: the real process begins."""

from __future__ import annotations

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message


@command(
    _(
        "Open the real process from a pilot file.\n\n"
        "Rulebook and pilot are frozen with their hashes, and the first entry of the public record "
        "is written. A pilot that breaks an obligatory rule is refused."
    )
)
@click.argument("pilot", metavar="PILOT.toml")
@click.option(
    "--as",
    "account",
    envvar="DELIBERATE_ACCOUNT",
    required=True,
    metavar="ACCOUNT",
    help=_("Who opens it: an account with the role agency or operator."),
)
@click.option(
    "--advice",
    metavar="ISSUE.toml",
    help=_("An issue file with the agency's choice and its reason, for the public record."),
)
@json_option
@click.pass_obj
def open_(house: House, pilot: str, account: str, advice: str | None, as_json: bool) -> None:
    from deliberate.core.services.acting import opener_for
    from deliberate.core.services.advice_record import recorded_advice
    from deliberate.core.services.files import read_sheet
    from deliberate.core.services.opening import open_process

    sheet = read_sheet(house.registry, pilot)
    house.translator = house.speaking_in(sheet.calendar.zone)
    told = None if advice is None else recorded_advice(house.registry, advice, sheet.pilot)
    context = house.context()
    actor = opener_for(context, account, sheet.pilot)
    process = open_process(context, actor, sheet.pilot, advised=told)
    body = process.facts[0].body
    if as_json:
        house.tell_machine({"process": process.id, **body})
        return
    house.say(message("The process {process} is open.", process=process.id))
    house.say(message("SHA-256 of its rulebook: {hash}", hash=body["rulebook_sha256"]))
    house.say(message("SHA-256 of its pilot file: {hash}", hash=body["pilot_sha256"]))
    if told is not None:
        house.say(message("The advice and the reason for this model are on the record."))
    house.say(message("What is to be done: {command}", command=f"deliberate status {process.id}"))
