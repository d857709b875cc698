"""Papers: which documents follow from what happened, and which can be drafted now.

A template of the rulebook names the kind of facts that it is issued with. So the list of documents
of a process is derived like everything else: nothing says "make the letter" but the fact itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from deliberate.core.follow_up.commitments import Stage, commitments
from deliberate.core.follow_up.weekly import current_week
from deliberate.core.process.facts import Fact
from deliberate.core.process.process import Process
from deliberate.core.rulebook.templates import DocumentTemplate


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `subject` is a seat, an expert or a point, by what the template is about; `n`
    counts votes, weeks or occurrences of the step; `version` is that of the text which the cause
    fixes, where the record counts its drafts; `cause` is None while it is a draft."""

    template: DocumentTemplate
    subject: str = ""
    n: int = 1
    version: int = 1
    cause: Fact | None = None

    @property
    def id(self) -> str:
        """The name of the document, which is also that of its files."""
        parts = [self.template.id, self.subject]
        counts = self.template.about in {"vote", "week"} or self.n > 1
        return "-".join([part for part in parts if part] + ([f"{self.n:02d}"] if counts else []))


ISSUED_WHEN: Mapping[str, Callable[[Process], bool]] = MappingProxyType(
    {
        "minority": lambda process: bool(process.select("report.minority")),
        "refusals": lambda process: bool(process.select("report.refused")),
    }
)
"""By the names of `rulebook.template_names.ISSUED_WHEN`."""


FIXING: Mapping[str, str] = MappingProxyType(
    {
        "document.frozen": "document.frozen",
        "report.frozen": "report.frozen",
        "report.published": "report.frozen",
    }
)
"""Facts with which one of the drafted versions of a text is issued, and those that say which."""

KEPT = 8
"""So many states are kept of a process: the documents of one fact are made one after the other."""


def issued_papers(process: Process) -> tuple[Paper, ...]:
    """Every document that a fact of the process calls for, in the order of the facts."""
    return process.derived(_issued)


def _issued(process: Process) -> tuple[Paper, ...]:
    kinds = {template.on for template in process.rulebook.documents}
    found: list[Paper] = []
    versions: dict[str, int] = {}
    for fact in process.select(*kinds) if kinds else ():
        for paper in papers_for(process, fact):
            following = versions.get(paper.id, 0) + 1
            # Two documents never share a version, whatever the facts say.
            versions[paper.id] = max(following, _version(process, paper.template, fact))
            found.append(replace(paper, version=versions[paper.id]))
    return tuple(found)


def papers_for(process: Process, fact: Fact) -> Iterator[Paper]:
    """The documents that one fact of the process calls for, before they are numbered."""
    for template in process.rulebook.documents:
        if template.on == fact.kind and template.step in {"", fact.step}:
            for paper in _caused(process, template, fact):
                if _called_for(process, paper):
                    yield paper


def enclosed(process: Process, paper: Paper) -> tuple[Paper, ...]:
    """The documents that a letter encloses: each as it was last issued when the letter was.

    What nothing has called for by then is enclosed as it would have been issued with the letter.
    """
    last = paper.cause.seq if paper.cause is not None else 0
    found: list[Paper] = []
    for name in paper.template.encloses:
        template = process.rulebook.document(name)
        if template is None:
            continue
        subject = paper.subject if template.about == paper.template.about else ""
        issued = [
            item
            for item in issued_papers(process)
            if item.template.id == name
            and item.subject == subject
            and item.cause is not None
            and item.cause.seq <= last
        ]
        found.append(issued[-1] if issued else Paper(template, subject, cause=paper.cause))
    return tuple(found)


def _version(process: Process, template: DocumentTemplate, fact: Fact) -> int:
    """The version that the record gives to the text of the template's own step; else 0."""
    if template.step != fact.step or fact.kind not in FIXING:
        return 0
    frozen = process.select(FIXING[fact.kind], step=fact.step)
    return max((int(item.body["version"]) for item in frozen if item.seq <= fact.seq), default=0)


def latest_papers(process: Process) -> tuple[Paper, ...]:
    """The version in force of every document, in the order of the rulebook's templates."""
    last = {paper.id: paper for paper in issued_papers(process)}
    order = {item.id: number for number, item in enumerate(process.rulebook.documents)}
    return tuple(sorted(last.values(), key=lambda paper: (order[paper.template.id], paper.id)))


def draft_papers(process: Process) -> tuple[Paper, ...]:
    """The documents that can be prepared now: of each template that nothing has called for yet.

    A process that was cancelled or closed calls for none any more.
    """
    if process.status in {"cancelled", "closed"}:
        return ()
    called = {paper.template.id for paper in issued_papers(process)}
    return tuple(
        paper
        for template in process.rulebook.documents
        for paper in _drafts(process, template)
        if (template.id not in called or template.about in {"point", "week"})
        and _called_for(process, paper)
    )


def _called_for(process: Process, paper: Paper) -> bool:
    """Whether the condition of the template holds at the document's moment."""
    template = paper.template
    if not template.when:
        return True
    then = before(process, paper.cause) if paper.cause is not None else process
    return ISSUED_WHEN[template.when](then)


def _caused(process: Process, template: DocumentTemplate, fact: Fact) -> Iterator[Paper]:
    match template.about:
        case "seat":
            for seat in _seats_of(process, template, fact):
                yield Paper(template, seat, fact.n, cause=fact)
        case "witness":
            for witness in process.pilot.witnesses:
                yield Paper(template, witness.id, fact.n, cause=fact)
        case "week":
            yield Paper(template, "", int(fact.body["week"]), cause=fact)
        case "point":
            yield Paper(template, str(fact.body["commitment"]), fact.n, cause=fact)
        case _:
            yield Paper(template, "", fact.n, cause=fact)


def _seats_of(process: Process, template: DocumentTemplate, fact: Fact) -> tuple[str, ...]:
    """The seat that the fact is about, else everybody who is seated at its moment."""
    group = {seat.id for seat in process.roster.seats if template.of in {"", seat.group}}
    named = fact.body.get("seat")
    if named is not None:
        return (str(named),) if str(named) in group else ()
    return tuple(seat.id for seat in before(process, fact).roster.filled() if seat.id in group)


_NEXT: Mapping[str, Stage] = MappingProxyType(
    {
        "execution.noticed": "none",
        "execution.complained": "noticed",
        "execution.claimed": "complained",
    }
)
"""How far the chair has gone with a lapsed point before each paper, by the fact it goes with."""


def _drafts(process: Process, template: DocumentTemplate) -> Iterator[Paper]:
    match template.about:
        case "seat":
            for seat in process.roster.seats:
                if template.of in {"", seat.group}:
                    yield Paper(template, seat.id)
        case "witness":
            for witness in process.pilot.witnesses:
                yield Paper(template, witness.id)
        case "week":
            yield from _next_week(process, template)
        case "point":
            for point in commitments(process).values():
                if point.lapsed and point.stage == _NEXT.get(template.on):
                    yield Paper(template, point.id)
        case _:
            n = process.occurrence(template.step) if template.step else 1
            yield Paper(template, "", n, max(1, _drafted(process, template)))


def _drafted(process: Process, template: DocumentTemplate) -> int:
    """The version of the text that members are asked about; 0 before the first."""
    if template.on not in FIXING:
        return 0
    drafted = process.select("document.drafted", "report.drafted", step=template.step)
    return int(drafted[-1].body["version"]) if template.step and drafted else 0


def _next_week(process: Process, template: DocumentTemplate) -> Iterator[Paper]:
    step = process.step(template.step)
    week = current_week(process.view(step)) if step is not None else None
    if week is not None and week.report is None:
        yield Paper(template, "", week.number)


def before(process: Process, fact: Fact) -> Process:
    """The process as it was when the fact had just happened: what its documents are made from."""
    known = process.derived(_kept_states)
    then = known.get(fact.seq)
    if then is None:
        then = replace(process, facts=process.facts[: fact.seq], now=fact.at)
        if len(known) >= KEPT:
            known.clear()
        known[fact.seq] = then
    return then


def _kept_states(process: Process) -> dict[int, Process]:
    """States that documents were made from, by the number of their last fact: a fact calls for
    several documents, each in several languages."""
    return {}
