"""`deliberate recruit`: the group, and what its commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import group
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import required_account, speak_of
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.process.facts import Actor
    from deliberate.core.services.context import Context


@group(_("Invite people, take in their answers, call those drawn, thank the others."))
def recruit() -> None:
    """Only its commands do something."""


def acting(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--as`."""
    return click.option(
        "--as",
        "account",
        envvar="DELIBERATE_ACCOUNT",
        metavar="ACCOUNT",
        help=_("Who acts; the role is looked up."),
    )(function)


def organiser(house: House, process: str, account: str | None) -> tuple[Context, Actor]:
    """The installation, and the account as one who organises this process."""
    from deliberate.core.services.acting import actor_in
    from deliberate.core.services.recruiting.setting import ORGANISERS

    context = house.context()
    speak_of(house, context, process)
    what = message("see and answer those who were invited")
    return context, actor_in(context, required_account(account), process, ORGANISERS, what)
