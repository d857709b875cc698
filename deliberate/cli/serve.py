"""`deliberate serve`: start the web's own program over the same database."""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command
from deliberate.cli.speaking import lazy_gettext as _

HOST, PORT = "127.0.0.1", 8000
WEB = "deliberate_web"
TRIED = 20
"""How many further ports the demo looks at."""


@command(
    _(
        "Serve the portal.\n\n"
        "Over http it speaks to this machine alone; for everybody else put a proxy with a "
        "certificate before it and name both. Ctrl-C stops it."
    )
)
@click.option(
    "--host", default=HOST, show_default=True, metavar="TEXT", help=_("Where it listens.")
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    metavar="INTEGER",
    help=_("The port it listens at."),
)
@click.option("--base-url", default="", metavar="URL", help=_("How people reach the portal."))
@click.option("--proxy", default="", metavar="TEXT", help=_("The address of the proxy before it."))
@click.pass_obj
def serve(house: House, host: str, port: int, base_url: str, proxy: str) -> NoReturn:
    more = ["--base-url", base_url] if base_url else []
    more += ["--proxy", proxy] if proxy else []
    start_web(house, host, port, more)


def start_web(house: House, host: str, port: int, more: list[str]) -> NoReturn:
    """Become the web's program: the two doors do not know each other's code."""
    sys.stdout.flush()
    words = [
        sys.executable, "-m", WEB,
        "--database", house.database,
        "--host", host,
        "--port", str(port),
        "--lang", house.translator.locale,
        *more,
    ]  # fmt: skip
    os.execv(sys.executable, words)


def free_port(host: str = HOST, first: int = PORT) -> int:
    """The first port from `first` on that nobody listens at."""
    for port in range(first, first + TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return first
