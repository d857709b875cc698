"""The closed lists of what templates of documents may name, each with its meaning.

`deliberate.documents` says how each is written; a test holds the two lists together, and the
reference page is made of these sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "agency": "the commissioning authority",
        "agency_commitment": "its published promise to respond",
        "alternates": "the numbers of those who stand by, in the order of call",
        "appeal_period": "how long a refused nomination may be appealed",
        "background": "the background of the question",
        "candidates": "how many candidates stand in the public vote",
        "chair": "who holds the chair, by name where it may be told",
        "chair_seat": "the seat that holds the chair",
        "chance_shown": "what chance showed: digits of dice, or the seed that both values give",
        "comment_window": "how long members may comment on the draft of the protocol",
        "complaint_date": "the day of the latest complaint about the point",
        "complaint_deadline": "until when that complaint is to be answered",
        "complaint_period": "how long the rulebook gives for an answer to a complaint",
        "conclusion": "what is concluded from the whole: extend, adapt, stop",
        "date": "the date of the document's own registration",
        "deadline": "until when a notice or complaint asks for something; in a draft, from today",
        "decision_needed": "how many votes carry a decision",
        "equal_chance": "the chance of being drawn if all were equally likely",
        "expenses": "what members are reimbursed for",
        "funding": "who pays for the process",
        "hearing_minutes": "how long an invited expert may speak",
        "honorarium": "what a member is paid for a day",
        "id": "the identifier of the process",
        "largest_chance": "the largest chance of being drawn",
        "largest_deviation": "how far the list is from the fairest chances at most",
        "legal_form": "the act on which the process rests",
        "list_fixed": "when the list of panels was fixed",
        "minutes": "how many minutes the agenda has",
        "missing_weeks": "how many weekly reports are missing",
        "model": "the title of the rulebook",
        "next_report": "when the next report is due",
        "notice_date": "the day of the latest written notice about the point",
        "notice_deadline": "until when that notice asks for execution",
        "notice_period": "how long the rulebook gives after a notice",
        "notice_text": "the words of that notice",
        "number": "the number of the document's own registration",
        "oversight": "who sits in the oversight group",
        "panel_number": "the number of the panel that chance picked",
        "panel_people": "the numbers of those who were drawn",
        "panel_size": "how many people are on a panel",
        "panels": "how many panels stand on the list",
        "panels_hash": "the hash of the list of panels",
        "point": "the identifier of the point",
        "point_due": "the due date of the point that is in force",
        "point_first_due": "the due date that the protocol set",
        "point_owner": "who answers for the point",
        "point_text": "the words of the point",
        "points": "how many points the protocol has",
        "points_accepted": "how many of them are accepted",
        "points_late": "how many of them are late",
        "pool_hash": "the hash of the pool",
        "pool_size": "how many were willing when the registration was closed",
        "portal_address": "the address of the process on the portal",
        "present": "how many members are present at the session",
        "present_to_open": "how many members must be present for the vote to open",
        "press_contact": "who answers the press; without one in the pilot, the working body",
        "proposer": "who proposed the invited expert",
        "protocol_date": "the date of the protocol",
        "protocol_number": "the number of the protocol",
        "published": "the day on which the protocol was published",
        "question": "the question put to the members",
        "refusals": "how many refused to sign the protocol",
        "repeat_gap": "how long after a failed vote the session is repeated",
        "report_interval": "how often execution is reported",
        "responsible_body": "the body that answers for execution",
        "result_absent": "how many were absent from the vote",
        "result_abstain": "how many abstained",
        "result_against": "how many voted against",
        "result_for": "how many voted for",
        "result_outcome": "what came of the vote, in words",
        "rulebook": "name and version of the rulebook",
        "scope_in": "what belongs to the question",
        "scope_out": "what does not",
        "seat": "the seat that the document is about",
        "seat_body": "the body that holds it",
        "seat_name": "the person who holds it, where the name may be told; else the number drawn",
        "seats": "how many seats there are",
        "secretary": "who holds the office of secretary",
        "session_days": "the days of the session",
        "session_time": "when it begins",
        "sha256": "the hash of the protocol's text",
        "signed": "how many members signed the protocol",
        "smallest_chance": "the smallest chance of those whom a panel can contain",
        "status_quo": "that nothing may be changed, too",
        "targets_hash": "the hash of the quotas",
        "territory": "the territory",
        "text": "the words of the act with which the document is issued",
        "title": "the title of the process",
        "today": "the day of the document",
        "venue": "where the session is held",
        "vote_number": "the number of the vote: 1, or more when it is repeated",
        "vote_text": "the text put to the vote",
        "votes_cast": "how many votes were cast in the public vote",
        "week": "the number of the reporting period",
        "week_due": "its last day",
        "witness": "the invited expert or body",
        "working_body": "the body that does the work",
    }
)
"""What `{name}` stands for. A field without a value is a blank line to fill in."""

NAMED_FIELDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "count": ("group", "how many seats a group has"),
        "number": ("step", "the registration number of the document of a step"),
        "date": ("step", "the date of that registration"),
        "parameter": ("parameter", "what the pilot chose for an open parameter, in words"),
        "source": ("source", "a source as documents call it"),
        "day": ("step", "when a step begins"),
        "span": ("step", "the days of a step, from the first to the last"),
        "until": ("step", "when a step ends"),
        "period": ("step", "how long a step lasts or lies before another"),
    }
)
"""Fields with a name behind a full stop, as `{day.agenda}`: what the name must be one of."""

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "the points with due date and day of acceptance",
        "agenda": "the items of the session with time, speaker and minutes",
        "agreements": "when each seat agreed to the document",
        "attendance": "each session with how many were present, in the room and remotely",
        "budget": "the lines of the budget and their sum",
        "calendar": "every dated step",
        "candidates": "the candidates and who nominated them",
        "comments": "the members' comments on the draft of the protocol",
        "conformity": "the rules that the process departs from, with the published reasons",
        "course": "the items of each session that were finished, day by day",
        "dispositions": "what became of each public input, why and where",
        "enclosures": "the documents that belong to a claim",
        "escalation": "what happened around the point, day by day",
        "evidence": "the entries of the record that a claim rests on, with their hashes",
        "indicators": "the figures by category and year",
        "inputs": "how many public inputs came from where",
        "legal_sources": "the laws among the sources, with the day on which each was checked",
        "lottery_quotas": "each quota of the lottery with pool and panel",
        "lottery_values": "the parties of the draw, the hash of each secret value, the value",
        "mandates": "since when each seat is held, and when the mandate ended",
        "materials": "the papers for members, with what speaks for and against",
        "minority": "the minority reports and who holds them",
        "missing_weeks": "the weeks whose report is missing",
        "open_parameters": "what the mechanism leaves open, and what was chosen",
        "overdue": "the points that are late",
        "points": "the points as the protocol states them",
        "principles": "the principles that the model itself does not keep",
        "progress": "how far each point is, as its owner reports",
        "proofs": "what proves that a report was published",
        "refusals": "who refused to sign, and why",
        "requirements": "what is asked of candidates",
        "roll_call": "how each member voted in the latest open vote",
        "rules": "the obligatory rules with their codes",
        "seats": "the seats of a group, or all: body and person",
        "speakers": "the invited experts, who proposed each, whether an interest is declared",
        "tally": "the public vote by channel",
        "upcoming": "the points that are due next",
        "votes": "every vote of the members with result and threshold",
        "weeks": "every reporting period with the day of its report",
    }
)
"""The tables that a template may ask for."""

CHARTS: Mapping[str, str] = MappingProxyType(
    {
        "decision": "the latest counted vote of the members, with the threshold line",
        "candidates": "the public vote, by channel",
        "execution": "how far each point is",
        "calendar": "phases and steps on an axis of days",
    }
)
"""The pictures that a template may ask for; each comes with its table."""

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "adopted": "the latest vote of the members adopted the decision",
        "background": "the pilot tells the background of the question",
        "baseline_only": "there are figures from before, and none from after",
        "central": "the level of the pilot is central",
        "commented": "members commented on the draft of the protocol",
        "comments_decide": "comment votes decided a seat",
        "dice": "dice are thrown in the lottery",
        "escalated": "a notice, a complaint or a claim was written",
        "expenses": "the pilot names expenses that are reimbursed",
        "final": "every point is accepted",
        "inputs": "public inputs came in",
        "interpretation": "the pilot provides interpretation",
        "local": "the level of the pilot is local",
        "minority": "there is a minority report",
        "missing": "a weekly report is missing",
        "not_adopted": "the latest vote of the members did not adopt the decision",
        "overdue": "a point is late",
        "oversight": "the pilot names an oversight group",
        "paid": "members are paid",
        "portal_address": "the pilot says where the process stands on the portal",
        "refusals": "somebody refused to sign the protocol",
        "repeat": "the session is a repeated one",
        "roll_call": "the latest vote was an open roll-call",
        "scope": "the pilot says what belongs to the question",
        "tie": "the last seat of the public vote was tied",
        "two_values": "two parties give a secret value each for the lottery",
        "unfinished": "a point is not accepted yet",
        "venue": "the pilot names the place of the session",
    }
)
"""The conditions under which a block is shown."""

SIGNATORIES = ("agency", "draw", "members", "minority", "responsible_body")
"""Who may sign beside offices and groups of seats: the agency, the two who let chance in, everybody
seated, whoever holds a minority report, the body that answers for execution."""

ISSUED_WHEN = ("minority", "refusals")
"""Those of them under which a whole document may be issued or not."""
