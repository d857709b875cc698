"""The steps that are run by a page, with how far each is, for one account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deliberate.core.decision.entitled import RETURNING_OFFICER
from deliberate.core.decision.secrecy import by_name
from deliberate.core.errors import Message, Refused, message
from deliberate.core.identity.roles import Role
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process, StepState
from deliberate.core.rulebook.model import Step
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import Mine, enter, frame_of
from deliberate.core.services.member.shapes import Frame
from deliberate.core.text import Text

HOSTS = frozenset({Role.AGENCY, Role.SECRETARY, Role.FACILITATOR, Role.CHAIR})
ENTERERS = frozenset({Role.SECRETARY, Role.FACILITATOR, Role.RETURNING_OFFICER})
PAGES: Mapping[str, frozenset[Role]] = MappingProxyType(
    {"survey": HOSTS, "tables": HOSTS, "papers": ENTERERS}
)
"""The pages there are, with the roles that have each."""
KINDS: Mapping[str, str] = MappingProxyType(
    {"survey": "survey", "tables": "tables", "ballot": "papers", "weighting": "papers"}
)
"""The page of each kind of step."""
EVERYBODY = frozenset(role for roles in PAGES.values() for role in roles)
"""Who has any of these pages."""


@dataclass(frozen=True, slots=True)
class Run:
    """One step with a page. `page`: the kind whose page it is; `count`: how many of how many."""

    step: str
    n: int
    page: str
    title: Text
    state: str
    count: tuple[int, int] | None
    outstanding: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Runs:
    frame: Frame
    steps: tuple[Run, ...]


def runs(context: Context, account: str, process_id: str, roles: frozenset[Role]) -> Runs:
    """The steps that somebody with these roles runs by a page, in the order of the rulebook."""
    mine = enter(context, account, process_id)
    return Runs(frame_of(mine), tuple(_runs(mine.process, roles)))


def has_page(process: Process, step: Step, roles: frozenset[Role]) -> bool:
    """Whether a step is run by a page on which one of these roles acts."""
    page = page_of(process, step)
    if page == "papers":
        return bool(roles.intersection(enterers_of(process.view(step))))
    return bool(page and PAGES[page] & roles)


def enterers_of(view: StepView) -> tuple[Role, ...]:
    """Who enters papers of this step: of a vote, the returning officer if one counts it."""
    if view.step.kind != "ballot":
        return (Role.SECRETARY, Role.FACILITATOR)
    outside = view.params.counted_by == RETURNING_OFFICER
    return (Role.RETURNING_OFFICER,) if outside else (Role.SECRETARY,)


def page_of(process: Process, step: Step) -> str:
    """The page by which a step is run; empty where it has none. A vote by name has no papers."""
    if step.kind == "ballot" and by_name(process.view(step)):
        return ""
    return KINDS.get(step.kind, "")


def _runs(process: Process, roles: frozenset[Role]) -> Iterator[Run]:
    for step in process.rulebook.steps:
        if not has_page(process, step, roles):
            continue
        state = process.state(step.id, process.occurrence(step.id))
        yield Run(
            step.id,
            state.n,
            page_of(process, step),
            step.title,
            state.state,
            state.progress.count,
            missing(state),
        )


def missing(state: StepState) -> tuple[Message, ...]:
    """Why a step does not begin yet, else what is lacking until it is done."""
    return state.reasons if state.state in {"waiting", "skipped"} else state.progress.outstanding


def require_page(mine: Mine, step_id: str, page: str) -> Step:
    """The step, if this page runs it; any other does not exist here."""
    step = mine.process.step(step_id)
    if step is None or page_of(mine.process, step) != page:
        raise Refused("NO_STEP", message("This process has no step “{step}”.", step=step_id))
    return step
