"""Rules: what the rulebook asks, what the pilot chose, what is asked of candidates."""

from __future__ import annotations

from deliberate.core.rulebook.model import Rule
from deliberate.documents.document import Column, Table
from deliberate.documents.making import Making


def rules_table(making: Making, _of: str) -> Table:
    """The obligatory rules with their codes."""
    rules = tuple(rule for rule in making.process.rulebook.stated_rules if rule.level == "must")
    return _rules(making, rules)


def conformity_table(making: Making, _of: str) -> Table:
    """The rules that the process departs from, each with the published reason."""
    say, pilot = making.say, making.process.pilot
    rows = tuple(
        (rule.code, making.text(rule.text), making.text(pilot.deviations[rule.code]))
        for rule in making.process.rulebook.stated_rules
        if rule.code in pilot.deviations
    )
    columns = (
        Column(say.gettext("Rule")),
        Column(say.gettext("What it asks"), width=4),
        Column(say.gettext("Why it is not kept"), width=4),
    )
    return Table(columns, rows, empty=say.gettext("No departure from a rule has been declared."))


def principles_table(making: Making, _of: str) -> Table:
    """The principles of the field that the model itself does not keep."""
    say = making.say
    rows = tuple(
        (item.principle, making.text(item.text)) for item in making.process.rulebook.deviations
    )
    columns = (Column(say.gettext("Principle")), Column(say.gettext("What is missing"), width=6))
    return Table(columns, rows, empty=say.gettext("The model departs from no principle."))


def parameters_table(making: Making, _of: str) -> Table:
    """What the mechanism leaves open, and what was chosen."""
    say, process = making.say, making.process
    rows = []
    for name, parameter in process.rulebook.open_parameters.items():
        value = process.open_parameter(name)
        label = parameter.labels.get(str(value))
        chosen = making.text(label) if label is not None else say.value(value)
        rows.append((making.text(parameter.text), chosen))
    columns = (
        Column(say.gettext("Question"), width=3),
        Column(say.gettext("How it is settled"), width=3),
    )
    return Table(columns, tuple(rows))


def legal_sources_table(making: Making, _of: str) -> Table:
    """The acts of law that the rulebook rests on, and the day on which each was last checked."""
    say = making.say
    rows = tuple(
        (making.text(source.title) or source.text, source.url or "", say.date(source.checked_on))
        for source in making.process.rulebook.sources.values()
        if source.checked_on is not None
    )
    columns = (
        Column(say.gettext("Act"), width=4),
        Column(say.gettext("Address"), width=6),
        Column(say.gettext("Checked on"), width=3),
    )
    return Table(columns, rows, empty=say.gettext("The rulebook refers to no law."))


def requirements_table(making: Making, _of: str) -> Table:
    """What is asked of candidates."""
    say = making.say
    rows = tuple((item.id, making.text(item.text)) for item in making.process.pilot.requirements)
    columns = (Column(say.gettext("No.")), Column(say.gettext("Requirement"), width=10))
    return Table(columns, rows, empty=say.gettext("There are no requirements yet."))


def _rules(making: Making, rules: tuple[Rule, ...]) -> Table:
    say = making.say
    columns = (Column(say.gettext("Rule")), Column(say.gettext("What it asks"), width=8))
    return Table(columns, tuple((rule.code, making.text(rule.text)) for rule in rules))
