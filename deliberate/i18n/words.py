"""The closed vocabularies of the core, as words for people.

Code and files say `not_adopted`; a reader is told «решение не принято». Each word stands here once,
under its vocabulary, which is also its context in the catalogues; the msgid is the code with
spaces for underscores. A code that is not listed (a seat, a plugin's own kind) is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def pgettext(vocabulary: str, word: str) -> tuple[str, str]:
    """Mark a word for the catalogues (Babel extracts this call)."""
    return vocabulary, word


WORDS = frozenset(
    {
        # who somebody is in a process
        pgettext("role", "operator"),
        pgettext("role", "agency"),
        pgettext("role", "secretary"),
        pgettext("role", "chair"),
        pgettext("role", "deputy"),
        pgettext("role", "deputy chair"),
        pgettext("role", "member"),
        pgettext("role", "facilitator"),
        pgettext("role", "candidate"),
        pgettext("role", "executor"),
        pgettext("role", "observer"),
        pgettext("role", "auditor"),
        pgettext("role", "citizen"),
        pgettext("role", "system"),
        # where a step, a process, a nomination, a commitment or a seat stands
        pgettext("state", "waiting"),
        pgettext("state", "open"),
        pgettext("state", "due"),
        pgettext("state", "overdue"),
        pgettext("state", "done"),
        pgettext("state", "skipped"),
        pgettext("state", "suspended"),
        pgettext("state", "cancelled"),
        pgettext("state", "closed"),
        pgettext("state", "nominated"),
        pgettext("state", "accepted"),
        pgettext("state", "refused"),
        pgettext("state", "appealed"),
        pgettext("state", "withdrawn"),
        pgettext("state", "in progress"),
        pgettext("state", "submitted"),
        pgettext("state", "returned"),
        pgettext("state", "noticed"),
        pgettext("state", "notice expired"),
        pgettext("state", "complained"),
        pgettext("state", "complaint expired"),
        pgettext("state", "claimed"),
        pgettext("state", "vacant"),
        pgettext("state", "filled"),
        # how a vote ends and how somebody votes
        pgettext("outcome", "adopted"),
        pgettext("outcome", "not adopted"),
        pgettext("choice", "for"),
        pgettext("choice", "against"),
        pgettext("choice", "abstain"),
        # what becomes of a public input
        pgettext("disposition", "taken up"),
        pgettext("disposition", "in part"),
        pgettext("disposition", "not taken up"),
        pgettext("disposition", "out of remit"),
        # where something is published
        pgettext("channel", "portal"),
        pgettext("channel", "social"),
        pgettext("channel", "print"),
        pgettext("channel", "press"),
        pgettext("channel", "newspaper"),
        pgettext("channel", "briefing"),
        pgettext("channel", "messengers"),
        pgettext("channel", "eds"),
        pgettext("channel", "signed"),
        pgettext("channel", "comments"),
        # how a process is concluded
        pgettext("conclusion", "extend"),
        pgettext("conclusion", "adapt"),
        pgettext("conclusion", "stop"),
        # what a protocol's point is
        pgettext("point", "instruction"),
        pgettext("point", "decision"),
        pgettext("point", "obligation"),
        pgettext("point", "other"),
        # how strict a rule is, and how a statement is known
        pgettext("level", "must"),
        pgettext("level", "should"),
        pgettext("level", "error"),
        pgettext("status", "seen"),
        pgettext("status", "thesis"),
        pgettext("status", "law"),
        pgettext("status", "practice"),
        pgettext("status", "unverified"),
        # what an oversight group signs off
        pgettext("subject", "remit"),
        pgettext("subject", "materials"),
        pgettext("subject", "witnesses"),
        pgettext("subject", "report"),
        # how a stakeholder takes part
        pgettext("part", "seat"),
        pgettext("part", "heard"),
        pgettext("part", "consulted"),
        pgettext("part", "informed"),
        # kinds of steps
        pgettext("step", "remit"),
        pgettext("step", "document"),
        pgettext("step", "oversight"),
        pgettext("step", "announcement"),
        pgettext("step", "appointment"),
        pgettext("step", "engagement"),
        pgettext("step", "nomination"),
        pgettext("step", "public vote"),
        pgettext("step", "invitation"),
        pgettext("step", "registration"),
        pgettext("step", "lottery"),
        pgettext("step", "confirmation"),
        pgettext("step", "materials"),
        pgettext("step", "questions"),
        pgettext("step", "witnesses"),
        pgettext("step", "survey"),
        pgettext("step", "session"),
        pgettext("step", "tables"),
        pgettext("step", "proposals"),
        pgettext("step", "weighting"),
        pgettext("step", "ballot"),
        pgettext("step", "report"),
        pgettext("step", "response"),
        pgettext("step", "execution"),
        pgettext("step", "evaluation"),
        # of what a threshold is counted
        pgettext("base", "seats"),
        pgettext("base", "present"),
        pgettext("base", "cast"),
        pgettext("base", "cast less opt outs"),
        # kinds of bodies that hold seats
        pgettext("body", "state body"),
        pgettext("body", "ngo"),
        pgettext("body", "business association"),
        pgettext("body", "trade union"),
        pgettext("body", "public council"),
        # what a name was taken for
        pgettext("thing", "role"),
        pgettext("thing", "scope"),
        pgettext("thing", "point"),
        pgettext("thing", "subject"),
        pgettext("thing", "complaint"),
        pgettext("thing", "channel"),
        pgettext("thing", "activity"),
        pgettext("thing", "office"),
        pgettext("thing", "choice"),
        pgettext("thing", "conclusion"),
        pgettext("thing", "kind of point"),
        pgettext("thing", "owner"),
        pgettext("thing", "seat"),
        pgettext("thing", "agenda item"),
        pgettext("thing", "candidate"),
        pgettext("thing", "closing nominations"),
        pgettext("thing", "closing the vote"),
        pgettext("thing", "freezing the protocol"),
        pgettext("thing", "nomination"),
        pgettext("thing", "opening the session"),
        pgettext("thing", "opening the vote"),
        pgettext("thing", "the ballot text"),
        pgettext("thing", "material"),
        pgettext("thing", "language"),
        pgettext("thing", "requirement"),
        pgettext("thing", "commitment"),
    }
)

VOCABULARIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "role": ("role",),
        "roles": ("role",),
        "office": ("role",),
        "offices": ("role",),
        "party": ("role",),
        "state": ("state",),
        "states": ("state",),
        "outcome": ("outcome",),
        "choice": ("choice",),
        "disposition": ("disposition",),
        "channel": ("channel",),
        "channels": ("channel",),
        "conclusion": ("conclusion",),
        "subject": ("subject",),
        "subjects": ("subject",),
        "kind": ("step", "body"),
        "kinds": ("step", "body"),
        "base": ("base",),
        "of": ("base",),
        "what": ("thing",),
    }
)
"""The vocabularies of a placeholder, by its name; the first that has the code counts."""
