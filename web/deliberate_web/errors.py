"""Answers to failed requests: a page in the reader's language, or problem+json for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, json, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import RequestRedirect

from deliberate.core.services.processes import processes_seen
from deliberate_web.current import (
    current_context,
    current_translator,
    current_viewer,
    look_as_anybody,
)
from deliberate_web.headers import API, keep_nothing
from deliberate_web.language import asked, names_a_language
from deliberate_web.logs import note_failure
from deliberate_web.problems import Problem, problem_of


def prepare(app: Flask) -> None:
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> Response | HTTPException:
    if isinstance(error, RequestRedirect):
        return error
    if isinstance(error, SecurityError):
        # The host name is not ours, so no address of a page can be made.
        return _bare(400)
    if g.get("answering"):
        note_failure(error)
        return _bare(500)
    g.answering = True
    if "locale" not in g:
        g.locale = asked()
    problem = problem_of(error)
    if problem.status >= 500:
        note_failure(error)
        look_as_anybody()
    if request.path.startswith(API):
        response = _for_programs(problem)
    else:
        page = render_template(
            "errors/error.html",
            problem=problem,
            in_a_language=names_a_language(),
            process_url=_process_url() if problem.status < 500 else "",
        )
        response = make_response(page)
    response.status_code = problem.status
    if isinstance(error, HTTPException):
        response.headers.update(
            {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
        )
    keep_nothing()
    return response


def _process_url() -> str:
    """The page of the process in whose place something is missing; empty where there is none."""
    parts = request.path.split("/")
    if len(parts) < 5 or parts[2] != "p":
        return ""
    known = {item.id for item in processes_seen(current_context(), current_viewer())}
    return url_for("portal.process", process_id=parts[3]) if parts[3] in known else ""


def _bare(status: int) -> Response:
    """An answer that needs no template and no address of a page."""
    return Response(f"{status} {HTTPStatus(status).phrase}\n", status, mimetype="text/plain")


def _for_programs(problem: Problem) -> Response:
    translator = current_translator()
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": problem.status,
        "code": problem.code,
        "title": translator.render(problem.title),
    }
    if problem.detail is not None:
        body["detail"] = translator.render(problem.detail)
    if problem.fix is not None:
        body["fix"] = translator.render(problem.fix)
    if problem.where is not None:
        body["where"] = str(problem.where)
    return Response(json.dumps(body), mimetype="application/problem+json")
