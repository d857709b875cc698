"""The documents of a process: a list, each as a page, and files to print, edit or check."""

from __future__ import annotations

from flask import Response, abort

from deliberate.core.canonical import digest
from deliberate.core.services.shelf import Shelf, Shelved, content_of, read_shelf, whole_shelf
from deliberate.documents.document import Document, parse_document
from deliberate_web.access import public
from deliberate_web.current import (
    current_context,
    current_locale,
    current_press,
    current_viewer,
)
from deliberate_web.headers import keep_nothing
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.document_lines import Line, line_of
from deliberate_web.portal.process_pages import shown_process

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


@blueprint.get("/p/<process_id>/documents/")
@public
def documents(process_id: str) -> str:
    """What this viewer may read: the issued ones, and drafts for those who write them."""
    shelf = read_shelf(current_context(), current_viewer(), process_id)
    lines = [line_of(shelf, item) for item in shelf.items]
    return shown_process(
        process_id,
        "portal/parts/documents.html",
        "documents",
        issued=[line for line in _in_order(lines) if line.state != "draft"],
        drafts=[line for line in lines if line.state == "draft"],
    )


@blueprint.get("/p/<process_id>/documents/<name>/")
@public
def document(process_id: str, name: str) -> str:
    """One document as a page, in the reader's language."""
    shelf, item = _found(process_id, name)
    content = content_of(current_context(), shelf, item, _language(shelf))
    return shown_process(
        process_id,
        "portal/parts/document.html",
        "documents",
        line=line_of(shelf, item),
        document=parse_document(content).as_data(),
        sha256=digest(content),
        formats=tuple(MEDIA),
    )


@blueprint.get("/p/<process_id>/documents/<name>.<kind>")
@public
def document_file(process_id: str, name: str, kind: str) -> Response:
    """One document as a file: PDF and DOCX to print and edit, JSON as the record hashes it."""
    if kind not in MEDIA:
        abort(404)
    shelf, item = _found(process_id, name)
    language = _language(shelf)
    content = content_of(current_context(), shelf, item, language)
    response = Response(_rendered(parse_document(content), content, kind))
    response.content_type = MEDIA[kind]
    response.headers.set(
        "Content-Disposition", "inline", filename=f"{process_id}-{name}.{language}.{kind}"
    )
    return response


def _rendered(document: Document, content: bytes, kind: str) -> bytes:
    press = current_press()
    match kind:
        case "pdf":
            return press.pdf(document)
        case "docx":
            return press.docx(document)
        case "txt":
            return press.plain(document).encode()
    return content


def _found(process_id: str, name: str) -> tuple[Shelf, Shelved]:
    """The document, if this viewer may read it; 403 for one that is there and not for them."""
    context = current_context()
    shelf = read_shelf(context, current_viewer(), process_id)
    if all(item.paper.id != name for item in shelf.items):
        if any(item.paper.id == name for item in whole_shelf(context, process_id).items):
            abort(403)
        abort(404)
    item = shelf.find(name)
    if item.state == "draft" or not item.paper.template.public:
        keep_nothing()
    return shelf, item


def _language(shelf: Shelf) -> str:
    """The reader's language where the process is held in it, else the process's first one."""
    languages = shelf.process.pilot.languages
    locale = current_locale()
    return locale if locale in languages else languages[0]


def _in_order(lines: list[Line]) -> list[Line]:
    """Those that come again and again with the newest first, behind all others."""
    once = [line for line in lines if not line.counts]
    again = [line for line in lines if line.counts]
    return once + sorted(again, key=lambda line: line.n, reverse=True)
