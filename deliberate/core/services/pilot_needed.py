"""What a rulebook asks of every pilot beyond its own text: strands, questionnaires, views.

A new pilot file holds these tables with empty keys, so that a check names what to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deliberate.core.errors import Message, message
from deliberate.core.rulebook.checks.questionnaires import SURVEY
from deliberate.core.rulebook.model import Rule, Rulebook, Step
from deliberate.core.rulebook.questionnaire import EVALUATION, KINDS
from deliberate.core.rulebook.strands import PER_STRAND, copy_name, needs_strands

FEWEST = 2
"""One strand alone would be none."""


def strand_names(rulebook: Rulebook) -> tuple[str, ...]:
    """Names for as many strands as the rulebook fixes or a rule asks for; empty without any."""
    if not needs_strands(rulebook):
        return ()
    fixed = rulebook.strands.count if rulebook.strands is not None else None
    asked = [
        _number(rulebook, rule, key)
        for rule in rulebook.rules
        if rule.check == "count" and rule.parameters["what"] == "strands"
        for key in ("min", "exactly")
        if key in rule.parameters
    ]
    return tuple(_letters(number) for number in range(fixed or max([FEWEST, *asked])))


def _number(rulebook: Rulebook, rule: Rule, key: str) -> int:
    value = rule.parameters[key]
    if isinstance(value, str) and value.startswith("@"):
        value = rulebook.open_parameters[value[1:]].default
    return int(value)


def _letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    more, last = divmod(number, 26)
    return (_letters(more - 1) if more else "") + chr(ord("a") + last)


def views_needed(rulebook: Rulebook) -> int:
    """How many views rules want to see in the oversight group; 0 where none reads them."""
    return max(
        (
            int(rule.parameters["at_least"])
            for rule in rulebook.rules
            if rule.check == "sides" and rule.parameters["what"] == "oversight"
        ),
        default=0,
    )


@dataclass(frozen=True, slots=True)
class Needed:
    """A questionnaire that only the agency can word. `items`: questions that the rulebook reads
    by their name, or the question itself."""

    id: str
    items: tuple[str, ...]


QUESTION = "Q1"
"""A question, where no step names one."""


def questionnaires_needed(rulebook: Rulebook) -> tuple[Needed, ...]:
    """Those that surveys of the rulebook ask and nobody has worded, in the order of the steps.

    A later wave with a questionnaire of its own first asks all that the earlier one asked.
    """
    surveys = [step for step in rulebook.steps if step.kind == SURVEY]
    worded = {EVALUATION, *(item.id for item in rulebook.questionnaires)}
    found: dict[str, tuple[str, ...]] = {}
    for step in surveys:
        name = step.parameters.questionnaire
        if name in worded:
            continue
        first = rulebook.step(step.parameters.same_as) if step.parameters.same_as else None
        earlier = found.get(first.parameters.questionnaire, ()) if first is not None else ()
        asked = [*found.get(name, ()), *earlier, *_read(rulebook, step)]
        found[name] = tuple(dict.fromkeys(asked or [QUESTION]))
    return tuple(Needed(name, items) for name, items in found.items())


def _read(rulebook: Rulebook, step: Step) -> Iterator[str]:
    """Questions that steps name: features of the quotas that come from this survey, its verdict."""
    for other in rulebook.steps:
        if getattr(other.parameters, "quotas_from", "") == step.id:
            yield from map(str, other.parameters.quotas)
    if step.parameters.verdict:
        yield step.parameters.verdict


# ------------------------------------------------------------------ lines


def strand_lines(rulebook: Rulebook, name: str, languages: Sequence[str]) -> Iterator[str]:
    """The table of one strand; its size only where the rulebook does not fix one for all."""
    yield ""
    yield "[[strands]]"
    yield f'id = "{name}"'
    yield from (f'title.{language} = ""' for language in languages)
    if rulebook.strands is None or not rulebook.strands.seats:
        yield "# seats = 25"
    yield '# led_by = ["", ""]'


def questionnaire_lines(needed: Needed, languages: Sequence[str]) -> Iterator[str]:
    """The table of one questionnaire with its questions, all words empty."""
    yield ""
    yield "[[questionnaires]]"
    yield f'id = "{needed.id}"'
    yield from (f'title.{language} = ""' for language in languages)
    words = ", ".join(f'text.{language} = ""' for language in languages)
    for item in needed.items:
        yield ""
        yield "[[questionnaires.items]]"
        yield f'id = "{item}"'
        yield from (f'text.{language} = ""' for language in languages)
        yield f'kind = "single"  # {" | ".join(KINDS)}'
        yield "options = ["
        yield from (f'    {{ id = "{option}", {words} }},' for option in ("a", "b"))
        yield "]"
    yield '# correct = "a"'
    yield "# lowest = 0"
    yield "# highest = 10"
    yield from (
        f'# {key}.{language} = ""'
        for key in ("lowest_text", "highest_text")
        for language in languages
    )


def dated_as(rulebook: Rulebook, step: Step) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    """How the times and the strands of a step are told apart in a calendar: in words, and the keys
    of every time that is known before a process begins."""
    words: list[Message] = []
    keys = [step.id]
    if step.occurs is not None:
        known = rulebook.open_parameters.get(step.occurs.parameter)
        times = step.occurs.times if known is None else int(known.default)
        keys += [f"{step.id}_{n}" for n in range(2, (times or 1) + 1)]
        if len(keys) > 1:
            words.append(
                message(
                    "It happens {times} times; each has a line of its own: {keys}.",
                    times=len(keys),
                    keys=(*keys[:2], *(["…"] if len(keys) > 3 else []), *keys[2:][-1:]),
                )
            )
        else:
            again = f"{step.id}_2"
            words.append(message("When it is held again, that day stands under {key}.", key=again))
        if known is not None:
            words.append(message("{key} under [open_parameters] says how often.", key=known.id))
    strands = strand_names(rulebook)
    if step.per == PER_STRAND and strands:
        alone = copy_name(step.id, strands[0])
        words.append(
            message("A date holds for all {strands}; that of one alone stands under {key}.",
                    strands="[[strands]]", key=alone)
        )  # fmt: skip
    return tuple(words), tuple(keys)
