"""The papers for a member: each with what speaks for and against it, and the member's mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deliberate.core.errors import Refused, message
from deliberate.core.process.kind import StepView
from deliberate.core.process.roster import Seat
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.member.early_tasks import read_marks, read_task
from deliberate.core.services.member.entering import enter, frame_of, member_for, own_key
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.portal.meetings import papers_of
from deliberate.core.services.portal.shapes import Body, Paper


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper for one member. `by`: the member's body that wrote it, None for others' papers;
    `hashes`: language to SHA-256 of the version in force; `read_at`: when it was marked."""

    paper: Paper
    by: Body | None
    hashes: tuple[tuple[str, str], ...]
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class PapersToRead:
    """All papers; `open`: they can be marked now. `next`: the first that is not marked."""

    frame: Frame
    task: Task
    readings: tuple[Reading, ...]
    open: bool

    @property
    def next(self) -> Reading | None:
        return next((item for item in self.readings if item.read_at is None), None)

    def find(self, paper: str) -> Reading:
        """The paper of this name; refuses an unknown one."""
        for reading in self.readings:
            if reading.paper.id == paper:
                return reading
        raise Refused("NO_PAPER", message("There is no paper “{paper}” here.", paper=paper))


def papers_page(context: Context, account: str, process_id: str, step: str) -> PapersToRead:
    """The papers of a process, once they have been sent."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step, "materials")
    seat = mine.require_seat()
    task = read_task(view, seat)
    running = mine.process.status == "open"
    return PapersToRead(frame_of(mine), task, _readings(view, seat), open=running and task.open)


def mark_read(
    context: Context, account: str, process_id: str, step: str, paper: str, *, key: str
) -> Done:
    """The member's own mark; it enters the record without the seat."""
    mine = enter(context, account, process_id)
    mine.require_seat()
    actor = member_for(context, mine, step, "read")
    return perform(
        context,
        actor,
        process_id,
        step,
        "read",
        {"material": paper},
        key=own_key(account, key),
    )


def _readings(view: StepView, seat: Seat) -> tuple[Reading, ...]:
    process, marks = view.process, read_marks(view, seat)
    seats = {item.id for item in process.roster.seats}
    sent = view.process.select("materials.sent", step=view.step.id)
    hashes = sent[-1].body["materials"] if sent else {}
    return tuple(
        Reading(
            paper,
            paper.author if paper.author.seat in seats else None,
            tuple(
                (name.partition("/")[2], sha256)
                for name, sha256 in hashes.items()
                if name.partition("/")[0] == paper.id
            ),
            marks[paper.id].at if paper.id in marks else None,
        )
        for paper in papers_of(process)
    )
