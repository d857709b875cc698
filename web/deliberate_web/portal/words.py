"""Words of the public pages for codes that the core's vocabularies do not name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def pgettext(context: str, word: str) -> tuple[str, str]:
    """Mark a word for the catalogues (Babel extracts this call)."""
    return context, word


WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "certainty": {
            "yes": pgettext("certainty", "yes"),
            "no": pgettext("certainty", "no"),
            "unsure": pgettext("certainty", "not sure"),
        },
        "advice": {
            "deliberate": pgettext("advice", "nothing stands in the way"),
            "not_yet": pgettext("advice", "do not deliberate yet"),
            "hearing": pgettext("advice", "a hearing is enough"),
            "too_little": pgettext("advice", "too little was answered"),
        },
        "process": {
            "open": pgettext("process", "running"),
            "suspended": pgettext("process", "suspended"),
            "cancelled": pgettext("process", "cancelled"),
            "closed": pgettext("process", "finished"),
        },
        "phase": {
            "done": pgettext("phase", "done"),
            "current": pgettext("phase", "under way"),
            "upcoming": pgettext("phase", "to come"),
            "dropped": pgettext("phase", "not completed"),
        },
        "step": {
            "waiting": pgettext("step", "to come"),
            "open": pgettext("step", "under way"),
            "due": pgettext("step", "due soon"),
            "overdue": pgettext("step", "late"),
            "done": pgettext("step", "done"),
            "skipped": pgettext("step", "not needed"),
            "unplanned": pgettext("step", "none planned"),
        },
        "vote": {
            "upcoming": pgettext("vote", "Voting has not begun"),
            "running": pgettext("vote", "Voting is open"),
            "closed": pgettext("vote", "Voting is over; the votes are being counted"),
            "counted": pgettext("vote", "The votes are counted; a tie waits for the draw"),
            "final": pgettext("vote", "Voting is over and the result is final"),
            "paused": pgettext("vote", "Nobody can vote while the process is suspended"),
            "not_held": pgettext("vote", "The vote was not held: the process was cancelled before"),
            "broken_off": pgettext("vote", "The vote was broken off: the process was cancelled"),
        },
        "field": {
            "air_quality": pgettext("field of work", "air quality"),
            "economics": pgettext("field of work", "economics and tariffs"),
            "electricity": pgettext("field of work", "electricity"),
            "energy_efficiency": pgettext("field of work", "energy efficiency of buildings"),
            "gas_supply": pgettext("field of work", "gas supply"),
            "heat_supply": pgettext("field of work", "heat supply"),
            "law": pgettext("field of work", "law"),
            "own_conversion": pgettext("field of work", "experience of one’s own"),
            "public_health": pgettext("field of work", "public health"),
            "social_protection": pgettext("field of work", "social protection"),
            "sociology": pgettext("field of work", "sociology"),
            "transport": pgettext("field of work", "transport"),
        },
        "portfolio": {
            "general": pgettext("portfolio", "general information"),
            "experience": pgettext("portfolio", "experience"),
            "results": pgettext("portfolio", "results"),
        },
        "influence": {
            "information": pgettext("influence", "The members inform the agency"),
            "consultation": pgettext("influence", "The members advise the agency"),
            "engagement": pgettext("influence", "The members work with the agency"),
            "binding_protocol": pgettext("influence", "The protocol binds the agency"),
        },
        "point": {
            "in_progress": pgettext("point", "in progress"),
            "overdue": pgettext("point", "late"),
            "submitted": pgettext("point", "submitted, to be accepted"),
            "returned": pgettext("point", "returned with remarks"),
            "noticed": pgettext("point", "late: notice sent"),
            "notice_expired": pgettext("point", "late: notice without effect"),
            "complained": pgettext("point", "late: complaint filed"),
            "complaint_expired": pgettext("point", "late: complaint without effect"),
            "claimed": pgettext("point", "handed to a lawyer"),
            "accepted": pgettext("point", "carried out and accepted"),
            "executed": pgettext("point", "carried out"),
        },
        "letter": {
            "noticed": pgettext("letter", "written notice"),
            "complained": pgettext("letter", "pre-trial complaint"),
            "claimed": pgettext("letter", "draft of a collective claim"),
        },
        "input": {
            "comment": pgettext("input", "comments"),
            "letter": pgettext("input", "letters"),
            "meeting": pgettext("input", "meetings"),
            "survey": pgettext("input", "surveys"),
            "contest": pgettext("input", "contests of ideas"),
            "focus_group": pgettext("input", "focus groups"),
            "session": pgettext("input", "sessions"),
        },
        "source": {
            "comment": pgettext("source", "comment"),
            "letter": pgettext("source", "letter"),
            "meeting": pgettext("source", "statement at a meeting"),
            "survey": pgettext("source", "answer in a survey"),
            "contest": pgettext("source", "entry in a contest of ideas"),
            "focus_group": pgettext("source", "statement in a focus group"),
            "session": pgettext("source", "statement at a session"),
        },
        "rule": {
            "kept": pgettext("rule", "kept"),
            "broken": pgettext("rule", "not kept"),
            "justified": pgettext("rule", "not followed, with a reason"),
            "waiting": pgettext("rule", "not yet due"),
            "never": pgettext("rule", "never fell due"),
        },
        "principle": {
            "kept": pgettext("principle", "kept"),
            "missed": pgettext("principle", "not kept, and no reason is given"),
            "justified": pgettext("principle", "not kept, for the reason given"),
            "waiting": pgettext("principle", "not judged yet"),
            "never": pgettext("principle", "never came to be judged"),
            "not_asked": pgettext("principle", "not asked of this process"),
        },
        "principle ask": {
            "kept": pgettext("principle ask", "yes"),
            "missed": pgettext("principle ask", "no"),
            "waiting": pgettext("principle ask", "not yet"),
            "never": pgettext("principle ask", "never came up"),
            "not_asked": pgettext("principle ask", "not asked"),
        },
        "swot list": {
            "strength": pgettext("swot list", "Strengths"),
            "weakness": pgettext("swot list", "Weaknesses"),
            "opportunity": pgettext("swot list", "Opportunities"),
            "threat": pgettext("swot list", "Threats"),
        },
        "swot line": {
            "strength": pgettext("swot line", "strength"),
            "weakness": pgettext("swot line", "weakness"),
            "opportunity": pgettext("swot line", "opportunity"),
            "threat": pgettext("swot line", "threat"),
        },
        "pest": {
            "political": pgettext("pest", "political"),
            "economic": pgettext("pest", "economic"),
            "social": pgettext("pest", "social"),
            "technological": pgettext("pest", "technological"),
        },
        "disposition": {
            "taken_up": pgettext("disposition", "taken up"),
            "in_part": pgettext("disposition", "taken up in part"),
            "not_taken_up": pgettext("disposition", "not taken up"),
            "out_of_remit": pgettext("disposition", "outside the question"),
        },
        "indicator": {
            "appeals_received": pgettext("indicator", "appeals received"),
            "appeals_answered": pgettext("indicator", "appeals answered"),
            "appeals_unanswered": pgettext("indicator", "appeals unanswered"),
            "appeals_repeat": pgettext("indicator", "repeat appeals"),
            "trust": pgettext("indicator", "trust"),
        },
        "agenda": {
            "opening": pgettext("agenda", "opening"),
            "agency_presentation": pgettext("agenda", "presentation by the agency"),
            "questions": pgettext("agenda", "questions"),
            "positions_state_bodies": pgettext("agenda", "positions of other state bodies"),
            "positions_ngos_and_experts": pgettext("agenda", "positions of NGOs and experts"),
            "non_permanent_members": pgettext("agenda", "views of the non-permanent members"),
            "information_requests": pgettext("agenda", "requests for information"),
            "tables": pgettext("agenda", "work in small groups"),
            "discussion": pgettext("agenda", "discussion"),
            "ballot": pgettext("agenda", "vote"),
            "closing": pgettext("agenda", "closing"),
        },
    }
)
