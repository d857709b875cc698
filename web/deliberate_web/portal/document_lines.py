"""Documents as lines of a page: in their list, and where a page tells what one of them says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.services.shelf import Shelf, Shelved, read_shelf
from deliberate_web.current import (
    current_context,
    current_locale,
    current_press,
    current_viewer,
)

SHOWN_WITH = {
    "agenda": ("announcement.published",),
    "decision": ("ballot.opened",),
    "protocol": ("report.published",),
    "execution": (
        "execution.reported",
        "execution.noticed",
        "execution.complained",
        "execution.claimed",
        "evaluation.closed",
    ),
}
"""The parts of a process that tell of documents: by the facts that those are issued with."""
POST = "post"
"""Texts for social pages retell what a page says anyway."""


@dataclass(frozen=True, slots=True)
class Line:
    """A document in a list; its title is in the reader's language, or in the first it has.

    `on` is the kind of the fact that it is issued with, `step` the step of that fact.
    """

    id: str
    title: str
    subject: str
    n: int
    form: str
    state: str
    at: datetime | None
    version: int
    public: bool
    counts: bool
    on: str
    step: str


def line_of(shelf: Shelf, item: Shelved) -> Line:
    paper = item.paper
    return Line(
        id=paper.id,
        title=current_press().title(shelf.process, paper, current_locale()),
        subject=paper.subject,
        n=paper.n,
        form=paper.template.form,
        state=item.state,
        at=item.at,
        version=paper.version,
        public=paper.template.public,
        counts=paper.template.about in {"vote", "week"} or paper.n > 1,
        on=paper.template.on,
        step=(paper.cause.step if paper.cause is not None else paper.template.step) or "",
    )


def lines_shown_with(process_id: str, part: str) -> tuple[Line, ...]:
    """The public documents that a part of a process tells of, as far as this viewer reads them."""
    kinds = SHOWN_WITH.get(part)
    if kinds is None:
        return ()
    shelf = read_shelf(current_context(), current_viewer(), process_id)
    return tuple(
        line_of(shelf, item)
        for item in shelf.items
        if item.state != "draft"
        and item.paper.template.public
        and item.paper.template.on in kinds
        and item.paper.template.form != POST
    )
