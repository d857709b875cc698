"""Style sheets, scripts and pictures: each address carries a mark of its content.

So browsers may keep a file for a year and still get the new one after an upgrade.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

from deliberate_web.access import public

YEAR = 365 * 24 * 60 * 60
_LENGTH = 12
_UNMARKED = frozenset({".woff2"})
"""Style sheets name typefaces without a mark; a typeface that changes gets another file name."""


def prepare(app: Flask) -> None:
    """Files are read once, at the start: they do not change while the server runs."""
    marks = _marks(Path(str(app.static_folder)))

    def mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values["filename"] in marks:
            values["v"] = marks[values["filename"]]

    app.url_defaults(mark)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    public(app.view_functions["static"])


def _marks(folder: Path) -> Mapping[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:_LENGTH]
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in _UNMARKED
    }
