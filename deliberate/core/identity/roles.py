"""Roles and their scopes. One installation serves several agencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

Scope = Literal["installation", "agency", "process"]


class Role(StrEnum):
    """What somebody may be in a process."""

    OPERATOR = "operator"
    AGENCY = "agency"
    SECRETARY = "secretary"
    CHAIR = "chair"
    MEMBER = "member"
    FACILITATOR = "facilitator"
    CANDIDATE = "candidate"
    EXECUTOR = "executor"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    RETURNING_OFFICER = "returning_officer"
    CITIZEN = "citizen"


class Granted(Protocol):
    """A role in a scope; `target` names the agency or process, empty for the installation."""

    @property
    def role(self) -> str: ...

    @property
    def scope(self) -> str: ...

    @property
    def target(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a scope, by itself; a row of the store serves as well."""

    role: str
    scope: str
    target: str = ""


def may(grants: Iterable[Granted], role: str, process: str, agency: str) -> bool:
    """Whether somebody with these grants acts in `role` in this process of this agency.

    A grant without the name of its agency or process reaches none.
    """
    wanted = {("installation", "")}
    wanted |= {(scope, name) for scope, name in (("agency", agency), ("process", process)) if name}
    return any(grant.role == role and (grant.scope, grant.target) in wanted for grant in grants)
