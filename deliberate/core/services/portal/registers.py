"""What is kept beside the steps: who is affected, figures, risks, what is told when, claims."""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.common.communication import (
    CommunicationLine,
    Occasion,
    communication_plan,
    occasions,
)
from deliberate.core.common.overview import (
    crisis_claims,
    figures,
    indicators,
    risk_matrix,
    stakeholders,
    swot,
)
from deliberate.core.process.process import Process
from deliberate.core.rulebook.background import PAIRS, Figure, SwotKind, SwotStatement
from deliberate.core.rulebook.pilot_surroundings import Indicator, Risk, Stakeholder
from deliberate.core.services.papers import latest_papers
from deliberate.core.services.portal.people import body_of
from deliberate.core.services.portal.shapes import Body
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in circulation, the fact, and where the fact can be read."""

    claim: Text
    fact: Text
    source: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure of the decision matrix with its owner; `pair` says what is met with what."""

    pair: tuple[str, ...]
    risk: Risk
    owner: Body


@dataclass(frozen=True, slots=True)
class Announced:
    """A line of the communication plan and who answers for it; `texts`: how many texts for posts
    and the press were issued for it."""

    line: CommunicationLine
    responsible: Body
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Registers:
    """`swot`: the four lists; `pest`: the four short notes by their name; `figures` are what the
    model's sources counted, `indicators` what this agency counts."""

    stakeholders: tuple[Stakeholder, ...]
    indicators: tuple[Indicator, ...]
    figures: tuple[Figure, ...]
    swot: tuple[tuple[SwotKind, tuple[SwotStatement, ...]], ...]
    pest: tuple[tuple[str, Text], ...]
    cells: tuple[Cell, ...]
    communication: tuple[Announced, ...]
    occasions: tuple[Occasion, ...]
    claims: tuple[Claim, ...]


def registers_of(process: Process) -> Registers:
    """All registers as they stand at the moment of the process."""
    return Registers(
        stakeholders=stakeholders(process),
        indicators=indicators(process),
        figures=figures(process),
        swot=tuple((kind, lines) for kind, lines in swot(process).items() if lines),
        pest=tuple(process.pilot.pest.items()),
        cells=tuple(_cell(process, item) for item in risk_matrix(process)),
        communication=tuple(
            Announced(line, body_of(process, line.responsible), _texts(process, line))
            for line in communication_plan(process)
        ),
        occasions=occasions(process),
        claims=tuple(Claim(item.claim, item.fact, item.source) for item in crisis_claims(process)),
    )


def _texts(process: Process, line: CommunicationLine) -> int:
    """Which texts for social pages and the press were issued with the first fact of a step."""
    papers = process.derived(latest_papers)
    posts = (paper for paper in papers if paper.template.form == "post")
    causes = ((paper, paper.cause) for paper in posts if paper.cause is not None)
    return sum(cause.step == line.step and paper.n == 1 for paper, cause in causes if line.step)


def _cell(process: Process, risk: Risk) -> Cell:
    pair = next((pair for pair in PAIRS if "_".join(pair) == risk.kind), ())
    return Cell(pair, risk, body_of(process, risk.owner))
