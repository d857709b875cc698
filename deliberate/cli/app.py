"""The command line's frame: which command lives where, and the boundary that errors stop at."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from deliberate.cli.house import House
from deliberate.core.errors import DeliberateError, Refused

COMMANDS: dict[str, str] = {}
"""Name of a command -> `module:attribute`; a module is imported when its command is called."""

FINE, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit codes: fine; findings, or a rule refused; input that cannot be used."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.option("--lang", envvar="DELIBERATE_LANG", help="kk, ru or en")
@click.option("--database", envvar="DELIBERATE_DATABASE_URL", default="deliberate.sqlite")
@click.pass_context
def cli(ctx: click.Context, lang: str | None, database: str) -> None:
    """Run a representative deliberative process."""
    ctx.obj = House.of(lang, database)


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line and end the program with its exit code."""
    house = House.of(None, "")
    try:
        sys.exit(cli.main(arguments, prog_name="deliberate", standalone_mode=False) or FINE)
    except DeliberateError as error:
        house.complain(error)
        sys.exit(FINDINGS if isinstance(error, Refused) else UNUSABLE)
