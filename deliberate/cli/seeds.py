"""What a draw over files is made from where nobody says it."""

from __future__ import annotations

import secrets

from deliberate.core.errors import UnusableInput, message

BYTES = 16


def given_or_new(seed: str, option: str = "") -> str:
    """The seed that was given, or else one from the system's randomness.

    The answer of the command tells it: with it the same draw is made again. `option`: one that
    repeats an earlier draw and needs the seed of that one; raises `UnusableInput` without it.
    """
    if seed.strip():
        return seed
    if option:
        raise UnusableInput(
            "SEED",
            message("{one} needs {other}.", one=option, other="--seed"),
            fix=message("Give the seed with which the list was made; that command told it."),
        )
    return secrets.token_hex(BYTES)
