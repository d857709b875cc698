"""Pages that take tables: they alone may be sent more than a form, and only by whom they let in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from werkzeug.datastructures import FileStorage

View = TypeVar("View", bound=Callable[..., Any])
MARK = "takes_tables"
LARGEST = 24 * 1024 * 1024
"""Bytes of a whole request; a table itself is held to less by whoever reads it."""
LONGEST_NAME = 80


def takes_tables(view: View) -> View:
    """Mark a view whose form may carry a table."""
    setattr(view, MARK, True)
    return view


def widen() -> None:
    """Before each request, after it was let in: a larger limit for marked views."""
    if request.endpoint is not None and getattr(
        current_app.view_functions[request.endpoint], MARK, False
    ):
        request.max_content_length = LARGEST
        request.max_form_memory_size = LARGEST
        request.max_form_parts = 5000


def upload_in(name: str) -> FileStorage | None:
    """The file of a field; None when nobody chose one."""
    found = request.files.get(name)
    return found if found is not None and found.filename else None


def named(upload: FileStorage) -> str:
    """What the person calls the file, without folders and without end."""
    name = (upload.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in name if letter.isprintable())
    return kept[-LONGEST_NAME:] or "table"
