"""From TOML to a pilot: form and references; every mistake named with its place."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from deliberate.core.errors import UnusableInput, message
from deliberate.core.rulebook.faults import flatten_errors
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.pilot_references import mistakes
from deliberate.core.rulebook.pilot_schema import PilotSchema
from deliberate.core.rulebook.pilot_script import Script
from deliberate.core.rulebook.refusal import refuse
from deliberate.core.rulebook.source import TomlSource


def load_pilot(source: TomlSource) -> Pilot:
    """The pilot that a file states; whether it keeps its rulebook's rules is checked elsewhere.

    Raises `UnusableInput` with every mistake and its place.
    """
    if "issue" in source.data and "pilot" not in source.data:
        raise UnusableInput(
            "FORMAT",
            message("This is an issue file; a pilot file is expected."),
            where=source.positions.find(("issue",)),
            fix=message(
                "Make a pilot file from it with: {command}",
                command="deliberate new PILOT.toml --advice ISSUE.toml",
            ),
        )
    try:
        tables: dict[str, Any] = PilotSchema().load(source.data)
    except ValidationError as error:
        refuse(flatten_errors(error.messages, source.positions))
    head = tables.pop("pilot")
    script = tables.pop("rehearsal", Script())
    values = {key: _frozen(value) for key, value in {**head, **tables}.items()}
    pilot = Pilot(source=source, script=script, **values)
    refuse(mistakes(pilot))
    return pilot


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
