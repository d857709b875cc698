"""The one rule of visibility: who may see what of a process, whichever door is asked.

Pages, the interface for programs, exports, mail and the command line all ask `sees`. What is not
named here is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from deliberate.core.identity.roles import Granted, Role, may

_STAFF = frozenset({Role.OPERATOR, Role.AGENCY, Role.SECRETARY})


class What(StrEnum):
    """Kinds of information about a process.

    `record`: entries of the public record, rulebook, published documents and notices.
    `result`: tallies and single votes of a public vote. `draft`: a document in work.
    `put_to_members`: a draft that members are asked to agree to or to comment on.
    `input`: a public input in its author's words. `person`: everything personal about a seat, a
    candidate or an author. `signed_message`: a signed vote or mark with its certificate.
    """

    RECORD = "record"
    RESULT = "result"
    DRAFT = "draft"
    PUT_TO_MEMBERS = "put_to_members"
    INPUT = "input"
    PERSON = "person"
    SIGNED_MESSAGE = "signed_message"


EVERYBODY = frozenset({What.RECORD, What.RESULT})
ONES_OWN = frozenset({What.INPUT, What.PERSON})
AFTER_THE_CLOSE = frozenset({What.RESULT, What.SIGNED_MESSAGE})
ROLES: Mapping[What, frozenset[Role]] = MappingProxyType(
    {
        What.DRAFT: _STAFF,
        What.PUT_TO_MEMBERS: _STAFF | {Role.CHAIR, Role.MEMBER},
        What.INPUT: _STAFF,
        What.PERSON: _STAFF,
        What.SIGNED_MESSAGE: frozenset({Role.AUDITOR}),
    }
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: an account with its grants; without an account, anybody."""

    account: str | None = None
    grants: tuple[Granted, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the thing belongs. `opened`: the process is opened, no draft. `voting`: the vote that
    the thing is about is not closed. `about`: the account whose own data it is, if any."""

    process: str
    agency: str
    opened: bool = True
    voting: bool = False
    about: str | None = None


def sees(viewer: Viewer, what: What, place: Place) -> bool:
    """Whether the viewer may see this kind of information in this place.

    Before a vote is closed nobody sees results or signed votes, whatever the role (promise P8).
    """
    if place.voting and what in AFTER_THE_CLOSE:
        return False
    if not place.opened:
        return _holds(viewer, _STAFF, place)
    if what in EVERYBODY:
        return True
    if what in ONES_OWN and place.about is not None and viewer.account == place.about:
        return True
    return _holds(viewer, ROLES.get(what, frozenset()), place)


def _holds(viewer: Viewer, roles: frozenset[Role], place: Place) -> bool:
    return any(may(viewer.grants, role, place.process, place.agency) for role in roles)
