"""One model in full, for machines: multilingual texts stay multilingual."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deliberate.cli.house import House
from deliberate.cli.known import source_as_json
from deliberate.core.services.model_cards import card_of

if TYPE_CHECKING:
    from deliberate.core.rulebook.fit import Fit
    from deliberate.core.rulebook.model import OpenParameter, Rule, Rulebook, SeatGroup, Step


def sheet_as_json(house: House, rulebook: Rulebook) -> dict[str, Any]:
    """Everything that `models show` says."""
    card = card_of(house.registry, rulebook)
    return {
        "name": rulebook.name,
        "version": rulebook.version,
        "title": rulebook.title.as_dict(),
        "summary": rulebook.summary.as_dict(),
        "purposes": [words.as_dict() for words in card.purposes],
        "outputs": [words.as_dict() for words in card.outputs],
        "sources": {item.id: item.text for item in card.sources},
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
        "fit": None if rulebook.fit is None else _fit(rulebook.fit),
        "sha256": rulebook.sha256,
    }


def _fit(fit: Fit) -> dict[str, Any]:
    """The table [fit] as it stands in the rulebook; its sources are its own."""
    cost = fit.cost
    return {
        "people": asdict(fit.people),
        "days": asdict(fit.days),
        "cost": {
            **asdict(cost),
            "per_person": str(cost.per_person),
            "days_per_week": str(cost.days_per_week),
        },
        "suits": [
            {
                "question": item.question,
                "answers": list(item.answers),
                "strength": item.strength,
                "why": item.why.as_dict(),
                "source": item.source,
                "status": item.status,
            }
            for item in fit.suits
        ],
        "not_advised_when": [
            {
                "id": item.id,
                "when": {name: list(answers) for name, answers in item.when.items()},
                "text": item.text.as_dict(),
                "source": item.source,
                "status": item.status,
            }
            for item in fit.not_advised_when
        ],
        "sources": {item.id: item.text for item in fit.sources},
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
