"""`deliberate verify`: recompute a bundle, without database, server or plugin."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.promises import conclusion, promises_as_json, show_promises
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _

FINE, FINDINGS = 0, 1


@command(
    _(
        "Recompute everything that a bundle claims.\n\n"
        "Reads the bundle, or the record.jsonl of a public draw, alone: no database, no server, no "
        "plugin. Each promise is kept, broken, or cannot be shown from this file, with the reason. "
        "Ends with 0 when none is broken, 1 when one is, 2 when the file is no bundle."
    )
)
@click.argument("bundle", metavar="BUNDLE.zip")
@click.option(
    "--letter",
    metavar="PROOF.json",
    help=_("Find a letter on the record, by the proof that lies beside it."),
)
@click.option(
    "--pool",
    metavar="POOL.csv",
    help=_("The pool of the lottery without names: every panel is held against it and made again."),
)
@click.option(
    "--own",
    metavar="OWN.json",
    help=_("Your own panels, by the file that you were given: that the list fixed has just them."),
)
@json_option
@click.pass_obj
def verify(
    house: House,
    bundle: str,
    letter: str | None,
    pool: str | None,
    own: str | None,
    as_json: bool,
) -> int:
    from deliberate.core.record.draw_record import read_record, verify_draw
    from deliberate.core.record.own_panels import read_own
    from deliberate.core.record.verify import verify_file
    from deliberate.core.services.pool_files import read_pool_file

    people = None if pool is None else read_pool_file(Path(pool))
    mine = None if own is None else read_own(Path(own))
    if bundle.endswith(".jsonl"):
        promises = verify_draw(read_record(Path(bundle)), people, mine)
    else:
        proof = None if letter is None else Path(letter)
        promises = verify_file(Path(bundle), proof, people, mine)
    if as_json:
        house.tell_machine({"bundle": bundle, "promises": promises_as_json(house, promises)})
    else:
        show_promises(house, promises)
        click.echo()
        house.say(conclusion(promises))
    return FINDINGS if any(item.verdict == "fail" for item in promises) else FINE
