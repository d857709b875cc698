"""Salts of letters: with one, a letter is on the public record by a hash that nobody can guess.

Letters are made from a template that anybody may read, so their bare hash would tell who got
which. The salt is derived from the secret of the process; the addressee gets it with the letter.
"""

from __future__ import annotations

import hashlib
import hmac

_PURPOSE = b"salt of a letter"
"""What sets these salts apart from every other use of the same secret."""


def letter_salt(secret: bytes, process: str, document: str, version: int) -> str:
    """The salt of one version of a document that goes to its addressee alone (hexadecimal)."""
    if len(secret) < 16:
        raise ValueError("a salt needs a secret of at least 16 bytes")
    key = hmac.new(secret, _PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, f"{process}\0{document}\0{version}".encode(), hashlib.sha256).hexdigest()
