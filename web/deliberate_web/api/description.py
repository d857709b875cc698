"""The description of the interface as a file, OpenAPI 3.1."""

from __future__ import annotations

import json

from flask import Flask, Response

from deliberate_web.access import public
from deliberate_web.api.door import PREFIX, Description


def add_description(app: Flask, description: Description) -> None:
    """Serve the description; it does not change while the server runs."""
    document = written(description)

    @public
    def openapi() -> Response:
        return Response(document, mimetype="application/json")

    app.add_url_rule(f"{PREFIX}/openapi.json", "openapi", openapi)


def written(description: Description) -> str:
    """The document as it is served and kept in the reference."""
    return json.dumps(description.as_dict(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
