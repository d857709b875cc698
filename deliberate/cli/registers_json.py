"""The plan of communication, the risks and the indicators, for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from deliberate.i18n import Translator

if TYPE_CHECKING:
    from deliberate.core.common.communication import CommunicationLine, Occasion
    from deliberate.core.rulebook.background import Figure, SwotKind, SwotStatement
    from deliberate.core.rulebook.pilot_surroundings import Indicator, Risk


def communication(
    say: Translator, lines: Iterable[CommunicationLine], occasions: Iterable[Occasion]
) -> dict[str, Any]:
    """What is told when; then what is told whenever there is cause."""
    return {
        "plan": [
            {
                "when": line.when.isoformat(),
                "what": say.text(line.what),
                "channels": list(line.channels),
                "responsible": line.responsible,
                "languages": list(line.languages),
                "required": line.required,
                "done": list(line.done),
            }
            for line in lines
        ],
        "occasions": [
            {
                "what": say.text(item.what),
                "within": say.period(item.within),
                "channels": list(item.channels),
                "responsible": item.responsible,
            }
            for item in occasions
        ],
    }


def risks(
    say: Translator, lists: Mapping[SwotKind, Iterable[SwotStatement]], matrix: Iterable[Risk]
) -> dict[str, Any]:
    """The four lists, and the measures that follow from them."""
    return {
        "lists": {
            kind: [{"id": item.id, "text": say.text(item.text)} for item in items]
            for kind, items in lists.items()
        },
        "matrix": [
            {
                "id": cell.id,
                "kind": cell.kind,
                "threat": say.text(cell.threat),
                "met_with": say.text(cell.counterpart),
                "measure": say.text(cell.measure),
                "owner": cell.owner,
            }
            for cell in matrix
        ],
    }


def indicators(
    say: Translator, own: Iterable[Indicator], counted: Iterable[Figure]
) -> dict[str, Any]:
    """The pilot's own indicators, and what the sources counted."""
    return {
        "indicators": [
            {
                "id": item.id,
                "category": item.category,
                "year": item.year,
                "value": item.value,
                "baseline": item.baseline,
                "source": say.value(item.source),
            }
            for item in own
        ],
        "figures": [
            {
                "id": item.id,
                "category": item.category,
                "year": item.year,
                "value": item.value,
                "parts_sum": item.parts_sum,
                "source": item.source,
            }
            for item in counted
        ],
    }
