"""How a rule is checked, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from deliberate.core.errors import Message, message
from deliberate.i18n import Translator

if TYPE_CHECKING:
    from deliberate.core.rulebook.model import Rule, Rulebook

HOW: Mapping[str, Message] = MappingProxyType(
    {
        "advice": message(
            "The days of these steps are held against those that the jurisdiction advises against."
        ),
        "agenda": message("The agendas of the sessions are looked at."),
        "count": message("How many there are is counted."),
        "days": message("These days have to be working days."),
        "gap": message("The time between a session and its repeat is measured."),
        "held": message("Each of these steps has to be held like this."),
        "hook": message("The model's own code looks at it."),
        "languages": message("These texts have to be complete in every authentic language."),
        "lead": message("The time from one step to the other is measured."),
        "order": message("Each of these steps has to begin when the one before it is over."),
        "present": message("This has to be filled in, or to have happened."),
        "same": message("These steps have to be held in the same way."),
        "share": message("The threshold of the ballot and what it is counted from are compared."),
        "sides": message("Different viewpoints are counted."),
        "sum": message("The total is compared."),
        "voters": message("Who holds a seat and who votes is looked at."),
        "window": message("The time for which the step is open is measured."),
    }
)
"""One sentence for each check of the closed list."""

NAMES: Mapping[str, Message] = MappingProxyType(
    {
        "as_": message("held as"),
        "at_least": message("at least"),
        "at_most": message("at most"),
        "at_least_votes": message("votes, at least"),
        "before": message("before"),
        "exactly": message("exactly"),
        "group": message("group"),
        "has": message("has"),
        "kind": message("kind of steps"),
        "languages": message("languages"),
        "max": message("at most"),
        "may": message("may"),
        "may_not": message("may not"),
        "min": message("at least"),
        "more_than": message("more than"),
        "never": message("never has"),
        "occurrence": message("only occurrence"),
        "of": message("of"),
        "office": message("office"),
        "on": message("on"),
        "only_": message("only the steps"),
        "per": message("for each"),
        "repeat_after": message("repeat after"),
        "stated": message("states"),
        "step": message("step"),
        "steps": message("steps"),
        "what": message("what"),
    }
)
"""What each parameter of a check says."""

CHOICES: Mapping[str, Message] = MappingProxyType(
    {
        "all": message("all languages of the pilot"),
        "authentic": message("the authentic languages"),
        "calendar": message("calendar days"),
        "working": message("working days"),
    }
)
"""Values that a check chooses from."""
CHOSEN = frozenset({"on", "languages"})
STEPS = frozenset({"step", "steps", "before"})


def how_checked(rule: Rule) -> Message:
    """How the rule is checked, in one sentence."""
    return HOW[rule.check]


def parameters_in_words(
    translator: Translator, rulebook: Rulebook, rule: Rule
) -> Iterator[tuple[str, str]]:
    """What the check is given: name and value; steps appear by title and name."""
    for name, value in rule.parameters.items():
        if value is not None:
            yield translator.render(NAMES[name]), _value(translator, rulebook, name, value)


def _value(translator: Translator, rulebook: Rulebook, name: str, value: Any) -> str:
    if name in STEPS:
        steps = [value] if isinstance(value, str) else list(value)
        return ", ".join(_step(translator, rulebook, step) for step in steps)
    if isinstance(value, str) and value.startswith("@"):
        parameter = rulebook.open_parameters.get(value[1:])
        default = translator.value(parameter.default) if parameter is not None else ""
        return translator.render(
            message("open parameter {name} (default: {value})", name=value[1:], value=default)
        )
    if name in CHOSEN and value in CHOICES:
        return translator.render(CHOICES[value])
    return translator.value(value)


def _step(translator: Translator, rulebook: Rulebook, name: str) -> str:
    step = rulebook.step(name)
    return f"{translator.value(step.title)} ({name})" if step is not None else name
