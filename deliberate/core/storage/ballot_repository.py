"""The papers of members' ballots whose choices stand beside no name.

Who handed in a paper and what is on it are kept apart. A confidential paper has a row of its own
that names its seat. A secret one has none: all papers of a ballot lie in one row, sorted by what is
on them, and the row is written anew with each. Neither the order of rows nor a row number nor a
time joins the two tables then.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from typing import Any

from deliberate.core.canonical import canonical
from deliberate.core.errors import Conflict, message
from deliberate.core.process.facts import SealedPaper
from deliberate.core.storage import tables
from deliberate.core.storage.process_repository import no_process
from deliberate.core.storage.session import Session, TakenError, UnreferencedError

Content = Mapping[str, Any]


class BallotRepository:
    """Papers lie here from the casting to the count, which destroys them; who took part stays."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hand_in(self, process: str, step: str, n: int, paper: SealedPaper) -> None:
        """Note that a seat takes part, and put its paper where it cannot be read before the count.

        Raises `Conflict` (ALREADY_VOTED) when the seat has handed in a paper of this ballot.
        """
        self.hold_process(process)
        row = {"process": process, "step": step, "n": n}
        try:
            self._session.insert(tables.Participation, {**row, "seat": paper.seat})
        except TakenError as error:
            raise Conflict(
                "ALREADY_VOTED",
                message("Seat {seat} has already voted.", seat=paper.seat),
                fix=message("Nothing was changed."),
            ) from error
        except UnreferencedError as error:
            raise no_process(process) from error
        if paper.secret:
            self._into_box(process, step, n, paper.content)
        else:
            content = dict(paper.content)
            self._session.insert(
                tables.ConfidentialPaper, {**row, "seat": paper.seat, "paper": content}
            )

    def hold_process(self, process: str) -> None:
        """Let others who write about this process wait until the transaction ends."""
        table = tables.Process
        self._session.hold(table.select(table.id).where(table.id == process))

    def _into_box(self, process: str, step: str, n: int, content: Content) -> None:
        box = tables.BallotBox
        here = _of_ballot(box, process, step, n)
        found = self._session.first(box.select(box.papers).where(here))
        if found is None:
            first = {"process": process, "step": step, "n": n, "papers": [dict(content)]}
            self._session.insert(box, first)
            return
        papers = list(found["papers"])  # in the order of what is on them, as they were put there
        insort(papers, dict(content), key=canonical)
        update: Any = box.update(papers=papers)
        self._session.change(update.where(here))

    def papers(self, process: str, step: str, n: int = 1) -> tuple[Content, ...]:
        """What is on the papers of a ballot, sorted by that alone: for the count, nothing else."""
        own, box = tables.ConfidentialPaper, tables.BallotBox
        rows = self._session.rows(own.select(own.paper).where(_of_ballot(own, process, step, n)))
        found = [row["paper"] for row in rows]
        for row in self._session.rows(
            box.select(box.papers).where(_of_ballot(box, process, step, n))
        ):
            found += row["papers"]
        return tuple(by_content(found))

    def participants(self, process: str, step: str, n: int = 1) -> tuple[str, ...]:
        """The seats that handed in a paper, in the order of their names."""
        table = tables.Participation
        rows = self._session.rows(
            table.select(table.seat).where(_of_ballot(table, process, step, n))
        )
        return tuple(sorted(str(row["seat"]) for row in rows))

    def destroy_papers(self, process: str, step: str | None = None, n: int = 1) -> None:
        """Destroy the papers of a ballot, without `step` all of a process; participation stays."""
        for table in (tables.ConfidentialPaper, tables.BallotBox):
            here = table.process == process
            if step is not None:
                here = _of_ballot(table, process, step, n)
            delete: Any = table.delete()
            self._session.change(delete.where(here))


def by_content(papers: Sequence[Content]) -> list[dict[str, Any]]:
    """The papers in the order of what is on them, which tells nothing about whose they are."""
    return sorted((dict(paper) for paper in papers), key=canonical)


def _of_ballot(table: Any, process: str, step: str, n: int) -> Any:
    return (table.process == process) & (table.step == step) & (table.n == n)
