"""Which document of the shelf belongs to a step."""

from __future__ import annotations

from deliberate.core.process.process import Process
from deliberate.core.services.papers import Paper, draft_papers, latest_papers


def paper_at(process: Process, step: str) -> Paper | None:
    """The one document about the whole process that a step makes: issued, else in draft."""
    papers = (*latest_papers(process), *draft_papers(process))
    own = (
        paper
        for paper in papers
        if paper.template.step == step and paper.template.about == "process"
    )
    return next(own, None)


def paper_of(process: Process, step: str) -> str:
    """Its name; empty where the rulebook has no template for it."""
    paper = paper_at(process, step)
    return "" if paper is None else paper.id
