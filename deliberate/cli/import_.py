"""`deliberate import`: what comes from outside as a table."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import group, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import speak_of
from deliberate.core.errors import Refused, message


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
@json_option
@click.pass_obj
def comments(house: House, process: str, step: str, file: str, account: str, as_json: bool) -> None:
    from deliberate.core.services.acting import actor_in
    from deliberate.core.services.comment_files import read_comments
    from deliberate.core.services.public_votes import IMPORTERS, import_comments

    votes = read_comments(Path(file))
    context = house.context()
    speak_of(house, context, process)
    what = message("take in comment votes")
    actor = actor_in(context, account, process, IMPORTERS, what)
    try:
        count = import_comments(context, actor, process, step, votes, file)
    except Refused as error:
        error.fix = error.fix or message("Nothing was imported.")
        raise
    if as_json:
        house.tell_machine({"process": process, "step": step, "comments": count})
        return
    house.say(message("Comment votes taken in: {count}.", count=count))
