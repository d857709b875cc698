"""Voter tags: who voted, without saying who.

A bare hash of a personal number is guessed in minutes; a keyed one is not, while the key is kept.
"""

from __future__ import annotations

import hashlib
import hmac


def voter_tag(secret: bytes, process: str, subject_id: str) -> str:
    """HMAC-SHA256 of process and personal identifier under the process's secret (hexadecimal)."""
    if len(secret) < 16:
        raise ValueError("a voter tag needs a secret of at least 16 bytes")
    return hmac.new(secret, f"{process}\0{subject_id}".encode(), hashlib.sha256).hexdigest()
