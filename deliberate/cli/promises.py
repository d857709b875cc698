"""The promises of a bundle, one line each, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.tables import folded
from deliberate.core.errors import Message, message, nmessage

if TYPE_CHECKING:
    from deliberate.core.record.promise import Promise

COLOURS = {"pass": "green", "fail": "red", "not_shown": "yellow"}


def show_promises(house: House, promises: Iterable[Promise]) -> None:
    """Each promise with its verdict, and under it what was recomputed."""
    lines = [
        (item, house.translator.render(verdict(item)), house.translator.render(item.title))
        for item in promises
    ]
    widest = max((len(word) for _item, word, _title in lines), default=0)
    for item, word, title in lines:
        shown = click.style(f"{word:<{widest}}", fg=COLOURS[item.verdict], bold=True)
        click.echo(f"{shown}  {item.code}  {title}")
        hang, reason = widest + 6, house.translator.render(item.reason)
        for line in folded(reason, house.console.width, " " * hang, hang):
            click.echo(line)


def promise_lines(house: House, promises: Iterable[Promise]) -> Iterator[str]:
    """The same for a file, without colours."""
    say = house.translator.render
    for item in promises:
        yield f"{item.code} {say(item.title)}: {say(verdict(item))}. {say(item.reason)}"


def verdict(promise: Promise) -> Message:
    """The verdict in words."""
    match promise.verdict:
        case "pass":
            return message("kept")
        case "fail":
            return message("BROKEN")
        case "not_shown":
            return message("cannot be shown")


def conclusion(promises: Iterable[Promise]) -> Message:
    """All verdicts in one sentence."""
    found = [item.verdict for item in promises]
    if "fail" in found:
        return nmessage(
            "This bundle does not show what it claims: {count} promise is broken.",
            "This bundle does not show what it claims: {count} promises are broken.",
            found.count("fail"),
        )
    return nmessage(
        "{count} promise is kept, none is broken; {open} cannot be shown from this bundle.",
        "{count} promises are kept, none is broken; {open} cannot be shown from this bundle.",
        found.count("pass"),
        open=found.count("not_shown"),
    )


def promises_as_json(house: House, promises: Iterable[Promise]) -> list[dict[str, Any]]:
    say = house.translator.render
    return [
        {
            "code": item.code,
            "title": say(item.title),
            "verdict": item.verdict,
            "reason": say(item.reason),
        }
        for item in promises
    ]
