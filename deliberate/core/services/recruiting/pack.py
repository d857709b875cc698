"""What a pack of letters is made of: who gets which, in which language, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from deliberate.core.errors import Finding, Message, Refused, UnusableInput, message
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.recruitment.drawn import drawn_in
from deliberate.core.rulebook.checks.letter import NO_END, NO_SESSION, letter_gaps
from deliberate.core.rulebook.model import Step
from deliberate.core.services.context import Context
from deliberate.core.services.recruiting.calls import NOBODY_DRAWN
from deliberate.core.services.recruiting.desk import codes_of
from deliberate.core.services.recruiting.setting import registration_of
from deliberate.core.storage.rows import OutboxRow

THANKS = "recruitment.thanks"
"""The kind of the letters of thanks in the outbox."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One letter to print: to whom, in which languages, with which code."""

    number: int
    person: Mapping[str, Any]
    code: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    process: Process
    registration: Step
    site: str
    letters: tuple[Posted, ...]


def invitation_pack(
    context: Context,
    actor: Actor,
    process_id: str,
    *,
    site: str = "",
    anyway: bool = False,
    step: str = "",
) -> Pack:
    """The letters of invitation to everybody whose person is known.

    Refuses, naming each thing, while the pilot lacks what a letter says; with `anyway` the letters
    are made without it. `site`: where people answer, else the site of the portal.
    """
    pack = _pack(context, actor, process_id, site, step)
    missing = tuple(lacking(pack.process, pack.registration, pack.site))
    if not pack.site:
        raise UnusableInput(
            "NO_SITE",
            message("It is not known on which site people answer."),
            fix=message("Name it: --site https://example.org"),
        )
    if missing and not anyway:
        raise Refused(
            "LACKING",
            message("{count} things that the letter says are not known.", count=len(missing)),
            fix=message("They stand in the pilot file; --anyway makes the letters without them."),
            findings=missing,
        )
    if not pack.letters:
        raise Refused("NOBODY", message("There is nobody to write to."))
    return pack


def thanks_pack(context: Context, actor: Actor, process_id: str) -> Pack:
    """Letters of thanks to those who were willing and were not drawn, each of them once."""
    pack = _pack(context, actor, process_id, "", "", standing="willing")
    drawn = drawn_in(pack.process)
    if drawn is None:
        raise Refused(NOBODY_DRAWN, message("Nobody has been drawn yet."))
    with context.store.read() as unit:
        written = {row.dedup_key for row in unit.letters(process_id)}
    chosen = {*drawn.panel, *drawn.alternates, *drawn.left}
    letters = tuple(
        item
        for item in pack.letters
        if item.number not in chosen and _key(pack.process, item.number) not in written
    )
    return Pack(pack.process, pack.registration, pack.site, letters)


def note_thanks(context: Context, pack: Pack, proofs: Sequence[tuple[Posted, str]]) -> None:
    """Keep in the outbox that letters of thanks were made, each with the hash of what was written.

    The outbox knows the number of the addressee and nothing more.
    """
    now = context.clock.now()
    with context.store.transaction() as unit:
        for item, proof in proofs:
            key = _key(pack.process, item.number)
            row = OutboxRow(
                dedup_key=key,
                kind=THANKS,
                recipient=f"respondent:{item.number}",
                language=item.languages[0],
                subject=THANKS,
                body="",
                due_at=now,
                process=pack.process.id,
                rehearsal=pack.process.rehearsal,
            )
            unit.queue(row)
            found = next(row for row in unit.letters(pack.process.id) if row.dedup_key == key)
            unit.mark_sent(found.id, now, proof)


def lacking(process: Process, registration: Step, site: str) -> Iterator[Finding]:
    """What a letter of invitation says and the pilot does not, with the place in the file."""
    for path, text in letter_gaps(process.pilot):
        yield _lacks(process, path, text)
    if not any(process.planned(s.id) for s in process.rulebook.steps if s.kind == "session"):
        yield _lacks(process, "calendar", NO_SESSION)
    if process.view(registration).ends is None:
        yield _lacks(process, f"calendar.{registration.id}", NO_END)


def _lacks(process: Process, path: str, text: Message) -> Finding:
    return Finding("LACKING", "must", text, process.pilot.place(*path.split(".")))


def _pack(
    context: Context, actor: Actor, process_id: str, site: str, step: str, standing: str = ""
) -> Pack:
    people = codes_of(context, actor, process_id, step)
    with context.store.read() as unit:
        process = context.read_process(unit, process_id)
    letters = tuple(
        Posted(item.respondent.number, item.row.person, code, _languages(process, item.row.person))
        for item, code in people
        if item.row.person is not None and standing in ("", item.respondent.standing)
    )
    return Pack(process, registration_of(process, step), site or _site_of(process), letters)


def _languages(process: Process, person: Mapping[str, Any]) -> tuple[str, ...]:
    """The person's own language where it is known and one of ours, else every authentic one."""
    wanted = str(person.get("language", "")).lower()
    if wanted in process.pilot.languages:
        return (wanted,)
    return process.pilot.authentic_languages or process.pilot.languages


def _site_of(process: Process) -> str:
    parts = urlsplit(process.pilot.publicity.portal_address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _key(process: Process, number: int) -> str:
    return "/".join((process.id, THANKS, str(number)))
