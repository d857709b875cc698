"""One model in full, for machines: multilingual texts stay multilingual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deliberate.cli.house import House
from deliberate.cli.known import source_as_json

if TYPE_CHECKING:
    from deliberate.core.rulebook.model import OpenParameter, Rule, Rulebook, SeatGroup, Step


def sheet_as_json(house: House, rulebook: Rulebook) -> dict[str, Any]:
    """Everything that `models show` says."""
    return {
        "name": rulebook.name,
        "version": rulebook.version,
        "title": rulebook.title.as_dict(),
        "summary": rulebook.summary.as_dict(),
        "seats": [_group(rulebook, group) for group in rulebook.seat_groups],
        "steps": [_step(rulebook, step) for step in rulebook.steps],
        "rules": [_rule(house, rulebook, rule) for rule in rulebook.rules],
        "open_parameters": [
            _parameter(rulebook, item) for item in rulebook.open_parameters.values()
        ],
        "deviations": [
            {
                "principle": item.principle,
                "text": item.text.as_dict(),
                "source": source_as_json(rulebook, item),
            }
            for item in rulebook.deviations
        ],
        "sha256": rulebook.sha256,
    }


def _group(rulebook: Rulebook, group: SeatGroup) -> dict[str, Any]:
    return {
        "name": group.name,
        "count": group.count,
        "title": group.title.as_dict(),
        "kinds": list(group.kinds),
        "source": source_as_json(rulebook, group),
    }


def _step(rulebook: Rulebook, step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "kind": step.kind,
        "phase": str(step.phase),
        "title": step.title.as_dict(),
        "after": list(step.after),
        "before": step.before,
        "lasts": None if step.lasts is None else str(step.lasts),
        "at_least": None if step.at_least is None else str(step.at_least),
        "rule": step.rule,
        "source": source_as_json(rulebook, step),
    }


def _rule(house: House, rulebook: Rulebook, rule: Rule) -> dict[str, Any]:
    values = rule.parameters.items()
    return {
        "code": rule.code,
        "level": rule.level,
        "text": rule.text.as_dict(),
        "check": rule.check,
        "parameters": {name: house.translator.value(value) for name, value in values},
        "steps": list(rule.steps),
        "source": source_as_json(rulebook, rule),
    }


def _parameter(rulebook: Rulebook, item: OpenParameter) -> dict[str, Any]:
    return {
        "id": item.id,
        "default": item.default,
        "text": item.text.as_dict(),
        "choices": list(item.choices),
        "minimum": item.minimum,
        "maximum": item.maximum,
        "stated_only": item.stated_only,
        "source": source_as_json(rulebook, item),
    }
