"""The page of one process: everything of it that this viewer may read, at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deliberate.core.phases import Phase
from deliberate.core.rulebook.planning.dates import Sittings
from deliberate.core.services.portal.advised import Advised
from deliberate.core.services.portal.board import Execution
from deliberate.core.services.portal.documents import DocumentLine
from deliberate.core.services.portal.gatherings import Gathering
from deliberate.core.services.portal.hearing import Hearing
from deliberate.core.services.portal.inputs import Inputs
from deliberate.core.services.portal.lotteries import LotteryPage
from deliberate.core.services.portal.notices import Notice
from deliberate.core.services.portal.recommendations import Recommendations
from deliberate.core.services.portal.regions import Region
from deliberate.core.services.portal.registers import Registers
from deliberate.core.services.portal.results import (
    Conclusion,
    Conforms,
    DecisionRule,
    Money,
    Nominations,
    Protocol,
    PublicVote,
    Round,
)
from deliberate.core.services.portal.shapes import (
    Activity,
    Body,
    Coming,
    Group,
    Meeting,
    Officer,
    Paper,
    PhaseLine,
    Status,
    Today,
)
from deliberate.core.services.portal.surveys import SurveyPage
from deliberate.core.services.portal.weightings import Weighing
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Remit:
    """What is being decided, within which limits, and what the agency has promised.

    `questions`: where several are put; `question` is what they are about.
    """

    title: Text
    question: Text
    questions: tuple[Text, ...]
    background: Text
    scope_in: Text
    scope_out: Text
    status_quo: Text
    commitment: Text
    committed_on: date | None
    influence: str


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """One process for one viewer. Parts that have not come about yet are None or empty.

    `agency` is the commissioning authority with the body that does the work; `reason` says why a
    process was cancelled or suspended; `phase` is the first phase that is not over; `sittings` are
    the hours and the place of the sessions; `report_title` is what the model calls its protocol or
    report, empty where it makes none.
    """

    id: str
    now: datetime
    status: Status
    reason: Text
    rehearsal: bool
    fictional: bool
    languages: tuple[str, ...]
    authentic_languages: tuple[str, ...]
    time_zone: str
    agency: Text
    working_body: Body
    territory: Text
    sittings: Sittings
    regions: tuple[Region, ...]
    model: Text
    rulebook: str
    version: str
    remit: Remit
    opened_at: datetime | None
    ended_at: datetime | None
    phase: Phase | None
    phases: tuple[PhaseLine, ...]
    coming: Coming | None
    today: Today | None
    seats: int
    groups: tuple[Group, ...]
    officers: tuple[Officer, ...]
    nominations: tuple[Nominations, ...]
    votes: tuple[PublicVote, ...]
    lotteries: tuple[LotteryPage, ...]
    notices: tuple[Notice, ...]
    meetings: tuple[Meeting, ...]
    activities: tuple[Activity, ...]
    papers: tuple[Paper, ...]
    rules: tuple[DecisionRule, ...]
    rounds: tuple[Round, ...]
    hearing: Hearing | None
    recommendations: Recommendations | None
    surveys: tuple[SurveyPage, ...]
    report_title: Text
    weightings: tuple[Weighing, ...] | None
    gatherings: tuple[Gathering, ...]
    protocol: Protocol | None
    documents: tuple[DocumentLine, ...]
    execution: Execution | None
    money: Money
    conformity: Conforms
    inputs: Inputs
    registers: Registers
    conclusion: Conclusion | None
    advised: Advised | None
    entries: int
