"""Where somebody arrives after signing in: each process and role, and what to do first in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deliberate.core.identity.roles import Role, may
from deliberate.core.identity.visibility import Viewer
from deliberate.core.services.accounts import listed_accounts
from deliberate.core.services.context import Context
from deliberate.core.services.member.desk_lines import Line, in_order
from deliberate.core.services.member.entering import Mine, enter, frame_of
from deliberate.core.services.member.other_desks import (
    auditor_lines,
    candidate_lines,
    citizen_lines,
    executor_lines,
    facilitator_lines,
    observer_lines,
    returning_officer_lines,
)
from deliberate.core.services.member.outcome_lines import outcome_lines
from deliberate.core.services.member.seat_desk import chair_lines, member_lines
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.member.staff_desk import staff_lines
from deliberate.core.services.own_places import OwnPlace, own_places
from deliberate.core.services.processes import processes_seen
from deliberate.core.services.recruiting.setting import ORGANISERS
from deliberate.core.services.running.steps import has_page

Lines = Callable[[Mine], Iterable[Line]]


def _staff(mine: Mine) -> Iterable[Line]:
    return staff_lines(mine.process, mine.account)


DESKS: Mapping[Role, Lines] = MappingProxyType(
    {
        Role.AGENCY: _staff,
        Role.SECRETARY: _staff,
        Role.CHAIR: chair_lines,
        Role.MEMBER: member_lines,
        Role.FACILITATOR: facilitator_lines,
        Role.CANDIDATE: candidate_lines,
        Role.EXECUTOR: executor_lines,
        Role.OBSERVER: observer_lines,
        Role.AUDITOR: auditor_lines,
        Role.RETURNING_OFFICER: returning_officer_lines,
        Role.CITIZEN: citizen_lines,
    }
)
"""Whose desk has which lines. The operator's desk is the installation."""

RUNS = frozenset({Role.FACILITATOR, Role.SECRETARY, Role.AGENCY, Role.CHAIR})
"""Who has “Today”."""

SITS = frozenset({Role.MEMBER, Role.CHAIR, Role.SECRETARY})
"""Who has a place of the own: seats, and offices that sign."""

RECRUITS = frozenset({Role.AGENCY, Role.SECRETARY})
"""Who takes in a pool, sets quotas and prepares the draw."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One process in which somebody has roles: what to do first in it, over all of them.

    `registers`: whether people register in it, and this account organises that; `draws`: a panel is
    drawn by lot in it; `has_runs`: this account runs steps of it by a page."""

    frame: Frame
    own: OwnPlace
    lines: tuple[Line, ...]
    outcome: tuple[Line, ...]
    has_place: bool
    registers: bool = False
    draws: bool = False
    has_runs: bool = False

    @property
    def has_today(self) -> bool:
        return bool(RUNS & set(self.own.roles))

    @property
    def prepares_lottery(self) -> bool:
        return self.draws and bool(RECRUITS & set(self.own.roles))


@dataclass(frozen=True, slots=True)
class Installation:
    """What an operator sees of the whole: how many accounts, how many without a role, closed."""

    accounts: int
    without_role: int
    disabled: int
    processes: int


@dataclass(frozen=True, slots=True)
class Landing:
    desks: tuple[Desk, ...]
    installation: Installation | None


def landing(context: Context, viewer: Viewer) -> Landing:
    """Everything that an account has a role in, running processes first."""
    account = viewer.account or ""
    found = [
        _desk(enter(context, account, place.process.id), place)
        for place in own_places(context, viewer)
    ]
    over = {"closed", "cancelled"}
    ordered = sorted(found, key=lambda desk: desk.frame.status in over)
    return Landing(tuple(ordered), _installation(context, viewer))


def _desk(mine: Mine, own: OwnPlace) -> Desk:
    roles = tuple(map(Role, own.roles))
    lines = [line for role in roles if role in DESKS for line in DESKS[role](mine)]
    unique = tuple(dict.fromkeys(lines))
    return Desk(
        frame_of(mine),
        own,
        in_order(mine.process, unique),
        tuple(outcome_lines(mine.process)),
        bool({Role.MEMBER, Role.CHAIR} & set(roles)) or bool(SITS & set(roles) and mine.offices),
        bool(set(ORGANISERS) & set(own.roles)) and _registers(mine),
        any(step.kind == "lottery" for step in mine.process.rulebook.steps),
        any(has_page(mine.process, step, frozenset(roles)) for step in mine.process.rulebook.steps),
    )


def _registers(mine: Mine) -> bool:
    return any(step.kind == "registration" for step in mine.process.rulebook.steps)


def _installation(context: Context, viewer: Viewer) -> Installation | None:
    """For operators of the whole installation alone."""
    if not may(viewer.grants, Role.OPERATOR, "", ""):
        return None
    rows = listed_accounts(context)
    return Installation(
        accounts=len(rows),
        without_role=sum(not item.grants and not item.positions for item in rows),
        disabled=sum(item.account.disabled_at is not None for item in rows),
        processes=len(processes_seen(context, viewer)),
    )
