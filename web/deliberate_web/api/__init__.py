"""The interface for programs: public data under /api/v1, described by OpenAPI 3.1."""

from __future__ import annotations

from flask import Flask

from deliberate_web.api.description import add_description
from deliberate_web.api.door import mount
from deliberate_web.api.processes import resources


def prepare(app: Flask) -> None:
    """Mount the resources and their description."""
    add_description(app, mount(app, resources))
