"""The words of a step's document, to be read where they are answered."""

from __future__ import annotations

from typing import Any

from deliberate.core.services.shelf import content_of, read_shelf
from deliberate.documents.document import parse_document
from deliberate_web.current import current_context, current_locale, current_viewer


def paper_text(process_id: str, name: str) -> dict[str, Any] | None:
    """The document for the template of documents, in the reader's language where it is written;
    None where the rulebook has no template for it, or nothing here composes documents."""
    context = current_context()
    if not name or context.press is None:
        return None
    shelf = read_shelf(context, current_viewer(), process_id)
    languages = shelf.process.pilot.languages
    language = current_locale() if current_locale() in languages else languages[0]
    content = content_of(context, shelf, shelf.find(name), language)
    return parse_document(content).as_data()
