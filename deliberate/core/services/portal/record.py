"""The public record in pages: every entry in words, with the hash that chains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from deliberate.core.decision.ballot_papers import NOTHING
from deliberate.core.errors import Message, Refused, message
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.process import Process
from deliberate.core.record.entry import Entry, parse_entry
from deliberate.core.recruitment.nominees import PERSONAL
from deliberate.core.services.advice_record import ADVISED
from deliberate.core.services.context import Context
from deliberate.core.services.portal.lottery_values import read_lottery
from deliberate.core.services.portal.people import candidates_of
from deliberate.core.services.portal.record_sentences import SENTENCES
from deliberate.core.services.portal.record_words import BY_NAME, VOCABULARIES, label_of
from deliberate.core.services.portal.results import RecordLine, RecordPage, Value
from deliberate.core.services.portal.weightings import strand_title
from deliberate.core.services.processes import process_seen
from deliberate.core.text import Text

PER_PAGE = 50
MOMENTS = frozenset(
    {"closes", "committed_on", "date", "days", "deadline", "due", "ends", "first", "from", "starts"}
)

NOMINATIONS = frozenset({"nomination.received", "nomination.accepted", "nomination.appeal_decided"})
"""Kinds of entries that may tell of people."""
MARKS = "marks"
"""What is on a paper: a number for each marked option."""
NAMED = frozenset({"by_seat", "candidate", "group", "owner", "seat", "step", "strand"})


def record_page(
    context: Context, viewer: Viewer, process_id: str, page: int = 1, step: str = ""
) -> RecordPage:
    """One page of the record, the newest entry first; of one step only where `step` names it.

    Refuses an unknown process (NO_PROCESS), step (NO_STEP) or page (NO_PAGE).
    """
    with context.store.read() as unit:
        process_seen(unit, viewer, process_id)
        process = context.read_process(unit, process_id)
        lines = unit.entries(process_id)
    entries = [parse_entry(line) for line in lines]
    wanted = [entry for entry in reversed(entries) if not step or entry.step == step]
    pages = max(1, ceil(len(wanted) / PER_PAGE))
    _require_known(process, step, page, pages)
    shown = wanted[(page - 1) * PER_PAGE : page * PER_PAGE]
    return RecordPage(
        lines=tuple(_line(process, entry) for entry in shown),
        page=page,
        pages=pages,
        total=len(wanted),
        head=entries[-1].hash if entries else "",
        step=step,
        steps=tuple(
            (item.id, item.title)
            for item in process.rulebook.steps
            if any(entry.step == item.id for entry in entries)
        ),
    )


def _require_known(process: Process, step: str, page: int, pages: int) -> None:
    if step and process.step(step) is None and not process.select(step=step):
        raise Refused("NO_STEP", message("This process has no step “{step}”.", step=step))
    if not 1 <= page <= pages:
        raise Refused("NO_PAGE", message("The record has {pages} pages.", pages=pages))


def _title(process: Process, step: str | None) -> Text:
    found = process.step(step) if step else None
    return found.title if found is not None else Text()


def _line(process: Process, entry: Entry) -> RecordLine:
    return RecordLine(
        seq=entry.seq,
        at=entry.moment,
        role=entry.role,
        kind=entry.kind,
        title=SENTENCES.get(entry.kind, Message(entry.kind)),
        step=entry.step or "",
        step_title=_title(process, entry.step),
        n=entry.n,
        values=_values(process, _shown(process, entry), entry.kind, first=True),
        hash=entry.hash,
        previous=entry.previous,
    )


def _shown(process: Process, entry: Entry) -> Mapping[str, Any]:
    """What a page shows of an entry: of somebody who is no candidate any more, no person.

    Answers to the advisor stand there in words, not in codes as well.
    The entry itself stays as it was written, in the bundle and for programs: its hash rests on it.
    """
    if entry.kind == ADVISED:
        return {key: value for key, value in entry.public.items() if key != "codes"}
    if entry.kind not in NOMINATIONS or entry.public.get("candidate") in candidates_of(process):
        return entry.public
    return {key: value for key, value in entry.public.items() if key not in PERSONAL}


def _values(
    process: Process, body: Mapping[str, Any], kind: str, *, first: bool = False
) -> tuple[Value, ...]:
    """The values of an entry of this kind, with their labels; `first`: not of a value in it."""
    by_lot = first and kind.startswith(("lottery.", "registration."))
    return tuple(
        Value(
            label_of(kind, key),
            (read_lottery(key, value) if by_lot else None) or _read(process, kind, key, value),
            VOCABULARIES.get(key, ""),
        )
        for key, value in body.items()
        if value not in (None, "", [], {})
    )


def _read(process: Process, kind: str, key: str, value: Any) -> object:
    """The value as people read it: texts in their languages, days as days, codes with names."""
    if isinstance(value, Mapping):
        if _is_text(process, value):
            return Text.of({str(code): str(words) for code, words in value.items()})
        return _by_name(value) if key in BY_NAME else _values(process, value, kind)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if key == MARKS:
            return "; ".join(f"{option}: {number}" for option, number in value) or NOTHING
        return tuple(_read(process, kind, key, item) for item in value)
    if isinstance(value, str) and key in MOMENTS:
        return _moment(value)
    if isinstance(value, str) and key in NAMED:
        return _named(process, key, value)
    return value


def _by_name(table: Mapping[str, Any]) -> tuple[Value, ...]:
    """A table whose rows have names of their own, which no label may stand for."""
    return tuple(
        Value(
            Message("{name}", {"name": name}),
            _by_name(value) if isinstance(value, Mapping) else value,
            "",
        )
        for name, value in table.items()
    )


def _is_text(process: Process, value: Mapping[str, Any]) -> bool:
    """Whether this is a text in several languages: nothing but languages of the process."""
    return bool(value) and all(
        code in process.pilot.languages and isinstance(words, str) for code, words in value.items()
    )


def _moment(value: str) -> date | datetime | str:
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return value


def _named(process: Process, key: str, code: str) -> object:
    """A step, seat, group or candidate by its name and its code; anything else as it is."""
    name = _name(process, key, code)
    if not name:
        return code
    return Text.of({language: f"{words} ({code})" for language, words in name.versions})


def _name(process: Process, key: str, code: str) -> Text:
    match key:
        case "step":
            return _title(process, code)
        case "strand":
            return strand_title(process, code)
        case "group":
            group = process.rulebook.group(code)
            return group.title if group is not None else Text()
        case "candidate":
            candidate = candidates_of(process).get(code)
            return candidate.name if candidate is not None else Text()
    return process.organisation(code)
