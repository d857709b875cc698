"""What a generated document says, as data: made from rulebook, pilot and facts alone.

Renderers turn it into pages; its canonical form is what versions are hashed over.
"""

from __future__ import annotations

from typing import Any

from deliberate.core.process.process import Process


def document_content(process: Process, template: str) -> dict[str, Any]:
    """The content of a document of this template (domain values, no markup)."""
    pilot, rulebook = process.pilot, process.rulebook
    return {
        "template": template,
        "process": process.id,
        "rulebook": {"name": rulebook.name, "version": rulebook.version, "sha256": rulebook.sha256},
        "title": pilot.title,
        "question": pilot.remit.whole,
        "seat_groups": [
            {"name": group.name, "count": group.count, "title": group.title}
            for group in rulebook.seat_groups
        ],
        "seats": [{"id": seat.id, "kind": seat.kind, "name": seat.name} for seat in pilot.seats],
        "requirements": [{"id": item.id, "text": item.text} for item in pilot.requirements],
        "rules": [
            {"code": rule.code, "level": rule.level, "text": rule.text}
            for rule in rulebook.stated_rules
        ],
        "open_parameters": {
            name: process.open_parameter(name) for name in sorted(rulebook.open_parameters)
        },
        "agenda": [
            {
                "occurrence": item.occurrence,
                "day": item.day,
                "start": item.start.isoformat("minutes"),
                "minutes": item.minutes,
                "kind": item.kind,
                "title": item.title,
                **({"step": item.step} if item.step else {}),
            }
            for item in pilot.agenda
        ],
    }
