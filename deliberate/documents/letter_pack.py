"""A pack of letters as files: a PDF for each letter, and a table for offices that print their own.

The pack holds names, addresses and codes. It is written where only its owner reads, and belongs to
nobody's record.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Refused, UnusableInput, Where, message
from deliberate.core.process.respondents import printed
from deliberate.core.services.recruiting.pack import Pack, Posted
from deliberate.core.services.table_files import guarded
from deliberate.core.system_reason import system_reason
from deliberate.documents.document import Document
from deliberate.documents.press import HousePress
from deliberate.documents.recruitment_letters import (
    Addressee,
    invitation,
    reply_address,
    thanks,
)

TABLE = "letters.csv"
COLUMNS = ("number", "name", "address", "postcode", "city", "language", "code", "url")
Tell = Callable[[int, int], None]


def write_invitations(
    pack: Pack, press: HousePress, folder: Path, *, pdf: bool = True, tell: Tell = lambda *_: None
) -> list[tuple[Posted, str]]:
    """Write `letters.csv` and, with `pdf`, each letter as `R0001.kk.pdf`. Refuses a folder that has
    something in it: no letter of another pack may be among these."""

    def made(item: Posted, language: str) -> Document:
        say = press.translator(language, pack.process)
        return invitation(pack.process, pack.registration, _to(item), pack.site, say)

    return _write(pack, press, folder, made, pdf=pdf, tell=tell)


def write_thanks(
    pack: Pack, press: HousePress, folder: Path, *, pdf: bool = True, tell: Tell = lambda *_: None
) -> list[tuple[Posted, str]]:
    """The same for letters of thanks. The proofs are the hashes of what was written."""

    def made(item: Posted, language: str) -> Document:
        return thanks(pack.process, _to(item), press.translator(language, pack.process))

    return _write(pack, press, folder, made, pdf=pdf, tell=tell)


def _write(
    pack: Pack,
    press: HousePress,
    folder: Path,
    made: Callable[[Posted, str], Document],
    *,
    pdf: bool,
    tell: Tell,
) -> list[tuple[Posted, str]]:
    _make_ready(folder)
    _put(folder / TABLE, _table(pack))
    done: list[tuple[Posted, str]] = []
    for item in pack.letters:
        hashes: dict[str, str] = {}
        for language in item.languages:
            document = made(item, language)
            name = f"{printed(item.number)}.{language}"
            hashes[name] = digest(document.canonical())
            if pdf:
                _put(folder / f"{name}.pdf", press.pdf(document))
        done.append((item, f"sha256:{digest(canonical(hashes))}"))
        tell(len(done), len(pack.letters))
    return done


def _to(item: Posted) -> Addressee:
    return Addressee(item.number, item.person, item.code)


def _table(pack: Pack) -> bytes:
    """A line for each letter and language, in UTF-8 with its mark, as spreadsheets expect it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(pack))
    return ("\ufeff" + text.getvalue()).encode()


def _lines(pack: Pack) -> Iterator[tuple[str, ...]]:
    for item in pack.letters:
        address = [str(item.person.get(k, "")) for k in ("name", "address", "postcode", "city")]
        for language in item.languages:
            url = reply_address(pack.site, language, item.code) if item.code else ""
            yield (printed(item.number), *map(guarded, address), language, item.code, url)


def _make_ready(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        occupied = any(folder.iterdir())
    except OSError as error:
        raise _not_written(folder, error) from None
    if occupied:
        raise Refused(
            "OCCUPIED",
            message("The folder {folder} is not empty; nothing was written.", folder=str(folder)),
            fix=message("Name a new folder, so that no letter of another pack is among these."),
        )


def _put(path: Path, data: bytes) -> None:
    try:
        path.touch(mode=0o600)
        path.write_bytes(data)
    except OSError as error:
        raise _not_written(path, error) from None


def _not_written(place: Path, error: OSError) -> UnusableInput:
    return UnusableInput(
        "NOT_WRITTEN",
        message("The file cannot be written: {reason}.", reason=system_reason(error)),
        where=Where(str(place)),
        fix=message("Check the name and the folder."),
    )
