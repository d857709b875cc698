"""Who may ask for which address. What carries no mark is refused.

A view is marked with `@public` or with `@needs(...)`, nearest to the function. An address that
names a process does so as `process_id`: then a role counts in that process or in its agency only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import abort, current_app, request

from deliberate.core.identity.roles import Role
from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.own_places import roles_of
from deliberate_web.current import current_account, current_context, current_viewer

View = TypeVar("View", bound=Callable[..., Any])
MARK = "access"
PROCESS = "process_id"


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in: everybody, or accounts (with one of `roles`, if there are any)."""

    everybody: bool = False
    roles: frozenset[Role] = frozenset()


def public(view: View) -> View:
    """Open to everybody."""
    setattr(view, MARK, Access(everybody=True))
    return view


def needs(*roles: Role) -> Callable[[View], View]:
    """Open to accounts with one of the roles; without roles, to every account."""

    def mark(view: View) -> View:
        setattr(view, MARK, Access(roles=frozenset(roles)))
        return view

    return mark


def access_of(endpoint: str) -> Access | None:
    """The mark of an endpoint, or None when nobody thought of it."""
    view = current_app.view_functions[endpoint]
    return cast("Access | None", getattr(view, MARK, None))


def check_access() -> None:
    """Before each request. An unmarked endpoint does not exist for anybody."""
    if request.endpoint is None:
        return
    access = access_of(request.endpoint)
    if access is None:
        abort(404)
    if access.everybody:
        return
    if current_account() is None:
        abort(403)
    if access.roles and not _holds_one(current_viewer(), access.roles):
        abort(403)


def _holds_one(viewer: Viewer, roles: frozenset[Role]) -> bool:
    process = (request.view_args or {}).get(PROCESS)
    if process is None:
        return any(grant.role in roles for grant in viewer.grants)
    return bool(roles & roles_of(current_context(), viewer, process))
