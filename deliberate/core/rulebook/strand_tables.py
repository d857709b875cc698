"""Strands in the plain tables of the files: the expansion of `strands` before any schema has read
them.

For whoever has the texts of a rulebook and a pilot alone, such as a verifier. Which keys name
steps, seat groups and documents is said once, in `strands`; a test holds both expansions against
each other for every model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deliberate.core.rulebook.strands import PER_STRAND, Copied, copy_name, in_strand

Table = Mapping[str, Any]
LISTS = {"steps": "id", "seat_groups": "name", "open_parameters": "id", "documents": "id"}
"""The lists that matter here, each with the key that names its items."""


@dataclass(slots=True)
class StatedRules:
    """The items of a chain of rulebooks by name, later texts over earlier ones. `strands`: as the
    last text that speaks of them has it."""

    steps: dict[str, Table] = field(default_factory=dict)
    seat_groups: dict[str, Table] = field(default_factory=dict)
    open_parameters: dict[str, Table] = field(default_factory=dict)
    documents: dict[str, Table] = field(default_factory=dict)
    strands: Table = field(default_factory=dict)

    def extend(self, book: Table) -> None:
        """Lay a text over those before it: what it removes, overrides and adds."""
        removed = book.get("remove", {})
        for table, key in LISTS.items():
            items: dict[str, Table] = getattr(self, table)
            for name in removed.get(table, ()):
                items.pop(name, None)
            items |= {item[key]: item for item in book.get(table, ())}
        self.strands = book["rulebook"].get("strands") or self.strands

    @property
    def together(self) -> bool:
        """Whether members are seated together and divided into strands afterwards."""
        return "divided_by" in self.strands

    def in_strands(self, strands: Sequence[Table]) -> dict[str, Table]:
        """Each step by its name; one for each strand under the name of each copy."""
        known = self._copied(strands)
        if not known.strands or not self._for_each():
            return dict(self.steps)
        return {
            copy_name(name, strand) if strand else name: _tied(step, known, strand)
            for name, step in self.steps.items()
            for strand in (known.strands if step.get("per") == PER_STRAND else ("",))
        }

    def seats(self, parameters: Table, strands: Sequence[Table]) -> dict[str, int]:
        """How many seats each group has: as the pilot chose, and as many as each strand has."""
        return dict(self._seats(parameters, strands))

    def _seats(self, parameters: Table, strands: Sequence[Table]) -> Iterator[tuple[str, int]]:
        for name, group in self.seat_groups.items():
            chosen = str(group.get("chosen", "")).removeprefix("@")
            count = parameters[chosen] if chosen else group["count"]
            per_strand = group.get("per") == PER_STRAND
            if not per_strand or not strands:
                yield name, count
            elif self.together:
                yield name, sum(strand.get("seats") or count for strand in strands)
            else:
                for strand in strands:
                    yield copy_name(name, strand["id"]), strand.get("seats") or count

    def _for_each(self) -> bool:
        items = (*self.steps.values(), *self.seat_groups.values())
        return any(item.get("per") == PER_STRAND for item in items)

    def _copied(self, strands: Sequence[Table]) -> Copied:
        steps = _per_strand(self.steps)
        groups = frozenset() if self.together else _per_strand(self.seat_groups)
        documents = frozenset(
            name
            for name, item in self.documents.items()
            if item.get("step") in steps or item.get("of") in groups
        )
        return Copied(steps, groups, documents, tuple(strand["id"] for strand in strands))


def _per_strand(items: Mapping[str, Table]) -> frozenset[str]:
    return frozenset(name for name, item in items.items() if item.get("per") == PER_STRAND)


def _tied(step: Table, known: Copied, strand: str) -> Table:
    """A step whose references name copies, those of its parameters and those of its order."""
    tied: dict[str, Any] = dict(in_strand(step, known, strand))
    if "after" in tied:
        tied["after"] = list(known.many(tied["after"], known.steps, strand))
    if "before" in tied:
        tied["before"] = known.many([tied["before"]], known.steps, strand or known.strands[0])[0]
    if "when" in tied:
        tied["when"] = known.conditions(tied["when"], strand)
    return tied
