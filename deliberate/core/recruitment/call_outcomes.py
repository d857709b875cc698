"""What comes of calling somebody who was drawn."""

from __future__ import annotations

OUTCOMES = ("accepted", "declined", "not_reached", "call_back", "wrong_number", "ineligible")
FINAL = frozenset({"accepted", "declined", "ineligible"})
"""After one of these nobody calls again; a later call may still put it right."""
