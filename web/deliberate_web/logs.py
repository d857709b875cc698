"""What the operator's log says of each request: the kind of page and the answer, nothing more.

No address as it was asked for, no query, no host of a reader, no message of an error: any of them
may hold a name or a secret.
"""

from __future__ import annotations

import logging
import traceback

from flask import Flask, Response, request

_log = logging.getLogger("deliberate.web")


def prepare(app: Flask) -> None:
    app.after_request(_tell)


def note_failure(error: BaseException) -> None:
    """Where the programme failed and with which kind of error."""
    places = "".join(traceback.format_tb(error.__traceback__))
    kinds, cause = [type(error).__name__], error.__cause__ or error.__context__
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    _log.error("%s %s: %s\n%s", request.method, _kind(), " from ".join(kinds), places)


def _tell(response: Response) -> Response:
    _log.info("%s %s %s", request.method, _kind(), response.status_code)
    return response


def _kind() -> str:
    """The pattern of the address, not the address."""
    return "-" if request.url_rule is None else request.url_rule.rule
