"""What a draw over files is made from where nobody says it."""

from __future__ import annotations

import secrets

from deliberate.core.errors import UnusableInput, message

BYTES = 16


def given_or_new(seed: str) -> str:
    """The seed that was given, or else one from the system's randomness.

    The answer of the command tells it: with it the same draw is made again.
    """
    return seed if seed.strip() else secrets.token_hex(BYTES)


def require_given(seed: str, option: str) -> None:
    """Raise `UnusableInput` where only the seed of an earlier draw gives what that one gave."""
    if not seed.strip():
        raise UnusableInput(
            "SEED",
            message("{one} needs {other}.", one=option, other="--seed"),
            fix=message("Give the seed with which the list was made; that command told it."),
        )
