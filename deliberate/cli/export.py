"""`deliberate export`: the public bundle of a process."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.writing import write_whole
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason


@command(
    _(
        "Write the public bundle of a process.\n\n"
        "It holds everything that a stranger needs to recompute the process: record, rules, votes "
        "of closed votes, outcome. An open vote is left out."
    )
)
@click.argument("process", metavar="PROCESS")
@click.option("--out", metavar="FILE", help=_("Where it goes; without it, PROCESS.zip."))
@click.option(
    "--pool",
    metavar="FILE",
    help=_("Instead: the pool of the lottery without names, for auditors; not for publication."),
)
@json_option
@click.pass_obj
def export(house: House, process: str, out: str | None, pool: str | None, as_json: bool) -> None:
    from deliberate.core.services.bundling import export_bundle
    from deliberate.core.services.pool_files import pool_of_process

    context = house.context()
    if pool is not None:
        write_whole(Path(pool), pool_of_process(context, process).decode())
        house.say(message("The pool without names: {file}", file=pool))
        return
    path = Path(out or f"{process}.zip")
    try:
        manifest = export_bundle(context, process, path)
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The file cannot be written: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
            fix=message("Check the name and the folder."),
        ) from None
    if as_json:
        house.tell_machine({"process": process, "bundle": str(path), "manifest_sha256": manifest})
        return
    house.say(message("Bundle: {file}", file=str(path)))
    house.say(message("SHA-256 of its manifest: {hash}", hash=manifest))
    house.say(message("To check it yourself: {command}", command=f"{house.program} verify {path}"))
