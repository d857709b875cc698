"""`deliberate demo`: rehearse the example, tell its story, and serve its portal."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.house import House
from deliberate.cli.rehearse import Played, play, show_end
from deliberate.cli.serve import HOST, PORT, free_port, start_web
from deliberate.cli.speaking import command
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.user import sign_in_address
from deliberate.core.errors import UnusableInput, message

DATABASE = "demo.sqlite"


@command(
    _(
        "Rehearse the example and serve its portal.\n\n"
        "A whole process with invented people, from the first order to the last executed point; "
        "then the portal on this machine, with a link for each role. Everything goes into one "
        "folder, which the next demo writes anew. Ctrl-C stops it."
    )
)
@click.option(
    "--out",
    default="var/demo",
    show_default=True,
    metavar="FOLDER",
    help=_("Where the demo keeps its files."),
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    metavar="INTEGER",
    help=_("Where the chances of the rehearsal come from."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    metavar="INTEGER",
    help=_("The port of the portal; the next free one, if it is taken."),
)
@click.option("--no-serve", is_flag=True, help=_("End after the story, without a portal."))
@click.pass_obj
def demo(house: House, out: str, seed: int, port: int, no_serve: bool) -> int:
    from deliberate.core.services.files import read_sheet

    folder = Path(out)
    sheet = read_sheet(house.registry, _example(house))
    _clear(folder)
    played = play(house, sheet, seed, folder, str(folder / DATABASE))
    show_end(house, played)
    if played.exit_code or no_serve:
        return played.exit_code
    chosen = free_port(HOST, port)
    if chosen != port:
        house.say(
            message(
                "Port {port} is taken; the portal uses {other}.",
                port=str(port),
                other=str(chosen),
            )
        )
    _show_doors(house, played, chosen)
    return start_web(house, HOST, chosen, ["--demo"])


def _example(house: House) -> Path:
    found = house.registry.examples()
    if not found:
        raise UnusableInput(
            "NO_EXAMPLE",
            message("No installed plugin brings an example."),
            fix=message("See what is installed: {command}", command="deliberate plugins"),
        )
    return found[0]


def _clear(folder: Path) -> None:
    """Remove the database of an earlier demo, and nothing else."""
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)


def _show_doors(house: House, played: Played, port: int) -> None:
    """The portal's address and a link for each role."""
    from deliberate.core.services.demonstration import open_doors

    base = f"http://{HOST}:{port}"
    say = house.translator
    process = played.rehearsed.process
    doors = open_doors(house.context(), process)
    click.echo()
    page = f"{base}/{say.locale}/p/{process.id}/"
    click.secho(say.render(message("The page of the process: {url}", url=page)), bold=True)
    click.echo()
    house.say(message("These links sign in once each:"))
    links = [
        (say.word("role", role.value), sign_in_address(base, say.locale, token))
        for role, token in doors
    ]
    widest = max(len(name) for name, _link in links)
    for name, link in links:
        click.echo(f"  {name:<{widest}}  {link}")
    click.echo()
