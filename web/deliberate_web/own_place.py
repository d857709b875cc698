"""Where somebody arrives after signing in: who one is here, and in which processes what role."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from deliberate.core.identity.roles import Granted, Role, may
from deliberate.core.services.processes import Listed, processes_seen
from deliberate_web.access import needs
from deliberate_web.current import current_account, current_context, current_viewer

blueprint = Blueprint("own_place", __name__)


@dataclass(frozen=True, slots=True)
class OwnProcess:
    """A process in which the account has roles, those of its agency and installation included."""

    process: Listed
    roles: tuple[Role, ...]


@blueprint.get("/my-place")
@needs()
def show() -> str:
    account = current_account()
    if account is None:
        abort(403)
    viewer = current_viewer()
    found = (_own(item, viewer.grants) for item in processes_seen(current_context(), viewer))
    return render_template(
        "own_place/own_place.html",
        label=account.label,
        wide=[grant for grant in viewer.grants if grant.scope != "process"],
        processes=[own for own in found if own.roles],
    )


def _own(process: Listed, grants: tuple[Granted, ...]) -> OwnProcess:
    roles = tuple(role for role in Role if may(grants, role, process.id, process.agency))
    return OwnProcess(process, roles)
