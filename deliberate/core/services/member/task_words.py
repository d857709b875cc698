"""The names of tasks, as sentences for the catalogues."""

from __future__ import annotations

from deliberate.core.errors import Message, message
from deliberate.core.services.member.shapes import Task


def title_of(task: Task) -> Message:
    """What is to be done, with what it is about."""
    match task.kind:
        case "agree":
            return message("Agree to the draft or refuse it: {what}", what=task.about)
        case "declare":
            return message("Declare your interests")
        case "read":
            return message("Read the papers for the session")
        case "attend":
            return message("Come to the session")
        case "vote":
            return message("Cast your vote in the session")
        case "comment":
            return message("Comment on the draft of the protocol")
        case "points":
            return message("Give your points: {what}", what=task.about)
        case "survey":
            return message("Answer the survey: {what}", what=task.about)
        case "judge":
            return message(
                "Accept point {point} or return it: {what}", point=task.who, what=task.about
            )
    return message("Sign the protocol or refuse to sign")
