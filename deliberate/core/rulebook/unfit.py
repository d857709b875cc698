"""Open parameters whose value a rulebook does not permit, and the rules that cannot be asked then.

Such a value is reported where it stands (`OPEN`); what would be reckoned from it is left out.
"""

from __future__ import annotations

from dataclasses import replace

from deliberate.core.rulebook.model import Rule, Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.rulebook.rulebook_references import words_of


def unfit_parameters(rulebook: Rulebook, pilot: Pilot) -> frozenset[str]:
    """The open parameters of a rulebook to which a pilot gives a value that is not permitted."""
    known = rulebook.open_parameters
    return frozenset(
        name
        for name, value in pilot.open_parameters.items()
        if name in known and not known[name].permits(value)
    )


def parameters_of(rule: Rule) -> frozenset[str]:
    """The open parameters that a rule reads itself."""
    words = (word for value in rule.parameters.values() for word in words_of(value))
    return frozenset((*rule.reads, *(word[1:] for word in words if word.startswith("@"))))


def askable(rulebook: Rulebook, pilot: Pilot) -> tuple[Rulebook, Pilot]:
    """Both without what does not fit: the rules that read it, and the values themselves."""
    unfit = unfit_parameters(rulebook, pilot)
    if not unfit:
        return rulebook, pilot
    rules = tuple(rule for rule in rulebook.rules if not parameters_of(rule) & unfit)
    chosen = {name: value for name, value in pilot.open_parameters.items() if name not in unfit}
    return replace(rulebook, rules=rules), replace(pilot, open_parameters=chosen)
