"""Typed decorators around flask-smorest, which has no types; nothing else imports it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields

from deliberate_web.access import public

PREFIX = "/api/v1"
OPENAPI = "3.1.0"
PROBLEM = "application/problem+json"
View = TypeVar("View", bound=Callable[..., Any])

SUMMARY = """Everything public about deliberative processes, readable without an account.

Texts are objects with their language: the one that `lang` or `Accept-Language` asks for, else the
first that exists. Moments are ISO 8601 with their offset. Results of a vote appear after its count
and not before. Errors are `application/problem+json` (RFC 9457) with a stable `code`.
"""


class ProblemSchema(Schema):
    """What went wrong, where, and what to do; `code` is stable, the sentences are translated."""

    type = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String()
    fix = fields.String()
    where = fields.String()


class Description(Api):  # type: ignore[misc]
    """The description of the interface. Its errors are problems, which the house answers."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """The house has one handler for all errors."""

    def _register_responses(self) -> None:
        for name, words in (
            ("DEFAULT_ERROR", "The request failed"),
            ("BAD_REQUEST", "A parameter is wrong"),
        ):
            content = {PROBLEM: {"schema": ProblemSchema}}
            self.spec.components.response(name, {"description": words, "content": content})

    def as_dict(self) -> dict[str, Any]:
        """The document, OpenAPI 3.1."""
        document: dict[str, Any] = self.spec.to_dict()
        return document


class Resources:
    """A group of addresses that are read, each with the form of its answer."""

    def __init__(self, name: str, about: str) -> None:
        self._blueprint: Any = Blueprint(name, __name__, url_prefix=PREFIX, description=about)

    def read(self, rule: str, answer: type[Schema], asked: type[Schema]) -> Callable[[View], View]:
        """A public address that answers JSON; `asked` are the parameters of its query.

        The view gets them as its last argument by position.
        """

        def register(view: View) -> View:
            described = self._blueprint.response(200, answer)(public(view))
            described = self._blueprint.arguments(asked, location="query", error_status_code=400)(
                described
            )
            self._add(rule, view, described)
            return view

        return register

    def download(self, rule: str, media_type: str, form: dict[str, str]) -> Callable[[View], View]:
        """A public address that answers a file; the view returns a `Response`."""

        def register(view: View) -> View:
            described = self._blueprint.response(200, form, content_type=media_type)(public(view))
            self._add(rule, view, described)
            return view

        return register

    def _add(self, rule: str, view: View, described: Any) -> None:
        self._blueprint.get(rule)(self._blueprint.doc(operationId=view.__name__)(described))

    def mount_on(self, description: Description) -> None:
        description.register_blueprint(self._blueprint)


def mount(app: Flask, *groups: Resources) -> Description:
    """Register the groups and return their common description."""
    app.config.update(API_TITLE="deliberate", API_VERSION="v1", OPENAPI_VERSION=OPENAPI)
    options = {
        "info": {
            "description": SUMMARY,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
    }
    description = Description(app, spec_kwargs=options)
    for group in groups:
        group.mount_on(description)
    return description
