"""The closed list of kinds of steps that the core knows."""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.common.acts import ACTS
from deliberate.core.common.announcement import ANNOUNCEMENT
from deliberate.core.common.appointment import APPOINTMENT
from deliberate.core.common.document import DOCUMENT
from deliberate.core.common.engagement import ENGAGEMENT
from deliberate.core.common.ledger import LEDGER
from deliberate.core.common.oversight import OVERSIGHT
from deliberate.core.common.registers import REGISTERS
from deliberate.core.common.remit import REMIT
from deliberate.core.common.seating import SEATING
from deliberate.core.decision.ballot import BALLOT
from deliberate.core.decision.gathering import GATHERING
from deliberate.core.decision.report import REPORT
from deliberate.core.decision.weighting import WEIGHTING
from deliberate.core.deliberation.proposals import PROPOSALS
from deliberate.core.deliberation.session import SESSION
from deliberate.core.deliberation.tables import TABLES
from deliberate.core.evaluation.closing import EVALUATION
from deliberate.core.follow_up.execution import EXECUTION
from deliberate.core.follow_up.response import RESPONSE
from deliberate.core.learning.materials import MATERIALS
from deliberate.core.learning.questions import QUESTIONS
from deliberate.core.learning.witnesses import WITNESSES
from deliberate.core.process.kind import Kind
from deliberate.core.recruitment.confirmation import CONFIRMATION
from deliberate.core.recruitment.invitation import INVITATION
from deliberate.core.recruitment.lottery_step import LOTTERY
from deliberate.core.recruitment.nomination import NOMINATION
from deliberate.core.recruitment.public_vote import PUBLIC_VOTE
from deliberate.core.recruitment.registration import REGISTRATION
from deliberate.core.survey.survey import SURVEY

KINDS = (
    ACTS,
    ANNOUNCEMENT,
    APPOINTMENT,
    BALLOT,
    CONFIRMATION,
    DOCUMENT,
    ENGAGEMENT,
    EVALUATION,
    EXECUTION,
    GATHERING,
    INVITATION,
    LEDGER,
    LOTTERY,
    MATERIALS,
    NOMINATION,
    OVERSIGHT,
    PROPOSALS,
    PUBLIC_VOTE,
    QUESTIONS,
    REGISTERS,
    REGISTRATION,
    REMIT,
    REPORT,
    RESPONSE,
    SEATING,
    SESSION,
    SURVEY,
    TABLES,
    WEIGHTING,
    WITNESSES,
)


def kinds() -> Mapping[str, Kind]:
    """Every kind by name."""
    return {kind.name: kind for kind in KINDS}
