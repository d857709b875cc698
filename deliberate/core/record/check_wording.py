"""Check that members voted on what they had agreed: the wording, word for word.

Texts are frozen in their last version, each with its hash. A vote whose paper is worded in another
step, or whose options come from one, puts exactly what was frozen there; likewise points are given
to what was frozen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import DeliberateError, Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import step_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

FROZEN, MADE = "proposals.frozen", "gathering.made"
PUT = {"ballot.opened": "ballot", "weighting.opened": "weighting"}
NAMES = {"ballot.opened": ("worded_by", "options_of"), "weighting.opened": ("of",)}
"""By the kind of an opening, the keys of its step that name where the words come from."""


def asked(reading: Reading) -> bool:
    """Whether texts were frozen, or the rules say of a vote where its words come from."""
    if reading.select(FROZEN):
        return True
    try:
        return any(_sources(reading, entry) for entry in reading.select(*PUT))
    except (CheckFailed, DeliberateError):
        return False  # Rules that cannot be read fail in a check of their own.


def check_wording(reading: Reading) -> Message | None:
    """Every frozen text, and every vote that puts one."""
    frozen = reading.select(FROZEN)
    for entry in frozen:
        _check_frozen(reading, entry)
    put = 0
    for entry in reading.select(*PUT):
        sources = _sources(reading, entry)
        put += bool(sources)
        for key, step in sources.items():
            _check_put(reading, entry, key, step)
    if not frozen and not put:
        return None
    return message(
        "Texts frozen as they were written last: {texts}; votes that put them unchanged: {votes}.",
        texts=sum(len(shapes.tables(entry, "texts")) for entry in frozen),
        votes=put,
    )


def _sources(reading: Reading, opened: Entry) -> dict[str, str]:
    """The steps from which the words of a vote come, by the key that names them."""
    step = step_of(reading, opened, PUT[opened.kind])
    return {key: str(step[key]) for key in NAMES[opened.kind] if step.get(key)}


def _check_frozen(reading: Reading, frozen: Entry) -> None:
    """What is frozen is the last version of each text that was not withdrawn, with its hash."""
    step, n = str(frozen.step), frozen.n
    last: dict[str, dict[str, Any]] = {}
    for entry in reading.select("proposals.written", "proposals.withdrawn", step=step, n=n):
        shapes.require_order(entry, frozen)
        name = shapes.text(entry, "proposal")
        if entry.kind == "proposals.withdrawn":
            last.pop(name, None)
            continue
        said = {"id": name, "version": shapes.whole(entry, "version"), "text": _text(entry)}
        last[name] = {**said, "sha256": digest(said)}
    shapes.require_same(frozen, {"texts": list(last.values())})


def _check_put(reading: Reading, opened: Entry, key: str, step: str) -> None:
    """The words of a vote are those that its step had frozen before it was opened."""
    agreed = _agreed(reading, opened, step)
    if key == "worded_by":
        words = next((text for text in agreed if text.get("id") == opened.step), {})
        wanted, put = words.get("text"), opened.public.get("text")
    else:
        wanted = [{name: text.get(name) for name in ("id", "text")} for text in agreed]
        put = _options(opened)
    if not wanted or canonical(wanted) != canonical(put):
        raise CheckFailed(
            message(
                "Entry {entry}: what was put to the vote is not what was frozen in “{step}”.",
                entry=opened.seq,
                step=step,
            )
        )


def _agreed(reading: Reading, opened: Entry, step: str) -> Sequence[Mapping[str, Any]]:
    """The texts that a step had frozen or gathered last before a vote; empty where it had none."""
    found = [entry for entry in reading.select(FROZEN, MADE, step=step) if entry.seq < opened.seq]
    return shapes.tables(found[-1], "texts") if found else ()


def _options(opened: Entry) -> Any:
    """The options of a vote, or the items that points are given to."""
    if opened.kind == "weighting.opened":
        return opened.public.get("items")
    definition = opened.public.get("definition")
    if not isinstance(definition, dict):
        raise shapes.misshapen(opened, "definition")
    return definition.get("options")


def _text(entry: Entry) -> Mapping[str, Any]:
    value = entry.public.get("text")
    if not isinstance(value, dict):
        raise shapes.misshapen(entry, "text")
    return value
