"""The public resources of processes."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.services.portal.reading import list_processes, process_page
from deliberate.core.services.public_record import (
    EntryPage,
    entry_page,
    packed_bundle,
    rulebook_text,
)
from deliberate_web.api import schemas
from deliberate_web.api import schemas_decision as deciding
from deliberate_web.api import schemas_points as given
from deliberate_web.api import schemas_standing as standing
from deliberate_web.api.door import Resources
from deliberate_web.api.forms import AskedEntriesSchema, AskedSchema
from deliberate_web.current import current_context, current_viewer

resources = Resources("processes", "Processes, their results and their record")
_ONE = "/processes/<process_id>"


@resources.read("/processes", schemas.ProcessListSchema, AskedSchema)
def processes(asked: dict[str, Any]) -> dict[str, Any]:
    """All processes."""
    return {"processes": list_processes(current_context(), current_viewer())}


@resources.read(_ONE, schemas.ProcessSchema, AskedSchema)
def process(asked: dict[str, Any], process_id: str) -> ProcessPage:
    """One process: what is decided, by whom, and how far it has come."""
    return _page(process_id)


@resources.read(f"{_ONE}/steps", schemas.StepListSchema, AskedSchema)
def steps(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """The steps with their planned and actual dates."""
    return {"steps": [step for phase in _page(process_id).phases for step in phase.steps]}


@resources.read(f"{_ONE}/votes", schemas.TalliesSchema, AskedSchema)
def votes(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """The votes of the public; numbers appear after the count."""
    return {"votes": _page(process_id).votes}


@resources.read(f"{_ONE}/decision", deciding.DecisionSchema, AskedSchema)
def decision(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """What the members decided, and their protocol."""
    page = _page(process_id)
    return {"rounds": page.rounds, "protocol": page.protocol}


@resources.read(f"{_ONE}/weightings", given.WeightingsSchema, AskedSchema)
def weightings(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """The points that members gave; numbers and papers appear once they are added up."""
    return {"weightings": _page(process_id).weightings or ()}


@resources.read(f"{_ONE}/gatherings", given.GatheringsSchema, AskedSchema)
def gatherings(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """What several groups brought, put together."""
    return {"gatherings": _page(process_id).gatherings}


@resources.read(f"{_ONE}/commitments", schemas.CommitmentsSchema, AskedSchema)
def commitments(asked: dict[str, Any], process_id: str) -> Any:
    """The points of the protocol and how they are executed."""
    page = _page(process_id)
    if page.execution is None:
        none = {"points": (), "weeks": (), "accepted": 0, "completed_at": None}
        return {**none, "currency": page.money.currency}
    return page.execution


@resources.read(f"{_ONE}/seats", standing.SeatsSchema, AskedSchema)
def seats(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """Who sits where, and how each group of seats was filled."""
    return {"groups": _page(process_id).groups}


@resources.read(f"{_ONE}/inputs", standing.InputsSchema, AskedSchema)
def inputs(asked: dict[str, Any], process_id: str) -> Any:
    """Every public input and what became of it."""
    return _page(process_id).inputs


@resources.read(f"{_ONE}/conformity", standing.ConformitySchema, AskedSchema)
def conformity(asked: dict[str, Any], process_id: str) -> Any:
    """Which rules of its model the process keeps, and what the model itself does not do."""
    return _page(process_id).conformity


@resources.read(f"{_ONE}/budget", standing.BudgetSchema, AskedSchema)
def budget(asked: dict[str, Any], process_id: str) -> Any:
    """What the process costs and who pays."""
    return _page(process_id).money


@resources.read(f"{_ONE}/indicators", standing.IndicatorsSchema, AskedSchema)
def indicators(asked: dict[str, Any], process_id: str) -> dict[str, Any]:
    """Yearly figures before and after."""
    return {"indicators": _page(process_id).registers.indicators}


@resources.read(f"{_ONE}/record", schemas.EntryPageSchema, AskedEntriesSchema)
def record(asked: dict[str, Any], process_id: str) -> EntryPage:
    """The entries of the public record in order, each chained to the one before it."""
    return entry_page(
        current_context(),
        current_viewer(),
        process_id,
        after=asked["after"],
        limit=asked["limit"],
    )


@resources.download(f"{_ONE}/rulebook", "text/plain", {"type": "string"})
def rulebook(process_id: str) -> Response:
    """The rulebook that governs the process, in TOML, as it was frozen at the opening."""
    text = rulebook_text(current_context(), current_viewer(), process_id)
    return Response(text, mimetype="text/plain")


@resources.download(f"{_ONE}/bundle", "application/zip", {"type": "string", "format": "binary"})
def bundle(process_id: str) -> Response:
    """The bundle: everything that a stranger needs to recompute the process, as a ZIP file."""
    packed = packed_bundle(current_context(), current_viewer(), process_id)
    response = Response(packed.content, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{process_id}.zip")
    response.set_etag(packed.identity)
    response.make_conditional(request)
    return response


def _page(process_id: str) -> ProcessPage:
    return process_page(current_context(), current_viewer(), process_id)
