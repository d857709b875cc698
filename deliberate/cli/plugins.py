"""`deliberate plugins`: what is installed beside the house, and what is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.registry import PluginStatus

FINE, FINDINGS = 0, 1


@command(
    _(
        "List the installed plugins and what they bring.\n\n"
        "A broken one is named with the reason; the others go on. Ends with 1 then."
    )
)
@json_option
@click.pass_obj
def plugins(house: House, as_json: bool) -> int:
    found = house.registry.plugins()
    if as_json:
        house.tell_machine([_as_json(house, status) for status in found])
    elif not found:
        house.say(message("No plugin is installed."))
    else:
        _show(house, found)
    return FINE if all(status.ok for status in found) else FINDINGS


def _show(house: House, found: tuple[PluginStatus, ...]) -> None:
    say = house.translator
    headings = [
        say.gettext(word)
        for word in (_("Name"), _("Distribution"), _("Version"), _("State"), _("Models"))
    ]
    rows = [
        (
            status.name,
            status.distribution,
            status.version,
            say.gettext("works") if status.ok else say.gettext("broken"),
            ", ".join(status.models),
        )
        for status in found
    ]
    show_table(house, headings, rows, narrow=(0, 1, 2, 3))
    for status in found:
        if status.error is not None:
            click.echo()
            click.echo(f"{click.style(status.name, fg='red')}: {say.render(status.error)}")
            house.say(
                message(
                    "Update the distribution {name}, or remove it.",
                    name=status.distribution or status.name,
                )
            )


def _as_json(house: House, status: PluginStatus) -> dict[str, Any]:
    return {
        "name": status.name,
        "distribution": status.distribution,
        "version": status.version,
        "ok": status.ok,
        "error": None if status.error is None else house.translator.render(status.error),
        "models": list(status.models),
    }
