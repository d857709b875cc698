"""What came of a process, as the record alone tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deliberate.core.record.entry import Entry

ENDINGS = {
    "process.suspended": "suspended",
    "process.resumed": "open",
    "process.cancelled": "cancelled",
    "evaluation.closed": "closed",
}
OF_A_VOTE = ("for", "against", "abstain", "absent", "outcome", "winners", "counts")


def outcome_of(entries: Sequence[Entry]) -> dict[str, Any]:
    """Who was elected, how members voted, which points were accepted, how it ended."""
    return {
        "process": entries[0].process if entries else "",
        "status": _status(entries),
        "elected": _elected(entries),
        "votes": [
            {key: entry.public[key] for key in OF_A_VOTE if key in entry.public}
            for entry in entries
            if entry.kind == "ballot.counted"
        ],
        "protocol_sha256": _last(entries, "report.frozen", "sha256"),
        "accepted": [
            entry.public["commitment"] for entry in entries if entry.kind == "execution.accepted"
        ],
        "conclusion": _last(entries, "evaluation.closed", "conclusion"),
    }


def _status(entries: Sequence[Entry]) -> str:
    status = "open"
    for entry in entries:
        status = ENDINGS.get(entry.kind, status)
    return status


def _elected(entries: Sequence[Entry]) -> list[str]:
    for entry in entries:
        if entry.kind == "public_vote.drawn":
            return list(entry.public["elected"])
    for entry in entries:
        if entry.kind == "public_vote.counted" and not entry.public["tied"]:
            return list(entry.public["elected_without_draw"])
    return []


def _last(entries: Sequence[Entry], kind: str, key: str) -> str:
    return next((str(e.public[key]) for e in reversed(entries) if e.kind == kind), "")
