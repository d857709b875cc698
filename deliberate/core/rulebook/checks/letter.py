"""What a letter of invitation says and a pilot does not, where people are invited by letter.

Letters are written from the pilot file, and the file is frozen when the process is opened: whatever
is missing then is missing in every letter.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.checks.context import CheckContext
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.rulebook.pilot import Pilot
from deliberate.core.text import Text

LETTER = "LETTER"
INVITATION, REGISTRATION, SESSION = "invitation", "registration", "session"


def invites_by_letter(rulebook: Rulebook) -> bool:
    return any(step.kind == INVITATION for step in rulebook.steps)


def letter_gaps(pilot: Pilot) -> Iterator[tuple[str, Message]]:
    """Keys of the pilot that a letter needs and that are not filled in, each with a sentence."""
    languages = pilot.authentic_languages or pilot.languages
    texts: tuple[tuple[str, Text, Message], ...] = (
        ("remit.question", pilot.remit.question, message("the question")),
        ("agency.name", pilot.agency.name, message("the name of the agency")),
        ("territory.venue", pilot.territory.venue, message("the place of the sessions")),
        ("budget.funding", pilot.budget.funding, message("who pays")),
        ("recruitment.post", pilot.recruitment.post, message("where paper answers go")),
        ("recruitment.privacy", pilot.recruitment.privacy, message("the notice on personal data")),
    )
    for path, text, what in texts:
        missing = text.missing(languages)
        if missing:
            yield path, message("{what} is missing in: {languages}.", what=what, languages=missing)
    if not pilot.recruitment.phone:
        yield "recruitment.phone", message("The telephone number is missing.")
    if pilot.member_support.honorarium_per_day is None:
        unpaid = message("What members are paid is missing; 0 says that nothing is paid.")
        yield "member_support.honorarium_per_day", unpaid


NO_SESSION = message("The days of the session are missing.")
NO_END = message("The last day for answers is missing.")


def letter_findings(context: CheckContext, said: Container[str] = ()) -> Iterator[Finding]:
    """The gaps of a pilot whose rulebook invites by letter, as warnings: the process can be opened
    without them, and its letters cannot be written. `said`: keys that others speak about."""
    if not invites_by_letter(context.rulebook):
        return
    for path, text in (*letter_gaps(context.pilot), *_undated(context)):
        if path not in said:
            fix = message(
                "Letters of invitation say it. Fill in {key} before the process is opened.",
                key=path,
            )
            yield Finding(LETTER, "should", text, context.place(*path.split(".")), fix)


def _undated(context: CheckContext) -> Iterator[tuple[str, Message]]:
    steps = context.rulebook.steps
    if not any(context.planned_start(step.id) for step in steps if step.kind == SESSION):
        yield "calendar", NO_SESSION
    for step in steps:
        if step.kind == REGISTRATION and context.timeline.finished(step.id) is None:
            yield f"calendar.{step.id}", NO_END
