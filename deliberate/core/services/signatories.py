"""Who signed the published protocol, who refused and why, and who did neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from deliberate.core.decision.signing import PAPER, signatories
from deliberate.core.follow_up.commitments import report_view
from deliberate.core.identity.visibility import Viewer
from deliberate.core.process.facts import Fact
from deliberate.core.process.guards import text_of
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.services.context import Context
from deliberate.core.services.papers import before
from deliberate.core.services.portal.people import body_of, name_of
from deliberate.core.services.processes import process_seen
from deliberate.core.text import Text

Mark = Literal["signed", "by_hand", "refused", "missing"]


@dataclass(frozen=True, slots=True)
class Signatory:
    """A seat or an office that owed a mark. `body` is the organisation behind a seat and `name`
    its holder, where named by consent; `reason` is that of a refusal."""

    who: str
    office: bool
    mark: Mark
    body: Text = field(default_factory=Text)
    name: Text = field(default_factory=Text)
    at: datetime | None = None
    reason: Text = field(default_factory=Text)


def read_signatories(context: Context, viewer: Viewer, process_id: str) -> tuple[Signatory, ...]:
    """Everybody who owed a mark under the protocol; refuses a process that is not seen."""
    with context.store.read() as unit:
        process_seen(unit, viewer, process_id)
        process = context.read_process(unit, process_id)
    return signatories_of(process)


def signatories_of(process: Process) -> tuple[Signatory, ...]:
    """As it stood when the protocol was published, for seats go on to others; before, nobody."""
    view = report_view(process)
    published = view.first("report.published") if view is not None else None
    if view is None or published is None:
        return ()
    then = before(process, published)
    view = StepView(then, view.step, view.n)
    marks = {str(fact.body["seat"]): fact for fact in view.facts("report.signed", "report.refused")}
    owed = dict.fromkeys((*signatories(view), *marks))
    return tuple(_signatory(then, who, marks.get(who)) for who in owed)


def _signatory(process: Process, who: str, fact: Fact | None) -> Signatory:
    seat = process.roster.seat(who)
    name = name_of(process, who) if seat is not None else Text()
    body = body_of(process, who).name if seat is not None else Text()
    return Signatory(
        who=who,
        office=seat is None,
        mark=_mark(fact),
        body=body if body != name else Text(),
        name=name,
        at=fact.at if fact is not None else None,
        reason=text_of(fact.body, "reason") if fact is not None else Text(),
    )


def _mark(fact: Fact | None) -> Mark:
    if fact is None:
        return "missing"
    if fact.kind == "report.refused":
        return "refused"
    return "by_hand" if fact.body.get("form") == PAPER else "signed"
