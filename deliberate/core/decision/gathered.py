"""What a gathering comes to, reckoned from what its sources brought; a verifier does it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Refused, message


@dataclass(frozen=True, slots=True)
class Source:
    """One step at one time: `opened` is what it began with, `ended` what it brought."""

    step: str
    n: int
    strand: str
    opened: Mapping[str, Any]
    ended: Mapping[str, Any]

    def items(self) -> list[tuple[str, Mapping[str, str]]]:
        """The items by name, with their words in each language."""
        listed = self.ended.get("texts") or self.opened.get("items") or ()
        return [(str(item["id"]), item["text"]) for item in listed]

    def points(self, name: str) -> int:
        return int(self.ended.get("sums", {}).get(name, 0))


@dataclass(slots=True)
class _Found:
    """One item with the places that it comes from."""

    name: str
    text: Mapping[str, str]
    origins: list[tuple[Source, str]]


def gathered_texts(
    how: str, sources: Sequence[Source], same: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The items of all sources, each once; with `how` = sum also their points.

    `same`: {id, text, of} for items that mean the same. Raises `Refused` (SAME) where it names an
    item that there is not, or one twice.
    """
    items = _united(_found(sources), same)
    summed = how == "sum"
    texts = [_text(item, summed=summed) for item in items]
    body: dict[str, Any] = {
        "how": how,
        "of": _named(sources),
        "texts": texts,
        "same": [dict(one) for one in same],
    }
    if summed:
        body["points"] = sum(text["points"] for text in texts)
        body["people"] = sum(int(source.ended["people"]) for source in sources)
    return body


def _text(item: _Found, *, summed: bool) -> dict[str, Any]:
    origins = [
        {"step": source.step, "n": source.n, "id": name}
        | ({"strand": source.strand} if source.strand else {})
        | ({"points": source.points(name)} if summed else {})
        for source, name in item.origins
    ]
    text: dict[str, Any] = {"id": item.name, "text": dict(item.text), "from": origins}
    text["sha256"] = digest({"id": item.name, "text": dict(item.text)})
    if summed:
        text["points"] = sum(origin["points"] for origin in origins)
    return text


def _found(sources: Sequence[Source]) -> list[_Found]:
    """Items with one name, one time and the same words in all sources are one item."""
    groups: dict[bytes, _Found] = {}
    for source in sources:
        for name, text in source.items():
            key = canonical([source.n, name, dict(text)])
            groups.setdefault(key, _Found(name, text, [])).origins.append((source, name))
    items = list(groups.values())
    times = Counter(item.name for item in items)
    for item in items:
        if times[item.name] > 1:
            source = item.origins[0][0]
            item.name = "-".join([item.name, source.strand or source.step, str(source.n)])
    return items


def _united(items: list[_Found], same: Sequence[Mapping[str, Any]]) -> list[_Found]:
    """The items with those that mean the same as one, at the place of its first."""
    known = {item.name: item for item in items}
    named = [name for one in same for name in one["of"]]
    strangers = tuple(sorted({name for name in named if name not in known}))
    if strangers:
        raise Refused(
            "SAME",
            message("There are no such items: {items}.", items=strangers),
            fix=message("There are: {items}.", items=tuple(known)),
        )
    twice = tuple(sorted(name for name, times in Counter(named).items() if times > 1))
    if twice:
        raise Refused("SAME", message("These items are named twice: {items}.", items=twice))
    into = {name: one for one in same for name in one["of"]}
    made: dict[str, _Found] = {}
    for item in items:
        one = into.get(item.name)
        if one is None:
            made[item.name] = item
            continue
        united = made.setdefault(str(one["id"]), _Found(str(one["id"]), one["text"], []))
        united.origins.extend(item.origins)
    if len(made) < len(items) - len(named) + len(same):
        raise Refused("SAME", message("A new name is already that of another item."))
    return list(made.values())


PLAIN = ("for", "against", "abstain")


def gathered_votes(sources: Sequence[Source]) -> dict[str, Any]:
    """The counts of ballots on the same options, added up; no threshold decides anything."""
    counts = [_counts(source.ended) for source in sources]
    if len({tuple(one) for one in counts}) > 1:
        raise Refused("OPTIONS", message("These ballots do not have the same options."))
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    names = list(counts[0]) if counts else []
    return {
        "how": "vote",
        "of": [
            {**named, "counts": one} for named, one in zip(_named(sources), counts, strict=True)
        ],
        "counts": {name: total[name] for name in names},
    }


def _named(sources: Sequence[Source]) -> list[dict[str, Any]]:
    return [
        {"step": source.step, "n": source.n} | ({"strand": source.strand} if source.strand else {})
        for source in sources
    ]


def _counts(counted: Mapping[str, Any]) -> dict[str, int]:
    if "counts" not in counted:
        return {name: int(counted[name]) for name in PLAIN}
    return {
        **{name: int(number) for name, number in counted["counts"].items()},
        "abstain": int(counted["opt_outs"]),
    }
