"""The closed list of kinds of steps that the core knows."""

from __future__ import annotations

from collections.abc import Mapping

from deliberate.core.common.acts import ACTS
from deliberate.core.common.announcement import ANNOUNCEMENT
from deliberate.core.common.appointment import APPOINTMENT
from deliberate.core.common.declared import declared_kinds
from deliberate.core.common.document import DOCUMENT
from deliberate.core.common.engagement import ENGAGEMENT
from deliberate.core.common.ledger import LEDGER
from deliberate.core.common.oversight import OVERSIGHT
from deliberate.core.common.registers import REGISTERS
from deliberate.core.common.remit import REMIT
from deliberate.core.common.seating import SEATING
from deliberate.core.decision.ballot import BALLOT
from deliberate.core.decision.report import REPORT
from deliberate.core.deliberation.session import SESSION
from deliberate.core.evaluation.closing import EVALUATION
from deliberate.core.follow_up.execution import EXECUTION
from deliberate.core.learning.materials import MATERIALS
from deliberate.core.process.kind import Kind
from deliberate.core.recruitment.confirmation import CONFIRMATION
from deliberate.core.recruitment.invitation import INVITATION
from deliberate.core.recruitment.lottery_step import LOTTERY
from deliberate.core.recruitment.nomination import NOMINATION
from deliberate.core.recruitment.public_vote import PUBLIC_VOTE
from deliberate.core.recruitment.registration import REGISTRATION

EXECUTABLE = (
    ACTS,
    ANNOUNCEMENT,
    APPOINTMENT,
    BALLOT,
    CONFIRMATION,
    DOCUMENT,
    ENGAGEMENT,
    EVALUATION,
    EXECUTION,
    INVITATION,
    LEDGER,
    LOTTERY,
    MATERIALS,
    NOMINATION,
    OVERSIGHT,
    PUBLIC_VOTE,
    REGISTERS,
    REGISTRATION,
    REMIT,
    REPORT,
    SEATING,
    SESSION,
)


def kinds() -> Mapping[str, Kind]:
    """Every kind by name: those that can be run, then those that are only declared."""
    return {**{kind.name: kind for kind in EXECUTABLE}, **declared_kinds()}
