"""`deliberate documents`: the papers of a process, listed or written as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

if TYPE_CHECKING:
    from deliberate.core.services.context import Context
    from deliberate.core.services.shelf import Shelf, Shelved
    from deliberate.documents.document import Document
    from deliberate.documents.press import HousePress

FORMATS = ("pdf", "docx", "html", "txt", "json")


@command(
    _(
        "List the documents of a process, or write them as files.\n\n"
        "Issued documents are those on the record; the others are drafts made from what is known "
        "now. Without --out they are listed."
    )
)
@click.argument("process", metavar="PROCESS")
@click.option("--type", "types", multiple=True, help=_("Only this type of documents; repeatable."))
@click.option("--document", "ids", multiple=True, help=_("Only this document; repeatable."))
@click.option("--lang", "languages", multiple=True, help=_("Only this language; repeatable."))
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    default=("pdf", "docx"),
    show_default=True,
    help=_("What is written; repeatable."),
)
@click.option("--out", metavar="FOLDER", help=_("The folder into which they are written."))
@json_option
@click.pass_obj
def documents(
    house: House,
    process: str,
    types: tuple[str, ...],
    ids: tuple[str, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: str | None,
    as_json: bool,
) -> None:
    from deliberate.core.services.shelf import whole_shelf

    context = house.context()
    shelf = whole_shelf(context, process)
    wanted = _wanted(shelf, types, ids)
    spoken = _languages(shelf, languages)
    if out is None:
        _list(house, shelf, wanted, as_json=as_json)
        return
    _require_some(shelf, wanted)
    writing = _write(context, house.press, shelf, wanted, spoken, formats, Path(out))
    total = len(wanted) * len(spoken) * len(formats)
    written = list(writing if as_json else _watched(house, writing, total))
    if as_json:
        house.tell_machine({"process": process, "files": [str(path) for path in written]})
        return
    house.say(message("Files written: {count}. Folder: {folder}", count=len(written), folder=out))


def _wanted(shelf: Shelf, types: tuple[str, ...], ids: tuple[str, ...]) -> tuple[Shelved, ...]:
    known_types = tuple(dict.fromkeys(item.id for item in shelf.process.rulebook.documents))
    for name in types:
        if name not in known_types:
            raise UnusableInput(
                "NO_TYPE",
                message("This process has no documents of the type “{type}”.", type=name),
                fix=message("Known: {options}.", options=known_types),
            )
    for name in ids:
        shelf.find(name)
    wanted = tuple(
        item
        for item in shelf.items
        if (not types or item.paper.template.id in types) and (not ids or item.paper.id in ids)
    )
    if types and ids:
        _require_some(shelf, wanted)
    return wanted


def _require_some(shelf: Shelf, wanted: tuple[Shelved, ...]) -> None:
    """Refuse a choice that fits no document: nothing written is no success."""
    if not wanted:
        raise UnusableInput(
            "NOTHING_CHOSEN",
            message("No document of this process fits all of this."),
            fix=message(
                "See which there are with: {command}",
                command=f"deliberate documents {shelf.process.id}",
            ),
        )


def _watched(house: House, writing: Iterator[Path], total: int) -> Iterator[Path]:
    """The files as they are written; a terminal is told how many there are so far."""
    from rich.console import Console

    say = house.translator
    with Console(stderr=True).status("") as status:
        for count, path in enumerate(writing, start=1):
            status.update(
                say.render(message("Files written: {count} of {total}", count=count, total=total))
            )
            yield path


def _languages(shelf: Shelf, asked: tuple[str, ...]) -> tuple[str, ...]:
    from deliberate.core.services.shelf import require_language

    for code in asked:
        require_language(shelf, code)
    return asked or shelf.process.pilot.languages


def _list(house: House, shelf: Shelf, wanted: tuple[Shelved, ...], *, as_json: bool) -> None:
    if as_json:
        house.tell_machine([_as_json(item) for item in wanted])
        return
    say = house.speaking_in(shelf.process.calendar.zone)
    rows = [
        (
            item.paper.id,
            house.press.title(shelf.process, item.paper, say.locale),
            _state(house, item),
            "" if item.at is None else say.date(item.at.astimezone(shelf.process.calendar.zone)),
        )
        for item in wanted
    ]
    heads = (_("document"), _("title"), _("state"), _("since"))
    show_table(house, [house.translator.gettext(head) for head in heads], rows, narrow=(0, 2, 3))


def _state(house: House, item: Shelved) -> str:
    words = {"issued": _("on the record"), "owed": _("to be issued"), "draft": _("draft")}
    return house.translator.gettext(words[item.state])


def _as_json(item: Shelved) -> dict[str, object]:
    return {
        "id": item.paper.id,
        "type": item.paper.template.id,
        "state": item.state,
        "version": item.paper.version,
        "public": item.paper.template.public,
        "at": None if item.at is None else item.at.isoformat(),
        "sha256": dict(item.hashes),
    }


def _write(
    context: Context,
    press: HousePress,
    shelf: Shelf,
    wanted: tuple[Shelved, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    folder: Path,
) -> Iterator[Path]:
    from deliberate.core.services.shelf import content_of
    from deliberate.documents.document import parse_document

    for item in wanted:
        for language in languages:
            content = content_of(context, shelf, item, language)
            document = parse_document(content)
            for kind in formats:
                data = _rendered(press, document, content, kind)
                path = folder / f"{item.paper.id}.{language}.{kind}"
                _put(path, data)
                yield path


def _rendered(press: HousePress, document: Document, content: bytes, kind: str) -> bytes:
    match kind:
        case "pdf":
            return press.pdf(document)
        case "docx":
            return press.docx(document)
        case "html":
            return press.html(document).encode()
        case "txt":
            return press.plain(document).encode()
    return content


def _put(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The file cannot be written: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
            fix=message("Check the name and the folder."),
        ) from None
