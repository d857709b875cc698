"""Open data of a process: the list of files, each as CSV and JSON, and its dates as a calendar."""

from __future__ import annotations

from flask import Response

from deliberate.core.errors import Message
from deliberate.core.services.portal.dates import process_calendar
from deliberate.core.services.portal.open_data import (
    LICENCE,
    LICENCE_URL,
    open_data,
    open_table,
)
from deliberate.core.services.portal.open_data_files import to_csv, to_json
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.reading import process_page
from deliberate.core.text import Text
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator, current_viewer
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.process_pages import shown_process


@blueprint.get("/p/<process_id>/data/")
@public
def data(process_id: str) -> str:
    """Every file with what its columns mean, and the licence."""
    return shown_process(
        process_id,
        "portal/parts/data.html",
        "data",
        tables=open_data(_page(process_id)),
        licence=LICENCE,
        licence_url=LICENCE_URL,
    )


@blueprint.get("/p/<process_id>/data/<table>.csv")
@public
def csv_file(process_id: str, table: str) -> Response:
    content = to_csv(open_table(_page(process_id), table))
    return _file(content, "text/csv", f"{process_id}-{table}.csv")


@blueprint.get("/p/<process_id>/data/<table>.json")
@public
def json_file(process_id: str, table: str) -> Response:
    page = _page(process_id)
    content = to_json(page, open_table(page, table), current_translator().render)
    return _file(content, "application/json", f"{process_id}-{table}.json")


@blueprint.get("/p/<process_id>/calendar.ics")
@public
def calendar_ics(process_id: str) -> Response:
    """The dates of a process for calendar programs."""
    page = _page(process_id)
    content = process_calendar(page, _say, page.now).encode()
    return _file(content, "text/calendar", f"{process_id}.ics")


def _page(process_id: str) -> ProcessPage:
    return process_page(current_context(), current_viewer(), process_id)


def _say(value: Text | Message | str) -> str:
    return current_translator().value(value)


def _file(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep; its encoding is told, because programs guess wrong."""
    response = Response(content, content_type=f"{media_type}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
