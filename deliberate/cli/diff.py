"""`deliberate diff`: what changed between two pilot files, and which rules that touches."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli import diagnostics
from deliberate.cli.house import House
from deliberate.cli.letters import visible
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.services.pilot_diff import Change, PilotDiff

LONGEST = 160
FINE, FINDINGS = 0, 1


@command(
    _(
        "Say what changed between two pilot files and which rules that touches.\n\n"
        "Ends with 1 when the new file breaks a rule that the old one kept."
    )
)
@click.argument("old", metavar="OLD.toml")
@click.argument("new", metavar="NEW.toml")
@json_option
@click.pass_obj
def diff(house: House, old: str, new: str, as_json: bool) -> int:
    from deliberate.core.services.pilot_diff import diff_pilots

    found = diff_pilots(house.registry, old, new, house.clock.now())
    if as_json:
        house.tell_machine(_as_json(house, found))
    else:
        _show(house, found)
    return FINDINGS if found.appeared else FINE


def _show(house: House, found: PilotDiff) -> None:
    if not found.changes:
        house.say(message("Nothing changed."))
    for change in found.changes:
        _show_change(house, change)
    for heading, findings in (
        (message("New findings:"), found.appeared),
        (message("No longer found:"), found.settled),
    ):
        if findings:
            click.echo()
            house.say(heading)
        for finding in findings:
            for line in diagnostics.finding_lines(house.translator, finding):
                click.echo(line)


def _show_change(house: House, change: Change) -> None:
    rules = f"  [{', '.join(change.rules)}]" if change.rules else ""
    click.echo(f"{change.where}: {click.style(change.key, bold=True)}{rules}")
    if change.old is not None:
        click.secho(f"    - {_written(change.old)}", fg="red")
    if change.new is not None:
        click.secho(f"    + {_written(change.new)}", fg="green")


def _written(value: Any) -> str:
    """A value as the file writes it, short enough for two lines."""
    plain = _plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    words = (
        ", ".join(str(_plain(item)) for item in plain) if isinstance(plain, list) else str(plain)
    )
    return visible(words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _as_json(house: House, found: PilotDiff) -> dict[str, Any]:
    return {
        "changes": [
            {
                "key": change.key,
                "old": _plain(change.old),
                "new": _plain(change.new),
                "where": diagnostics.where_as_json(change.where),
                "rules": list(change.rules),
            }
            for change in found.changes
        ],
        "appeared": diagnostics.findings_as_json(house.translator, found.appeared),
        "settled": diagnostics.findings_as_json(house.translator, found.settled),
    }
