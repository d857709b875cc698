"""`deliberate db`: the database is made, brought up to date, or looked at."""

from __future__ import annotations

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import group, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message

FINE, FINDINGS, UNUSABLE = 0, 1, 2


@group(_("Make the database or bring it up to date."))
def db() -> None:
    """Only its commands do something."""


@db.command(
    "status",
    help=_(
        "Show what the database has and lacks; changes nothing.\n\n"
        "Ends with 1 when it has to be brought up to date, 2 when it cannot be used."
    ),
)
@json_option
@click.pass_obj
def status(house: House, as_json: bool) -> int:
    from deliberate.core.services.installation import database_status

    found = database_status(house.database)
    if as_json:
        house.tell_machine(
            {
                "applied": list(found.applied),
                "pending": list(found.pending),
                "unknown": list(found.unknown),
                "foreign": found.foreign,
            }
        )
    elif found.unknown:
        house.say(message("Made by a newer version: {names}.", names=found.unknown))
    elif found.foreign:
        house.say(message("This database belongs to another program."))
    elif found.pending:
        house.say(message("Still to be done: {names}.", names=found.pending))
        house.say(message("Run: {command}", command="deliberate db upgrade"))
    else:
        house.say(message("The database is up to date: {names}.", names=found.applied))
    if found.unknown or found.foreign:
        return UNUSABLE
    return FINDINGS if found.pending else FINE


@db.command(
    "upgrade",
    help=_("Make the database, or bring an older one up to date. A newer one is left alone."),
)
@click.pass_obj
def upgrade(house: House) -> None:
    from deliberate.core.services.installation import upgrade_database

    applied = upgrade_database(house.database)
    if applied:
        house.say(message("Done: {names}.", names=applied))
    else:
        house.say(message("There was nothing to do; the database is up to date."))
