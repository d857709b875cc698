"""`deliberate doctor`: whether everything that is needed is there, and what to do if not."""

from __future__ import annotations

from typing import Any

import click

from deliberate.cli.examination import Symptom, examine
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _

FINE, FINDINGS = 0, 1


@command(
    _(
        "Look whether everything that is needed is there.\n\n"
        "Python and the libraries, time zones, plugins and models, catalogues, the database. "
        "Changes nothing. Ends with 1 when something is wrong."
    )
)
@json_option
@click.pass_obj
def doctor(house: House, as_json: bool) -> int:
    symptoms = list(examine(house))
    if as_json:
        house.tell_machine([_as_json(house, symptom) for symptom in symptoms])
    else:
        for symptom in symptoms:
            _show(house, symptom)
    return FINE if all(symptom.well for symptom in symptoms) else FINDINGS


def _show(house: House, symptom: Symptom) -> None:
    say = house.translator
    mark = click.style("+", fg="green") if symptom.well else click.style("x", fg="red", bold=True)
    click.echo(f"{mark} {say.render(symptom.what)}: {say.value(symptom.found)}")
    if symptom.remedy is not None:
        click.echo(f"    {say.render(symptom.remedy)}")


def _as_json(house: House, symptom: Symptom) -> dict[str, Any]:
    say = house.translator
    return {
        "name": symptom.name,
        "ok": symptom.well,
        "found": say.value(symptom.found),
        "fix": None if symptom.remedy is None else say.render(symptom.remedy),
    }
