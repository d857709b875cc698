"""`deliberate import`: what comes from outside as a table."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import group
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import Refused, Where, message


@group(_("Take in what comes from outside as a table."))
def import_() -> None:
    """Only its commands do something."""


@import_.command(
    "comments",
    help=_(
        "Take in the comment votes of a social page, one for each account.\n\n"
        "The file is CSV in UTF-8 with the columns account and choice; several choices stand in "
        "one cell with | between them. All rows are taken, or none. Accounts are kept as tags "
        "that name nobody; that rows were taken in is an entry of the record."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.argument("step", metavar="STEP")
@click.argument("file", metavar="FILE.csv")
@click.option(
    "--as",
    "account",
    envvar="DELIBERATE_ACCOUNT",
    required=True,
    metavar="ACCOUNT",
    help=_("Who acts; the role is looked up."),
)
@click.pass_obj
def comments(house: House, process: str, step: str, file: str, account: str) -> None:
    from deliberate.core.services.acting import actor_in
    from deliberate.core.services.comment_files import read_comments
    from deliberate.core.services.public_votes import IMPORTERS, import_comments

    votes = read_comments(Path(file))
    context = house.context()
    what = message("take in comment votes")
    actor = actor_in(context, account, process, IMPORTERS, what)
    try:
        count = import_comments(context, actor, process, step, votes, Where(file, 2))
    except Refused as error:
        error.fix = error.fix or message("Nothing was imported.")
        raise
    house.say(message("{count} comment votes are taken in.", count=count))
