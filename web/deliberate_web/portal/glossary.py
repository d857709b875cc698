"""The words of the glossary that the help page explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deliberate.core.errors import Message, message
from deliberate.i18n import LOCALES
from deliberate.i18n.glossary import term

MEANINGS: Mapping[str, Message] = MappingProxyType(
    {
        "citizens_jury": message("A group of people who hear all sides of a question and decide."),
        "agency": message("The public body that asks the question and carries out the answer."),
        "agenda": message("The list of what a session will deal with, and when."),
        "permanent_member": message("A member whom an organisation sends for the whole time."),
        "non_permanent_member": message("A member who is chosen for this one question."),
        "chair": message("The member who leads the sessions and watches over the execution."),
        "secretary": message("The person who keeps the papers; the secretary has no vote."),
        "candidate": message("A person who wants to become a member and was put forward."),
        "portfolio": message("What a candidate tells: general facts, experience and results."),
        "public_vote": message("The vote in which everybody may choose among the candidates."),
        "e_signature": message("A key on a computer or phone that proves who signed."),
        "tie": message("Two or more candidates have the same number of votes."),
        "material": message("A paper that the members read before they decide."),
        "session": message("A meeting of the members."),
        "repeat_session": message("A second meeting, held when the first one took no decision."),
        "quorum": message("How many members must be there so that a session may work."),
        "threshold": message("How many votes a decision needs."),
        "minority_report": message("What members who voted otherwise want to be kept in mind."),
        "protocol": message("The signed paper that says what was decided."),
        "commitment": message("One thing that must be done, by whom and until when."),
        "missing_report": message("A week for which nobody has told what was done."),
        "interested_public_input": message("What somebody said, and what was made of it and why."),
        "conflict_of_interest": message("A reason why somebody may not be fair in a matter."),
        "lottery": message("Choosing people by chance, so that nobody can pick them."),
        "record": message("The list of everything that was done, which nobody can change unseen."),
        "hash": message("A short code that changes when a text changes by one letter."),
    }
)
"""Terms by their key in the glossary, with their meaning in plain words."""


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term in the reader's language, its meaning, and the term in the other languages."""

    key: str
    word: str
    meaning: Message
    others: tuple[tuple[str, str], ...]


def explained_terms(locale: str) -> tuple[ExplainedTerm, ...]:
    """In the order of a reader's way through a process."""
    return tuple(
        ExplainedTerm(
            key,
            term(key, locale),
            meaning,
            tuple((other, term(key, other)) for other in LOCALES if other != locale),
        )
        for key, meaning in MEANINGS.items()
    )
