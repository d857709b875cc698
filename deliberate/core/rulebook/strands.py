"""Strands by expansion: parallel copies of steps (cells, regions), made where a pilot names them.

A rulebook says `per = "strand"` once; a pilot says which strands there are. Here both meet: each
such step and seat group becomes one copy for each strand, and everything that names it names the
copies. What comes after sees steps alone, so no kind of step needs to know of strands. The text
and the hash of the rulebook stay those of the file.

Where a step divides the members into strands (`divided_by`), a group `per = "strand"` stays one
until then, with the seats of all strands: people are drawn together before they are divided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from deliberate.core.errors import Where
from deliberate.core.rulebook.chosen_seats import sized
from deliberate.core.rulebook.conditions import parse_condition
from deliberate.core.rulebook.model import Rule, Rulebook, SeatGroup, Step, Strands
from deliberate.core.rulebook.occurrences import repeated
from deliberate.core.rulebook.pilot import Pilot, Planned, Strand
from deliberate.core.rulebook.templates import DocumentTemplate
from deliberate.core.text import Text

PER_STRAND = "strand"
"""What `per` may say."""

# `from_` is `from` where a file states it: the keys of both forms stand here.
STEP_KEYS = (
    "in_session",
    "options_of",
    "during",
    "approved_by",
    "adopted_by",
    "worded_by",
    "substitutes_until",
    "quotas_from",
    "from_",
    "from",
    "repeat",
    "of",
)
GROUP_KEYS = ("seats", "agreed_by", "mandates", "group", "elected_by", "voters")
TEMPLATE_KEYS = ("template",)
_RULE_KEYS = ("step", "before", "steps", "group", "what", "only_")
_OCCURRENCE = re.compile(r"(.+)_([0-9]+)")


@dataclass(frozen=True, slots=True)
class Copied:
    """The names that become one name for each strand: of steps, seat groups and documents."""

    steps: frozenset[str]
    groups: frozenset[str]
    documents: frozenset[str]
    strands: tuple[str, ...]

    def conditions(self, text: str, strand: str) -> str:
        """`vote = adopted` in its own strand; outside, in every strand."""
        return " or ".join(
            " and ".join(
                f"{name} = {outcome}"
                for step, outcome in part
                for name in self.many([step], self.steps, strand)
            )
            for part in parse_condition(text)
        )

    def many(self, names: Iterable[str], own: frozenset[str], strand: str) -> tuple[str, ...]:
        """Each name in its strand; outside of strands in every one of them."""
        return tuple(
            found
            for name in names
            for found in (
                [copy_name(name, one) for one in ([strand] if strand else self.strands)]
                if name in own
                else [name]
            )
        )


def copy_name(name: str, strand: str) -> str:
    """The name of a strand's copy: `unit` in the strand `a` is `unit_a`."""
    return f"{name}_{strand}"


def meet(rulebook: Rulebook, pilot: Pilot) -> tuple[Rulebook, Pilot]:
    """A rulebook and a pilot as they are run together; what has met once stays as it is."""
    whole = expanded(repeated(sized(rulebook, pilot), pilot), pilot)
    return whole, dated(whole, pilot)


def needs_strands(rulebook: Rulebook) -> bool:
    """Whether steps or seat groups still wait for the strands of a pilot."""
    per = [item.per for item in rulebook.steps] + [item.per for item in rulebook.seat_groups]
    return PER_STRAND in per


def expanded(rulebook: Rulebook, pilot: Pilot) -> Rulebook:
    """The rulebook with one copy of each step and seat group `per = "strand"` for each strand of
    the pilot. A rulebook without any, or a pilot that names none, leaves it as it is."""
    if not needs_strands(rulebook) or not pilot.strands:
        return rulebook
    steps = frozenset(step.id for step in rulebook.steps if step.per == PER_STRAND)
    together = divided(rulebook.strands)
    groups = frozenset(
        group.name for group in rulebook.seat_groups if group.per == PER_STRAND and not together
    )
    documents = frozenset(
        item.id for item in rulebook.documents if item.step in steps or item.of in groups
    )
    known = Copied(steps, groups, documents, tuple(strand.id for strand in pilot.strands))
    copies = tuple(copy for item in rulebook.steps for copy in _steps(item, known, pilot))
    return replace(
        rulebook,
        steps=copies,
        places={**rulebook.places, **_places(rulebook, copies)},
        seat_groups=tuple(
            copy
            for item in rulebook.seat_groups
            for copy in (
                [_whole(item, pilot.strands)] if together else _groups(item, pilot.strands)
            )
        ),
        rules=tuple(copy for item in rulebook.rules for copy in _rules(item, known)),
        documents=tuple(copy for item in rulebook.documents for copy in _documents(item, known)),
        duties=tuple(
            replace(duty, step=_one(duty.step, known.steps, known.strands[0]))
            for duty in rulebook.duties
        ),
    )


def _places(rulebook: Rulebook, copies: Iterable[Step]) -> dict[str, Where]:
    """A copy stands where its step is stated."""
    return {
        f"steps.{step.id}": where
        for step in copies
        if step.strand and (where := rulebook.places.get(f"steps.{step.origin}")) is not None
    }


def dated(rulebook: Rulebook, pilot: Pilot) -> Pilot:
    """The pilot with dates for each strand's copy: `unit` is for all strands, `unit_a` for one.

    `rulebook` is an expanded one. The n-th time stands under `unit_2` or `unit_a_2`.
    """
    origins = {step.origin for step in rulebook.steps if step.strand}
    if not origins:
        return pilot
    shared = {
        key: value
        for key, value in pilot.calendar.items()
        if key in origins or _head(key) in origins
    }
    kept = {key: value for key, value in pilot.calendar.items() if key not in shared}
    for step in rulebook.steps:
        for key, value in _own_dates(step, shared):
            kept.setdefault(key, value)
    return replace(pilot, calendar=kept)


def _head(key: str) -> str:
    """The step that a key of the calendar is about, as far as its form tells."""
    found = _OCCURRENCE.fullmatch(key)
    return found[1] if found else key


def _own_dates(step: Step, shared: Mapping[str, Planned]) -> Iterator[tuple[str, Planned]]:
    for key, value in shared.items():
        if step.strand and step.origin in (key, _head(key)):
            yield step.id + key.removeprefix(step.origin), value


def calendar_key(rulebook: Rulebook, pilot: Pilot, step_id: str, n: int = 1) -> str:
    """The key under which the date of a step stands in the pilot's file, or would stand."""
    suffix = "" if n == 1 else f"_{n}"
    step, written = rulebook.step(step_id), pilot.source.data.get("calendar", {})
    own = f"{step_id}{suffix}"
    if step is None or not step.strand or own in written:
        return own
    shared = f"{step.origin}{suffix}"
    return shared if shared in written else own


def _steps(step: Step, known: Copied, pilot: Pilot) -> Iterator[Step]:
    if step.per != PER_STRAND:
        yield _tied(step, known, "")
        return
    for strand in pilot.strands:
        copy = replace(
            step,
            id=copy_name(step.id, strand.id),
            title=_titled(step.title, strand),
            per=None,
            strand=strand.id,
            origin=step.id,
            shared_title=step.title,
        )
        yield _tied(copy, known, strand.id)


def _tied(step: Step, known: Copied, strand: str) -> Step:
    """A step whose references name copies. Outside of strands it waits for those of all."""
    occurs = step.occurs
    if occurs is not None and occurs.until is not None and "=" in occurs.until:
        occurs = replace(occurs, until=known.conditions(occurs.until, strand))
    return replace(
        step,
        after=known.many(step.after, known.steps, strand),
        before=_one(step.before, known.steps, strand or known.strands[0]),
        when=None if step.when is None else known.conditions(step.when, strand),
        occurs=occurs,
        parameters=in_strand(step.parameters, known, strand),
    )


def _one(name: str | None, own: frozenset[str], strand: str) -> str | None:
    return copy_name(name, strand) if name in own and name is not None else name


def in_strand(value: Any, known: Copied, strand: str) -> Any:
    """The parameters of a step with the names of one strand, or outside of strands (""), whichever
    way they are kept: a table as the file states it, or the dataclass of a kind."""
    if isinstance(value, Mapping):
        items: Mapping[str, Any] = value
    elif is_dataclass(value) and not isinstance(value, type):
        items = {field.name: getattr(value, field.name) for field in fields(value)}
    else:
        return value
    changed = {
        key: new
        for key, item in items.items()
        if (new := _parameter(key, item, known, strand)) != item
    }
    if not changed:
        return value
    return {**items, **changed} if isinstance(value, Mapping) else replace(value, **changed)


def _parameter(key: str, value: Any, known: Copied, strand: str) -> Any:
    if isinstance(value, Mapping):
        return in_strand(value, known, strand)
    for keys, own in (
        (STEP_KEYS, known.steps),
        (GROUP_KEYS, known.groups),
        (TEMPLATE_KEYS, known.documents),
    ):
        if key in keys and isinstance(value, list | tuple):
            return type(value)(known.many(value, own, strand))
        # Outside of strands one name cannot stand for several: a rulebook that tries is refused.
        if key in keys and strand and isinstance(value, str):
            return _one(value, own, strand)
    return value


def divided(strands: Strands | None) -> bool:
    """Whether members are seated together and divided into strands afterwards."""
    return strands is not None and strands.divided_by is not None


def _whole(group: SeatGroup, strands: tuple[Strand, ...]) -> SeatGroup:
    """The seats of all strands as one group."""
    if group.per != PER_STRAND:
        return group
    return replace(group, count=sum(one.seats or group.count for one in strands), per=None)


def _groups(group: SeatGroup, strands: tuple[Strand, ...]) -> Iterator[SeatGroup]:
    if group.per != PER_STRAND:
        yield group
        return
    for strand in strands:
        yield replace(
            group,
            name=copy_name(group.name, strand.id),
            count=strand.seats or group.count,
            title=_titled(group.title, strand),
            per=None,
            strand=strand.id,
        )


def _rules(rule: Rule, known: Copied) -> Iterator[Rule]:
    """A rule that names a copied step or seat group holds for each strand, under its one code."""
    if _rule(rule, known, known.strands[0]) == rule:
        yield rule
        return
    for strand in known.strands:
        yield _rule(rule, known, strand)


def _rule(rule: Rule, known: Copied, strand: str) -> Rule:
    parameters = {
        key: _words(value, known, strand) if key in _RULE_KEYS else value
        for key, value in rule.parameters.items()
    }
    steps = known.many(rule.steps, known.steps, strand)
    return replace(rule, parameters=parameters, steps=steps)


def _words(value: Any, known: Copied, strand: str) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_words(item, known, strand) for item in value)
    if not isinstance(value, str):
        return value
    head, colon, name = value.rpartition(":")
    own = (
        known.groups
        if head in {"seats", "group"}
        else known.steps
        if head in {"fact", ""}
        else frozenset()
    )
    if not colon and value in known.groups:
        own = known.groups
    return f"{head}{colon}{copy_name(name, strand)}" if name in own else value


def _documents(template: DocumentTemplate, known: Copied) -> Iterator[DocumentTemplate]:
    if template.id not in known.documents:
        yield replace(template, encloses=known.many(template.encloses, known.documents, ""))
        return
    for strand in known.strands:
        yield replace(
            template,
            id=copy_name(template.id, strand),
            step=_one(template.step, known.steps, strand) or "",
            of=_one(template.of, known.groups, strand) or "",
            encloses=known.many(template.encloses, known.documents, strand),
        )


def _titled(title: Text, strand: Strand) -> Text:
    """“Work unit – Cell A”, in every language of the title; a strand without a title by its id."""
    return Text.of(
        {
            language: f"{words} – {strand.title.best(language)[0] or strand.id}"
            for language, words in title.as_dict().items()
        }
    )
