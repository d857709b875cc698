"""By what a person is known again who registers without an invitation: telephone and e-mail.

Of each only a keyed hash is kept, so that the list of tags names nobody; the key is the secret of
the process, and the tags go when its people are blanked.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256

NATIONAL, SHORTEST = 10, 6
"""Digits of a telephone number that count, and the fewest that can be one."""


def telephone(words: str) -> str:
    """The digits of a number by which it is known: the last ten, since one number is written as
    +7 701…, 8 701… and 701…; empty where there are too few for a number."""
    digits = "".join(str(int(sign)) for sign in words if sign.isdecimal())
    return digits[-NATIONAL:] if len(digits) >= SHORTEST else ""


def e_mail(words: str) -> str:
    """The address by which somebody is known, whatever its capitals; empty where it is none."""
    address = "".join(words.split()).casefold()
    name, _at, host = address.rpartition("@")
    return address if name and host else ""


def contact_tags(secret: bytes, step: str, person: Mapping[str, object]) -> frozenset[str]:
    """The tags of a person's telephone number and e-mail address, as far as they are given."""
    known = {
        "phone": telephone(str(person.get("phone", ""))),
        "email": e_mail(str(person.get("email", ""))),
    }
    return frozenset(
        hmac.new(secret, f"contact/{step}/{kind}/{value}".encode(), sha256).hexdigest()
        for kind, value in known.items()
        if value
    )
