"""What reads an open parameter: a step, a rule, a plugin's check; what is prose says so."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import Finding, Where, message
from deliberate.core.rulebook.inheritance import Parts
from deliberate.core.rulebook.rulebook_references import Place, asked_steps, items_of, words_of


def unread_parameters(whole: Parts, own: Parts, place: Place, removal: Where) -> Iterator[Finding]:
    """Open parameters that nothing acts on although they do not say so, and the other way round.

    A pilot decides them and the regulation prints them: whoever reads it must know which of them
    the software carries out.
    """
    read = frozenset(_read(whole))
    places = {item.id: index for index, item in enumerate(own.open_parameters)}
    for item in whole.open_parameters:
        path = ("open_parameters", places.get(item.id, -1))
        inherited = item.id not in places
        if item.id not in read and not item.stated_only:
            yield Finding(
                "UNREAD",
                "error",
                message("Nothing reads the open parameter {name}.", name=item.id),
                removal if inherited else place(*path, "id"),
                message(
                    "Write @{name} in a step or a rule, name it under a rule's reads, or say "
                    "that it is prose: stated_only = true.",
                    name=item.id,
                ),
            )
        elif item.id in read and item.stated_only:
            yield Finding(
                "STATED_ONLY",
                "error",
                message("{name} says that nothing reads it, and something does.", name=item.id),
                removal if inherited else place(*path, "stated_only"),
                message("Remove stated_only."),
            )


def _read(parts: Parts) -> Iterator[str]:
    yield from (group.chosen.removeprefix("@") for group in parts.seat_groups if group.chosen)
    for step in parts.steps:
        yield from (name[1:] for name in asked_steps(step) if name.startswith("@"))
        if step.occurs is not None and step.occurs.parameter:
            yield step.occurs.parameter
        for value in items_of(step.parameters).values():
            yield from (word[1:] for word in words_of(value) if word.startswith("@"))
    for rule in parts.rules:
        yield from rule.reads
        for value in rule.parameters.values():
            yield from (word[1:] for word in words_of(value) if word.startswith("@"))
