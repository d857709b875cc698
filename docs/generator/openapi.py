"""The description of the interface for programs, as the server gives it."""

from __future__ import annotations

from flask import Flask

from deliberate_web.api.description import written
from deliberate_web.api.door import mount
from deliberate_web.api.processes import resources


def document() -> str:
    """OpenAPI 3.1 as JSON."""
    return written(mount(Flask("deliberate_web"), resources))
