"""Reply codes: short enough to be typed and dictated, long enough that nobody guesses one.

Twelve signs in groups of four: eleven carry 55 random bits, the twelfth checks the others. The 32
signs have no I, L, O or U; whoever types one of these, or the Cyrillic letter that looks the same,
is understood. The check finds every single wrong sign and every two neighbours that changed places.
With 10 000 invitations one guess in 3.6 million million hits a code.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from deliberate.core.recruitment.household import folded

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_LOOKALIKES = str.maketrans(
    {"I": "1", "L": "1", "O": "0"} | dict(zip("АВЕКМНОРСТУХІ", "ABEKMH0PCTYX1", strict=True))
)
_FIELD = 0b100101
"""x^5 + x^2 + 1, by which GF(32) is made: doubling in it moves a mistake to where it is seen."""


def code_for(secret: bytes, process: str, step: str, number: int) -> str:
    """The code of a respondent. It follows from the secret of the process, so letters can be made
    again and no list of codes is kept."""
    mark = hmac.new(secret, f"reply code/{process}/{step}/{number}".encode(), sha256).digest()
    bits = int.from_bytes(mark[:7], "big") >> 1
    signs = [ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH - 1)]
    return "".join([*signs, _check("".join(signs))])


def printed_code(code: str) -> str:
    """The code in groups, as letters show it: 7K3M-XN4P-Q2R9."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed_code(words: str) -> str | None:
    """The code that somebody typed, or None where it cannot be one: wrong length, sign or check."""
    signs = "".join(sign for sign in words.upper() if sign.isalnum()).translate(_LOOKALIKES)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs if _check(signs[:-1]) == signs[-1] else None


def code_hash(code: str) -> str:
    """What the storage keeps of a code: 55 random bits need no salt."""
    return sha256(f"reply code:{code}".encode()).hexdigest()


def household_tag(secret: bytes, address: str) -> str:
    """An opaque tag that those of one address share; empty for an empty address."""
    words = folded(address)
    if not words:
        return ""
    return hmac.new(secret, f"household/{words}".encode(), sha256).hexdigest()[:16]


def _check(signs: str) -> str:
    """The sign that makes the whole come out at zero (Damm's way, over GF(32))."""
    interim = 0
    for sign in signs:
        interim ^= ALPHABET.index(sign)
        interim <<= 1
        if interim & 32:
            interim ^= _FIELD
    return ALPHABET[interim]
