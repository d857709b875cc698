"""`deliberate models`: what is installed, and one model with its numbers and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.model_sheet import show_sheet
from deliberate.cli.model_sheet_json import sheet_as_json
from deliberate.cli.speaking import group, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import Message, message

if TYPE_CHECKING:
    from deliberate.core.services.models import Installed

FINE, FINDINGS = 0, 1


@group(
    _(
        "List the installed models, or show one with its rules and sources.\n\n"
        "Ends with 1 when a model cannot be read."
    ),
    invoke_without_command=True,
)
@json_option
@click.pass_context
def models(ctx: click.Context, as_json: bool) -> int | None:
    if ctx.invoked_subcommand is not None:
        return None
    from deliberate.core.services.models import installed_models

    house = ctx.find_object(House) or House.of(None, "")
    installed = installed_models(house.registry)
    if as_json:
        house.tell_machine([_as_json(house, item) for item in installed])
    else:
        _show(house, installed)
    return FINDINGS if any(item.error for item in installed) else FINE


@models.command("show", help=_("Show a model: seats, steps, rules, sources, what it leaves open."))
@click.argument("name", metavar="NAME")
@json_option
@click.pass_obj
def show(house: House, name: str, as_json: bool) -> None:
    from deliberate.core.services.files import open_rulebook

    rulebook = open_rulebook(house.registry, name)
    if as_json:
        house.tell_machine(sheet_as_json(house, rulebook))
    else:
        show_sheet(house, rulebook)


def _show(house: House, installed: tuple[Installed, ...]) -> None:
    if not installed:
        house.say(message("No model is installed. See: {command}", command="deliberate plugins"))
        return
    for item in installed:
        for line in _lines(house, item):
            click.echo(line)
        click.echo()
    first = next((item.name for item in installed if item.rulebook is not None), None)
    if first is not None:
        house.say(message("One in full: {command}", command=f"deliberate models show {first}"))
        begin = f"deliberate new PILOT.toml --model {first}"
        house.say(message("To begin with it: {command}", command=begin))


def _lines(house: House, item: Installed) -> Iterator[str]:
    """Name, version and title; whether it can be run, or what stands in the way; its source."""
    say, book, hint = house.translator, item.rulebook, _hint(item)
    name = click.style(item.name, bold=True)
    yield f"{name} {book.version} — {say.value(book.title)}" if book is not None else name
    if hint is not None:
        yield f"    {say.render(hint)}"
    else:
        runs = say.gettext("Can be run.")
        yield f"    {runs}"
    if book is not None:
        source = book.sources.get(book.source)
        yield f"    {source.text if source is not None else book.source}"


def _hint(item: Installed) -> Message | None:
    """What stands in the way of a process of this model."""
    if item.error is not None:
        return message("Cannot be read: {reason}", reason=item.error.message)
    return None


def _as_json(house: House, item: Installed) -> dict[str, Any]:
    say, book = house.translator, item.rulebook
    source = book.sources.get(book.source) if book is not None else None
    hint = _hint(item)
    return {
        "name": item.name,
        "title": say.text(book.title) if book is not None else None,
        "version": book.version if book is not None else None,
        "source": source.text if source is not None else None,
        "hint": say.render(hint) if hint is not None else None,
    }
