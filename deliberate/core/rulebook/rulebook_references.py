"""What the form of a rulebook cannot show: names twice, names of nothing, steps in a circle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.rulebook.background import PAIRS
from deliberate.core.rulebook.conditions import steps_of
from deliberate.core.rulebook.faults import nearest
from deliberate.core.rulebook.inheritance import NAMES, Parts, name_of
from deliberate.core.rulebook.model import Rule, Step
from deliberate.core.rulebook.principles import principles
from deliberate.core.rulebook.template_references import broken_templates, wrong_letters
from deliberate.core.text import Text

Place = Callable[..., Where]

STEP_NAMING = (
    "in_session",
    "options_of",
    "during",
    "approved_by",
    "adopted_by",
    "same_as",
    "of",
    "worded_by",
    "substitutes_until",
)
"""Parameters of kinds that name a step."""
_STEP_KEYS = ("step", "before", "steps", "only_")
_GROUP_KEYS = ("group",)


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a rulebook's items may refer to."""

    sources: frozenset[str]
    steps: frozenset[str]
    rules: frozenset[str]
    groups: frozenset[str]
    parameters: frozenset[str]
    offices: frozenset[str]
    documents: frozenset[str]

    @property
    def by_kind(self) -> Mapping[str, frozenset[str]]:
        """The names that words of documents may use."""
        return {
            "step": self.steps,
            "group": self.groups,
            "parameter": self.parameters,
            "source": self.sources,
            "office": self.offices,
            "document": self.documents,
        }


def names_of(parts: Parts) -> Names:
    def names(table: str) -> frozenset[str]:
        return frozenset(name_of(table)(item) for item in getattr(parts, table))

    return Names(
        sources=names("sources"),
        steps=names("steps"),
        rules=names("rules"),
        groups=names("seat_groups"),
        parameters=names("open_parameters"),
        offices=_offices(parts),
        documents=names("documents"),
    )


def _offices(parts: Parts) -> frozenset[str]:
    """The offices that steps fill, and those that sign a report."""
    found = [items_of(step.parameters) for step in parts.steps]
    keys = ("offices", "also_signed_by")
    return frozenset(name for values in found for key in keys for name in values.get(key, ()))


def duplicates(own: Parts, place: Place) -> Iterator[Finding]:
    """Two items of one list with the same name, in one file."""
    for table, key in NAMES.items():
        seen: set[str] = set()
        for index, item in enumerate(getattr(own, table)):
            name = name_of(table)(item)
            if name in seen:
                yield Finding(
                    "DUPLICATE",
                    "error",
                    message("{name} stands here a second time.", name=name),
                    place(table, index, key),
                    message("Give it another name, or merge the two."),
                )
            seen.add(name)


def broken_references(own: Parts, names: Names, place: Place) -> Iterator[Finding]:
    """References of the file's own items to things that the whole rulebook does not have."""
    yield from _sources(own, names, place)
    for index, step in enumerate(own.steps):
        yield from _step(step, names, lambda *path, at=index: place("steps", at, *path))
    for index, group in enumerate(own.seat_groups):
        chosen = group.chosen.removeprefix("@") or None
        where = place("seat_groups", index, "chosen")
        yield from _unknown("parameter", [chosen], names.parameters, where)
    for index, rule in enumerate(own.rules):
        yield from _rule(rule, names, lambda *path, at=index: place("rules", at, *path))
    for index, duty in enumerate(own.duties):
        if duty.step is not None:
            yield from _unknown("step", [duty.step], names.steps, place("duties", index, "step"))
    for index, telling in enumerate(own.tellings):
        if telling.step is not None:
            where = place("tellings", index, "step")
            yield from _unknown("step", [telling.step], names.steps, where)
    yield from _principles(own, place)


def _principles(own: Parts, place: Place) -> Iterator[Finding]:
    """Departures from principles, or from asks of one, that there are not."""
    known = {item.code: frozenset(ask.id for ask in item.asks) for item in principles()}
    for index, item in enumerate(own.deviations):
        asks = known.get(item.principle)
        if asks is None:
            text = message("There is no principle {code}.", code=item.principle)
            where = place("deviations", index, "principle")
            near = _known(item.principle, frozenset(known))
            yield Finding("REFERENCE", "error", text, where, near)
            continue
        for ask in item.asks:
            if ask not in asks:
                text = message("{code} does not ask for {name}.", code=item.principle, name=ask)
                where = place("deviations", index, "asks")
                yield Finding("REFERENCE", "error", text, where, _known(ask, asks))


def wrong_pairs(whole: Parts, own: Parts, place: Place) -> Iterator[Finding]:
    """Cells of the decision matrix that meet nothing with nothing."""
    kinds = {item.id: item.kind for item in whole.swot}
    for index, measure in enumerate(own.measures):
        if tuple(kinds.get(name) for name in measure.pair) not in PAIRS:
            yield Finding(
                "PAIR",
                "error",
                message("{name} meets no threat with a strength.", name=measure.id),
                place("measures", index, "pair"),
                message("Name a threat and a strength, or a weakness and an opportunity."),
            )


def left_dangling(whole: Parts, own: Parts, names: Names, where: Where) -> Iterator[Finding]:
    """Inherited items that refer to something the extending file removed."""
    inherited = Parts(
        steps=tuple(step for step in whole.steps if step not in own.steps),
        rules=tuple(rule for rule in whole.rules if rule not in own.rules),
        duties=tuple(duty for duty in whole.duties if duty not in own.duties),
        tellings=tuple(item for item in whole.tellings if item not in own.tellings),
    )
    yield from broken_references(inherited, names, lambda *_: where)
    documents = tuple(item for item in whole.documents if item not in own.documents)
    yield from broken_templates(documents, names.by_kind, (), lambda *_: where)
    yield from wrong_letters(documents, whole.documents, lambda *_: where)


def _sources(own: Parts, names: Names, place: Place) -> Iterator[Finding]:
    for table in NAMES:
        for index, item in enumerate(getattr(own, table)):
            source = getattr(item, "source", None)
            if source is not None and source not in names.sources:
                yield Finding(
                    "SOURCE",
                    "error",
                    message("There is no source {source} among [[sources]].", source=source),
                    place(table, index, "source"),
                    _known(source, names.sources),
                )


def _step(step: Step, names: Names, place: Place) -> Iterator[Finding]:
    yield from _unknown("step", step.after, names.steps, place("after"))
    yield from _unknown("step", [step.before], names.steps, place("before"))
    yield from _unknown("rule", [step.rule], names.rules, place("rule"))
    if step.when is not None:
        try:
            asked = steps_of(step.when)
            chosen = [name[1:] for name in asked if name.startswith("@")]
            steps = [name for name in asked if not name.startswith("@")]
            yield from _unknown("parameter", chosen, names.parameters, place("when"))
            yield from _unknown("step", steps, names.steps, place("when"))
        except UnusableInput as error:
            yield Finding(error.code, "error", error.message, place("when"), error.fix)
    times = step.occurs.parameter if step.occurs is not None else ""
    yield from _unknown("parameter", _one(times), names.parameters, place("occurs", "times"))
    values = items_of(step.parameters)
    for key, value in values.items():
        for word in words_of(value):
            if word.startswith("@"):
                yield from _unknown("parameter", [word[1:]], names.parameters, place(key))
    for key in ("seats", "agreed_by", "mandates", "voters", "group"):
        groups = [name for name in _one(values.get(key)) if not name.startswith("@")]
        yield from _unknown("group", groups, names.groups, place(key))
    for key in STEP_NAMING:
        yield from _unknown("step", _named(values.get(key)), names.steps, place(key))


def _rule(rule: Rule, names: Names, place: Place) -> Iterator[Finding]:
    if rule.level == "must" and rule.status == "unverified":
        yield Finding(
            "STATUS",
            "error",
            message("{code} is obligatory, and its status is unverified.", code=rule.code),
            place("status"),
            message("What nobody has checked may be a should, or an open parameter's default."),
        )
    yield from _unknown("step", rule.steps, names.steps, place("steps"))
    yield from _unknown("parameter", rule.reads, names.parameters, place("reads"))
    for key, value in rule.parameters.items():
        words = [word for word in words_of(value) if word]
        where = place("check", rule.check, key)
        if key in _STEP_KEYS:
            yield from _unknown("step", words, names.steps, where)
        elif key in _GROUP_KEYS:
            yield from _unknown("group", words, names.groups, where)
        elif key in ("min", "max", "exactly"):
            asked = [word[1:] for word in words]
            yield from _unknown("parameter", asked, names.parameters, where)
        elif key == "what":
            facts = [word[5:] for word in words if word.startswith("fact:")]
            groups = [word[6:] for word in words if word.startswith(("seats:", "group:"))]
            yield from _unknown("step", facts, names.steps, where)
            yield from _unknown("group", groups, names.groups, where)


def items_of(parameters: Any) -> Mapping[str, Any]:
    """A step's parameters by name, whichever way its kind keeps them."""
    if isinstance(parameters, Mapping):
        return parameters
    if is_dataclass(parameters):
        return {field.name: getattr(parameters, field.name) for field in fields(parameters)}
    return {}


def _one(value: Any) -> tuple[str, ...]:
    """A name, where one is given."""
    return (value,) if isinstance(value, str) and value else ()


def _named(value: Any) -> tuple[str, ...]:
    """Every name, where there is one or a list of them."""
    return tuple(value) if isinstance(value, list | tuple) else _one(value)


def words_of(value: Any) -> Iterator[str]:
    """All texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from words_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from words_of(item)


def _unknown(
    what: str, words: Iterable[str | None], known: frozenset[str], where: Where
) -> Iterator[Finding]:
    for word in words:
        if word is not None and word not in known:
            yield Finding("REFERENCE", "error", _no_such(what, word), where, _known(word, known))


def _no_such(what: str, word: str) -> Message:
    match what:
        case "step":
            return message("The rulebook has no step {name}.", name=word)
        case "rule":
            return message("The rulebook has no rule {name}.", name=word)
        case "group":
            return message("The rulebook has no group of seats {name}.", name=word)
    return message("The rulebook has no open parameter {name}.", name=word)


def _known(word: str, known: frozenset[str]) -> Message:
    near = nearest(word, known)
    if near:
        return message("Did you mean {suggestion}?", suggestion=near)
    return message("Known: {options}.", options=tuple(sorted(known)))


def circles(parts: Parts, place: Place) -> Iterator[Finding]:
    """Steps that wait for each other can never begin."""
    known = {step.id for step in parts.steps}
    graph = {
        step.id: [name for name in (*step.after, *asked_steps(step)) if name in known]
        for step in parts.steps
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        steps = tuple(reversed(error.args[1]))
        yield Finding(
            "CIRCLE",
            "error",
            message("These steps wait for each other: {steps}.", steps=steps),
            place(steps[0]),
            message("Take one of them out of an “after” or a “when”."),
        )


def asked_steps(step: Step) -> tuple[str, ...]:
    """The steps, and open parameters with their @, that the condition of a step asks for; one that
    cannot be read is a fault of its own."""
    try:
        return steps_of(step.when or "")
    except UnusableInput:
        return ()


def untranslated(own: Parts, languages: tuple[str, ...], place: Place) -> Iterator[Finding]:
    """Texts that lack a language in which the rulebook itself is titled."""
    for table in NAMES:
        for index, item in enumerate(getattr(own, table)):
            for key in (field.name for field in fields(item)):
                text = getattr(item, key)
                missing = text.missing(languages) if isinstance(text, Text) and text else ()
                if missing:
                    yield Finding(
                        "LANGUAGES",
                        "error",
                        message("This text is missing in: {languages}.", languages=missing),
                        place(table, index, key),
                        message("The rulebook's title has these languages; every text needs them."),
                    )


def wrong_defaults(own: Parts, place: Place) -> Iterator[Finding]:
    """Open parameters whose default they would not permit themselves."""
    for index, parameter in enumerate(own.open_parameters):
        if not parameter.permits(parameter.default):
            yield Finding(
                "DEFAULT",
                "error",
                message(
                    "The default {value} is not permitted by its own limits.",
                    value=parameter.default,
                ),
                place("open_parameters", index, "default"),
            )
