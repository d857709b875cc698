"""`deliberate recruit`: lists of people as files, and packs of letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deliberate.cli.house import House
from deliberate.cli.recruit_group import acting, organiser, recruit
from deliberate.cli.speaking import json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import UnusableInput, message

if TYPE_CHECKING:
    from deliberate.core.services.recruiting.taking_in import TakenIn

MANY = 20
"""From how many letters on the progress is told."""


@recruit.command(
    "import",
    help=_(
        "Take in those who were drawn from the register.\n\n"
        "FILE.csv is what the draw wrote: columns name and address, and where they are there "
        "postcode, city, phone, email, language, household, id and the features of the "
        "registration. Other columns are left out. All rows are taken, or none. Each person gets a "
        "number and a code for the answer."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.argument("step", metavar="STEP")
@click.argument("file", metavar="FILE.csv")
@acting
@json_option
@click.pass_obj
def import_(
    house: House, process: str, step: str, file: str, account: str | None, as_json: bool
) -> None:
    from deliberate.core.services.recruiting.people_files import read_people
    from deliberate.core.services.recruiting.taking_in import import_invited

    people = read_people(Path(file))
    context, actor = organiser(house, process, account)
    _tell(house, process, import_invited(context, actor, process, step, people), as_json=as_json)


@recruit.command(
    "pool",
    help=_(
        "Take in a pool that was recruited elsewhere: everybody in the file is willing.\n\n"
        "Columns are found by their names; --column age=Alter names another one. All rows are "
        "taken, or none, and every row that cannot be used is named with its line."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.argument("step", metavar="STEP")
@click.argument("file", metavar="FILE.csv")
@click.option(
    "--column", "named", multiple=True, metavar="NAME=COLUMN", help=_("Which column says what.")
)
@acting
@json_option
@click.pass_obj
def pool(
    house: House,
    process: str,
    step: str,
    file: str,
    named: tuple[str, ...],
    account: str | None,
    as_json: bool,
) -> None:
    from deliberate.core.services.processes import process_now
    from deliberate.core.services.recruiting.people_files import columns_named, read_people
    from deliberate.core.services.recruiting.setting import registration_of
    from deliberate.core.services.recruiting.taking_in import import_pool

    people = read_people(Path(file))
    context, actor = organiser(house, process, account)
    fields = registration_of(process_now(context, process), step).parameters.fields
    columns = columns_named(people, fields, dict(_pair(words) for words in named))
    done = import_pool(context, actor, process, step, people, columns)
    _tell(house, process, done, as_json=as_json)


def _pair(words: str) -> tuple[str, str]:
    name, found, column = words.partition("=")
    if not found or not name or not column:
        raise UnusableInput(
            "COLUMN",
            message("“{words}” names no column.", words=words),
            fix=message("Write it like this: {example}", example="--column age=Alter"),
        )
    return name, column


def _tell(house: House, process: str, done: TakenIn, *, as_json: bool) -> None:
    if as_json:
        data = {"process": process, "people": done.count, "unused": list(done.unused)}
        house.tell_machine(data | ({} if done.checked is None else {"checked": done.checked}))
        return
    house.say(message("People taken in: {count}.", count=done.count))
    if done.checked:
        house.say(message("Every row was held against the seed on the record."))
    elif done.checked is False:
        house.say(
            message(
                "The rows were counted only: without the columns {names} nobody can tell whether "
                "they were drawn.",
                names=("id", "hash"),
            )
        )
    if done.unused:
        house.say(message("Columns that were left out: {names}.", names=done.unused))


@recruit.command(
    "letters",
    help=_(
        "Write the letters of invitation: a PDF each, and a table for offices that print their "
        "own.\n\n"
        "What a letter says and the pilot file does not is named before anything is written. The "
        "folder holds names, addresses and codes: give it to nobody but the printer."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.option("--into", required=True, metavar="FOLDER", help=_("A folder with nothing in it."))
@click.option("--site", default="", metavar="ADDRESS", help=_("The site on which people answer."))
@click.option("--anyway", is_flag=True, help=_("Leave out what the pilot file does not say."))
@click.option("--table-only", is_flag=True, help=_("Write the table and no PDF."))
@acting
@json_option
@click.pass_obj
def letters(
    house: House,
    process: str,
    into: str,
    site: str,
    anyway: bool,
    table_only: bool,
    account: str | None,
    as_json: bool,
) -> None:
    from deliberate.core.services.recruiting.pack import invitation_pack
    from deliberate.documents.letter_pack import write_invitations

    context, actor = organiser(house, process, account)
    pack = invitation_pack(context, actor, process, site=site, anyway=anyway)
    done = write_invitations(pack, house.press, Path(into), pdf=not table_only, tell=_teller(house))
    _written(house, len(done), into, as_json=as_json)


@recruit.command(
    "thanks",
    help=_(
        "Write letters of thanks to those who were willing and were not drawn.\n\n"
        "Whoever was written to already gets no second letter."
    ),
)
@click.argument("process", metavar="PROCESS")
@click.option("--into", required=True, metavar="FOLDER", help=_("A folder with nothing in it."))
@click.option("--table-only", is_flag=True, help=_("Write the table and no PDF."))
@acting
@json_option
@click.pass_obj
def thanks(
    house: House, process: str, into: str, table_only: bool, account: str | None, as_json: bool
) -> None:
    from deliberate.core.services.recruiting.pack import note_thanks, thanks_pack
    from deliberate.documents.letter_pack import write_thanks

    context, actor = organiser(house, process, account)
    pack = thanks_pack(context, actor, process)
    done = write_thanks(pack, house.press, Path(into), pdf=not table_only, tell=_teller(house))
    note_thanks(context, pack, done)
    _written(house, len(done), into, as_json=as_json)


def _written(house: House, count: int, folder: str, *, as_json: bool) -> None:
    if as_json:
        house.tell_machine({"letters": count, "folder": folder})
        return
    house.say(message("Letters written: {count}. Folder: {folder}", count=count, folder=folder))


def _teller(house: House) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        if of >= MANY and (done % MANY == 0 or done == of):
            words = message("Letters: {done} of {all}", done=done, all=of)
            click.echo(house.translator.render(words), err=True)

    return tell


@recruit.command(
    "blank",
    help=_(
        "Delete names, addresses, telephone numbers and needs when their time is over.\n\n"
        "Numbers, answers and values stay, so that the lottery can still be recomputed."
    ),
)
@click.argument("process", metavar="PROCESS")
@acting
@json_option
@click.pass_obj
def blank(house: House, process: str, account: str | None, as_json: bool) -> None:
    from deliberate.core.services.recruiting.desk import blank_people

    context, actor = organiser(house, process, account)
    count = blank_people(context, actor, process)
    if as_json:
        house.tell_machine({"process": process, "blanked": count})
        return
    house.say(message("People whose data were deleted: {count}.", count=count))
