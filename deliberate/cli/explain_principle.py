"""One principle of good practice: what it asks for, its source, and which models depart from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from deliberate.cli.house import House
from deliberate.cli.tables import show_pairs
from deliberate.core.rulebook.model import Deviation
from deliberate.core.rulebook.principles import Principle
from deliberate.core.services.models import installed_models


def explain_principle(house: House, item: Principle, *, as_json: bool) -> None:
    """In words, or for a machine."""
    if as_json:
        house.tell_machine([_as_json(house, item)])
        return
    say = house.translator
    click.echo(f"{click.style(item.code, bold=True)}  {say.word('level', 'should')}")
    click.echo(f"{say.value(item.title)}: {say.value(item.text)}")
    click.echo()
    show_pairs(house, _pairs(house, item))


def _pairs(house: House, item: Principle) -> Iterator[tuple[str, str]]:
    say = house.translator
    status = say.word("status", item.status)
    yield say.gettext("Source"), f"{item.source.text}; {item.source.url} [{status}]"
    for number, ask in enumerate(item.asks):
        yield "" if number else say.gettext("It asks for this"), say.value(ask.text)
    for name, departure in _departures(house, item):
        yield say.gettext("Not in {model}").format(model=name), say.value(departure.text)


def _departures(house: House, item: Principle) -> Iterator[tuple[str, Deviation]]:
    """The installed models that say themselves that they do not keep it."""
    for model in installed_models(house.registry):
        for departure in model.rulebook.deviations if model.rulebook is not None else ():
            if departure.principle == item.code:
                yield model.name, departure


def _as_json(house: House, item: Principle) -> dict[str, Any]:
    return {
        "code": item.code,
        "level": "should",
        "criterion": item.criterion,
        "title": item.title.as_dict(),
        "text": item.text.as_dict(),
        "asks": [{"id": ask.id, "text": ask.text.as_dict()} for ask in item.asks],
        "source": {
            "id": item.source.id,
            "status": item.status,
            "text": item.source.text,
            "url": item.source.url,
        },
        "departures": {
            name: departure.text.as_dict() for name, departure in _departures(house, item)
        },
    }
